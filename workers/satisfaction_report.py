"""The satisfaction index of a time, by office, service and period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import select

from workers.jobs.satisfaction_survey import ANSWERS, CHARACTERISTICS, KEYS
from workers.respondents import Respondent, profile
from workers.satisfaction import (
    ELEMENT_NAMES,
    ELEMENTS,
    PERFORMANCE,
    converted,
    grade,
    unit_index,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

Each = Literal["month", "quarter", "semester", "year"]
_PERIODS: dict[Each, Callable[[date], str]] = {
    "month": lambda day: f"{day.year}-{day.month:02}",
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "semester": lambda day: f"{day.year}-S{(day.month + 5) // 6}",
    "year": lambda day: str(day.year),
}
_HUNDREDTH = Decimal("0.01")


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """One respondent."""

    office: str
    service: str | None  # None: answered before services were kept apart, or nobody named it
    day: date  # in the office's time zone
    answers: tuple[int | None, ...]  # of each element; None: left out
    respondent: Respondent = Respondent()


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """An element's share of the index."""

    code: str  # U1 to U9
    name: str
    answers: int
    mean: float | None  # 1 to 4 (NRR), to two decimals; None: no answer
    weighted: float | None  # a ninth of it, to three decimals
    index: float | None  # 25 to 100
    grade: str | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """The index of an office, a service or a period."""

    office: str
    service: str | None
    period: str | None
    respondents: int
    index: float | None  # None: an element has no answer yet
    grade: str | None
    performance: str | None  # the grade in the regulation's words
    elements: tuple[Element, ...]
    profile: dict[str, dict[str, int]]  # how many of each sex, age, ..., of those who said it

    @property
    def weakest(self) -> tuple[Element, ...]:
        """The elements to mend first: those of the lowest mean."""
        known = [each for each in self.elements if each.mean is not None]
        least = min((each.mean or 0.0 for each in known), default=None)
        return tuple(each for each in known if each.mean == least)


@dataclass
class _Tally:
    respondents: list[Respondent] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0] * ELEMENTS)
    sums: list[int] = field(default_factory=lambda: [0] * ELEMENTS)

    def add(self, response: Response) -> None:
        self.respondents.append(response.respondent)
        for at, answer in enumerate(response.answers):
            if answer is not None:
                self.counts[at] += 1
                self.sums[at] += answer

    @property
    def totals(self) -> list[tuple[int, int]]:
        return list(zip(self.counts, self.sums, strict=True))


def responses(
    db: Connection, zone: ZoneInfo, since: date, until: date, office: str | None = None
) -> Iterator[Response]:
    """Give the responses of some days.

    Args:
        db: where they are.
        zone: the office's, in which its days begin.
        since: the first day.
        until: the last day.
        office: only this office's (its code, or its name where it has none); None: all.
    """
    begin = datetime.combine(since, time(), zone)
    end = datetime.combine(until + timedelta(days=1), time(), zone)
    query = select(ANSWERS).where(ANSWERS.c.answered_at >= begin, ANSWERS.c.answered_at < end)
    if office is not None:
        query = query.where(ANSWERS.c.office == office)
    for row in db.execute(query).mappings():
        yield Response(
            office=row["office"],
            service=row["service"],
            day=row["answered_at"].astimezone(zone).date(),
            answers=tuple(row[key] for key in KEYS),
            respondent=Respondent(**{name: row[name] for name in CHARACTERISTICS}),
        )


def summarise(
    given: Iterable[Response], *, by_service: bool = False, each: Each | None = None
) -> list[Line]:
    """Reckon a line for each office, in order; for each of its services and periods if asked for.

    Args:
        given: the responses.
        by_service: keep services apart.
        each: keep periods of this length apart; None: they are one.
    """
    tallies: dict[tuple[str, str, str], _Tally] = {}
    for response in given:
        service = (response.service or "") if by_service else ""
        period = _PERIODS[each](response.day) if each else ""
        tallies.setdefault((response.office, service, period), _Tally()).add(response)
    return [_line(key, tally) for key, tally in sorted(tallies.items(), key=lambda item: item[0])]


def _line(key: tuple[str, str, str], tally: _Tally) -> Line:
    office, service, period = key
    value = unit_index(tally.totals)
    letter = grade(value) if value is not None else None
    return Line(
        office=office,
        service=service or None,
        period=period or None,
        respondents=len(tally.respondents),
        index=float(value) if value is not None else None,
        grade=letter,
        performance=PERFORMANCE[letter] if letter else None,
        elements=tuple(_element(at, *totals) for at, totals in enumerate(tally.totals)),
        profile=profile(tally.respondents),
    )


def _element(at: int, answers: int, total: int) -> Element:
    mean = Decimal(total) / answers if answers else None
    return Element(
        code=f"U{at + 1}",
        name=ELEMENT_NAMES[at],
        answers=answers,
        mean=float(mean.quantize(_HUNDREDTH, ROUND_HALF_UP)) if mean else None,
        weighted=round(float(mean / ELEMENTS), 3) if mean else None,
        index=float(converted(mean)) if mean else None,
        grade=grade(converted(mean)) if mean else None,
    )
