"""The templates as Tertib delivers them, built anew by ``python -m workers.letters.designs``.

They follow the ministry's Tata Naskah Dinas: letterhead; number, nature, enclosures and subject;
addressee; text; signatory; copies. An office that wants its own puts a file of the same name into
``letters/`` of Tertib's data folder; nothing here is then used of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docx.shared import Cm, Pt

from workers.letters.word import (
    CENTRE,
    LEFT,
    control,
    each_row,
    line,
    pack,
    page,
    rule,
    table,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as DocumentObject

FOLDER = Path(__file__).parent
_LABELS = (0.6, 4.9, 0.5, 10)  # a margin, a label, a colon, a value


def surat_dinas() -> DocumentObject:
    """Build a letter to somebody outside: requests, answers, approvals."""
    document = page()
    _letterhead(document)
    head = [
        ("Nomor", ":", "{{ number }}", "{{ date }}"),
        ("Sifat", ":", "{{ nature }}", ""),
        ("Lampiran", ":", "{{ enclosures }}", ""),
        ("Hal", ":", "{{ subject }}", ""),
    ]
    added = table(document, head, (2.2, 0.4, 9, 4.4))
    added.cell(0, 3).paragraphs[0].alignment = 2
    line(document, "Yth. {{ recipient }}", before=16)
    line(document, "di tempat", after=10)
    text(
        document,
        "Sehubungan dengan {{ matter }}, bersama ini kami sampaikan hal-hal sebagai berikut.",
    )
    control(document, "if particulars")
    text(document, "Permohonan yang dimaksud diajukan oleh:", indent=False)
    _particulars(document)
    control(document, "endif")
    text(document, "{{ statement }}")
    text(
        document,
        "Demikian kami sampaikan. "
        "Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.",
    )
    _signature(document)
    _copies(document)
    return document


def nota_dinas() -> DocumentObject:
    """Build an internal note."""
    document = page()
    _letterhead(document)
    _title(document, "NOTA DINAS")
    head = [
        ("Yth.", ":", "{{ recipient }}"),
        ("Dari", ":", "{{ sender }}"),
        ("Hal", ":", "{{ subject }}"),
        ("Lampiran", ":", "{{ enclosures }}"),
        ("Tanggal", ":", "{{ date }}"),
    ]
    table(document, head, (2.4, 0.5, 13))
    rule(line(document), eighths=8)
    text(document, "Sehubungan dengan {{ matter }}, bersama ini kami sampaikan {{ subject }}.")
    text(document, "Demikian disampaikan, mohon arahan lebih lanjut.")
    _signature(document)
    _copies(document)
    return document


def surat_keterangan() -> DocumentObject:
    """Build a statement about a person."""
    document = page()
    _letterhead(document)
    _title(document, "{{ title }}")
    text(document, "Yang bertanda tangan di bawah ini:", indent=False)
    _signatory(document)
    text(document, "dengan ini menerangkan bahwa:", indent=False)
    _particulars(document)
    text(document, "{{ statement }}")
    text(
        document,
        "Demikian surat keterangan ini dibuat untuk dapat dipergunakan sebagaimana mestinya.",
    )
    _signature(document, dated=True)
    return document


def surat_izin() -> DocumentObject:
    """Build a permit."""
    document = page()
    _letterhead(document)
    _title(document, "{{ title }}")
    text(document, "Yang bertanda tangan di bawah ini:", indent=False)
    _signatory(document)
    text(document, "memberikan izin kepada:", indent=False)
    _particulars(document)
    text(document, "{{ statement }}", indent=False)
    text(
        document,
        "Pemegang surat ini wajib menaati ketentuan yang berlaku di {{ office }}. "
        "Demikian surat izin ini dibuat untuk dipergunakan sebagaimana mestinya.",
    )
    _signature(document, dated=True)
    _copies(document)
    return document


def laporan() -> DocumentObject:
    """Build a report."""
    document = page()
    _letterhead(document)
    line(document, "LAPORAN", align=CENTRE, bold=True, size=12)
    line(document, "TENTANG", align=CENTRE, bold=True, before=4)
    line(document, "{{ subject|upper }}", align=CENTRE, bold=True, before=4, after=4)
    line(document, "NOMOR {{ number }}", align=CENTRE, after=12)
    _chapter(document, "A.", "Pendahuluan", "Laporan ini disusun dalam rangka {{ matter }}.")
    _chapter(document, "B.", "Kegiatan yang Dilaksanakan", "{{ statement }}")
    _chapter(document, "C.", "Hasil yang Dicapai", "{{ missing }}")
    _chapter(document, "D.", "Simpulan dan Saran", "{{ missing }}")
    _chapter(document, "E.", "Penutup", "Demikian laporan ini disampaikan sebagai bahan keputusan.")
    _signature(document, dated=True)
    return document


def telaahan_staf() -> DocumentObject:
    """Build a staff study for a decision."""
    document = page()
    _letterhead(document)
    line(document, "TELAAHAN STAF", align=CENTRE, bold=True, size=12)
    line(document, "TENTANG", align=CENTRE, bold=True, before=4)
    line(document, "{{ subject|upper }}", align=CENTRE, bold=True, before=4, after=12)
    _chapter(document, "A.", "Persoalan", "Telaahan ini menyangkut {{ matter }}.")
    control(document, "if particulars")
    _particulars(document)
    control(document, "endif")
    for letter, heading in (("B.", "Praanggapan"), ("C.", "Fakta yang Memengaruhi")):
        _chapter(document, letter, heading, "{{ missing }}")
    _chapter(document, "D.", "Analisis", "{{ statement }}")
    for letter, heading in (("E.", "Simpulan"), ("F.", "Saran")):
        _chapter(document, letter, heading, "{{ missing }}")
    _signature(document, dated=True)
    return document


def sertifikat() -> DocumentObject:
    """Build a certificate."""
    document = page(landscape=True)
    document.sections[0].left_margin = Cm(2)
    _letterhead(document)
    line(document, "SERTIFIKAT", align=CENTRE, bold=True, size=30, before=10)
    line(document, "Nomor {{ number }}", align=CENTRE, after=14)
    line(document, "diberikan kepada", align=CENTRE, size=13)
    line(document, "{{ person }}", align=CENTRE, bold=True, size=22, before=10, after=4)
    line(document, "{{ institution }}", align=CENTRE, size=13, after=14)
    line(document, "{{ statement }}", align=CENTRE, size=13, after=6)
    _signature(document, dated=True, indent=14)
    return document


def lembar_disposisi() -> DocumentObject:
    """Build a routing slip: what is asked of whom, and by when."""
    document = page()
    _letterhead(document)
    line(document, "LEMBAR DISPOSISI", align=CENTRE, bold=True, size=13, after=8)
    rows = [
        ("Nomor agenda", "{{ disposition_number }}"),
        ("Sifat", "{{ natures }}"),
        ("Nomor naskah", "{{ number }}"),
        ("Hal", "{{ subject }}"),
        ("SOP", "{{ process }}"),
        ("Naskah terlampir", "{{ enclosures }}"),
        ("Tanggal disposisi", "{{ date }}"),
    ]
    table(document, rows, (4.5, 11.5), grid=True)
    line(document, before=6)
    rows = [
        ("Dari", "{{ sender }}"),
        ("Diteruskan kepada", "{{ recipient }}"),
        ("Isi disposisi", "{{ instruction }}"),
        ("Tenggat", "{{ due }}"),
    ]
    added = table(document, rows, (4.5, 11.5), grid=True)
    for row in added.rows:
        row.cells[0].paragraphs[0].runs[0].bold = True
    added.rows[2].height = Cm(3)
    line(document, "Dengan hormat harap:", before=12, after=4)
    cells = tuple(f"{{{{ action[{at}] }}}}" for at in range(4))
    each_row(document, "action in actions", cells, (0.9, 7.1, 0.9, 7.1))
    line(document, "Catatan penerima:", before=12)
    added = table(document, [("",)], (16,), grid=True)
    added.rows[0].height = Cm(3.5)
    return document


def lembar_serah() -> DocumentObject:
    """Build the sheet an officer enters a step into another system from."""
    document = page()
    _letterhead(document)
    line(document, "LEMBAR SERAH", align=CENTRE, bold=True, size=13)
    line(document, "{{ system|upper }}", align=CENTRE, bold=True, after=10)
    rows = [
        ("Nomor serahan", "{{ handoff_number }}"),
        ("Disiapkan", "{{ date }}"),
        ("Petugas", "{{ sender }}"),
        ("Alamat sistem", "{{ address }}"),
    ]
    table(document, rows, (4.5, 11.5), grid=True)
    line(document, "Data yang diisikan", bold=True, before=12, after=4)
    each_row(document, "item in data", ("{{ item[0] }}", "{{ item[1] }}"), (5.5, 10.5), grid=True)
    line(document, "Berkas yang disertakan", bold=True, before=12, after=4)
    each_row(document, "file in files", ("{{ file[0] }}", "{{ file[1] }}"), (5.5, 10.5), grid=True)
    line(document, "Yang dikerjakan petugas", bold=True, before=12, after=4)
    each_row(document, "task in tasks", ("\N{BALLOT BOX}", "{{ task }}"), (0.9, 15.1), grid=True)
    line(document, "{{ receipt }}: {{ blank }}", before=14)
    line(document, "Nomor itu diisikan pula pada formulir langkah ini di Tasklist.", size=9)
    return document


def lembar_ikm() -> DocumentObject:
    """Build the sheet that publishes the public satisfaction index of a unit."""
    document = page()
    _letterhead(document)
    line(document, "INDEKS KEPUASAN MASYARAKAT (IKM)", align=CENTRE, bold=True, size=14)
    control(document, "if service")
    line(document, "{{ service }}", align=CENTRE, bold=True, size=12, before=4)
    control(document, "endif")
    line(document, "{{ period }}", align=CENTRE, before=4)
    line(document, "{{ index }}", align=CENTRE, bold=True, size=48, before=16)
    words = "Mutu pelayanan {{ grade }} \N{EN DASH} {{ performance }}"
    line(document, words, align=CENTRE, bold=True, size=14, before=4)
    line(document, "Jumlah responden: {{ respondents }}", align=CENTRE, before=4, after=16)
    blank = [""] * 4
    rows = [
        ("", "Unsur pelayanan", "Nilai rata-rata", "Nilai konversi", "Mutu"),
        ("{%tr for element in elements %}", *blank),
        tuple(f"{{{{ element[{at}] }}}}" for at in range(5)),
        ("{%tr endfor %}", *blank),
    ]
    added = table(document, rows, (1.2, 7.8, 2.6, 2.6, 1.8), grid=True)
    for cell in added.rows[0].cells[1:]:
        cell.paragraphs[0].runs[0].bold = True
    line(document, "Unsur yang didahulukan untuk diperbaiki: {{ weakest }}", before=10)
    line(
        document,
        "Dihitung menurut Peraturan Menteri PANRB Nomor 14 Tahun 2017: sembilan unsur, "
        "masing-masing berbobot sepersembilan; nilai rata-rata 1 sampai 4, nilai konversi 25 "
        "sampai 100.",
        size=9,
        before=10,
    )
    return document


def kartu_arsip() -> DocumentObject:
    """Build an index card that stands for a document kept elsewhere."""
    document = page()
    _letterhead(document)
    line(document, "KARTU ARSIP", align=CENTRE, bold=True, size=13, after=10)
    each_row(document, "item in data", ("{{ item[0] }}", "{{ item[1] }}"), (5.5, 10.5), grid=True)
    return document


def _letterhead(document: DocumentObject) -> None:
    control(document, "for words in letterhead")
    line(document, "{{ words }}", align=CENTRE, bold=True, size=13)
    control(document, "endfor")
    rule(line(document, size=2, after=12), eighths=18)


def _title(document: DocumentObject, words: str) -> None:
    line(document, words, align=CENTRE, bold=True, size=12)
    line(document, "NOMOR {{ number }}", align=CENTRE, after=12)


def _chapter(document: DocumentObject, letter: str, heading: str, words: str) -> None:
    paragraph = line(document, f"{letter} {heading}", bold=True, before=8)
    paragraph.paragraph_format.keep_with_next = True
    text(document, words)


def _signatory(document: DocumentObject) -> None:
    rows = [("", label, ":", value) for label, value in (
        ("Nama", "{{ signatory_name }}"),
        ("NIP", "{{ signatory_id }}"),
        ("Jabatan", "{{ signatory }}"),
    )]  # fmt: skip
    table(document, rows, _LABELS)


def _particulars(document: DocumentObject) -> None:
    each_row(document, "item in particulars", ("", "{{ item[0] }}", ":", "{{ item[1] }}"), _LABELS)


def _signature(document: DocumentObject, *, dated: bool = False, indent: float = 9) -> None:
    """Add the signatory's block, which never stands alone on a new page."""
    lines = ["{{ place }}, {{ date }}"] if dated else []
    lines += ["{{ signatory }},", "", "", "", "{{ signatory_name }}"]
    for number, words in enumerate(lines):
        paragraph = line(document, words, align=LEFT, before=18 if number == 0 else 0)
        paragraph.paragraph_format.left_indent = Cm(indent)
        paragraph.paragraph_format.keep_with_next = number < len(lines) - 1


def _copies(document: DocumentObject) -> None:
    control(document, "if copies")
    line(document, "Tembusan:", before=18, size=10)
    control(document, "for copy in copies")
    paragraph = line(document, "{{ loop.index }}. {{ copy }}", size=10)
    paragraph.paragraph_format.space_after = Pt(0)
    control(document, "endfor")
    control(document, "endif")


DESIGNS: dict[str, Callable[[], DocumentObject]] = {
    "surat-dinas": surat_dinas,
    "nota-dinas": nota_dinas,
    "surat-keterangan": surat_keterangan,
    "surat-izin": surat_izin,
    "laporan": laporan,
    "telaahan-staf": telaahan_staf,
    "sertifikat": sertifikat,
    "lembar-disposisi": lembar_disposisi,
    "lembar-serah": lembar_serah,
    "lembar-ikm": lembar_ikm,
    "kartu-arsip": kartu_arsip,
}


def main() -> None:
    """Write all templates beside this module."""
    for name, design in DESIGNS.items():
        (FOLDER / f"{name}.docx").write_bytes(pack(design()))


if __name__ == "__main__":
    main()
