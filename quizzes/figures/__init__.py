"""Figures in texts: what was recorded of them, how they are written, and numbers that nobody has measured."""
