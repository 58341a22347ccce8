"""The SOP model: what every reader leads to and every writer starts from.

``tertib read --json`` prints an array of :class:`Sop`. Field order here is the order in the JSON.
"""

from __future__ import annotations

import msgspec


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where something was read."""

    file: str  # the file's name, without its folder: same input, same bytes
    page: int  # 1-based ordinal of the page or sheet; in plain text, of the SOP in its document
    box: tuple[float, float, float, float] | None = None  # left, top, right, bottom: points
    range: str | None = None  # of a workbook: "Alur!B7:D7"; of a text: its line, "12"


class DrawnMark(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a performer column on a row, as drawn or printed."""

    kind: str  # converters.table.MarkKind
    role: str  # the column, as in ``Sop.roles``
    text: str
    shape: str | None = None  # the symbol (ISO 5807): converters.readers.page.ShapeKind
    source: Source | None = None


class DrawnArrow(msgspec.Struct, frozen=True, kw_only=True):
    """An arrow as drawn, from a mark to a mark."""

    from_row: str  # row numbers
    from_role: str
    to_row: str
    to_role: str
    label: str | None = None  # as printed: "Ya", "Belum lengkap"
    source: Source | None = None


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """A performer's column, and where it was read."""

    role: str  # as in ``Sop.roles``
    source: Source | None = None  # its title, or where the performer is first named


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed the SOP into force (DISAHKAN OLEH)."""

    position: str | None = None
    name: str | None = None
    id_number: str | None = None  # NIP, digits only


class CoverText(msgspec.Struct, frozen=True, kw_only=True):
    """What a cover says under a heading that the SOP has no field for."""

    heading: str  # "Maksud dan tujuan"
    text: str


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """WAKTU of a row as ISO 8601 durations; ``min == max`` unless a range was printed."""

    text: str
    min: str | None  # None: nothing that can be counted is printed ("sesuai kebutuhan")
    max: str | None
    working: bool  # True: working days (``hari``); office time needs no such flag


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A row that decides: after it, "Ya" leads on and "Tidak" leads back.

    Where the row has parts, they hold each answer and this tells the first question's two ways.
    """

    question: str
    returns_to: str | None  # row number the "Tidak" goes to; None: the process ends
    yes_to: str | None  # row number the "Ya" goes to; None: the process ends
    yes: str = "Ya"  # the answers as printed at the arrows: "Lengkap"
    no: str = "Tidak"
    source: Source | None = None


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """A way on from a part of a row."""

    to: str | None  # row number; None: the process ends
    part: int = 1  # which part of that row, counted from 1
    answer: str | None = None  # as printed: "Luar kota"; None: nothing was asked
    back: bool = False  # the case comes again to where it has been, with a note on what to mend
    waits: bool = False  # there it waits for the other branches of the fork it comes from


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Work of one row that is drawn by itself, joined to the rest of it by arrows."""

    role: str
    with_roles: tuple[str, ...] = ()
    question: str | None = None  # decided here: each branch is an answer, the first says "go on"
    branches: tuple[Branch, ...]  # without a question, the case goes all these ways at once


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the SOP table."""

    number: str  # as printed; rows may skip numbers
    activity: str
    role: str  # the performer's column, as printed in ``Sop.roles``
    with_roles: tuple[str, ...] = ()  # others who do the row together with ``role``
    inputs: tuple[str, ...] = ()  # kelengkapan
    outputs: tuple[str, ...] = ()
    note: str | None = None  # keterangan
    time: Duration | None = None
    decision: Decision | None = None
    jobs: tuple[str, ...] = ()  # job types a worker does on this row
    manual: bool = True  # a person does (part of) the row; False: workers do all of it
    cycle: str | None = None  # ISO 8601 period of a row outside the main line, e.g. "P1M"
    parts: tuple[Part, ...] = ()  # its flow as drawn; empty: role, decision and row order say it
    marks: tuple[DrawnMark, ...] = ()  # what stands in its performer cells
    source: Source | None = None


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """Something inferred rather than read, with its evidence, for a person to decide."""

    code: str  # stable, lower case with hyphens
    row: str | None  # None: about the whole SOP
    message: str  # Indonesian: the process owner reads it
    confidence: float  # 0..1, calibrated: of those at 0.9, nine in ten are right
    source: Source | None = None


class Sop(msgspec.Struct, frozen=True, kw_only=True):
    """One standard operating procedure."""

    id: str  # process id: lower case, hyphens, an XML NCName
    title: str
    number: str | None
    unit: str | None  # the offices of the letterhead as printed, a line each
    created: str | None  # ISO dates, "2014-01" where no day is printed; "-" and blank are None
    revised: str | None
    effective: str | None
    approved_by: Approval
    legal_basis: tuple[str, ...]
    qualifications: tuple[str, ...]
    related: tuple[str, ...]
    equipment: tuple[str, ...]
    warning: str | None
    recording: str | None
    further: tuple[CoverText, ...] = ()  # what else the cover says: its purpose, say
    roles: tuple[str, ...]  # performer columns in order, as printed
    lanes: tuple[Lane, ...] = ()  # the same, each with its place
    steps: tuple[Step, ...]
    arrows: tuple[DrawnArrow, ...] = ()  # between the steps' marks, from top to bottom
    doubts: tuple[Doubt, ...]
    source: Source

    @property
    def office(self) -> str | None:
        """``unit`` on one line."""
        return self.unit and ", ".join(self.unit.splitlines())


def to_json(sops: tuple[Sop, ...]) -> bytes:
    """The models as an indented JSON array, UTF-8, ending in a newline."""
    return msgspec.json.format(msgspec.json.encode(sops), indent=2) + b"\n"
