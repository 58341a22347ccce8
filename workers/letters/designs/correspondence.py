"""Correspondence: letters to somebody outside, and notes inside the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.letters.designs.parts import (
    copies,
    head,
    naskah,
    particulars_if_known,
    points,
    signature,
    title,
)
from workers.letters.word import control, line, rule, table, text

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject


def surat_dinas() -> DocumentObject:
    """Build a letter to somebody outside that is none of the kinds below."""
    document = naskah()
    head(document)
    text(
        document,
        "Sehubungan dengan {{ matter }}, bersama ini kami sampaikan hal-hal sebagai berikut.",
    )
    particulars_if_known(document, "Permohonan yang dimaksud diajukan oleh:")
    text(document, "{{ statement }}")
    text(
        document,
        "Demikian kami sampaikan. "
        "Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.",
    )
    signature(document)
    copies(document)
    return document


def surat_permohonan() -> DocumentObject:
    """Build a request, for somebody or of the office itself."""
    document = naskah()
    head(document)
    text(
        document,
        "Sehubungan dengan {{ matter }}, bersama ini kami mengajukan {{ request }} "
        "untuk mendapatkan keputusan lebih lanjut.",
    )
    particulars_if_known(document, "Permohonan tersebut diajukan atas nama:")
    text(document, "Sebagai bahan pertimbangan, kami sampaikan hal-hal sebagai berikut:")
    points(
        document,
        (
            "maksud dan tujuan permohonan adalah {{ statement }};",
            "persyaratan yang ditentukan telah diperiksa kelengkapannya; dan",
            "berkas pendukung permohonan kami sampaikan bersama surat ini.",
        ),
    )
    text(
        document,
        "Demikian permohonan ini kami sampaikan. "
        "Atas perhatian dan persetujuan Saudara, kami ucapkan terima kasih.",
    )
    signature(document)
    copies(document)
    return document


def surat_balasan() -> DocumentObject:
    """Build the answer to a request."""
    document = naskah()
    head(document)
    text(
        document,
        "Menjawab surat Saudara {{ reference }} dalam rangka {{ matter }}, "
        "dengan ini kami sampaikan hal-hal sebagai berikut.",
    )
    particulars_if_known(document, "Permohonan yang dimaksud diajukan oleh:")
    text(document, "{{ statement }}")
    text(
        document,
        "Untuk keterangan lebih lanjut, Saudara dapat menghubungi {{ sender }} pada {{ office }}.",
    )
    text(document, "Demikian kami sampaikan. Atas perhatian Saudara, kami ucapkan terima kasih.")
    signature(document)
    copies(document)
    return document


def surat_persetujuan() -> DocumentObject:
    """Build the approval of a request, with what it is bound to."""
    document = naskah()
    head(document)
    text(
        document,
        "Menindaklanjuti surat Saudara {{ reference }} dalam rangka {{ matter }}, "
        "dengan ini kami menyetujui permohonan yang dimaksud.",
    )
    particulars_if_known(document, "Persetujuan ini diberikan kepada:")
    text(document, "Persetujuan ini diberikan dengan ketentuan sebagai berikut:", indent=False)
    points(
        document,
        (
            "persetujuan ini {{ statement }};",
            (
                "penerima persetujuan menaati ketentuan peraturan perundang-undangan serta tata "
                "tertib yang berlaku di {{ office }}; dan"
            ),
            (
                "persetujuan ini dapat dicabut apabila di kemudian hari terdapat kekeliruan atau "
                "ketentuan tersebut dilanggar."
            ),
        ),
    )
    text(
        document,
        "Demikian persetujuan ini kami sampaikan untuk dipergunakan sebagaimana mestinya.",
    )
    signature(document)
    copies(document)
    return document


def nota_dinas() -> DocumentObject:
    """Build an internal note."""
    document = naskah()
    title(document, "NOTA DINAS")
    rows = [
        ("Yth.", ":", "{{ recipient }}"),
        ("Dari", ":", "{{ sender }}"),
        ("Hal", ":", "{{ subject }}"),
        ("Lampiran", ":", "{{ enclosures }}"),
        ("Tanggal", ":", "{{ date }}"),
    ]
    table(document, rows, (2.4, 0.5, 13.1))
    rule(line(document, size=4, after=8), eighths=8)
    text(document, "Sehubungan dengan {{ matter }}, bersama ini kami sampaikan {{ subject }}.")
    control(document, "if statement")
    text(document, "{{ statement }}")
    control(document, "endif")
    text(document, "Demikian disampaikan, mohon arahan lebih lanjut.")
    signature(document)
    copies(document)
    return document
