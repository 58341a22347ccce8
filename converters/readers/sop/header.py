"""A cover's values, wherever they stood, as the header of the SOP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters import dates
from converters.model import CoverText
from converters.readers.sop import approval, items
from converters.readers.sop.doubts import doubt
from converters.readers.sop.lines import BLANK, plain
from converters.table import Header

if TYPE_CHECKING:
    from converters.model import Doubt

PRINTED = {
    "created": "TANGGAL PEMBUATAN",
    "revised": "TANGGAL REVISI",
    "effective": "TANGGAL EFEKTIF",
    "approved": "TANGGAL PENGESAHAN",
    "legal_basis": "DASAR HUKUM",
    "qualifications": "KUALIFIKASI PELAKSANA",
    "related": "KETERKAITAN",
    "equipment": "PERALATAN/PERLENGKAPAN",
    "warning": "PERINGATAN",
    "recording": "PENCATATAN DAN PENDATAAN",
    "purpose": "MAKSUD DAN TUJUAN",
    "scope": "RUANG LINGKUP",
    "definitions": "PENGERTIAN",
}
_FURTHER = ("purpose", "scope", "definitions")


class Values(msgspec.Struct, kw_only=True):
    """Raw texts by field (``Header``'s names), and the offices of the letterhead."""

    fields: dict[str, list[str]]
    sections: dict[str, list[str]]  # those below their labels
    offices: list[str]


def value(values: Values, field: str) -> str | None:
    """A field's text on one line; None where nothing (or "-") is printed."""
    text = plain(" ".join(values.fields.get(field, []))).removeprefix(":").strip()
    return None if text in BLANK else text


def build(values: Values, title: str) -> tuple[Header, tuple[Doubt, ...]]:
    """The header that the values make, and what is odd about them."""
    below = values.sections
    found, doubts = approval.parse(values.fields.get("approved_by", []), values.offices)
    made = {field: _date(values, field) for field in ("created", "revised", "effective")}
    if "effective" not in values.fields and value(values, "approved"):
        made["effective"] = _date(values, "approved")
        doubts += (doubt("effective-from-approval"),)
    header = Header(
        title=title,
        number=value(values, "number"),
        unit="\n".join(values.offices) or None,
        created=made["created"][0],
        revised=made["revised"][0],
        effective=made["effective"][0],
        approved_by=found,
        legal_basis=items.split(below.get("legal_basis", [])),
        qualifications=items.split(below.get("qualifications", [])),
        related=items.split(below.get("related", [])),
        equipment=items.split(below.get("equipment", [])),
        warning=items.sentence(below.get("warning", [])),
        recording=items.sentence(below.get("recording", [])),
        further=tuple(
            CoverText(heading=PRINTED[field].capitalize(), text=text)
            for field in _FURTHER
            if (text := items.sentence(below.get(field, [])))
        ),
    )
    return header, (*doubts, *(one for _, unread in made.values() for one in unread))


def _date(values: Values, field: str) -> tuple[str | None, tuple[Doubt, ...]]:
    text = value(values, field)
    date = dates.parse(text) if text else None
    month = dates.parse_month(text) if text and date is None else None
    if month:
        return month, (doubt("date-without-day", text=text, label=PRINTED[field]),)
    if text and date is None:
        return None, (doubt("date-unread", text=text, label=PRINTED[field]),)
    return date, ()
