"""The labels of an SOP's cover: which fields of the header they announce."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.sop import lines

if TYPE_CHECKING:
    from converters.readers.sop.lines import Line

_SOP = r"SOP(?:\s*AP)?(?:\s?/\s?(?:POS|PROSEDUR))?"
# Fields whose value stands beside the label. Order: a cover's own.
_FIELDS = {
    "number": rf"(?:NOMOR|NO\.?)\s*(?:{_SOP}|DOKUMEN)",
    "created": r"(?:TANGGAL|TGL\.?)\s*(?:PEMBUATAN|DIBUAT|PENYUSUNAN)",
    "revised": r"(?:TANGGAL|TGL\.?)\s*(?:REVISI|PERUBAHAN)",
    "effective": r"(?:TANGGAL|TGL\.?)\s*(?:MULAI\s*)?(?:EFEKTIF|BERLAKU(?:\s+EFEKTIF)?)",
    "approved": r"(?:TANGGAL|TGL\.?)\s*(?:PENGESAHAN|DISAHKAN|PENETAPAN)",
    "approved_by": r"DI\s?(?:SAHKAN|TETAPKAN)\s+OLEH",
    "title": rf"(?:NAMA|JUDUL)\s*(?:{_SOP}|PROSEDUR|STANDARD?\s+OPERASIONAL\s+PROSEDUR)",
}
# Fields whose value stands below the label, two labels side by side.
_SECTIONS = {
    "legal_basis": r"DASAR\s*HUKUM",
    "qualifications": r"KUALIFIKASI(?:\s*PELAKSANA(?:AN)?)?",
    "related": r"KETERKAITAN(?:\s+(?:DENGAN\s+)?SOP(?:\s+LAIN(?:NYA)?)?)?",
    "equipment": r"PERALATAN(?:\s*(?:/|,|&|DAN)\s*PERLENGKAPAN)?|PERLENGKAPAN\s*/\s*PERALATAN",
    "warning": r"PERINGATAN",
    "recording": r"PENCATATAN(?:\s*(?:/|,|&|DAN)\s*[A-Z]+)?",
    # Those that an SOP has no field for.
    "purpose": r"MAKSUD(?:\s*(?:/|,|&|DAN)\s*TUJUAN)?|TUJUAN(?:\s+SOP)?",
    "scope": r"RUANG\s*LINGKUP",
    "definitions": r"(?:DEFINISI|PENGERTIAN)(?:\s*(?:/|,|&|DAN)\s*(?:ISTILAH|DEFINISI))?",
}
OPENING = frozenset({"number", "title"})  # a second one of these opens another SOP's cover

_LABEL = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in (_FIELDS | _SECTIONS).items()),
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*(:?)\s*")
_TAIL = re.compile(r"[A-Z]{1,3}\s*:", re.IGNORECASE)  # "N:" of a label cut by a cell border


class Label(NamedTuple):
    """A label found in a line."""

    field: str
    column: int  # the cell it stands in
    value: str  # the rest of its cell, raw; "" where nothing follows

    @property
    def section(self) -> bool:
        """Whether its value stands below it."""
        return self.field in _SECTIONS


def opens(text: str) -> bool:
    """Whether a raw text may begin with a label: quick to ask of every cell."""
    return _LABEL.match(text.lstrip()) is not None


def find(line: Line) -> list[Label]:
    """The labels of a cover's line, from left to right; empty for a line that has none."""
    found: list[Label] = []
    skip = -1
    for column, cell in enumerate(line.cells):
        if not cell or column == skip:
            continue
        tail = line.cells[column + 1] if column + 1 < len(line.cells) else ""
        if _TAIL.fullmatch(tail) and (joined := _in_cell(cell + tail, column, "")):
            found += joined
            skip = column + 1
        else:
            found += _in_cell(cell, column, line.raw[column])
    return found


def _in_cell(cell: str, column: int, raw: str) -> list[Label]:
    """A cell's label, and those that follow it there ("DASAR HUKUM : KUALIFIKASI PELAKSANA :")."""
    found: list[Label] = []
    place = 0
    while match := _LABEL.match(cell, place):
        field = match.lastgroup or ""
        colon = _COLON.match(cell, match.end())
        place = colon.end() if colon else match.end()
        if place < len(cell) and not (colon and colon[1]):
            # Without a colon only a field whose words are capitalised is a label, not a sentence.
            title = all(word[0].isupper() for word in match[0].split())
            sentence = field in _SECTIONS or not title or place == match.end()
            return found if sentence else [*found, Label(field, column, _after(raw, match[0]))]
        last = place == len(cell) or not _LABEL.match(cell, place)
        value = _after(raw, match[0]) if last and place < len(cell) else ""
        found.append(Label(field, column, value))
    return found


def _after(raw: str, label: str) -> str:
    """What follows the label in the raw cell, tags kept: they tell position and name apart."""
    place = raw.find(label)
    rest = raw[place + len(label) :] if place >= 0 else lines.plain(raw)[len(label) :]
    return rest.strip().removeprefix(":").strip()
