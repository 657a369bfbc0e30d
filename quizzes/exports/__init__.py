"""What leaves the app: a learner's events as JSON and CSV, and a topic's cards for Anki."""
