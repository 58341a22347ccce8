"""Rows, performers' columns and doubts, over the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.markup import anchor, tag
from converters.picture.paper import rectangle
from converters.picture.places import on, scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from converters.model import Doubt, Sop
    from converters.readers.page import Box, Page

TAG = 7.0  # half the height of a row's number tag, in points
DOUBT = 5.5  # radius of a doubt's sign
MOST_DOUBTS = 6  # signs beside one row


def draw(layer: _Element, page: Page, sops: Sequence[Sop]) -> None:
    """Columns and rows, of each SOP."""
    for place, sop in enumerate(sops):
        begin = scope(place, len(sops))
        _draw_columns(layer, page, sop)
        for step in sop.steps:
            if box := on(page, step.source):
                _draw_row(layer, step.number, box, begin)


def doubt(layer: _Element, page: Page, sops: Sequence[Sop]) -> None:
    """The signs of doubts, of each SOP."""
    for place, sop in enumerate(sops):
        rows: dict[str, Box] = {}
        for step in sop.steps:
            if box := on(page, step.source):
                rows.setdefault(step.number, box)
        _draw_doubts(layer, page, sop, rows, scope(place, len(sops)))


def _draw_columns(layer: _Element, page: Page, sop: Sop) -> None:
    """The performers' titles where they were read, or where a further page repeats them."""
    lanes = list(enumerate(sop.lanes, start=1))
    titles = [(number, box) for number, lane in lanes if (box := on(page, lane.source))]
    for number, box in titles or _repeated(page, sop):
        column = rectangle(layer, box, "role")
        tag(column, "title", f"Lajur {number}: {sop.roles[number - 1]}")
        _draw_tag(layer, str(number), box.left + TAG, box.top - 2, "role-tag")


def _repeated(page: Page, sop: Sop) -> Iterator[tuple[int, Box]]:
    """The cells whose text is a performer's name."""
    places = {_plain(role): number for number, role in enumerate(sop.roles, start=1)}
    for cell in (cell for grid in page.grids for cell in grid.cells):
        if number := places.get(_plain(cell.text)):
            yield number, cell.box


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _draw_row(layer: _Element, number: str, box: Box, begin: str) -> None:
    place = tag(layer, "a", href=f"#{anchor(f'{begin}baris', number)}")
    row = rectangle(place, box, "row")
    tag(row, "title", f"Baris {number}")
    _draw_tag(place, number, box.left - TAG - 2, box.centre.y, "tag")


def _draw_tag(place: _Element, text: str, x: float, y: float, kind: str) -> None:
    half = TAG if kind == "tag" else TAG * 0.6  # columns' stand between the names
    size = {"width": 2 * half, "height": 2 * half}
    tag(place, "rect", x=x - half, y=y - half, rx=2, class_=kind, **size)
    tag(place, "text", text, x=x, y=y + half * 0.4, class_=kind, font_size=half * 1.15)


def _draw_doubts(layer: _Element, page: Page, sop: Sop, rows: dict[str, Box], begin: str) -> None:
    """A sign where the doubt was read, else at the right end of its row."""
    beside: dict[str, int] = {}
    for number, doubt in enumerate(sop.doubts, start=1):
        name = doubt.row or ""
        box = on(page, doubt.source)
        if box and box != rows.get(name):
            _draw_doubt(layer, number, doubt, (box.right, box.top), begin)
        elif name in rows and beside.get(name, 0) < MOST_DOUBTS:
            beside[name] = beside.get(name, 0) + 1
            place = _beside(rows[name], beside[name] - 1)
            _draw_doubt(layer, number, doubt, place, begin)


def _beside(row: Box, count: int) -> tuple[float, float]:
    """The place of a row's n-th sign: down its right end, then further in."""
    across, down = divmod(count, max(1, int(row.height // (2 * DOUBT))))
    return row.right + DOUBT + 1 - across * 2 * DOUBT, row.top + DOUBT + down * 2 * DOUBT


def _draw_doubt(
    layer: _Element, number: int, doubt: Doubt, at: tuple[float, float], begin: str
) -> None:
    x, y = at
    href = f"#{anchor(f'{begin}keraguan', str(number))}"
    place = tag(tag(layer, "g", class_="doubt"), "a", href=href)
    tag(place, "circle", cx=x, cy=y, r=DOUBT)
    tag(place, "text", str(number), x=x, y=y + 2, font_size=6)
    tag(place, "title", f"Keraguan {number}: {doubt.message}")
