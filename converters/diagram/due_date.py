"""A user task's due date from its row's WAKTU, as a FEEL expression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converters.model import Duration

_DAYS = re.compile(r"P(\d+)D")
_WEEKS = re.compile(r"P(\d+)W")


def due_date(time: Duration | None) -> str | None:
    """When the row must be done at the latest, counted from the moment its task is created.

    None: the row does not say, or nothing that can be counted.
    """
    if time is None or time.max is None:
        return None
    days = _DAYS.fullmatch(time.max)
    if time.working and days and int(days[1]):
        return _working_days(int(days[1]))
    return f'=now() + duration("{_without_weeks(time.max)}")'


def _working_days(count: int) -> str:
    """The ``count``-th day from now that is neither Saturday nor Sunday.

    Of ``count + 2 * ceil(count / 5)`` days in a row, at least ``count`` are working days.
    """
    horizon = count + 2 * -(-count // 5)
    return (
        f'=(for day in 1..{horizon} return now() + duration("P1D") * day)'
        f'[not(list contains(["Saturday", "Sunday"], day of week(item)))][{count}]'
    )


def _without_weeks(duration: str) -> str:
    """FEEL has no weeks."""
    weeks = _WEEKS.fullmatch(duration)
    return f"P{int(weeks[1]) * 7}D" if weeks else duration
