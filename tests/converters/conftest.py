"""Inline tables: a Markdown table in, the inferred SOP out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converters.infer import infer
from converters.model import Approval, Sop, Source
from converters.table import Arrow, Header, Mark, MarkKind, Row, SopTable

if TYPE_CHECKING:
    from collections.abc import Callable

    Inferred = Callable[..., Sop]

SIGNS = {
    "MULAI": MarkKind.START,
    "SELESAI": MarkKind.END,
    "T": MarkKind.NO,
    "Y": MarkKind.YES,
    "[]": MarkKind.TASK,
    "<>": MarkKind.DECISION,
    "→": MarkKind.ARROW,
}
PAPERS = ("kelengkapan", "output", "waktu", "keterangan")


@pytest.fixture
def sop() -> Inferred:
    """Infer the SOP of a Markdown table: no, kegiatan, the performers, then papers by name."""

    def build(table: str, *, title: str = "SOP Uji", approver: str | None = None) -> Sop:
        lines = [line.strip() for line in table.strip().splitlines()]
        head, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        roles = [name for name in head[2:] if name.casefold() not in PAPERS]
        cells = [dict(zip(head, row, strict=True)) for row in body]
        return infer(
            SopTable(
                header=Header(title=title, approved_by=Approval(position=approver)),
                roles=tuple(roles),
                rows=tuple(_row(at, row, roles) for at, row in enumerate(cells, start=1)),
                source=Source(file="uji.txt", page=1),
            )
        )

    return build


def _row(line: int, cells: dict[str, str], roles: list[str]) -> Row:
    papers = {name: cells.get(name) or None for name in PAPERS}
    marks = tuple(
        Mark(kind=SIGNS[sign], column=column, text=sign)
        for column, role in enumerate(roles)
        for sign in cells[role].split()
    )
    return Row(
        number=cells["no"],
        activity=cells["kegiatan"],
        marks=marks,
        inputs=_items(papers["kelengkapan"]),
        outputs=_items(papers["output"]),
        time=papers["waktu"],
        note=papers["keterangan"],
        line=line,
    )


def _items(text: str | None) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(";")) if text else ()


SHAPES = {"[": MarkKind.TASK, "<": MarkKind.DECISION, "(": MarkKind.END, "{": MarkKind.OFF_PAGE}


@pytest.fixture
def drawn() -> Inferred:
    """Infer the SOP of a table whose flow is drawn.

    In the performers' cells: ``[a]`` a box, ``<a>`` a diamond, ``(a)`` a terminator (the table's
    first is a start), ``{a}`` an off-page connector. The arrows: ``"a > b: Ya"``.
    """

    def build(table: str, *arrows: str) -> Sop:
        return infer(drawn_table(table, *arrows))

    return build


def drawn_table(table: str, *arrows: str) -> SopTable:
    """The table that :func:`drawn` infers from."""
    lines = [line.strip() for line in table.strip().splitlines()]
    head, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    roles = tuple(head[2:])
    places: dict[str, tuple[int, int]] = {}
    rows = []
    for at, (number, activity, *cells) in enumerate(body):
        signs = [(column, sign) for column, cell in enumerate(cells) for sign in cell.split()]
        for index, (_, sign) in enumerate(signs):
            places[sign[1:-1]] = at, index
        marks = tuple(_drawn_mark(column, sign) for column, sign in signs)
        source = Source(file="uji.pdf", page=1, box=(0, 100 * at, 500, 100 * at + 100))
        rows.append(Row(number=number, activity=activity, marks=marks, line=at + 1, source=source))
    return SopTable(
        header=Header(title="SOP Uji"),
        roles=roles,
        rows=tuple(rows),
        arrows=tuple(_arrow(arrow, places) for arrow in arrows),
        source=Source(file="uji.pdf", page=1),
    )


def _drawn_mark(column: int, sign: str) -> Mark:
    return Mark(kind=SHAPES[sign[0]], column=column, text="", drawn=True)


def _arrow(arrow: str, places: dict[str, tuple[int, int]]) -> Arrow:
    line, _, label = arrow.partition(":")
    start, end = (places[name.strip()] for name in line.split(">"))
    return Arrow(start=start, end=end, label=label.strip() or None)
