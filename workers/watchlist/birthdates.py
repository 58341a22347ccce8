"""Dates of birth as they are really written, and how far apart two of them are."""

from __future__ import annotations

import re
from typing import NamedTuple

from workers.wording import MONTHS

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[a-z]+)[-/. ](\d{4})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]+)[. ] ?(\d{1,2}),? (\d{4})", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[ T]0{1,2}[:.]00(?:[:.]00(?:\.0+)?)?$")  # as spreadsheets end a date
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Points on a scale of 100, added to the likeness of the names.
SAME, SWAPPED, ONE_PART_OFF, SAME_YEAR, CONFLICT = 10, 6, 4, 3, -20


class BirthDate(NamedTuple):
    """A date of birth; month and day are 0 when nobody knows them."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the day is known. The first of January stands for an unknown day, too."""
        return self.day > 0 and (self.month, self.day) != (1, 1)

    @property
    def packed(self) -> int:
        """The date as a number above 0, of 21 bits."""
        return self.year << 9 | self.month << 5 | self.day


def unpacked(number: int) -> BirthDate | None:
    """Return the date that ``packed`` gave; None for 0."""
    if not number:
        return None
    return BirthDate(year=number >> 9, month=number >> 5 & 15, day=number & 31)


def parse(text: str | None) -> BirthDate | None:
    """Read 1985-03-04, 4-3-1985, 04/03/1985, 4 Maret 1985, 1985; None: no date to be read.

    The day stands before the month, unless only the other way round there is such a date.
    """
    words = _MIDNIGHT.sub("", " ".join((text or "").split()))
    if iso := _ISO.fullmatch(words):
        return _checked(iso[1], iso[2] or "0", iso[3] or "0")
    if day_first := _DAY_FIRST.fullmatch(words):
        day, month, year = day_first.groups()
        return _checked(year, _month(month), day) or _checked(year, day, month)
    if month_first := _MONTH_FIRST.fullmatch(words):
        return _checked(month_first[3], _month(month_first[1]), month_first[2])
    return None


def compare(one: BirthDate | None, other: BirthDate | None) -> tuple[int, str]:
    """Return the points that two dates of birth add to, or take from, a likeness, and why."""
    if one is None or other is None:
        return 0, "tanggal lahir tidak diketahui"
    if one == other and one.is_whole:
        return SAME, "tanggal lahir sama"
    if not (one.is_whole and other.is_whole):
        return _by_year(one, other)
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return SWAPPED, "tanggal dan bulan lahir tertukar"
    same = sum((one.year == other.year, one.month == other.month, one.day == other.day))
    if same == 2:  # noqa: PLR2004 - of year, month and day
        return ONE_PART_OFF, "tanggal lahir berbeda satu bagian"
    return _by_year(one, other)


def _by_year(one: BirthDate, other: BirthDate) -> tuple[int, str]:
    if one.year == other.year:
        return SAME_YEAR, "tahun lahir sama"
    if abs(one.year - other.year) == 1:
        return 0, "tahun lahir berselisih satu"
    return CONFLICT, "tanggal lahir berbeda"


def _month(text: str) -> str:
    if text.isdigit():
        return text
    start = text[:3].lower()
    for names in (MONTHS, _ENGLISH):
        for number, name in enumerate(names, start=1):
            if name[:3].lower() == start:
                return str(number)
    return "99"


def _checked(year: str, month: str, day: str) -> BirthDate | None:
    if not (month.isdigit() and day.isdigit()):
        return None
    date = BirthDate(year=int(year), month=int(month), day=int(day))
    possible = 1850 <= date.year <= 2150 and date.month <= 12 and date.day <= 31  # noqa: PLR2004
    return date if possible else None
