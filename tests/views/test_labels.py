"""Names in a picture: none lies on another, and none is lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.labels import LINE_PX, Spot, grouped

RANGE = {"x_range": (1.0, 1000.0), "y_range": (90.0, 100.0), "height_px": 250.0}


def texts(*spots: Spot) -> list[str]:
    return sorted(label.text for label in grouped(spots, **RANGE))  # type: ignore[arg-type]


def test_marks_far_from_each_other_have_labels_of_their_own() -> None:
    assert texts(("a", 2.0, 99.0), ("b", 500.0, 99.0), ("c", 2.0, 91.0)) == ["a", "b", "c"]


def test_marks_close_together_share_a_label_in_the_order_from_top_to_bottom() -> None:
    assert texts(("low", 20.0, 95.0), ("high", 21.0, 95.3), ("middle", 20.5, 95.1)) == ["high\nmiddle\nlow"]


def test_two_marks_at_the_same_place_with_the_same_name_are_named_once() -> None:
    assert texts(("1.0×", 20.0, 95.0), ("1.0×", 20.0, 95.0), ("1.0×", 20.0, 95.0)) == ["1.0×"]


def test_a_label_stands_towards_the_middle_of_the_picture() -> None:
    left, right = grouped([("a", 2.0, 99.0), ("b", 800.0, 91.0)], **RANGE)  # type: ignore[arg-type]
    assert (left.align, right.align) == ("left", "right")
    assert (left.x, right.x) == (2.0, 800.0)


def test_the_middle_of_a_logarithmic_axis_is_the_geometric_one() -> None:
    (one,) = grouped([("a", 40.0, 95.0)], **RANGE)  # type: ignore[arg-type]
    (other,) = grouped([("a", 80.0, 95.0)], **RANGE)  # type: ignore[arg-type]
    assert (one.align, other.align) == ("left", "right")


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefghijklm"), st.floats(1, 1000), st.floats(90, 100)), unique_by=lambda spot: spot[0], max_size=13
    )
)
def test_every_name_is_kept_and_no_two_labels_share_their_place(spots: list[Spot]) -> None:
    labels = grouped(spots, **RANGE)  # type: ignore[arg-type]
    assert sorted(name for label in labels for name in label.text.split("\n")) == sorted(name for name, _, _ in spots)
    for one, other in itertools.combinations(labels, 2):
        if one.x == other.x:
            apart_px = abs(one.y - other.y) / 10 * 250
            assert apart_px >= LINE_PX * (len(one.text.split("\n")) + len(other.text.split("\n"))) / 2 - 1e-6


@pytest.mark.parametrize("wrong", [{"x_range": (0.0, 1.0)}, {"x_range": (2.0, 2.0)}, {"y_range": (1.0, 1.0)}])
def test_a_picture_without_room_is_refused(wrong: dict[str, tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="room"):
        grouped([("a", 1.0, 1.0)], **(RANGE | wrong))  # type: ignore[arg-type]
