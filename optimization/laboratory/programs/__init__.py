"""The lab that runs the program of a claim."""
