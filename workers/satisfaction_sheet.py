"""The sheet on which a unit publishes its satisfaction index, as PDF/A."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workers.letters import filling
from workers.letters.letterhead import letterhead
from workers.letters.pdf.rendering import to_pdf
from workers.respondents import CHOICES, LABELS
from workers.step import Office, StepInputs
from workers.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from workers.satisfaction_report import Element, Line


def sheet(line: Line, *, name: str | None, since: date, until: date, now: datetime) -> bytes:
    """Set the sheet, from the template ``lembar-ikm``.

    Args:
        line: what it publishes.
        name: the unit's in the letterhead; None: as the answers know it.
        since: the first day.
        until: the last day.
        now: the PDF's date.

    Raises:
        IncidentError: the office's own template cannot be filled in.
        NotRenderedError: nor can what it became be set.
    """
    unit = StepInputs(office=Office(name=name or line.office or None))
    values: dict[str, Any] = {
        "letterhead": letterhead(unit),
        "service": line.service,
        "period": f"{long_date(since)} sampai dengan {long_date(until)}",
        "index": _written(line.index),
        "grade": line.grade,
        "performance": line.performance,
        "respondents": line.respondents,
        "profile": list(_profile(line)),
        "elements": [_row(element) for element in line.elements],
        "weakest": "; ".join(element.name for element in line.weakest),
        "date": long_date(now.date()),
    }
    docx = filling.fill("lembar-ikm", values, now=now)
    return to_pdf(docx, title="Indeks Kepuasan Masyarakat", created=now)


def _row(element: Element) -> tuple[str, ...]:
    return (
        element.code,
        element.name,
        _written(element.mean),
        _written(element.index),
        element.grade or "-",
    )


def _profile(line: Line) -> Iterator[tuple[str, str]]:
    """Who they were, in words: Jenis kelamin, Laki-laki: 52 orang; Perempuan: 68 orang."""
    for name, counts in line.profile.items():
        said = CHOICES.get(name, {})
        words = "; ".join(f"{said.get(key, key)}: {count} orang" for key, count in counts.items())
        if words:
            yield LABELS[name], words


def _written(value: float | None) -> str:
    """Two decimals after a comma."""
    return "-" if value is None else f"{value:.2f}".replace(".", ",")
