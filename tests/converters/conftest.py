"""Inline tables: a Markdown table in, the inferred SOP out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converters.infer import infer
from converters.model import Approval, Sop, Source
from converters.table import Header, Mark, MarkKind, Row, SopTable

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
