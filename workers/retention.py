"""How long archived documents are kept: classes, and the office's schedule (JRA).

The schedule is a CSV file with semicolons, as Excel saves it in Indonesia, with the columns
``kode``, ``aktif``, ``inaktif`` and ``nasib``; other columns are left alone::

    kode;jenis arsip;aktif;inaktif;nasib
    KP.02;Mutasi;2 tahun setelah SK terbit;3 tahun;Musnah
    KP.02.01;Kenaikan pangkat;2;8;Permanen

Years are the number that a cell begins with. A code counts for those below it that have no line.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import structlog

from workers.config import load
from workers.errors import IncidentError
from workers.office_lists import read_list

if TYPE_CHECKING:
    from workers.office_lists import Row, Rows

log = structlog.get_logger()

BY_SCHEDULE = "jra"
_OTHERWISE = "2-3-nilai"  # where the schedule has no line: nothing is destroyed unseen
_CLASS = re.compile(r"(\d{1,2})-(\d{1,2})-(musnah|permanen|nilai)")
_FATES = {"musnah": "musnah", "permanen": "permanen", "nilai": "dinilai kembali"}
_COLUMNS = ("kode", "aktif", "inaktif", "nasib")
_YEARS = re.compile(r"\s*(\d{1,2})(?!\d)")


class ArchiveConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``archive``."""

    schedule: str = ""  # CSV file of the retention schedule (JRA): kode;aktif;inaktif;nasib


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """How long, and what then (Jadwal Retensi Arsip)."""

    active_until: date
    inactive_until: date
    fate: str


def find(wanted: str | None, classification: str, day: date) -> Retention:
    """Return how long a document is kept that is archived on ``day``.

    Args:
        wanted: a class, 2-3-musnah; None or ``jra``: as the schedule has it.
        classification: the document's code, by which the schedule is read.
        day: in the office's time zone.

    Raises:
        IncidentError: the class is none; or the schedule cannot be read, or a line is none.
    """
    if wanted is None or wanted == BY_SCHEDULE:
        wanted = _scheduled(classification)
    match = _CLASS.fullmatch(wanted)
    if match is None:
        raise IncidentError("The retention class must look like 2-3-musnah.")
    active = _year_end(day.replace(day=1), int(match[1]))
    return Retention(
        active_until=active, inactive_until=_year_end(active, int(match[2])), fate=_FATES[match[3]]
    )


def _year_end(day: date, years: int) -> date:
    """Retention runs to the end of a calendar year."""
    return day.replace(year=day.year + years, month=12, day=31)


def _scheduled(classification: str) -> str:
    """The class of a code, or of the nearest one above it."""
    schedule = _schedule(load(ArchiveConfig, "archive").schedule)
    code = classification
    while code not in schedule and "." in code:
        code = code.rpartition(".")[0]
    if schedule and code not in schedule:
        log.warning("retention_unknown", classification=classification)
    return schedule.get(code, _OTHERWISE)


def _schedule(file: str) -> dict[str, str]:
    return read_list(file, "archive.schedule", _COLUMNS, _by_code) if file else {}


def _by_code(rows: Rows) -> dict[str, str]:
    return {(row["kode"] or "").strip(): _class(row, where) for row, where in rows}


def _class(row: Row, where: str) -> str:
    years = [_YEARS.match(row[column] or "") for column in ("aktif", "inaktif")]
    said = (row["nasib"] or "").casefold()
    fates = [fate for fate in _FATES if fate in said]
    if not all(years) or len(fates) != 1:
        raise IncidentError(
            f"archive.schedule: {where} says no years (2) or no fate "
            "(Musnah, Permanen, Dinilai kembali)."
        )
    return "-".join((*(found[1] for found in years if found), fates[0]))
