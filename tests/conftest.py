"""For all tests: examples of Hypothesis have no time limit, because a machine with other work misses any."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
