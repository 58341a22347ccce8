"""How Indonesian offices write dates and ordinals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli",
    "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST_STEM = 60  # characters of a file's name, before what it ends in


def long_date(day: date) -> str:
    """4 Maret 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def open_date(day: date) -> str:
    """The date of a letter that is not numbered yet: its day is written when it is signed."""
    return f"...... {MONTHS[day.month - 1]} {day.year}"


def with_weekday(day: date) -> str:
    """Selasa, 4 Maret 2025."""
    return f"{DAYS[day.weekday()]}, {long_date(day)}"


def slug(words: str) -> str:
    """A file name's stem: lower case, hyphens, cut at a word."""
    stem = "-".join(re.findall(r"[a-z0-9]+", words.lower()))
    return stem if len(stem) <= LONGEST_STEM else stem[:LONGEST_STEM].rsplit("-", 1)[0]
