"""Lets ever smaller networks read one drawing, and finds where they begin to fail."""
