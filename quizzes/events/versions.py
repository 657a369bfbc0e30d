"""The versions of items that attempts began with, by their content hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Engine, select

from quizzes.events.table import insert_new, item_versions
from quizzes.models import Item
from quizzes.questions import versions

AT_ONCE = 500


class VersionLog:
    """Safe to share between threads; a version is never changed once it was kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: set[str] = set()

    def keep(self, items: Iterable[Item]) -> None:
        """Keep the items that attempts are pinned to; those that are there already cost nothing."""
        new = {item.content_hash: item for item in items if versions.is_pinned(item)}
        rows = [{"content_hash": name, "item": versions.written(item)} for name, item in new.items() if name not in self._kept]
        if rows:
            statement = insert_new(item_versions, self._engine).on_conflict_do_nothing(index_elements=["content_hash"])
            with self._engine.begin() as connection:
                connection.execute(statement, rows)
        self._kept |= new.keys()

    def items(self, hashes: Iterable[str]) -> Mapping[str, Item]:
        """Content hash -> item, of those that are known."""
        content_hashes, items = list(dict.fromkeys(hashes)), {}
        with self._engine.connect() as connection:
            for start in range(0, len(content_hashes), AT_ONCE):
                query = select(item_versions).where(item_versions.c.content_hash.in_(content_hashes[start : start + AT_ONCE]))
                for name, text in connection.execute(query):
                    item = versions.read(text)
                    if item is not None:
                        items[str(name)] = item
        return items
