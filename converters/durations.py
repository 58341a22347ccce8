"""WAKTU, as offices print it, to ISO 8601 durations."""

from __future__ import annotations

import re
from functools import lru_cache

from converters.model import Duration

_WORDS = {
    "1/2": "0.5", "½": "0.5",
    "setengah": "0.5", "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6",
    "tujuh": "7", "delapan": "8", "sembilan": "9", "sepuluh": "10",
}  # fmt: skip
# Unit as printed -> ISO designator ("TM" minutes, "M" months).
_UNITS = {
    "detik": "TS", "dtk": "TS",
    "menit": "TM", "mnt": "TM", "min": "TM", "'": "TM",
    "jam": "TH",
    "hari": "D", "hr": "D", "hk": "D",
    "minggu": "W", "mgg": "W", "pekan": "W",
    "bulan": "M", "bln": "M",
    "tahun": "Y", "thn": "Y",
}  # fmt: skip
# Units of several months.
_MONTHS = {"triwulan": 3, "caturwulan": 4, "semester": 6}
_SECONDS = {"Y": 31_536_000, "M": 2_592_000, "W": 604_800, "D": 86_400}
_SECONDS |= {"TH": 3_600, "TM": 60, "TS": 1}
_LONGEST = 80  # characters; a longer text is no duration
_DIGITS = 6  # a longer number is no duration either

_QUALIFIER = re.compile(
    r"^(?:±|\+/-|[<≤~]|ma(?:ks|x)(?:imal|imum)?\b\.?|min(?:imal|imum)\b"
    r"|paling (?:lama|lambat|cepat)\b|kurang lebih\b|sekitar\b|selama\b)\s*"
)
_SPELT_OUT = re.compile(r"\s*\([^()]*\)")  # "3 (tiga) hari"
_RANGE = re.compile(
    r"\s*(?:[-–—~]|\bs\s*[./]\s*d\b\.?|\bs/d\b|\bsampai(?: dengan)?\b|\bhingga\b)\s*"
)
_COUNT = rf"(?:{'|'.join(_WORDS)}|\d{{1,{_DIGITS}}}(?:[.,]\d{{1,3}})?)"
_PART = re.compile(
    rf"(?:(?P<times>{_COUNT})\s*[x×]\s*)?(?P<count>{_COUNT})\s*(?P<unit>[a-z]+|')"
    r"(?:\s+(?P<kind>kerja|efektif|kalender))?(?:\s+|$)"
)
_BARE = re.compile(_COUNT)
_CLOCK = re.compile(r"(?P<TH>\d{1,3}):(?P<TM>[0-5]\d)(?::(?P<TS>[0-5]\d))?")
# A unit in a column's title: "Waktu (menit)", "Waktu / Hari Kerja".
_TITLED = re.compile(
    rf"(?<![a-z])(?:{'|'.join(unit for unit in _UNITS if len(unit) > 1)})(?![a-z])"
    r"(?:\s(?:kerja|efektif|kalender)\b)?"
)

_Parts = list[tuple[float, str, bool]]  # (count, designator, calendar days)


@lru_cache(maxsize=4096)  # "1 hari" is on every second row
def parse(text: str | None) -> Duration | None:
    """The duration a WAKTU cell prints, or None where it prints none ("kondisional", blank).

    ``hari`` are working days unless "hari kalender" is printed. "1 x 24 jam" is 24 hours, as a
    workbook's 24:00 is. A range gives ``min`` and ``max``; the unit may be printed once, for both.
    """
    if not text or len(text) > _LONGEST:
        return None
    printed = " ".join(text.split())
    plain = _QUALIFIER.sub("", _SPELT_OUT.sub("", printed.casefold())).rstrip(" .")
    clock = _clock(plain)
    ends = _RANGE.split(plain)
    last = clock or _parts(ends[-1])
    if len(ends) > 2 or not last:  # noqa: PLR2004 - a range has two ends
        return None
    first = clock or _parts(ends[0]) or _bare(ends[0], last)
    if not first:
        return None
    low, high = sorted((first, last), key=_seconds)
    working = any(u == "D" and n >= 1 and not calendar for n, u, calendar in (*first, *last))
    return Duration(text=printed, min=_iso(low), max=_iso(high), working=working)


@lru_cache(maxsize=256)
def titled_unit(title: str) -> str | None:
    """The unit that a column's title names for all its cells; None: none, or several."""
    named = set(_TITLED.findall(title.casefold()))
    return named.pop() if len(named) == 1 else None


def with_unit(text: str, unit: str | None) -> str:
    """A text that is a duration only in its column's unit, with that unit: "10" as "10 menit"."""
    whole = f"{text.strip()} {unit}"
    return whole if unit and not parse(text) and parse(whole) else text


def is_clock(text: str) -> bool:
    """Whether a duration may just as well be a time of day: "1:30", not "0:30" or "1:30:00"."""
    match = _CLOCK.fullmatch(text.strip())
    return match is not None and int(match["TH"]) > 0 and match["TS"] is None


def _clock(text: str) -> _Parts:
    """Hours, minutes and perhaps seconds, as workbooks print a span of time: "0:10", "1:30:00"."""
    match = _CLOCK.fullmatch(text)
    counts = match.groupdict("0") if match else {}
    return [(float(count), unit, False) for unit, count in counts.items() if int(count)]


def _parts(text: str) -> _Parts:
    """The counted units of one end ("1 jam 30 menit"); empty: something else is there."""
    parts: _Parts = []
    place = 0
    while match := _PART.match(text, place):
        months = _MONTHS.get(match["unit"])
        unit = "M" if months else _UNITS.get(match["unit"])
        if unit is None:
            return []
        count = _number(match["count"]) * (_number(match["times"]) if match["times"] else 1)
        count *= months or 1
        parts.append((count, unit, match["kind"] == "kalender"))
        place = match.end()
    return parts if place == len(text) else []


def _bare(text: str, last: _Parts) -> _Parts:
    """The "10" of "10-20 menit", in the unit of the other end."""
    match = _BARE.fullmatch(text)
    return [(_number(match[0]), *last[0][1:])] if match and len(last) == 1 else []


def _number(text: str) -> float:
    return float(_WORDS.get(text, text).replace(",", "."))


def _seconds(parts: _Parts) -> float:
    return sum(count * _SECONDS[unit] for count, unit, _ in parts)


def _iso(parts: _Parts) -> str:
    """ISO 8601 with whole numbers only, in the units printed (480 menit stays PT480M)."""
    counts: dict[str, int] = {}
    for count, unit, _ in parts:
        for whole, smaller in _whole(count, unit):
            counts[smaller] = counts.get(smaller, 0) + whole
    order = [unit for unit in _SECONDS if unit in counts]
    days = "".join(f"{counts[unit]}{unit}" for unit in order if len(unit) == 1)
    time = "".join(f"{counts[unit]}{unit[1]}" for unit in order if len(unit) > 1)
    return f"P{days}T{time}" if time else f"P{days}"


def _whole(count: float, unit: str) -> list[tuple[int, str]]:
    """A count in whole units; the fraction of 1,5 jam goes on in minutes, of 1,5 hari in hours."""
    if count.is_integer():
        return [(int(count), unit)]
    smaller = {"Y": "D", "M": "D", "W": "D", "D": "TH", "TH": "TM", "TM": "TS"}.get(unit, "TS")
    rest = round((count % 1) * _SECONDS[unit] / _SECONDS[smaller])
    return [(int(count), unit), (rest, smaller)] if count >= 1 else [(rest, smaller)]
