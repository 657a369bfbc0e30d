"""Progress hangs on the hash of an item: it changes with what a student sees, and with nothing else."""

from __future__ import annotations

import hashlib

import pytest
from content_folder import ContentFolder


def test_the_hash_is_the_start_of_the_sha_256_of_the_canonical_json(content_folder: ContentFolder) -> None:
    card = content_folder.read_whole().recall[0]
    canonical = (
        '{"back":"Zeros, `no` and $4:1$.\\n\\n![A dot](dot.svg)","concept":"zeros","front":"What is left?","id":"card","level":"beginner",'
        '"try":{"lab":"prune","say":"See it.","set":{"amount":0.9}},"was":["first-card"]}'
    )
    assert card.content_hash == hashlib.sha256(canonical.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    source: book\n", ""),
        ("    notes: For teachers only.\n", "    notes: For nobody.\n"),
        ("    level: beginner\n    front: What is left?\n", "    front: What is left?\n    level: beginner\n"),
        ("front: What is left?", "front: 'What is left?'"),
        ("front: What is left?", "front: |\n      What is left?\n"),
        ("set: {amount: 0.9}", "set:\n        amount: 0.90"),
        ("was: [first-card]", "was: first-card"),
        ("title: A whole topic", "title: Another name"),
    ],
)
def test_the_hash_stays_where_only_source_notes_or_spelling_change(content_folder: ContentFolder, old: str, new: str) -> None:
    before = content_folder.read_whole().recall[0].content_hash
    assert content_folder.read_whole(old, new).recall[0].content_hash == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What is left?", "What is left over?"),
        ("level: beginner", "level: advanced"),
        ("set: {amount: 0.9}", "set: {amount: 0.8}"),
        ("say: See it.", "say: Look."),
        ("id: card", "id: other-card"),
    ],
)
def test_the_hash_changes_with_the_content(content_folder: ContentFolder, old: str, new: str) -> None:
    before = content_folder.read_whole().recall[0].content_hash
    assert content_folder.read_whole(old, new).recall[0].content_hash != before


def test_items_that_differ_have_different_hashes(content_folder: ContentFolder) -> None:
    hashes = [item.content_hash for item in content_folder.read_whole().items()]
    assert len(set(hashes)) == len(hashes) == 14


def test_a_claim_stays_the_same_one_whoever_is_found_to_say_it(content_folder: ContentFolder) -> None:
    said = "    claim: Zeros are fast.\n    said_by: {source: book, page: Page 3, claim: Zeros cost nothing.}\n"
    nobody, somebody = content_folder.read_whole().myths[0], content_folder.read_whole("    claim: Zeros are fast.\n", said).myths[0]
    assert nobody.said_by is None
    assert somebody.said_by is not None
    assert somebody.content_hash == nobody.content_hash


def test_a_claim_that_a_lab_decides_is_the_one_it_was_before_programs_could(content_folder: ContentFolder) -> None:
    claim = content_folder.read_whole().myths[0]
    assert claim.measure is None
    assert claim.content_hash == "d10dbe30b1bbcbf2"
