"""Reads the test pictures with a trained network at every place of a slider, before anybody moves it."""
