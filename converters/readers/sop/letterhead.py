"""The letterhead of a cover: which office's SOP this is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOP = re.compile(
    r"(?:KEMENTERIAN|BADAN|LEMBAGA|PEMERINTAH|MAHKAMAH|PENGADILAN|KEJAKSAAN|KEPOLISIAN|KOMISI)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:KANTOR|SEKRETARIAT|INSPEKTORAT|DIREKTORAT|DIVISI|BIRO|PUSAT|BALAI|DINAS|BIDANG|BAGIAN"
    r"|SUB\s?BAGIAN|SUB\s?BIDANG|SEKSI|SUB\s?SEKSI|TIM|FUNGSI|UNIT|UPT|RUMAH TAHANAN)\b",
    re.IGNORECASE,
)
_AREA = re.compile(r"\b(?:PROVINSI|KABUPATEN|KOTA)\s+\w+[\w\s]*$")
_LONGEST = 200  # characters of an office's name
# Offices run together on one line: a new one starts before these words.
_RUN_TOGETHER = re.compile(
    r"\s+(?=(?:KANTOR WILAYAH|DIVISI|BIDANG|SUB\s?BAGIAN|SUB\s?BIDANG)\b)"
    r"|(?<!SUB)(?<!TIM)\s+(?=BAGIAN\b)",
    re.IGNORECASE,
)


def offices(pieces: Iterable[str]) -> tuple[list[str], list[str]]:
    """The offices from the highest to the lowest, as printed, and the pieces that name none.

    A ministry starts the list anew: title pages repeat the letterhead. A piece in capitals that
    names no kind of office goes on with the office above ("KANTOR WILAYAH" / "JAWA TIMUR"), but
    not where that ends with its area already ("PROVINSI JAWA TIMUR").
    """
    found: list[str] = []
    other: list[str] = []
    for piece in pieces:
        if _TOP.match(piece):
            found = _RUN_TOGETHER.split(piece)
        elif _BELOW.match(piece):
            found += _RUN_TOGETHER.split(piece)
        elif found and _goes_on(piece) and len(found[-1]) < _LONGEST:
            if _AREA.search(found[-1]):
                found.append(piece)
            else:
                found[-1] += f" {piece}"
        else:
            other.append(piece)
    return found, other


def _goes_on(piece: str) -> bool:
    letters = piece.replace(" ", "").isalpha()
    return letters and piece.isupper() and not piece.startswith(("STANDAR", "SOP", "PROSEDUR"))


def names_office(text: str) -> bool:
    """Whether a text begins with a kind of office."""
    return _TOP.match(text) is not None or _BELOW.match(text) is not None


def starts(text: str) -> bool:
    """Whether a line opens a letterhead."""
    return _TOP.match(text) is not None
