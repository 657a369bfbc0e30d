"""Every question and prompt comes back from its text as it was."""

from __future__ import annotations

from shipped_topic import shipped_topics

from quizzes.models import Item
from quizzes.questions.versions import is_pinned, read, written


def pinned() -> list[Item]:
    return [item for topic in shipped_topics().values() for item in topic.items() if is_pinned(item)]


def test_every_shipped_question_comes_back_equal() -> None:
    assert len(pinned()) > 100
    for item in pinned():
        back = read(written(item))
        assert back == item
        assert type(back) is type(item)
        assert back is not None
        assert back.content_hash == item.content_hash


def test_what_cannot_be_read_is_none() -> None:
    for text in ("", "[]", "{}", '{"kind": "Card", "item": {}}', '{"kind": "Question", "item": {"id": 1}}'):
        assert read(text) is None
