"""The pictures that the networks read."""
