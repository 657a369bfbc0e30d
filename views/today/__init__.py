"""What is due today, over all topics."""
