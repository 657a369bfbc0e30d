"""What the median of noisy figures may be, and how often one may look at it."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ERROR = 0.01
"""How often an interval may miss the true median, however often it was looked at while it narrowed."""
FIRST_LOOK, GROWTH, MOST_VALUES = 40, 1.5, 2_500


def looks() -> tuple[int, ...]:
    """After how many values an interval is looked at: after 40, then each time half as many again have come (11 times in all)."""
    counts = [FIRST_LOOK]
    while (next_count := int(GROWTH * counts[-1])) <= MOST_VALUES:
        counts.append(next_count)
    return tuple(counts)


LOOKS = looks()
LOOK_ERROR = ERROR / (len(LOOKS) + 1)
"""What one look may err. Whoever looks until the answer pleases errs more often than an interval says (Armitage, McPherson and Rowe 1969,
"Repeated significance tests on accumulating data"). So the looks share the 1 %: by Bonferroni's inequality all of them together, and
one more for the look that the end of the time asks for, miss in at most 1 % of comparisons, whichever of them is the last."""


def median_interval(values: Floats, *, error: float = LOOK_ERROR) -> tuple[float, float]:
    """Two of the ``values`` (shape [n]) between which the true median lies but for ``error``; nothing else is assumed of their spread.

    The k-th smallest and the k-th largest: each value is as likely below the median as above it, so that the number of those below is
    binomial (David and Nagaraja, "Order statistics", 3rd ed., 7.1). ValueError where there are too few values for any such interval.
    """
    place = rank(len(values), error)
    if place == 0:
        raise ValueError(f"{len(values)} values are too few for an interval that misses in {error:.2%}")
    in_order = np.sort(values)
    return float(in_order[place - 1]), float(in_order[-place])


@cache
def rank(count: int, error: float) -> int:
    """The largest k for which the k-th smallest and the k-th largest of ``count`` values hold the median but for ``error``; else 0."""
    # In whole numbers, because 2.0 ** count is too large from 1,024 on.
    limit = int(error / 2 * 2**60) * 2**count // 2**60
    ways_below, ways, place = 0, 1, 0
    while ways_below + ways <= limit:
        ways_below += ways
        ways = ways * (count - place) // (place + 1)
        place += 1
    return place


LEAST_VALUES = next(count for count in range(1, FIRST_LOOK) if rank(count, LOOK_ERROR))
"""Fewer values give no interval."""
