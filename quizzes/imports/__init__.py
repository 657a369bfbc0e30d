"""What comes into a topic from elsewhere: items from a table."""
