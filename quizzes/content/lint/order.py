"""Which concepts come after which: by what they and their topics need, in one topic and over several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from quizzes.content.checks.needs import Key

Edge = tuple[Key, Key]
"""Who needs, and what is needed."""


class Order:
    """Asks needs the other way round: what builds on a concept."""

    def __init__(self, needs: Iterable[Edge]) -> None:
        self._builds_on: dict[Key, set[Key]] = defaultdict(set)
        self._inside: dict[str, set[Key]] = defaultdict(set)
        for holder, needed in needs:
            self._builds_on[needed].add(holder)
            self._inside[needed[0]].add(needed)
        self.after = cache(self._after)

    def _after(self, key: Key) -> frozenset[Key]:
        """All that needs ``key``, directly or by a way round; a topic as a whole stands for each of its concepts."""
        found: set[Key] = set()
        ahead = [key, (key[0], "")]
        while ahead:
            here = ahead.pop()
            needed = {here} if here[1] or here[0] == key[0] else {here, *self._inside[here[0]]}
            new = {holder for one in needed for holder in self._builds_on.get(one, ())} - found - {key}
            found |= new
            ahead += new
        return frozenset(found)

    def comes_after(self, late: Key, early: Key) -> bool:
        """Whether ``late`` builds on ``early``, by itself or as a part of its topic."""
        after = self.after(early)
        return late in after or (late[0] != early[0] and (late[0], "") in after)
