"""The letterhead (kop naskah): who writes, from the ministry down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workers.letters.phrases import title_case

if TYPE_CHECKING:
    from workers.step import StepInputs

_MINISTRY = "KEMENTERIAN HUKUM REPUBLIK INDONESIA"
_LEVEL = r"(?:KEMENTERIAN|KANTOR|DIREKTORAT|DIVISI|BIRO|BALAI|(?:SUB\s?)?(?:BAGIAN|BIDANG))\b"
# A comma is the end of a level only before the next one: "Kepegawaian, Tata Usaha, dan ...".
_BREAK = re.compile(rf"\s*[\n,]\s*(?={_LEVEL})|(?<!KANTOR WILAYAH)\s+(?={_LEVEL})")


def letterhead(inputs: StepInputs) -> list[str]:
    """Return the letterhead's lines; an office nobody named leaves a line of dots below.

    The office that the process runs in goes before the one whose SOP it follows.
    """
    office, of_sop = inputs.named_office, _levels(inputs.unit)
    lines = [*_levels(office.name), *_levels(office.unit)] or of_sop
    ministries = (line for line in (*lines, *of_sop) if line.startswith("KEMENTERIAN"))
    below = [line for line in dict.fromkeys(lines) if not line.startswith("KEMENTERIAN")]
    return [next(ministries, _MINISTRY), *(below or [""])]


def office_in_words(inputs: StepInputs) -> str | None:
    """Name the office in running text; None: nobody named it."""
    below = [line for line in letterhead(inputs)[1:] if line]
    office = next((line for line in below if line.startswith("KANTOR")), None)
    return title_case(office or below[0]) if below else None


def _levels(words: str | None) -> list[str]:
    """Take a unit's name apart, as it is printed in capitals: ministry, office, division, ..."""
    parts = _BREAK.split((words or "").strip().upper())
    return [part.strip(" ,") for part in parts if part.strip(" ,")]
