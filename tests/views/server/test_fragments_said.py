"""What is sent of a fragment that the browser has asked for twice in a moment: all that the first run drew, in its order."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from views.page import streamlit_edge

CARD, TYPIST = "card", "typist"
"""A fragment, and one that it draws within."""
FIRST = [((0, 2), CARD), ((0, 2, 3), CARD), ((0, 2, 3, 0), TYPIST), ((0, 2, 3, 0, 0), TYPIST)]
AGAIN = [((0, 2), CARD), ((0, 2, 0), CARD)]


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> ForwardMsgQueue:
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)  # put back at the end
    streamlit_edge.keep_what_fragments_said()
    return ForwardMsgQueue()


def block(path: tuple[int, ...], fragment: str) -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend(path)
    message.delta.add_block.SetInParent()
    message.delta.fragment_id = fragment
    return message


def text(path: tuple[int, ...], body: str) -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path.extend(path)
    message.delta.new_element.markdown.body = body
    return message


def begun() -> ForwardMsg:
    message = ForwardMsg()
    message.new_session.SetInParent()
    return message


def paths(queue: ForwardMsgQueue) -> list[tuple[int, ...]]:
    return [tuple(one.metadata.delta_path) for one in queue.flush() if one.HasField("delta")]


def test_what_a_fragment_within_has_drawn_never_comes_without_what_it_stands_in(queue: ForwardMsgQueue) -> None:
    for path, fragment in FIRST:
        queue.enqueue(block(path, fragment))
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=[CARD])
    queue.enqueue(begun())
    for path, fragment in AGAIN:
        queue.enqueue(block(path, fragment))
    assert paths(queue) == [path for path, _fragment in FIRST + AGAIN]


def test_what_the_second_run_draws_does_not_take_the_place_of_the_first_before_it_begins(queue: ForwardMsgQueue) -> None:
    queue.enqueue(text((0, 2, 0), "first"))
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=[CARD])
    queue.enqueue(begun())
    queue.enqueue(text((0, 2, 0), "again"))
    first, session, again = queue.flush()
    assert (first.delta.new_element.markdown.body, again.delta.new_element.markdown.body) == ("first", "again")
    assert session.HasField("new_session")


def test_a_whole_run_still_drops_what_was_not_sent(queue: ForwardMsgQueue) -> None:
    queue.enqueue(begun())
    queue.enqueue(block((0, 2), CARD))
    queue.clear(retain_lifecycle_msgs=True)
    assert [one.WhichOneof("type") for one in queue.flush()] == ["new_session"]
    assert queue.is_empty()
