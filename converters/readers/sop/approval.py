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
# Words of offices and places, which no name of a person has.
_OFFICE = re.compile(
    r"\b(?:DINAS|BAGIAN|KANTOR|BADAN|LEMBAGA|PROVINSI|KABUPATEN|KOTA|KECAMATAN|KELURAHAN|DESA"
    r"|DAERAH|WILAYAH|DIVISI|BIRO|BIDANG|BALAI|PUSAT|SEKSI|SUB\s?BAGIAN|SUB\s?BIDANG|UPT|UNIT|TIM"
    r"|DIREKTORAT|SEKRETARIAT|INSPEKTORAT|KEMENTERIAN|SEKOLAH|RUMAH SAKIT|PUSKESMAS|DAN)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?<![\w.])(?:Prof|Drs?|Dra|Ir|Hj?)\.\s", re.IGNORECASE)  # before a name
_DEGREE = re.compile(r",\s{0,3}(?:[A-Z][A-Za-z]{0,4}\.|[SM][A-Z]{1,3}\b)")  # after one


def numbered(text: str) -> bool:
    """Whether a text is a NIP."""
    number = _NIP.match(text.strip())
    return number is not None and bool(number[1])


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
        position, name = _divide(parts[0], offices, numbered=bool(digits))
        if name:
            doubts += (doubt("approval-split", position=position),)
    elif parts and _is_name(parts[-1]):
        position, name = " ".join(parts[:-1]), parts[-1]
    else:
        position, name = " ".join(parts), ""
    approval = Approval(position=position or None, name=name or None, id_number=digits or None)
    return approval, doubts


def _is_name(text: str) -> bool:
    return _OFFICE.search(text) is None or _DEGREE.search(text) is not None


def _divide(text: str, offices: Sequence[str], *, numbered: bool) -> tuple[str, str]:
    """Position and name printed without anything between them.

    A position is cut only where something tells that a name follows: what people have before or
    after their names, or a NIP (``numbered``).
    """
    title = _TITLE.search(text)
    if title:
        return text[: title.start()].strip(" ,"), text[title.start() :]
    if not numbered and _DEGREE.search(text) is None:
        return text, ""
    end = _end(text, offices)
    name = text[end:].strip(" ,")
    return (text[:end].strip(), name) if _is_name(name) else (text, "")


def _end(text: str, offices: Sequence[str]) -> int:
    """Where a position ends."""
    heads = sorted((f"kepala {office.casefold()} " for office in offices), key=len, reverse=True)
    head = next((head for head in heads if text.casefold().startswith(head)), None)
    if head is not None:
        return len(head) - 1
    match = _POSITION.match(text)
    return match.end() if match else 0
