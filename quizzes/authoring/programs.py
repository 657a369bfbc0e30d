"""The programs of a topic: what its claims, figures, proofs and snippets run as the user who runs the app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.content.topic import Topic


def programs_of(topic: Topic) -> Mapping[str, str]:
    """Place in the topic -> the program that stands there, such as ``myths[2].measure.code``."""
    return dict(_programs(topic.model_dump(), ""))


def new_programs(topic: Topic, before: Topic | None) -> tuple[str, ...]:
    """The places of programs that ``before`` does not have anywhere; of all, where there is nothing before."""
    kept = frozenset(programs_of(before).values()) if before is not None else frozenset[str]()
    return tuple(place for place, program in programs_of(topic).items() if program not in kept)


def _programs(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            here = f"{place}.{name}" if place else str(name)
            if name == "code" and isinstance(inner, str):
                yield here, inner
            elif name == "snippet" and isinstance(inner, Mapping):
                yield f"{here}.text", str(inner["text"])
            else:
                yield from _programs(inner, here)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _programs(inner, f"{place}[{number}]")
