"""Removes weights from the trained network, and measures what that changes."""
