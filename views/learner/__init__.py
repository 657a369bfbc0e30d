"""What belongs to the learner: progress, settings, the data."""
