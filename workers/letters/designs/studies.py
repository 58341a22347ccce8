"""What a decision is made on: reports and staff studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.letters.designs.parts import (
    about,
    chapter,
    naskah,
    particulars_if_known,
    points,
    signature,
)
from workers.letters.word import text

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject


def laporan() -> DocumentObject:
    """Build a report."""
    document = naskah()
    about(document, "LAPORAN")
    chapter(document, "A", "Pendahuluan")
    points(
        document,
        (
            "Umum: laporan ini disusun dalam rangka {{ matter }}.",
            (
                "Maksud dan tujuan: memberikan gambaran pelaksanaan kegiatan dan hasilnya sebagai "
                "bahan keputusan pimpinan."
            ),
            "Ruang lingkup: {{ blank }}",
            "Dasar: standar operasional prosedur {{ process }}.",
        ),
    )
    chapter(document, "B", "Kegiatan yang Dilaksanakan")
    text(document, "{{ statement }}")
    chapter(document, "C", "Hasil yang Dicapai")
    text(document, "{{ blank }}")
    chapter(document, "D", "Simpulan dan Saran")
    points(document, ("Simpulan: {{ blank }}", "Saran: {{ blank }}"))
    chapter(document, "E", "Penutup")
    text(document, "Demikian laporan ini disampaikan sebagai bahan keputusan lebih lanjut.")
    signature(document, dated="Dibuat di {{ place }}\npada tanggal {{ date }}")
    return document


def telaahan_staf() -> DocumentObject:
    """Build a staff study for a decision; who wrote it signs it."""
    document = naskah()
    about(document, "TELAAHAN STAF")
    chapter(document, "A", "Persoalan")
    text(document, "Telaahan ini menyangkut {{ matter }}. Yang perlu diputuskan: {{ blank }}")
    particulars_if_known(document, "Permohonan yang ditelaah diajukan oleh:")
    chapter(document, "B", "Praanggapan")
    points(
        document,
        (
            "Data dan berkas yang disampaikan dianggap benar sepanjang tidak terbukti sebaliknya.",
            "{{ blank }}",
        ),
    )
    chapter(document, "C", "Fakta yang Memengaruhi")
    points(
        document,
        ("Layanan dilaksanakan menurut standar operasional prosedur {{ process }}.", "{{ blank }}"),
    )
    chapter(document, "D", "Analisis")
    text(document, "{{ statement }}")
    chapter(document, "E", "Simpulan")
    text(document, "Berdasarkan analisis di atas, disimpulkan bahwa {{ blank }}")
    chapter(document, "F", "Saran")
    text(document, "Mohon keputusan pimpinan atas hal berikut: {{ blank }}")
    signature(document, dated="{{ place }}, {{ date }}", by="sender")
    return document
