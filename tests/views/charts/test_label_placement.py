"""Names in a picture: none lies on another or on a mark."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.charts.label_placement import LETTER_PX, LINE_PX, WIDTH_PX, Label, Plane, Spot, placed

PLANE = Plane((1.0, 1000.0), (90.0, 100.0), 250.0)


def texts(*spots: Spot) -> list[str]:
    return sorted(label.text for label in placed(spots, plane=PLANE))


def box(label: Label) -> tuple[float, float, float, float]:
    """Left, right, low and high of a label's text in pixels, worked out from how it is aligned and moved."""
    x, y = PLANE.pixel((label.text, label.x, label.y))
    wide = LETTER_PX * len(label.text)
    left = x + label.dx - {"left": 0.0, "center": wide / 2, "right": wide}[label.align]
    return left, left + wide, y - label.dy - LINE_PX / 2, y - label.dy + LINE_PX / 2


def test_a_mark_alone_is_named_on_its_right() -> None:
    (label,) = placed([("a", 10.0, 95.0)], plane=PLANE)
    assert (label.text, label.align, label.dy) == ("a", "left", 0)
    assert label.dx > 0


def test_a_name_that_would_leave_the_picture_stands_on_the_left() -> None:
    (label,) = placed([("a long name", 900.0, 95.0)], plane=PLANE)
    assert label.align == "right"
    assert label.dx < 0


def test_marks_at_the_same_place_share_the_name_of_the_first_and_are_counted() -> None:
    assert texts(("int8", 20.0, 95.0), ("classic", 20.4, 95.05), ("int16", 20.2, 95.0)) == ["int8 (+2)"]


def test_marks_of_the_same_name_at_the_same_place_are_one() -> None:
    assert texts(("1.0×", 20.0, 95.0), ("1.0×", 20.0, 95.0)) == ["1.0×"]


def test_a_name_avoids_marks_that_have_none() -> None:
    (label,) = placed([("name", 10.0, 95.0)], plane=PLANE, other_spots=[("", 13.0, 95.0)])
    assert label.align != "left"


def test_a_name_without_a_free_place_is_left_out() -> None:
    around = [("", 10.0 * factor, 95.0 + up) for factor in (0.6, 0.8, 1.0, 1.25, 1.6) for up in (-0.6, 0.0, 0.6)]
    assert placed([("a long name", 10.0, 95.0)], plane=PLANE, other_spots=around) == []


def test_the_middle_of_the_plane_is_the_geometric_mean_of_its_logarithmic_axis() -> None:
    assert PLANE.pixel(("", 1000**0.5, 95.0)) == pytest.approx((WIDTH_PX / 2, 125.0))


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "int8 dynamic", "float32, 2 threads", "2.3×"]), st.floats(1, 1000), st.floats(90, 100)), max_size=14
    )
)
def test_no_name_lies_on_another_or_leaves_the_picture(spots: list[Spot]) -> None:
    boxes = [box(label) for label in placed(spots, plane=PLANE)]
    for left, right, low, high in boxes:
        assert left >= 0
        assert right <= WIDTH_PX
        assert low >= 0
        assert high <= 250
    for one, other in itertools.combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]


@pytest.mark.parametrize("wrong", [((0.0, 1.0), (1.0, 2.0)), ((2.0, 2.0), (1.0, 2.0)), ((1.0, 2.0), (1.0, 1.0))])
def test_a_picture_without_room_is_refused(wrong: tuple[tuple[float, float], tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="room"):
        Plane(*wrong, 250.0)
