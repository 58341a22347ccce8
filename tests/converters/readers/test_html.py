"""HTML is read as a browser lays it out."""

import pytest

from converters.errors import DocumentError
from converters.readers import faults, html
from converters.readers.page import Box


def page(text, **kwargs):
    (found,) = html.pages("sop.html", text if isinstance(text, bytes) else text.encode(**kwargs))
    return found


def rows(text):
    """Each table's cells as (row, column, rows, columns, text)."""
    return [
        [(x.row, x.column, x.rows, x.columns, x.text) for x in grid.cells]
        for grid in page(text).grids
    ]


def texts(text):
    return [found.text for found in page(text).texts]


def cell(text):
    """What is read of a cell."""
    ((found,),) = rows(f"<table><tr><td>{text}</table>")
    return found[4]


def test_spans_move_the_cells_beside_and_below_them():
    table = """<table>
      <thead><tr><th rowspan=2>No<th rowspan=2>Kegiatan<th colspan=2>Pelaksana
      <tr><th>Kabag<th>Staf</thead>
      <tbody><tr><td>1<td>Cek<td><td>Mulai</table>"""
    assert rows(table) == [
        [
            (0, 0, 2, 1, "No"), (0, 1, 2, 1, "Kegiatan"), (0, 2, 1, 2, "Pelaksana"),
            (1, 2, 1, 1, "Kabag"), (1, 3, 1, 1, "Staf"),
            (2, 0, 1, 1, "1"), (2, 1, 1, 1, "Cek"), (2, 2, 1, 1, ""), (2, 3, 1, 1, "Mulai"),
        ]
    ]  # fmt: skip


def test_no_row_of_rowspan_is_all_the_rows_left_and_none_reaches_below_the_last():
    assert rows("<table><tr><td rowspan=0>a<td rowspan=9>b<tr><td>c") == [
        [(0, 0, 2, 1, "a"), (0, 1, 2, 1, "b"), (1, 2, 1, 1, "c")]
    ]


def test_a_span_ends_before_the_cell_that_it_would_reach_into():
    table = "<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d</table>"
    assert rows(table)[0][3:] == [(1, 0, 1, 1, "d")]


def test_boxes_follow_rows_and_columns():
    (grid,) = page("<p>Judul<table><tr><td>a<td>b<tr><td colspan=2>c").grids
    boxes = {x.text: x.box for x in grid.cells}
    assert boxes == {
        "a": Box(0, 20, 100, 40),
        "b": Box(100, 20, 200, 40),
        "c": Box(0, 40, 200, 60),
    }
    assert grid.box == Box(0, 20, 200, 60)


def test_paragraphs_breaks_and_lists_are_lines():
    assert cell("<p>satu<br>dua</p>tiga<div>empat</div>") == "satu\ndua\ntiga\nempat"
    assert cell("<ol><li>a<li value=7>b<li>c</ol>") == "1. a\n7. b\n8. c"
    assert cell("<ol start=3 type=A><li>a</ol><ul><li>b</ul>") == "c. a\n- b"


def test_blanks_and_entities_are_as_printed():
    assert cell(" Surat\n   <b>Tu</b>gas&nbsp; &amp; &lt;lampiran&gt; &eacute;&#8211;\u200b ") == (
        "Surat Tugas & <lampiran> é–"
    )


def test_scripts_drawings_and_what_is_hidden_are_no_text():
    hidden = "<span style='DISPLAY : none'>x</span><i hidden>x</i><o:p style='mso-hide:all'>x</o:p>"
    code = "<script>x</script><style>x</style><svg><text>x</text></svg><template>x</template>"
    assert cell(f"a{hidden}{code}<!-- x --><del>x</del>b") == "ab"
    assert rows("<table><tr style='display:none'><td>x<tr><td>a") == [[(0, 0, 1, 1, "a")]]


def test_text_outside_tables_is_there_in_order_with_its_place():
    text = "<h1>SOP</h1>Nama: <b>x</b><table><tr><td>a</table><p>Akhir"
    assert texts(text) == ["SOP", "Nama: x", "Akhir"]
    found = page(text)
    tops = [x.box.top for x in (*found.texts[:2], *found.grids, found.texts[2])]
    assert tops == sorted(tops)


def test_a_small_table_in_a_cell_is_its_text():
    inner = "<table><tr><td>NOMOR SOP<td>: 12<tr><td>NAMA SOP<td>: Surat</table>"
    assert cell(f"a{inner}b") == "a\nNOMOR SOP : 12\nNAMA SOP : Surat\nb"


def test_a_wide_table_in_a_cell_is_one_of_its_own():
    inner = "<table><tr><td>No<td>Kegiatan<td>Kabag<td>Waktu</table>"
    found = rows(f"<table><tr><td>Judul {inner}</table><table><tr><td>z</table>")
    assert [[x[4] for x in grid] for grid in found] == [
        ["Judul"],
        ["No", "Kegiatan", "Kabag", "Waktu"],
        ["z"],
    ]


def test_what_word_adds_is_passed_over():
    table = """<table class=MsoTable><tr style='height:1pt'><td><p class=MsoNormal
      style='text-align:center'><span lang=IN>Menerima<o:p></o:p></span></p></td></tr>
      <![if !supportMisalignedColumns]><tr height=0><td width=1></td></tr><![endif]></table>"""
    assert rows(table) == [[(0, 0, 1, 1, "Menerima")]]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf<p>caf\xc3\xa9",
        b"<p>caf\xc3\xa9",
        b"<p>caf\xe9",
        "\ufeff<p>café".encode("utf-16-le"),
        b"<meta charset=windows-1252><p>caf\xe9",
        b"<meta charset=iso-8859-1><p>caf\xe9",
        b'<?xml version="1.0" encoding="x"?><meta charset="utf-8"><p>caf\xc3\xa9',
        b"<meta charset=tidak-ada><p>caf\xe9",
        b'<meta http-equiv=Content-Type content="text/html; charset=iso-8859-15"><p>caf\xe9',
    ],
)
def test_the_charset_is_found(content):
    assert texts(content)[-1] == "café"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<table><tr><td>" * 300 + "x", "html-too-large"),
        ("<table>" + "<tr>" + "<td colspan=1000 rowspan=9>x" * 60, "table-too-large"),
        ("<table>" + "<tr><td rowspan=9999 colspan=999>x" * 200, "table-too-large"),
        ("<table><tr><td colspan=1000>x</table>" * 60, "table-too-large"),
        ("<p>x" * (html.LINES + 1), "too-many-lines"),
        ("<b></b>" * html.TAGS, "html-too-large"),
        ("  ", "file-empty"),
        ("<!doctype html>", "file-empty"),
    ],
)
def test_what_is_larger_than_any_sop_ends_in_a_message(text, code):
    with pytest.raises(DocumentError) as caught:
        page(text)
    assert caught.value.code == code
    assert code in faults.CATALOGUE
