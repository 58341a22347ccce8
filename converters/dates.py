"""Dates, as Indonesian offices print them, to ISO dates."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    "jan": 1, "januari": 1, "feb": 2, "februari": 2, "pebruari": 2, "mar": 3, "maret": 3,
    "apr": 4, "april": 4, "mei": 5, "jun": 6, "juni": 6, "jul": 7, "juli": 7,
    "ags": 8, "agt": 8, "agu": 8, "agst": 8, "agust": 8, "agustus": 8, "sep": 9, "sept": 9,
    "september": 9, "okt": 10, "oktober": 10, "nov": 11, "nop": 11, "november": 11, "nopember": 11,
    "des": 12, "desember": 12,
    # Spreadsheets set to English print these.
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "aug": 8,
    "august": 8, "october": 10, "oct": 10, "december": 12, "dec": 12,
}  # fmt: skip
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})\s{0,3}[-/. ]?\s{0,3}([A-Za-z]{3,9}|\d{1,2})\.?\s{0,3}[-/. ]?\s{0,3}(\d{4})\b"
)
_MONTH = re.compile(r"\b([A-Za-z]{3,9})\.?\s{0,3}[-/. ]?\s{0,3}(\d{4})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")


def parse(text: str) -> str | None:
    """The first date in the text as YYYY-MM-DD; None: no date, or one the calendar lacks.

    Reads "5 JANUARI 2022", "06 Jan. 2025", "24-05-2021", "24/5/2021", "2021-05-24".
    """
    if match := _YEAR_FIRST.search(text):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.search(text):
        month = _MONTHS.get(match[2].casefold()) or (int(match[2]) if match[2].isdigit() else 0)
        return _iso(int(match[3]), month, int(match[1]))
    return None


def parse_month(text: str) -> str | None:
    """The first month in the text as YYYY-MM (ISO 8601 with less precision), if it has no day.

    Reads "Januari 2014", "….. Maret 2020". None: no month, or a day with it that is none.
    """
    match = None if _DAY_FIRST.search(text) or _YEAR_FIRST.search(text) else _MONTH.search(text)
    month = _MONTHS.get(match[1].casefold()) if match else None
    return f"{match[2]}-{month:02}" if match and month else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
