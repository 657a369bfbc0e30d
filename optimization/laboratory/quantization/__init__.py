"""Carries the trained network to LiteRT, stores its numbers in fewer bits, and measures what that changes."""

import os

# Both are read when TensorFlow and Keras are first imported, so they are set before any module of this package does that.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"
