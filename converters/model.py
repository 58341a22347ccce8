"""The SOP model: what every reader leads to and every writer starts from.

``tertib read --json`` prints an array of :class:`Sop`. Field order here is the order in the JSON.
"""

from __future__ import annotations

import msgspec


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed the SOP into force (DISAHKAN OLEH)."""

    position: str | None = None
    name: str | None = None
    id_number: str | None = None  # NIP, digits only


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """WAKTU of a row as ISO 8601 durations; ``min == max`` unless a range was printed."""

    text: str
    min: str
    max: str
    working: bool  # True: working days (``hari``); office time needs no such flag


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A row that decides: after it, "Ya" leads on and "Tidak" leads back."""

    question: str
    returns_to: str  # row number the "Tidak" goes to
    yes_to: str | None  # row number the "Ya" goes to; None: the process ends


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


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """Something inferred rather than read, with its evidence, for a person to decide."""

    code: str  # stable, lower case with hyphens
    row: str | None  # None: about the whole SOP
    message: str  # Indonesian: the process owner reads it
    confidence: float  # 0..1, calibrated: of those at 0.9, nine in ten are right


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the SOP was read."""

    file: str  # the file's name, without its folder: same input, same bytes
    page: int  # 1-based ordinal of the page; in plain text, of the SOP in its document


class Sop(msgspec.Struct, frozen=True, kw_only=True):
    """One standard operating procedure."""

    id: str  # process id: lower case, hyphens, an XML NCName
    title: str
    number: str | None
    unit: str | None  # the offices of the letterhead as printed, a line each
    created: str | None  # ISO dates; "-" and blank are None
    revised: str | None
    effective: str | None
    approved_by: Approval
    legal_basis: tuple[str, ...]
    qualifications: tuple[str, ...]
    related: tuple[str, ...]
    equipment: tuple[str, ...]
    warning: str | None
    recording: str | None
    roles: tuple[str, ...]  # performer columns in order, as printed
    steps: tuple[Step, ...]
    doubts: tuple[Doubt, ...]
    source: Source

    @property
    def office(self) -> str | None:
        """``unit`` on one line."""
        return self.unit and ", ".join(self.unit.splitlines())


def to_json(sops: tuple[Sop, ...]) -> bytes:
    """The models as an indented JSON array, UTF-8, ending in a newline."""
    return msgspec.json.format(msgspec.json.encode(sops), indent=2) + b"\n"
