"""What the pictures of the topics are drawn on: a sheet of SVG with a paper of its own, light or dark as the page around it is.

A picture inside ``<img>`` knows no colour of the page, and no ink has the contrast that text needs on white and on black paper alike. So
each brings its paper, and says what it shows in ``<title>`` and ``<desc>``. Coordinates are in units; a sheet is 340 of them wide, which a
phone of 320 px shows at four fifths of their size and a desk at five quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Literal

WIDTH = 340
SHOWN_PX = 425
TEXT = 14
"""The smallest text: 11 px on a phone of 320 px."""

Ink = Literal["ink", "quiet", "rust", "blue", "green", "soft", "paper"]

LIGHT: Mapping[Ink, str] = {
    "paper": "#FBF9F4",
    "ink": "#211D17",
    "quiet": "#5B5346",
    "rust": "#A6321B",
    "blue": "#1F5F8B",
    "green": "#3F6B2F",
    "soft": "#DDD5C6",
}
DARK: Mapping[Ink, str] = {
    "paper": "#191714",
    "ink": "#EFE9DD",
    "quiet": "#B9B0A0",
    "rust": "#F08A70",
    "blue": "#84B8E0",
    "green": "#9CC886",
    "soft": "#453F36",
}
"""``soft`` is for what may be overlooked: empty cells, and lines that only lead the eye."""

TELLING: tuple[Ink, ...] = ("ink", "quiet", "rust", "blue", "green")


class Sheet:
    """A picture under way; y grows downwards."""

    def __init__(self, *, title: str, shows: str, height: int) -> None:
        self.title, self.shows, self.height = title, shows, height
        self._parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        ink: Ink = "ink",
        at: Literal["start", "middle", "end"] = "start",
        bold: bool = False,
        size: int = TEXT,
    ) -> None:
        """Words on the line ``y``."""
        weight = ' font-weight="700"' if bold else ""
        big = f' font-size="{size}"' if size != TEXT else ""
        anchor = f' text-anchor="{at}"' if at != "start" else ""
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}"{anchor}{weight}{big} class="{ink}">{escape(words, quote=False)}</text>')

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: Ink | None = None, edge: Ink | None = None, round_: float = 0
    ) -> None:
        """A rectangle, filled or only its edge."""
        corner = f' rx="{_n(round_)}"' if round_ else ""
        self._parts.append(f"<rect{_place(x, y, width, height)}{corner}{_style(fill, edge)}/>")

    def bars(self, x: float, floor: float, heights: Sequence[float], *, step: float, width: float, inks: Iterable[Ink | None]) -> None:
        """Bars that stand on the line ``floor``, one every ``step``; one without an ink shows only its edge."""
        for number, (height, ink) in enumerate(zip(heights, inks, strict=True)):
            self.box(x + number * step, floor - height, width, height, fill=ink, edge="quiet" if ink is None else None)

    def line(
        self, *points: tuple[float, float], ink: Ink = "ink", width: float = 1.5, dashed: bool = False, fill: Ink | None = None
    ) -> None:
        """From point to point."""
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        thick = f' stroke-width="{_n(width)}"' if width != 1.5 else ""
        self._parts.append(f'<polyline points="{path}"{_style(fill, ink)}{thick}{dash}/>')

    def arrow(
        self, start: tuple[float, float], end: tuple[float, float], *, ink: Ink = "ink", width: float = 1.5, dashed: bool = False
    ) -> None:
        """A line with a head at its end."""
        (x1, y1), (x2, y2) = start, end
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        dx, dy = (x2 - x1) / length, (y2 - y1) / length
        neck = (x2 - 6 * dx, y2 - 6 * dy)
        self.line(start, neck, ink=ink, width=width, dashed=dashed)
        left, right = (neck[0] - 1 * dx + 4 * dy, neck[1] - 1 * dy - 4 * dx), (neck[0] - 1 * dx - 4 * dy, neck[1] - 1 * dy + 4 * dx)
        self.line(end, left, right, end, ink=ink, fill=ink)

    def dot(self, x: float, y: float, radius: float, *, fill: Ink | None = "ink", edge: Ink | None = None) -> None:
        self._parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"{_style(fill, edge)}/>')

    def grid(
        self, x: float, y: float, rows: Sequence[Sequence[float | None]], *, cell: float, ink: Ink = "blue", gone: Ink = "soft"
    ) -> None:
        """A square for each number from 0 to 1, the larger the darker; None is an empty cell, crossed out."""
        for row, numbers in enumerate(rows):
            for column, number in enumerate(numbers):
                left, top = x + column * cell, y + row * cell
                if number is None:
                    self.box(left + 0.5, top + 0.5, cell - 1, cell - 1, edge=gone)
                else:
                    strength = _n(0.12 + 0.88 * number)
                    place = _place(left + 0.5, top + 0.5, cell - 1, cell - 1)
                    self._parts.append(f'<rect{place} class="{ink}" fill-opacity="{strength}"/>')

    def pixels(self, x: float, y: float, rows: Sequence[str], *, cell: float, darkest: int) -> None:
        """A grey picture: a digit from 0 to ``darkest`` for each of its pixels."""
        for strength in range(1, darkest + 1):
            runs = [(row, run) for row, line in enumerate(rows) for run in re.finditer(f"{strength}+", line)]
            path = "".join(
                f"M{_n(x + run.start() * cell)},{_n(y + row * cell)}h{_n(len(run[0]) * cell)}v{_n(cell)}h{_n(-len(run[0]) * cell)}z"
                for row, run in runs
            )
            faint = f' fill-opacity="{_n(strength / darkest)}"' if strength < darkest else ""
            self._parts.append(f'<path d="{path}" class="ink"{faint}/>')

    def svg(self) -> str:
        """The file."""
        size = f'width="{SHOWN_PX}" height="{round(self.height * SHOWN_PX / WIDTH)}" viewBox="0 0 {WIDTH} {self.height}"'
        used = [ink for ink in LIGHT if any(f'{ink}"' in part or f"{ink} " in part for part in self._parts)]
        rules = "".join(f".{ink}{{fill:{LIGHT[ink]}}}.e-{ink}{{stroke:{LIGHT[ink]}}}" for ink in ("paper", *used) if ink in LIGHT)
        dark = "".join(f".{ink}{{fill:{DARK[ink]}}}.e-{ink}{{stroke:{DARK[ink]}}}" for ink in ("paper", *used))
        style = f"<style>{rules}@media (prefers-color-scheme:dark){{{dark}}}</style>"
        font = "font-family=\"system-ui,'Source Sans 3','Helvetica Neue',Arial,sans-serif\""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font} font-size="{TEXT}" stroke-width="1.5" stroke-linejoin="round">'
        said = f"<title>{escape(self.title, quote=False)}</title><desc>{escape(self.shows, quote=False)}</desc>"
        paper = f'<rect width="{WIDTH}" height="{self.height}" rx="8" class="paper"/>'
        return "\n".join([head, said, style, paper, *self._parts, "</svg>"]) + "\n"


def _style(fill: Ink | None, edge: Ink | None) -> str:
    classes = " ".join(([fill] if fill else []) + ([f"e-{edge}"] if edge else []))
    return f' class="{classes}"' + ("" if fill else ' fill="none"')


def _place(x: float, y: float, width: float, height: float) -> str:
    return f' x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.005 else "0"
