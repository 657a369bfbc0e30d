"""Myth or measured?: the bet, the run, the verdict."""
