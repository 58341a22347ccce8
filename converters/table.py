"""The table with marks: what each reader gives, whatever the format it reads.

A reader only reads: who performs a row, and where a decision leads, is inferred from this later.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from converters.model import Approval, Doubt, Source


class MarkKind(StrEnum):
    """What stands in a performer cell."""

    START = "start"  # MULAI
    END = "end"  # SELESAI
    YES = "yes"  # Y, [Y]
    NO = "no"  # T, [T]
    TASK = "task"  # a box: [Red Box]
    DECISION = "decision"  # a diamond: [Green Diamond]
    ARROW = "arrow"  # <, →: a line passes here


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One mark. ``column`` is its index in ``SopTable.roles``; OCR may be one off."""

    kind: MarkKind
    column: int
    text: str  # as printed


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table, its cells already in the right places."""

    number: str
    activity: str
    marks: tuple[Mark, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    time: str | None = None  # as printed
    note: str | None = None
    line: int  # 1-based line in the file


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The SOP's cover: everything above its table."""

    title: str
    number: str | None = None
    unit: str | None = None  # the offices of the letterhead, a line each
    created: str | None = None  # ISO dates
    revised: str | None = None
    effective: str | None = None
    approved_by: Approval = Approval()
    legal_basis: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    warning: str | None = None
    recording: str | None = None


class SopTable(msgspec.Struct, frozen=True, kw_only=True):
    """One SOP as read: cover, performer columns, rows. No flow yet."""

    header: Header
    roles: tuple[str, ...]
    rows: tuple[Row, ...]
    source: Source
    doubts: tuple[Doubt, ...] = ()  # what the reader itself had to decide (a shifted cell, say)
