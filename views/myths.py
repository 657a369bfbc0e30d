"""Myth or measured?"""

from views import frame

topic = frame.topic_of_address()
frame.trail(topic, "myths")
