"""Whatever bytes come in: SOPs or a DocumentError, never another exception."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.errors import DocumentError
from converters.readers import ReadResult, read

SAMPLES = sorted((Path(__file__).parents[3] / "converters" / "samples").glob("*.txt"))

# The words that steer the reader.
_COVER = [
    "NOMOR SOP", "NAMA SOP", "TANGGAL PEMBUATAN", "DISAHKAN OLEH", "DASAR HUKUM :", "PERINGATAN",
    "KUALIFIKASI PELAKSANA :", "KETERKAITAN", "PENCATATAN DAN PENDATAAN", "KEMENTERIAN", "KANTOR",
    "NIP 1", "5 Mei 2021", "1. x 2. y", "- x - y", "<ol>aB</ol>", "<b>", "**", "&amp;", ":", "N:",
    "STANDAR OPERASIONAL PROSEDUR", "Disimpan", "is la; yanan", "KEPALA  X", "-",
]  # fmt: skip
_HEADER = [
    "No", "Kegiatan", "Pelaksana", "Kabag", "Mutu Baku", "Kelengkapan", "Waktu", "Output", "Ket.",
    "Biaya", "",
]  # fmt: skip
_ROW = [
    "1", "2.", "3a", "9", "A", "MULAI", "SELESAI", "[T]", "Y", "[Red Box]", "<", "→", "1 jam", "-",
    "2-3 hari", "Surat", "Disposisi", "a, b; c", "kondisional", "(", "", "", "", "",
]  # fmt: skip
_letters = st.text(st.characters(categories=["L", "N", "P", "Z", "S"]), max_size=6)


def _lines(words, most):
    """Lines of cells that hold these words, or anything."""
    cell = st.sampled_from(words) | st.sampled_from(words) | _letters
    line = st.lists(cell, max_size=12).map("\t".join)
    return st.lists(line, max_size=most).map("\n".join)


_numbered = st.tuples(
    st.integers(0, 12).map(str), st.lists(st.sampled_from(_ROW), max_size=11)
).map(lambda row: "\t".join((row[0], "A", *row[1])))
_rows = st.lists(_numbered, max_size=5).map("\n".join)
_header = st.just("No\tKegiatan\tPelaksana\n\t\tKabag\tStaf\tKelengkapan\tWaktu\tOutput\t")
_cover = st.just("KEMENTERIAN X\nNOMOR SOP\t1\nNAMA SOP\tX")
_part = st.one_of(
    _cover, _cover, _header, _header, _rows, _lines(_COVER, 5), _lines(_HEADER, 2), _lines(_ROW, 3)
)
_free = st.lists(st.tuples(_part, st.sampled_from(["\n", "\n\n", "\r\n"])), max_size=10).map(
    lambda parts: "".join(part + gap for part, gap in parts)
)
_whole = st.tuples(_cover, _lines(_COVER, 6), _header, _rows, _lines(_ROW, 2), _rows).map("\n".join)
_harm = st.sampled_from(["=A1", "<script>", "\x00", "\ud800"])
_texts = _whole | st.lists(_whole | _free | _harm, max_size=3).map("\n".join)


def _read(content: bytes) -> ReadResult | DocumentError:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sop.txt"
        path.write_bytes(content)
        try:
            return read(path)
        except DocumentError as error:
            return error


def _check(content: bytes) -> None:
    result = _read(content)
    if isinstance(result, DocumentError):
        return
    assert result.tables or result.errors
    lines = 1 + content.count(b"\n") + content.count(b"\r")
    for error in result.errors:
        assert isinstance(error, DocumentError)
        assert error.line is not None
        assert 1 <= error.line <= lines
    for table in result.tables:
        numbers = [row.number for row in table.rows]
        assert len(set(numbers)) == len(numbers) > 0
        assert all(row.activity for row in table.rows)
        assert all(0 <= m.column < len(table.roles) for row in table.rows for m in row.marks)
        assert all(table.roles)


@given(st.binary(max_size=400))
def test_any_bytes_give_sops_or_an_error(content):
    _check(content)


@settings(max_examples=300)
@given(_texts)
def test_any_mixture_of_an_sop_s_words_gives_sops_or_an_error(text):
    _check(text.encode(errors="replace"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
@settings(max_examples=40)
@given(data=st.data())
def test_any_damage_to_a_document_gives_sops_or_an_error(path, data):
    content = path.read_bytes()[:6000]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 200)))
        content = content[:start] + data.draw(st.binary(max_size=8)) + content[end:]
    _check(content)


@pytest.mark.parametrize(
    "line",
    [
        "5\tFoo\t\t\tx\t1 jam\ty\t\n",
        "abc def\n",
        "\t\tx\ty\n",
        "NAMA SOP : X\n",
        "No\tKegiatan\tPelaksana\n",
        "ABC\n\n",
        "\ta\tb\tc;d;e\n",
        "<a " * 300 + "\n",
        "1 jam " * 90 + "\n",
        "DASAR HUKUM : " * 50 + "\n",
    ],
)
def test_a_line_repeated_thousands_of_times_gives_sops_or_an_error(line):
    head = "NOMOR SOP\t1\nNAMA SOP\tX\nDASAR HUKUM :\tKUALIFIKASI PELAKSANA :\n"
    table = "No\tKegiatan\tPelaksana\tMutu Baku\n\t\tA\tKelengkapan\tWaktu\tOutput\n1\tFoo\n"
    _check((head + line * 1_500 + table + line * 1_500).encode())
