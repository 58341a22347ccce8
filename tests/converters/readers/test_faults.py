import os
import string
from pathlib import Path

import pytest

from converters.errors import DocumentError
from converters.readers import LIMIT, TEXT_LIMIT, faults, read
from converters.readers.sop import doubts

COVER = "KEMENTERIAN HUKUM\nNOMOR SOP\t{number}\nNAMA SOP\t{name}\n\n"
HEADER = "No\tKegiatan\tPelaksana\t\tMutu Baku\t\t\tKeterangan\n"
ROLES = "\t\tKabag\tStaf\tKelengkapan\tWaktu\tOutput\t\n"
ROW = "{number}\tMencatat surat\t\t\tSurat\t1 jam\tAgenda\t\n"
ROWS = ROW.format(number=1) + ROW.format(number=2)


def sop(name="Layanan", header=HEADER, roles=ROLES, rows=ROWS):
    return COVER.format(number=1, name=name) + header + roles + rows + "\n"


def fault_of(result):
    """Code and line of the one SOP that was refused."""
    (error,) = result.errors
    return error.code, error.line


def refused(read_text, content):
    with pytest.raises(DocumentError) as caught:
        read_text(content)
    return caught.value.code, caught.value.line


def test_every_fault_says_what_and_what_to_do_in_whole_sentences():
    for what, remedy in faults.CATALOGUE.values():
        for sentence in (what, remedy):
            assert sentence[0].isupper() or sentence[0] == "{"
            assert sentence.endswith(".")


def test_every_fault_of_the_catalogue_is_raised_somewhere():
    root = Path(faults.__file__).parents[2]  # those about the reading itself: deploy/batch.py
    modules = {*root.glob("converters/**/*.py"), *root.glob("deploy/*.py")} - {
        Path(faults.__file__)
    }
    sources = "".join(module.read_text() for module in modules)
    assert {code for code in faults.CATALOGUE if f'"{code}"' in sources} == set(faults.CATALOGUE)


def test_every_doubt_of_the_catalogue_is_told_somewhere():
    modules = set(Path(doubts.__file__).parents[1].rglob("*.py")) - {Path(doubts.__file__)}
    sources = "".join(module.read_text() for module in modules)
    assert {code for code in doubts.CATALOGUE if f'"{code}"' in sources} == set(doubts.CATALOGUE)
    for message, confidence in doubts.CATALOGUE.values():
        assert message.endswith(".")
        assert 0 < confidence < 1


def test_a_message_names_file_line_and_what_to_do(read_text):
    result = read_text(sop(rows=ROWS + "3\tMeneruskan"), name="surat.txt")
    assert str(result.errors[0]) == (
        "surat.txt:9: Tabel terpotong: baris nomor 3 berhenti sebelum kolom Kelengkapan. "
        "Pindai atau OCR ulang halaman ini, lalu baca lagi."
    )


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    codes = {}
    for name in ("absent.txt", ".", "pipe", "a\0b"):
        with pytest.raises(DocumentError) as caught:
            read(tmp_path / name)
        codes[name] = caught.value.code
    assert codes == {
        "absent.txt": "file-missing",
        ".": "not-a-file",
        "pipe": "not-a-file",
        "a\0b": "file-missing",
    }


def test_a_file_that_may_not_be_opened_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "sop.txt"
    path.write_text(sop())

    def deny(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", deny)
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert caught.value.code == "file-unreadable"


def test_a_file_over_the_limit_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    path = tmp_path / "sop.txt"
    with path.open("wb") as file:
        file.truncate(80 * 2**20)
    monkeypatch.setattr(type(path), "read_bytes", lambda _: pytest.fail("loaded"))
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert caught.value.code == "file-too-large"
    assert f"80 MB melebihi batas {LIMIT // 2**20} MB" in caught.value.what


def test_a_text_as_long_as_no_sop_is_refused(tmp_path):
    path = tmp_path / "sop.txt"
    path.write_bytes(b"Kegiatan\n" * (TEXT_LIMIT // 9 + 1))
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert caught.value.code == "file-too-large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \n\t\n", "file-empty"),
        (b"\xef\xbb\xbf", "file-empty"),
        (b"%PDF-1.7 ...", "pdf-damaged"),
        (b"PK\x03\x04...", "package-damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage\0".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument\0".encode("utf-16-le"), "old-office"),
        (b"\xd0\xcf\x11\xe0" + "Workbook\0".encode("utf-16-le"), "old-office"),
        (b"\xd0\xcf\x11\xe0...", "kind-not-readable"),
        (b"GIF89a", "kind-not-readable"),
        (b"\x00\x01\x02SOP", "binary"),
        (b"Kegiatan \x02\x03\x04\x05", "binary"),
        (b"Hanya sebuah surat biasa tentang prosedur.", "no-sop"),
        (b"Hanya surat biasa.", "no-sop"),
        (b"kegiatan\n" * 100_001, "too-many-lines"),
    ],
)
def test_a_file_without_an_sop_is_refused(read_text, content, code):
    assert refused(read_text, content) == (code, None)


def test_an_old_word_file_is_told_what_to_save_it_as(read_text):
    with pytest.raises(DocumentError) as caught:
        read_text(b"\xd0\xcf\x11\xe0" + "WordDocument\0".encode("utf-16-le"))
    assert caught.value.remedy == (
        "Buka di Word, pilih Simpan Sebagai .docx, lalu baca berkas itu."
    )


def test_invalid_utf8_is_refused_with_its_line(read_text):
    content = sop().encode().replace(b"Mencatat", b"Mencatat \xe9")
    assert refused(read_text, content) == ("not-utf8", 7)
    assert refused(read_text, b"\xff\xfe" + sop().encode("utf-16-le") + b"\x00") == ("not-utf8", 10)


def test_a_line_too_long_is_refused_with_its_line(read_text):
    assert refused(read_text, sop() + "x" * 100_001) == ("line-too-long", 10)
    assert refused(read_text, sop() + "\t" * 200) == ("line-too-long", 10)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(read_text, encoding):
    assert read_text(sop().encode(encoding)) == read_text(sop())


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_line_ends_of_other_systems_are_read_alike(read_text, end):
    assert read_text(sop().replace("\n", end)) == read_text(sop())


def test_invisible_characters_and_entities_do_not_reach_the_model(read_text):
    text = sop().replace("Mencatat surat", "Men\u200bcatat\x0b&amp;&#11; &lt;b&gt;surat")
    (table,) = read_text(text).tables
    assert table.rows[0].activity == "Mencatat& surat"


def test_a_table_without_an_activity_column_is_refused(read_text):
    for activity in ("", "Hal"):
        result = read_text(sop(header=HEADER.replace("Kegiatan", activity)))
        assert fault_of(result) == ("no-activity-column", 5)


def test_a_table_without_performers_is_refused(read_text):
    for roles in ("", "\t\t\t\tKelengkapan\tWaktu\tOutput\t\n"):
        assert fault_of(read_text(sop(roles=roles))) == ("no-performer-column", 5)


def test_a_table_without_rows_is_refused(read_text):
    assert fault_of(read_text(sop(rows=""))) == ("table-empty", 5)


def test_a_table_without_a_name_is_refused(read_text):
    assert fault_of(read_text(HEADER + ROLES + ROWS)) == ("no-title", 1)


def test_a_cover_without_a_table_is_refused_and_the_next_sop_comes(read_text):
    result = read_text(COVER.format(number=7, name="Hilang") + sop())
    assert fault_of(result) == ("no-table", 2)
    assert [(table.header.title, table.source.page) for table in result.tables] == [("Layanan", 2)]


@pytest.mark.parametrize(
    ("rest", "column"),
    [
        ("3\tMeneruskan", "Kelengkapan"),
        ("3\tMeneruskan\t\t", "Kelengkapan"),
        ("3\tMeneruskan\t\t\tSur", "Waktu"),
        ("3\tMeneruskan\t\t\tSurat\t1 ja", "Waktu"),
        ("3\tMeneruskan\t\t\tSurat\t1 jam", "Output"),
    ],
)
def test_a_table_that_breaks_off_is_refused_with_its_line(read_text, rest, column):
    result = read_text(sop(rows=ROWS + rest))
    assert fault_of(result) == ("table-truncated", 9)
    assert column in result.errors[0].what


def test_a_last_row_that_only_lacks_its_note_is_read_and_told(read_text):
    (table,) = read_text(sop(rows=ROWS + "3\tMeneruskan\t\t\tSurat\t1 jam\tAgenda")).tables
    assert len(table.rows) == 3
    assert [(doubt.code, doubt.row) for doubt in table.doubts] == [("row-short", "3")]


@pytest.mark.parametrize(
    "cell",
    [
        "=SUM(A1:A9)",
        "=A1",
        '=HYPERLINK("http://x")',
        "=1+1",
        " =cmd|' /C calc'!A0",
        "<b>=A1</b>",
        "'=A1",
        "+SUM(A1)",
        "@SUM(A1)",
        "-SUM(A1)",
        "-2+3+cmd|' /C calc'!A0",
        "+cmd|' /C calc'!A0",
        "Surat, =SUM(A1)",
        "＝SUM(A1)",
    ],
)
def test_a_formula_in_a_cell_refuses_the_sop(read_text, cell):
    result = read_text(sop(rows=ROWS.replace("Surat\t", f"{cell}\t", 1)))
    assert fault_of(result) == ("formula", 7)


@pytest.mark.parametrize(
    "cell",
    [
        "<script>alert(1)</script>",
        "< SCRIPT src=x>",
        "&lt;script&gt;",
        "<img src=x onerror=alert(1)>",
        "<b onmouseover = 'x'>Surat</b>",
        "<iframe src=x>",
        "<a href='javascript:alert(1)'>",
        "data:text/html,x",
    ],
)
def test_a_script_in_a_cell_refuses_the_sop(read_text, cell):
    result = read_text(sop(rows=ROWS.replace("Surat\t", f"{cell}\t", 1)))
    assert fault_of(result) == ("script", 7)


@pytest.mark.parametrize(
    "cell",
    [
        "- Penyelarasan (cascading) dapat dilakukan",
        "+62 812 3456",
        "@kanwilbali",
        "A = B",
        "-",
        "--",
        '<div style="text-align: right;">Surat</div>',
        "<https://sumsel.example/verifikasi>",
        "<",
    ],
)
def test_an_ordinary_cell_is_no_danger(read_text, cell):
    result = read_text(sop(rows=ROWS.replace("Agenda\t\n", f"Agenda\t{cell}\n", 1)))
    assert result.errors == ()


def test_the_good_sops_of_a_document_come_though_others_are_refused(read_text):
    text = "\n".join(
        [
            sop("Satu"),
            sop("Dua", rows=ROWS.replace("Surat", "=A1")),
            sop("Tiga", header=HEADER.replace("Kegiatan", "")),
            sop("Empat", rows=ROWS + "3\tMeneruskan\n"),
            sop("Lima"),
        ]
    )
    result = read_text(text)
    assert [(t.header.title, t.source.page) for t in result.tables] == [("Satu", 1), ("Lima", 5)]
    assert [(e.code, text.split("\n")[e.line - 1][:4]) for e in result.errors] == [
        ("formula", "1\tMe"),
        ("no-activity-column", "No\t\t"),
        ("table-truncated", "3\tMe"),
    ]


def test_a_second_table_that_counts_from_one_is_another_sop(read_text):
    second = "STANDAR OPERASIONAL PROSEDUR\nLAYANAN LAIN\n\n" + HEADER + ROLES + ROWS
    result = read_text(sop() + second)
    assert [table.header.title for table in result.tables] == ["Layanan", "LAYANAN LAIN"]


def test_text_after_the_last_table_is_left_out(read_text):
    result = read_text(sop() + "\nDokumen ini telah ditandatangani secara elektronik.\n")
    assert (len(result.tables), result.errors) == (1, ())
    assert len(result.tables[0].rows) == 2


def test_file_names_that_cannot_be_printed_do_not_harm(tmp_path):
    path = tmp_path / os.fsdecode(b"sop\xff.txt")
    path.write_text("x")
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert set(caught.value.file) <= set(string.printable)
