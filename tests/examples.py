"""How many examples Hypothesis tries a property on: all of them, or in the quick tier a few, the same in every run.

No example has a time limit, and none may be too slow to make: a machine with other work misses any limit, and so does the first test of
a process, which waits for imports.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from tiers import EXAMPLES_LEFT

WHOLE = 100
"""Where a test does not say."""
LEAST = 5

settings.register_profile("whole", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=WHOLE)
settings.register_profile("quick", settings.get_profile("whole"), max_examples=WHOLE // EXAMPLES_LEFT, derandomize=True, database=None)


def tried(count: int) -> int:
    """How many of ``count`` examples are tried now."""
    return max(LEAST, count // EXAMPLES_LEFT) if settings.get_current_profile_name() == "quick" else count


def examples(count: int, *, always_the_same: bool = False) -> settings:
    """Settings for ``count`` examples, of which the quick tier tries a few; ``always_the_same`` in every run, or other ones each time."""
    return settings(max_examples=tried(count), derandomize=True, database=None) if always_the_same else settings(max_examples=tried(count))
