"""The letterhead (kop naskah): who writes, from the ministry down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.step import StepInputs

_MINISTRY = "KEMENTERIAN HUKUM REPUBLIK INDONESIA"
_LEVELS = re.compile(
    r"\s*\n\s*|\s*,\s*(?=(?:DIVISI|BAGIAN|SUB))|"
    r"\s+(?=KANTOR WILAYAH(?! KEMENTERIAN)|DIVISI\b|(?:SUB\s?)?(?:BAGIAN|BIDANG)\b)"
)


def letterhead(inputs: StepInputs) -> list[str]:
    """Return the letterhead's lines; an office nobody named leaves a line of dots below."""
    office = inputs.office
    named = [office.name, office.unit] if office else []
    words = [text.strip().upper() for text in (*named, inputs.unit) if text and text.strip()]
    lines = [line.strip() for text in words for line in _LEVELS.split(text) if line.strip()]
    ministry = next((line for line in lines if line.startswith("KEMENTERIAN")), _MINISTRY)
    below = [line for line in dict.fromkeys(lines) if not line.startswith("KEMENTERIAN")]
    return [ministry, *(below or [""])]
