"""The templates as Tertib delivers them, built anew by ``python -m workers.letters.designs``.

They follow the ministry's Tata Naskah Dinas: letterhead; number, nature, enclosures and subject;
addressee; text; signatory; copies. An office that wants its own puts a file of the same name into
``letters/`` of Tertib's data folder (``tertib letters copy``); nothing here is then used of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workers.letters.designs import correspondence, sheets, statements, studies

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as DocumentObject

FOLDER = Path(__file__).parents[1]
DESIGNS: dict[str, Callable[[], DocumentObject]] = {
    "surat-dinas": correspondence.surat_dinas,
    "surat-permohonan": correspondence.surat_permohonan,
    "surat-balasan": correspondence.surat_balasan,
    "surat-persetujuan": correspondence.surat_persetujuan,
    "nota-dinas": correspondence.nota_dinas,
    "surat-keterangan": statements.surat_keterangan,
    "surat-izin": statements.surat_izin,
    "sertifikat": statements.sertifikat,
    "laporan": studies.laporan,
    "telaahan-staf": studies.telaahan_staf,
    "lembar-disposisi": sheets.lembar_disposisi,
    "lembar-serah": sheets.lembar_serah,
    "lembar-ikm": sheets.lembar_ikm,
    "kartu-arsip": sheets.kartu_arsip,
}
