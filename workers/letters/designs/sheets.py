"""The office's own sheets: routing slips, hand-off sheets, cards of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Cm

from workers.letters.designs.parts import letterhead
from workers.letters.word import CENTRE, control, each_row, line, page, table

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject


def lembar_disposisi() -> DocumentObject:
    """Build a routing slip: what is asked of whom, and by when."""
    document = page()
    letterhead(document)
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
    line(document, "Catatan penerima:", before=12, after=4)
    added = table(document, [("",)], (16,), grid=True)
    added.rows[0].height = Cm(3.5)
    return document


def lembar_serah() -> DocumentObject:
    """Build the sheet an officer enters a step into another system from."""
    document = page()
    letterhead(document)
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
    letterhead(document)
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
    control(document, "if profile")
    line(document, "Responden", bold=True, before=10, after=4)
    each_row(document, "item in profile", ("{{ item[0] }}", "{{ item[1] }}"), (4, 12), grid=True)
    control(document, "endif")
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
    letterhead(document)
    line(document, "KARTU ARSIP", align=CENTRE, bold=True, size=13, after=10)
    each_row(document, "item in data", ("{{ item[0] }}", "{{ item[1] }}"), (5.5, 10.5), grid=True)
    return document
