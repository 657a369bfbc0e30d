"""For who teaches: writing topics, and which questions are bad."""
