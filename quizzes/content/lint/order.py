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
        for holder, key in needs:
            self._builds_on[key].add(holder)
            self._inside[key[0]].add(key)
        self.after = cache(self._after)

    def _after(self, key: Key) -> frozenset[Key]:
        """All that needs ``key``, directly or by a way round; a topic as a whole stands for each of its concepts."""
        keys_after: set[Key] = set()
        stack = [key, (key[0], "")]
        while stack:
            current = stack.pop()
            keys = {current} if current[1] or current[0] == key[0] else {current, *self._inside[current[0]]}
            new = {holder for key_needed in keys for holder in self._builds_on.get(key_needed, ())} - keys_after - {key}
            keys_after |= new
            stack += new
        return frozenset(keys_after)

    def comes_after(self, later_key: Key, earlier_key: Key) -> bool:
        """Whether ``later_key`` builds on ``earlier_key``, by itself or as a part of its topic."""
        keys_after = self.after(earlier_key)
        return later_key in keys_after or (later_key[0] != earlier_key[0] and (later_key[0], "") in keys_after)
