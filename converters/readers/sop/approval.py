"""DISAHKAN OLEH: position, name and NIP of who signed the SOP into force."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.model import Approval, Doubt
from converters.readers.sop import lines
from converters.readers.sop.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

_NIP = re.compile(r"\bNIP\b\s{0,3}[.:]?\s{0,3}:?\s{0,3}(\d[\d ]{0,40})?", re.IGNORECASE)
_NIP_DIGITS = 18
_SIGNED = re.compile(
    r"(?:di)?\s?tanda\s?tangani\s+secara\s+elektronik(?:\s+oleh)?\s*:?|\bttd\b\.?|#\w+",
    re.IGNORECASE,
)
# Positions that need no more words; the office a KEPALA heads follows that word.
_POSITION = re.compile(
    r"(?:(?:PLT|PLH|AN)\.?\s+|A\.N\.\s+)?(?:SEKRETARIS JENDERAL|SEKRETARIS UTAMA|INSPEKTUR JENDERAL"
    r"|KEPALA KANTOR WILAYAH|KEPALA (?:SUB\s?BAGIAN|SUB\s?BIDANG|[A-Z]+) \S+|DIREKTUR \S+|\S+)",
    re.IGNORECASE,
)


def parse(raws: Sequence[str], offices: Sequence[str]) -> tuple[Approval, tuple[Doubt, ...]]:
    """Who approved, from the raw text beside the label; ``offices`` tell where a position ends.

    Empty text gives an Approval of Nones.
    """
    pieces = [piece for raw in raws for piece in lines.segments(raw)]
    text = "\n".join(pieces).removeprefix(":").strip()
    number = _NIP.search(text)
    digits = "".join((number[1] or "").split()) if number else ""
    before = text[: number.start()] if number else text
    parts = [part for line in _SIGNED.sub("\n", before).split("\n") if (part := line.strip(" ,:-"))]
    doubts: tuple[Doubt, ...] = ()
    if digits and len(digits) != _NIP_DIGITS:
        doubts = (doubt("id-number-odd", digits=len(digits)),)
    if len(parts) == 1:
        position, name = _divide(parts[0], offices)
        if name:
            doubts += (doubt("approval-split", position=position),)
    else:
        position, name = " ".join(parts[:-1]), parts[-1] if parts else ""
    approval = Approval(position=position or None, name=name or None, id_number=digits or None)
    return approval, doubts


def _divide(text: str, offices: Sequence[str]) -> tuple[str, str]:
    """Position and name printed without anything between them."""
    heads = sorted((f"kepala {office.casefold()} " for office in offices), key=len, reverse=True)
    for head in heads:
        if text.casefold().startswith(head):
            return text[: len(head) - 1], text[len(head) :].strip()
    match = _POSITION.match(text)
    end = match.end() if match else 0
    return text[:end].strip(), text[end:].strip(" ,")
