"""The table with marks: what each reader gives, whatever the format it reads.

A reader only reads: who performs a row, and where a decision leads, is inferred from this later.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from converters.model import Approval, CoverText, Doubt, Lane, Source


class MarkKind(StrEnum):
    """What stands in a performer cell."""

    START = "start"  # MULAI
    END = "end"  # SELESAI
    YES = "yes"  # Y, [Y]
    NO = "no"  # T, [T]
    TASK = "task"  # a box: [Red Box]
    DECISION = "decision"  # a diamond: [Green Diamond]
    ARROW = "arrow"  # <, →: a line passes here
    OFF_PAGE = "off-page"  # the five-sided connector: the flow goes on elsewhere


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One mark. ``column`` is its index in ``SopTable.roles``; OCR may be one off."""

    kind: MarkKind
    column: int
    text: str  # as printed
    # Its column is certain: a symbol is drawn there, or a sign stands in a cell of that column.
    drawn: bool = False
    shape: str | None = None  # which symbol that is: converters.readers.page.ShapeKind
    source: Source | None = None


class Arrow(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn line that leads from one mark to another."""

    start: tuple[int, int]  # index of the row, index of the mark in ``Row.marks``
    end: tuple[int, int]
    label: str | None = None  # printed beside it: "Ya", "Tidak", "Lengkap"
    headless: bool = False  # no arrowhead was found: its direction is concluded
    dashed: bool = False
    source: Source | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table, its cells already in the right places."""

    number: str
    activity: str
    marks: tuple[Mark, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    time: str | None = None  # as printed
    note: str | None = None
    line: int  # 1-based line in the file; on pages, of the row in its table
    source: Source | None = None


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The SOP's cover: everything above its table."""

    title: str
    number: str | None = None
    unit: str | None = None  # the offices of the letterhead, a line each
    created: str | None = None  # ISO dates, or "2014-01" where no day is printed
    revised: str | None = None
    effective: str | None = None
    approved_by: Approval = Approval()
    legal_basis: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    warning: str | None = None
    recording: str | None = None
    further: tuple[CoverText, ...] = ()


class SopTable(msgspec.Struct, frozen=True, kw_only=True):
    """One SOP as read: cover, performer columns, rows. No flow yet."""

    header: Header
    roles: tuple[str, ...]
    lanes: tuple[Lane, ...] = ()  # ``roles`` with where each was read
    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...] = ()  # empty: none are drawn, the flow is inferred
    source: Source
    doubts: tuple[Doubt, ...] = ()  # what the reader itself had to decide (a shifted cell, say)
