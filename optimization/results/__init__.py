"""What a run found: the records, the figures that are read from them, and the words for them."""
