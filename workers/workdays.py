"""Working days: Monday to Friday, but for the holidays that the office's file names."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import msgspec
import structlog

from workers.config import load
from workers.errors import IncidentError

log = structlog.get_logger()

_SATURDAY = 5
_LINE = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_NOTHING = re.compile(r"\s*(?:#.*)?")


class CalendarConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``calendar``."""

    holidays: str = ""  # file with a line per free day: 2025-03-31 Idulfitri; empty: weekends alone


def holidays() -> frozenset[date]:
    """Return the days that are free besides weekends, as the office's file has them.

    A line begins with the day; what follows it is for people. ``#`` begins a remark.

    Raises:
        IncidentError: the file cannot be read, or a line is none; names it.
    """
    file = load(CalendarConfig, "calendar").holidays
    if not file:
        return frozenset()
    path = Path(file).expanduser()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise IncidentError(f"calendar.holidays: {path}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise IncidentError(f"calendar.holidays: {path} is not UTF-8 text.") from None
    return frozenset(
        _day(line, f"{path}, line {number}")
        for number, line in enumerate(lines, start=1)
        if not _NOTHING.fullmatch(line)
    )


def after(start: date, days: int, free: frozenset[date]) -> date:
    """Return the working day that is so many working days after ``start``.

    Args:
        start: a day; it does not count, whether it is free or not.
        days: at least one.
        free: holidays. That they end before the days do is logged.
    """
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY and day not in free
    if free and day.year > max(free).year:
        log.warning("holidays_unknown", year=day.year)
    return day


def _day(line: str, where: str) -> date:
    try:
        found = _LINE.match(line)
        return date.fromisoformat(found[1] if found else "")
    except ValueError:
        message = f"calendar.holidays: {where} does not begin with a day such as 2025-03-31."
        raise IncidentError(message) from None
