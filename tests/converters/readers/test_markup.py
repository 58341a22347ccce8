"""HTML, Markdown and text are told apart by what stands in them; Markdown's tables are tables."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.errors import DocumentError
from converters.readers import READERS, markdown, markup

SAMPLES = sorted((Path(__file__).parents[3] / "converters" / "samples").glob("*.txt"))
TABLE = "| No | Kegiatan |\n| --- | :-: |\n| 1 | Cek |\n"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_texts_of_an_ocr_stay_text(sample):
    assert markup.kind("sop.txt", sample.read_bytes()) == "text"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("sop.txt", "<!DOCTYPE html><p>x", "html"),
        ("sop.txt", "\n <!-- disimpan -->\n<HTML xmlns:o='x'><body>", "html"),
        ("sop.htm", '<?xml version="1.0"?>\n<html>', "html"),
        ("sop.txt", "<table border=1><tr>", "html"),
        ("sop.txt", "Judul\n<table>\n<tr>", "html"),
        ("sop.html", "NOMOR SOP\t<b>1</b>\nNo\tKegiatan\n", "text"),
        ("sop.txt", "<p><b>KEMENTERIAN</b></p>\tNOMOR SOP\n", "text"),
        ("sop.txt", "No\tKegiatan\n1\t<table>\n", "text"),
        ("sop.md", TABLE, "markdown"),
        ("sop.txt", TABLE, "markdown"),
        ("sop.md", TABLE.replace("\n", "\r\n"), "markdown"),
        ("sop.md", "a | b\n-|-\n1 | 2", "markdown"),
        ("sop.md", "<div>x</div>\n\n" + TABLE, "markdown"),
        ("sop.html", "<html><pre>" + TABLE, "html"),
        ("sop.md", "# Judul\n\nNo\tKegiatan\n1\tCek", "text"),
        ("sop.txt", "a\n---\n| b\n", "text"),
        ("sop.txt", "\ufeff<html>", "html"),
    ],
)
def test_the_kind_is_told_by_the_content(name, content, kind):
    assert markup.kind(name, content.encode()) == kind


def test_a_document_in_utf_16_is_told_by_its_mark():
    assert markup.kind("sop.htm", "\ufeff<html>".encode("utf-16-le")) == "html"


def read(text):
    (page,) = markdown.pages("sop.md", text.encode())
    return [x.text for x in page.texts], [[x.text for x in grid.cells] for grid in page.grids]


def test_headings_paragraphs_and_tables_are_read_in_order():
    assert read(f"# SOP Surat\n\nNomor: *1*\nTanggal: 2\n\n{TABLE}\nAkhir") == (
        ["SOP Surat", "Nomor: 1\nTanggal: 2", "Akhir"],
        [["No", "Kegiatan", "1", "Cek"]],
    )


def test_cells_hold_breaks_and_escaped_pipes():
    text = "| a |\n| - |\n| satu<br>dua<BR/>tiga |\n| x \\| y & `z` |\n"
    assert read(text)[1] == [["a", "satu\ndua\ntiga", "x | y & z"]]


def test_a_row_may_lack_cells_and_pipes_at_its_ends():
    assert read("a | b\n--|--\n1 | 2\n3\n")[1] == [["a", "b", "1", "2", "3", ""]]


def test_front_matter_is_no_text():
    assert read(f"---\ntitle: x\n---\n\nJudul\n\n{TABLE}")[0] == ["Judul"]
    assert read(f"---\nbukan kepala\n\n{TABLE}")[0] == ["bukan kepala"]


def test_html_tables_in_markdown_are_tables_and_scripts_no_text():
    text = f"{TABLE}\n<table><tr><td colspan=2>z</td></tr></table>\n\n<script>x</script>\n"
    assert read(text) == ([], [["No", "Kegiatan", "1", "Cek"], ["z"]])


@pytest.mark.parametrize(
    ("more", "code"),
    [("| 1 | 2 |\n" * markdown.LINES, "too-many-lines"), ("x" * markdown.SIZE, "file-too-large")],
)
def test_a_document_longer_than_any_sop_ends_in_a_message(more, code):
    with pytest.raises(DocumentError) as caught:
        read(TABLE + more)
    assert caught.value.code == code


PARTS = st.sampled_from(
    [
        "<table>", "</table>", "<tr>", "<td>", "<td rowspan=0>", "<th colspan=99999>", "<td",
        "</td>", "<ol start=-9 type=a>", "<li value=x>", "<br>", "<p hidden>", "<script>", "<!--",
        "]]>", "<?x", "&#0;", "&#xD800;", "&bogus;", "\x00", "\ud800", "| a | b |\n",
        "|---|---|\n", "---\n", "`", "![](", "> ", "No", "Kegiatan", "Kabag", "Mulai", "1",
        "NAMA SOP: x", "\n\n", "\t", "٣", " ",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=30).map("".join), st.sampled_from(["html", "markdown"]))
def test_any_markup_gives_sops_or_a_message(text, kind):
    content = text.encode(errors="surrogatepass")
    assert markup.kind("sop.md", content) in READERS
    with contextlib.suppress(DocumentError):
        READERS[kind]("sop.md", content)
