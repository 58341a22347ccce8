"""Documents about a person: statements, permits, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Cm

from workers.letters.designs.parts import (
    copies,
    naskah,
    particulars,
    points,
    signatory,
    signature,
    title,
)
from workers.letters.word import CENTRE, line, table, text

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject

_DATED = "{{ place }}, {{ date }}"


def surat_keterangan() -> DocumentObject:
    """Build a statement about a person."""
    document = naskah()
    title(document, "{{ title }}")
    text(document, "Yang bertanda tangan di bawah ini:", indent=False)
    signatory(document)
    text(document, "dengan ini menerangkan bahwa:", indent=False)
    particulars(document)
    text(document, "{{ statement }}")
    text(
        document,
        "Demikian surat keterangan ini dibuat untuk dapat dipergunakan sebagaimana mestinya.",
    )
    signature(document, dated=_DATED)
    copies(document)
    return document


def surat_izin() -> DocumentObject:
    """Build a permit: on what grounds, to whom, for what, bound to what."""
    document = naskah()
    title(document, "{{ title }}")
    _grounds(document)
    line(document, "MEMBERI IZIN", align=CENTRE, bold=True, before=10, after=6)
    line(document, "Kepada:", after=2)
    particulars(document)
    line(document, size=4)
    table(document, [("Untuk", ":", "{{ statement }}")], (2.2, 0.5, 13.3))
    line(document, "Dengan ketentuan:", before=8, after=2)
    points(
        document,
        (
            (
                "menaati ketentuan peraturan perundang-undangan serta tata tertib yang berlaku "
                "di {{ office }};"
            ),
            (
                "menggunakan data dan keterangan yang diperoleh hanya untuk keperluan tersebut di "
                "atas; dan"
            ),
            "melaporkan hasilnya kepada {{ office }} setelah selesai.",
        ),
    )
    text(document, "Demikian surat izin ini dibuat untuk dipergunakan sebagaimana mestinya.")
    signature(document, dated="Ditetapkan di {{ place }}\npada tanggal {{ date }}")
    copies(document)
    return document


def _grounds(document: DocumentObject) -> None:
    rows = [
        ("Dasar", ":", "a.", "surat permohonan {{ reference }};"),
        ("", "", "b.", "standar operasional prosedur {{ process }}."),
    ]
    table(document, rows, (2.2, 0.5, 0.7, 12.6))


def sertifikat() -> DocumentObject:
    """Build a certificate, across the page."""
    document = naskah(landscape=True)
    document.sections[0].left_margin = Cm(2)
    line(document, "SERTIFIKAT", align=CENTRE, bold=True, size=30, before=16)
    line(document, "NOMOR {{ number }}", align=CENTRE, after=20)
    line(document, "diberikan kepada", align=CENTRE, size=13)
    line(document, "{{ person }}", align=CENTRE, bold=True, size=22, before=14, after=6)
    line(document, "{{ institution }}", align=CENTRE, size=13, after=20)
    line(document, "{{ statement }}", align=CENTRE, size=13, after=12)
    signature(document, dated=_DATED, indent=15)
    return document
