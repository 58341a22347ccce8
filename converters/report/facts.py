"""What the SOP's cover says, and how much was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.markup import tag
from converters.report import words

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.model import Sop

_LISTS = (
    ("legal_basis", "Dasar hukum"),
    ("qualifications", "Kualifikasi pelaksana"),
    ("related", "Keterkaitan"),
    ("equipment", "Peralatan/perlengkapan"),
)


def add_facts(parent: _Element, sop: Sop) -> None:
    """The cover as a list of terms; what the document does not say is left out."""
    terms = tag(parent, "dl", class_="facts")
    for name, value in _terms(sop):
        if value:
            term = tag(terms, "div")
            tag(term, "dt", name)
            tag(term, "dd", value)


def _terms(sop: Sop) -> list[tuple[str, str | None]]:
    signed = sop.approved_by
    signature = ", ".join(part for part in (signed.position, signed.name) if part)
    return [
        ("Nomor", sop.number),
        ("Unit kerja", sop.office),
        ("Tanggal pembuatan", words.date(sop.created)),
        ("Tanggal revisi", words.date(sop.revised)),
        ("Tanggal efektif", words.date(sop.effective)),
        ("Disahkan oleh", signature),
        ("NIP yang mengesahkan", signed.id_number),
        ("Dibaca dari", words.place(sop.source.file, None, None)),
        ("Isi", contents(sop)),
    ]


def contents(sop: Sop) -> str:
    """How much was read."""
    decisions = sum(step.decision is not None for step in sop.steps)
    return (
        f"{len(sop.steps)} baris, {len(sop.roles)} pelaksana, {decisions} keputusan, "
        f"{len(sop.doubts)} keraguan"
    )


def add_lists(parent: _Element, sop: Sop) -> None:
    """The cover's boxes below the head."""
    boxes = tag(parent, "div", class_="boxes")
    for name, heading in _LISTS:
        items: tuple[str, ...] = getattr(sop, name)
        if items:
            box = tag(boxes, "section")
            tag(box, "h3", heading)
            listed = tag(box, "ol")
            for item in items:
                tag(listed, "li", item)
    further = ((one.heading, one.text) for one in sop.further)
    for heading, text in (
        ("Peringatan", sop.warning),
        ("Pencatatan", sop.recording),
        *further,
    ):
        if text:
            box = tag(boxes, "section")
            tag(box, "h3", heading)
            tag(box, "p", text)
