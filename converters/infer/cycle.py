"""Rows outside the main line: done every so often, not once per case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters.infer.words import holds
from converters.model import Doubt

if TYPE_CHECKING:
    from converters.table import Row

_PERIODS = {
    "hari": "P1D",
    "minggu": "P1W",
    "bulan": "P1M",
    "triwulan": "P3M",
    "semester": "P6M",
    "tahun": "P1Y",
}
_EVERY = re.compile(
    r"\b(?:setiap|tiap|per)\s*(hari|minggu|bulan|triwulan|semester|tahun)(?:nya)?\b"
)
_ADVERB = re.compile(r"\bsecara (harian|mingguan|bulanan|triwulanan|tahunan)\b")
# What is done about all cases together, not within one.
_ABOUT_ALL = ("evaluasi", "monitor", "rekap", "melapor", "laporan")


class Cycle(msgspec.Struct, frozen=True):
    """A row's period, and where it is printed."""

    row: int  # index
    period: str  # ISO 8601
    printed: str


def cycles(rows: tuple[Row, ...]) -> tuple[Cycle, ...]:
    """The rows that stand outside the main line; the first row never does."""
    found = [(at, _period(row.activity)) for at, row in enumerate(rows)]
    return tuple(Cycle(at, *period) for at, period in found if at and period)


def _period(activity: str) -> tuple[str, str] | None:
    text = " ".join(activity.casefold().split())
    match = _EVERY.search(text) or _ADVERB.search(text)
    if not match or not holds(text, _ABOUT_ALL):
        return None
    unit = match[1].removesuffix("an") if match[1] not in _PERIODS else match[1]
    return _PERIODS[unit], match[0]


def doubt(cycle: Cycle, row: Row) -> Doubt:
    """What the owner is told of a row taken out of the main line."""
    return Doubt(
        code="outside-main-line",
        row=row.number,
        message=f'Baris {row.number}: "{cycle.printed}", jadi dikerjakan berkala di luar alur '
        "utama dan tidak menahan permohonan.",
        confidence=0.95,
    )
