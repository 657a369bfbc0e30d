"""The pictures of the shipped topics are what their program draws, read well on both papers and a phone, and agree with the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from shipped_topic import CONTENT, shipped_topics

from quizzes.content.lesson import LessonPart
from quizzes.content.source.images import texts_of
from quizzes.markup.explorables import stilled
from quizzes.markup.pictures import pictures
from quizzes.models import Item, SheetSection
from tests.drawings import measured as looking
from tests.drawings.paper import DARK, LIGHT, TELLING, TEXT, WIDTH, Ink
from tests.drawings.register import DRAWINGS

FOLDER = CONTENT / "computer-vision" / "pictures"
SVG = "{http://www.w3.org/2000/svg}"
WIDEST_SIGN = {"400": 0.56, "700": 0.62}
"""Of a letter on average, in sizes of the text: more than in the fonts that are named."""
TOPICS = shipped_topics()
KNOWN = looking.measured()


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_picture_is_what_its_program_draws(name: str) -> None:
    drawn = DRAWINGS[name](KNOWN).svg()
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == drawn, f"python -m tests.drawings {name}"


def test_no_picture_lies_about_undrawn_or_unshown() -> None:
    files = {path.stem for path in FOLDER.iterdir()}
    shown = {picture.file for topic in TOPICS.values() for _, text in texts_of(topic, ()) for picture in pictures(stilled(text))}
    assert files == set(DRAWINGS)
    assert shown == {f"pictures/{name}.svg" for name in DRAWINGS}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_picture_says_what_it_shows_and_its_words_are_large_enough_and_stay_on_the_paper(name: str) -> None:
    root = ET.fromstring(DRAWINGS[name](KNOWN).svg())
    assert root.findtext(f"{SVG}title")
    assert len(root.findtext(f"{SVG}desc") or "") > 60
    height = float(root.attrib["viewBox"].split()[3])
    for text in root.iter(f"{SVG}text"):
        size = float(text.get("font-size", TEXT))
        wide = len(text.text or "") * size * WIDEST_SIGN[text.get("font-weight", "400")]
        left = float(text.attrib["x"]) - {"start": 0.0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
        assert size * 280 / WIDTH >= 11, "the smallest that is read on a phone of 320 px"
        assert left >= -2, text.text
        assert left + wide <= WIDTH + 2, text.text
        assert 8 <= float(text.attrib["y"]) <= height - 3, text.text


@pytest.mark.parametrize(
    ("papers", "ink"), list(product((LIGHT, DARK), TELLING)), ids=lambda one: one if isinstance(one, str) else one["paper"]
)
def test_what_tells_something_is_seen_on_both_papers(papers: Mapping[Ink, str], ink: Ink) -> None:
    assert contrast(papers[ink], papers["paper"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """By https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_what_the_pictures_show_of_the_networks_agrees_with_the_figures_on_record() -> None:
    seen = looking.on_record()
    assert {name: pytest.approx(seen[name]) for name in ("lenet", "zeros-90")} == dict(KNOWN.accuracy)
    for layer in ("conv1", "fc1"):
        kept = seen[f"global-90-{layer}"] / looking.WEIGHTS[layer]
        assert KNOWN.kept_by_one_threshold[layer] == pytest.approx(kept, abs=0.001)
    assert len(KNOWN.changed) == looking.SHOWN_DIGITS
    assert all(one.before != one.after for one in KNOWN.changed)


@pytest.mark.slow
def test_looking_again_at_the_networks_gives_what_the_pictures_show() -> None:
    kept, again = json.loads(looking.KEPT.read_text(encoding="utf-8")), looking.measure()
    if again["cpu"] != kept["cpu"]:  # training rounds otherwise there, and gives a network that is much alike
        assert again["accuracy"] == pytest.approx(kept["accuracy"], abs=4)
        assert again["threshold"] == pytest.approx(kept["threshold"], rel=0.1)
        assert again["kept_by_one_threshold"] == pytest.approx(kept["kept_by_one_threshold"], abs=0.1)
        return
    assert again["accuracy"] == pytest.approx(kept["accuracy"], abs=0.3)
    if again["cpu"] == kept["activations_cpu"]:
        assert again["activation_tops"] == pytest.approx(kept["activation_tops"], rel=0.15)
    assert again["threshold"] == pytest.approx(kept["threshold"], rel=0.02)
    assert again["kept_by_one_threshold"] == pytest.approx(kept["kept_by_one_threshold"], abs=0.02)
    for before, after in zip(kept["filters"], again["filters"], strict=True):
        assert after == pytest.approx(before, abs=0.02)
    assert [one["label"] for one in again["looked"]] == list(looking.LOOKED_DIGITS)
    assert sum(one in kept["changed"] for one in again["changed"]) >= looking.SHOWN_DIGITS - 2


@pytest.mark.parametrize("topic_id", TOPICS)
def test_a_third_of_the_cards_show_a_picture(topic_id: str) -> None:
    cards = TOPICS[topic_id].recall
    pictured = [card for card in cards if any(True for _ in pictures(stilled(f"{card.front}\n{card.back}")))]
    assert 3 * len(pictured) >= len(cards)


@pytest.mark.parametrize("topic_id", TOPICS)
def test_no_two_pictures_stand_in_one_text_and_each_has_words_that_tell(topic_id: str) -> None:
    for path, text in _texts(topic_id):
        found = list(pictures(stilled(text)))
        assert len(found) <= 1, path
        assert all(len(picture.words) >= 40 for picture in found), path


def _texts(topic_id: str) -> Iterator[tuple[str, str]]:
    topic = TOPICS[topic_id]
    for part in (*topic.items(), *topic.lesson, *topic.cheat_sheet):
        assert isinstance(part, Item | LessonPart | SheetSection)
        yield from ((f"{part.id}: {path}", text) for path, text in texts_of(part, ()))


def test_the_figures_in_the_words_below_a_file_are_those_of_its_bar() -> None:
    drawn = DRAWINGS["files"](KNOWN).svg()
    for name in looking.FILES.values():
        assert re.search(rf">{looking.on_record()[name]:,.0f} kB<", drawn)
