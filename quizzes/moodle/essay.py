"""What is answered freely."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from quizzes.moodle.frame import Entry
from quizzes.moodle.html import Html, leaf, put


def essay(question: ET.Element, entry: Entry, info: Html, *, response: str, required: str, lines: str) -> None:
    """Add what Moodle's ``essay`` has; whoever grades sees ``info``."""
    for tag, value in (("responseformat", response), ("responserequired", required), ("responsefieldlines", lines)):
        leaf(question, tag, value)
    leaf(question, "attachments", "0")
    leaf(question, "attachmentsrequired", "0")
    put(question, "graderinfo", info, folder=entry.folder)
    put(question, "responsetemplate", Html(), folder=entry.folder)
