"""Numbers and dates as a sheet prints them, by their number formats (ECMA-376 Part 1, 18.8.31)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

# Formats that a workbook means by number alone. A short date is day first, as here.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<skipped>_.|\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<date>d+|m+|y+|h+|s+|am/pm|a/p)|(?P<digits>[0#?][0#?.,]*)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_LAST_DAY = 2_958_466  # the first day after 9999
_SECONDS = 86_400
_LEAP_DAY = 60
_BETWEEN = 1462  # days from the first of 1900 to the first of 1904, from where some Macs count
_NAMED = 3  # letters: "mmm" and "ddd" print names
_TIMES = {"date", "elapsed"}
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DIGITS = 10  # significant ones that a cell shows where no format says otherwise


class _Token(NamedTuple):
    kind: str
    text: str


class Format(NamedTuple):
    """One number format, its sections (positive; negative; zero) taken apart."""

    sections: tuple[tuple[_Token, ...], ...]

    def text(self, value: float, *, from_1904: bool = False) -> str:
        """What is printed. Marks of thousands and decimals are those of Indonesia: 1.234,5."""
        negative = value < 0 and len(self.sections) > 1
        zero = value == 0 and len(self.sections) > 2  # noqa: PLR2004 - the third is for zero
        section = self.sections[2 if zero else 1 if negative else 0]
        if any(token.kind in _TIMES for token in section):
            return _moment(value, section, from_1904=from_1904)
        digits = [token.text for token in section if token.kind == "digits"]
        if len(digits) != 1:
            literals = "".join(token.text for token in section if token.kind == "literal")
            return literals if not digits and literals.strip() else general(value)
        return _number(abs(value) if negative else value, digits[0], section)


@lru_cache(maxsize=512)
def read(code: str) -> Format:
    """A format by its code: ``0" menit"``, ``[$-421]dd mmmm yyyy;@``."""
    sections: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(re.sub("general", "", code, flags=re.IGNORECASE)):
        token = _token(match)
        if token == _Token("literal", ";") and match.lastgroup == "other":
            sections.append([])
        elif token.text:
            sections[-1].append(token)
    return Format(tuple(map(tuple, sections)))


def _token(match: re.Match[str]) -> _Token:
    kind, text = match.lastgroup or "", match[match.lastgroup or 0]
    if kind == "bracket":
        if _ELAPSED.fullmatch(text):
            return _Token("elapsed", text.lower())
        currency = text.removeprefix("$").partition("-")[0] if text.startswith("$") else ""
        return _Token("literal", currency)  # [Red], [$-421] and conditions print nothing
    if kind == "skipped":
        return _Token("literal", "")
    if kind in {"date", "digits"}:
        return _Token(kind, text.lower())
    return _Token("literal", "" if text == "@" else text)


def general(value: float) -> str:
    """A number without a format: 1, 1,5."""
    if value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return f"{value:.{_DIGITS}g}".replace(".", ",")


def _number(value: float, digits: str, section: tuple[_Token, ...]) -> str:
    share = any(token == ("literal", "%") for token in section)
    whole, _, part = digits.partition(".")
    least = sum(mark == "0" for mark in part)
    printed = f"{value * (100 if share else 1):,.{min(len(part), 15)}f}"
    if least < len(part):
        kept = len(printed) - len(part) + least
        printed = (printed[:kept] + printed[kept:].rstrip("0")).rstrip(".")
    before, _, after = printed.partition(".")
    before = before.replace(",", "." if "," in whole else "").zfill(whole.count("0"))
    shown = f"{before},{after}" if after else before
    return "".join(shown if token.kind == "digits" else token.text for token in section).strip()


def _moment(value: float, section: tuple[_Token, ...], *, from_1904: bool) -> str:
    """A date, a time of day or a span of time."""
    if not 0 <= value < _LAST_DAY - _BETWEEN:
        return general(value)
    seconds = round(value * _SECONDS)
    moment = _datetime(seconds, from_1904=from_1904)
    if _month_first(section):
        return moment.date().isoformat()
    timed = _minutes(section)
    parts = []
    for place, token in enumerate(section):
        if token.kind == "elapsed":
            parts.append(_elapsed(seconds, token.text))
        elif token.kind == "date":
            parts.append(_part(moment, token.text, minutes=place in timed))
        else:
            parts.append(token.text)
    return "".join(parts).strip()


def _datetime(seconds: int, *, from_1904: bool) -> dt.datetime:
    days, rest = divmod(seconds, _SECONDS)
    if from_1904:
        days += _BETWEEN
    # 1900 was no leap year, but Excel counts its 29 February, as day 60.
    start = dt.datetime(1899, 12, 30 if days >= _LEAP_DAY else 31)  # noqa: DTZ001 - as printed
    return start + dt.timedelta(days=days, seconds=rest)


def _month_first(section: tuple[_Token, ...]) -> bool:
    """Whether it prints 5/24/2021, which would be taken for the 5th of a 24th month."""
    order = [token.text[0] for token in section if token.kind == "date"]
    named = any(token.text.startswith("mmm") for token in section if token.kind == "date")
    return not named and order[:3] == ["m", "d", "y"]


def _minutes(section: tuple[_Token, ...]) -> set[int]:
    """Where "m" is minutes: after hours or before seconds."""
    times = [(place, x.text[0]) for place, x in enumerate(section) if x.kind in _TIMES]
    kinds = ["", *(kind for _, kind in times), ""]
    return {
        place
        for index, (place, kind) in enumerate(times, start=1)
        if kind == "m" and (kinds[index - 1] == "h" or kinds[index + 1] == "s")
    }


def _elapsed(seconds: int, text: str) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return str(seconds // unit).zfill(len(text))


def _part(moment: dt.datetime, text: str, *, minutes: bool) -> str:
    kind, count = text[0], len(text)
    if kind == "y":
        return f"{moment.year:04}"
    if kind == "a":  # AM/PM: the hours are printed up to 24
        return ""
    if kind == "m" and not minutes and count >= _NAMED:
        return _MONTHS[moment.month - 1]
    if kind == "d" and count >= _NAMED:
        return _DAYS[moment.weekday()]
    parts = {"d": moment.day, "m": moment.month, "h": moment.hour, "s": moment.second}
    return str(moment.minute if minutes else parts[kind]).zfill(min(count, 2))
