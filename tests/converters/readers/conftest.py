"""Documents for the readers, written inline."""

import pytest

from converters.readers import read
from converters.readers.scan import recogniser
from tests import debian

COVER = """\
KEMENTERIAN HUKUM
KANTOR WILAYAH BALI

NOMOR SOP	W.20-01
TANGGAL PEMBUATAN	1 Januari 2025
DISAHKAN OLEH	KEPALA KANTOR WILAYAH  SITI AMINAH NIP 197001012000032001
NAMA SOP :	PELAYANAN SURAT MASUK

STANDAR OPERASIONAL PROSEDUR
PELAYANAN SURAT MASUK

"""
HEADER = """
| No | Kegiatan | Pelaksana | | | Mutu Baku   | |     | Keterangan |
|    |          | Kabag | Kasubbag | Staf | Kelengkapan | Waktu | Output | |
"""


def tabs(markdown):
    """A Markdown table, indented or not, as the OCR's lines of cells with tabs between them."""
    lines = (line.strip() for line in markdown.strip("\n").split("\n"))
    rows = (line.removeprefix("|").removesuffix("|").split("|") for line in lines)
    return "\n".join("\t".join(cell.strip() for cell in row) for row in rows)


@pytest.fixture
def read_text(tmp_path):
    def run(text, name="sop.txt"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path)

    return run


@pytest.fixture
def read_table(read_text):
    """The SOP of a table's rows, its cover and header being ordinary unless given."""

    def run(rows, cover=COVER, header=HEADER):
        result = read_text(cover + tabs(header) + "\n" + tabs(rows) + "\n")
        assert result.errors == ()
        (table,) = result.tables
        return table

    return run


@pytest.fixture
def read_cover(read_table):
    """The header of a cover above an ordinary table, and the doubts about it."""

    def run(cover):
        table = read_table("| 1 | Menerima surat | | | MULAI | Surat | 1 jam | Agenda | |", cover)
        return table.header, table.doubts

    return run


@pytest.fixture
def no_ocr(monkeypatch):
    """As where the OCR's model is not installed."""
    monkeypatch.setattr(recogniser, "_FOLDERS", ())
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)


@pytest.fixture
def needs_ocr():
    if not recogniser.ready():
        debian.install("tesseract-ocr-ind")
    if not recogniser.ready():
        pytest.skip("no OCR here: the extra ocr, and Debian's tesseract-ocr-ind")
