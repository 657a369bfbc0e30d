"""The record of what was proven, a file beside the topic: it lets a student see that an answer was checked by running, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from quizzes import records
from quizzes.content.shelf import Stamp, stamp
from quizzes.models import Item
from quizzes.proofs.evidence import Measured, Printed, proof_hash

FILE_ENDING = ".proofs.json"


class Proven(BaseModel):
    """One item as it was proven: valid only as long as neither the item nor its proof changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content_hash: str
    proof_hash: str
    at: datetime
    says: str
    evidence: Printed | Measured

    def holds_for(self, item: Item) -> bool:
        """Whether it speaks of the item as it is now."""
        return self.content_hash == item.content_hash and self.proof_hash == proof_hash(item.template or item)


def record_path(topic_path: Path) -> Path:
    """``TOPIC.yaml`` -> ``TOPIC.proofs.json``"""
    return records.beside(topic_path, FILE_ENDING)


def read_record(path: Path) -> Mapping[str, Proven]:
    """Item id -> what was proven; empty where there is no record, and without what cannot be read."""
    return records.read(path, Proven)


def write_record(path: Path, proofs: Mapping[str, Proven]) -> None:
    """Replace the record in one step. Raises OSError."""
    records.write(path, proofs)


class Records:
    """The records below a content folder; each is read again when it changes. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[Path, tuple[Stamp, Mapping[str, Proven]]] = {}

    def proven(self, topic_id: str, item: Item) -> Proven | None:
        """How the item was proven; None where it was not, or where it or its proof has changed since."""
        path = record_path(self._folder / f"{topic_id}.yaml")
        stamp_now = stamp(path)
        stamped = self._kept.get(path)
        if stamped is None or stamped[0] != stamp_now:
            stamped = (stamp_now, read_record(path))
            self._kept[path] = stamped
        proof = stamped[1].get(item.id)
        return proof if proof is not None and proof.holds_for(item) else None
