"""Pages with grids and drawings, made by hand, to SOP tables."""

import pytest

from converters.errors import DocumentError
from converters.readers.page import Box, Cell, Connector, Grid, Page, Point, Shape, ShapeKind, Text
from converters.readers.sop_pages.assembly import assemble
from converters.table import MarkKind

WIDE, HIGH = 60, 40  # of a cell


def grid(text, top=0, left=0):
    """A grid from a drawing: "|" between cells, "<" a cell that goes on, "^" one from above."""
    rows = [[c.strip() for c in line.split("|")] for line in text.strip().split("\n")]
    cells = []
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            columns = 1
            while x + columns < len(row) and row[x + columns] == "<":
                columns += 1
            down = 1
            while y + down < len(rows) and rows[y + down][x] == "^":
                down += 1
            box = Box(
                left + x * WIDE,
                top + y * HIGH,
                left + (x + columns) * WIDE,
                top + (y + down) * HIGH,
            )
            cells.append(
                Cell(
                    row=y,
                    column=x,
                    rows=down,
                    columns=columns,
                    text=cell.replace("/n", "\n"),
                    box=box,
                )
            )
    bottom = top + len(rows) * HIGH
    return Grid(cells=tuple(cells), box=Box(left, top, left + len(rows[0]) * WIDE, bottom))


def page(*grids, number=1, **content):
    return Page(number=number, width=842, height=595, grids=grids, **content)


def shape(kind, column, row, **content):
    """A symbol in the middle of a cell."""
    x, y = column * WIDE + WIDE / 2, row * HIGH + HIGH / 2
    return Shape(kind=kind, box=Box(x - 15, y - 8, x + 15, y + 8), **content)


COVER = """
BADAN URUSAN SURAT/nKANTOR WILAYAH BALI | < | NOMOR SOP | SOP-01/2025
^ | < | TGL. PEMBUATAN | 25 Juli 2022
^ | < | TGL. REVISI | -
^ | < | TGL. EFEKTIF | 02 Juni 2025
^ | < | DISAHKAN OLEH | Kepala Kantor/n/nSiti Aminah, S.H.
^ | < | NAMA SOP | Pelayanan Surat/nMasuk
DASAR HUKUM | < | KUALIFIKASI PELAKSANA | <
1. UU Nomor 17/n2. PP Nomor 28 Tahun 2020 tentang/nSurat | < | 1. Paham | <
KETERKAITAN | < | PERALATAN/PERLENGKAPAN | <
- | < | 1. Laptop/n2. Kertas | <
PERINGATAN | < | PENCATATAN DAN PENDATAAN | <
Jika tidak dilaksanakan,/nsurat tertunda | < | Buku agenda | <
"""
TABLE = """
No | Kegiatan | Pelaksana | < | < | Mutu Baku | < | < | Ket
^ | ^ | Kepala | Kabag/nUmum | Staf | Kelengkapan | Waktu | Output | ^
1. | Menerima/nsurat |  |  |  | Surat, amplop | 10/nMenit | Surat masuk |
2. | Memeriksa |  |  |  |  | Sesuai kebutuhan | 1. Nota/n2. Surat | cepat
"""


def read(*pages):
    result = assemble(pages, "sop.pdf")
    assert result.errors == ()
    (table,) = result.tables
    return table


@pytest.fixture
def table():
    return read(
        page(grid(COVER)),
        page(
            grid(TABLE),
            number=2,
            shapes=(
                shape(ShapeKind.TERMINATOR, 4, 2),
                shape(ShapeKind.DECISION, 3, 3),
                shape(ShapeKind.TERMINATOR, 2, 3),
            ),
            connectors=(
                Connector(
                    points=(Point(255, 100), Point(225, 130)), head_at_end=True, start=0, end=1
                ),
                Connector(
                    points=(Point(195, 140), Point(165, 140)), head_at_end=True, start=1, end=2
                ),
            ),
        ),
    )


def test_values_stand_beside_or_below_their_labels(table):
    header = table.header
    assert header.title == "Pelayanan Surat Masuk"
    assert header.number == "SOP-01/2025"
    assert (header.created, header.revised, header.effective) == ("2022-07-25", None, "2025-06-02")
    assert header.unit == "BADAN URUSAN SURAT\nKANTOR WILAYAH BALI"
    assert header.approved_by.position == "Kepala Kantor"
    assert header.approved_by.name == "Siti Aminah, S.H."
    assert header.legal_basis == ("UU Nomor 17", "PP Nomor 28 Tahun 2020 tentang Surat")
    assert header.qualifications == ("Paham",)
    assert header.related == ()
    assert header.equipment == ("Laptop", "Kertas")
    assert header.warning == "Jika tidak dilaksanakan, surat tertunda"
    assert header.recording == "Buku agenda"


def test_rows_have_their_columns(table):
    assert table.roles == ("Kepala", "Kabag Umum", "Staf")
    first, second = table.rows
    assert (first.number, first.activity, first.time) == ("1", "Menerima surat", "10 Menit")
    assert first.inputs == ("Surat", "amplop")
    assert first.outputs == ("Surat masuk",)
    assert (second.time, second.note) == ("Sesuai kebutuhan", "cepat")
    assert second.outputs == ("Nota", "Surat")


def test_symbols_are_marks_in_their_row_and_column(table):
    assert [[(m.kind, m.column) for m in row.marks] for row in table.rows] == [
        [(MarkKind.START, 2)],
        [(MarkKind.END, 0), (MarkKind.DECISION, 1)],
    ]
    assert all(mark.drawn for row in table.rows for mark in row.marks)


def test_arrows_lead_from_mark_to_mark(table):
    assert [(arrow.start, arrow.end) for arrow in table.arrows] == [
        ((0, 0), (1, 1)),
        ((1, 1), (1, 0)),
    ]


def test_everything_knows_where_it_was_read(table):
    assert table.source.page == 1
    row = table.rows[0]
    assert row.source.page == 2
    assert row.source.box == (0, 80, 540, 120)
    assert row.marks[0].source.box == (255, 92, 285, 108)


SHORT = """
Nomor SOP | SOP-0{number}
Nama SOP | Layanan {number}
"""
HEADER = """
No | Kegiatan | Pelaksana | < | Mutu Baku | < | <
^ | ^ | Kabag | Staf | Kelengkapan | Waktu | Output
"""


def below(*texts):
    """Grids on one page, one below the other."""
    grids, top = [], 0
    for text in texts:
        grids.append(grid(text, top=top))
        top += grids[-1].box.height + 20
    return grids


def activities(table):
    return [(row.number, row.activity) for row in table.rows]


def codes(table):
    return {(doubt.code, doubt.row) for doubt in table.doubts}


def test_one_frame_holds_cover_and_table():
    table = read(page(grid(COVER + TABLE.lstrip("\n"))))
    assert table.header.title == "Pelayanan Surat Masuk"
    assert table.header.recording == "Buku agenda"
    assert activities(table) == [("1", "Menerima surat"), ("2", "Memeriksa")]


def test_labels_and_values_may_share_a_cell():
    cover = """
KANTOR BALI | Nomor SOP : SOP-7/nTanggal Pembuatan : 2 Januari 2024/nDisahkan oleh : Kepala/nWin
^ | Nama SOP : Layanan
Dasar Hukum:/n1. UU 17/n2. UU 18 | Kualifikasi Pelaksanaan:/n1. Mampu
"""
    header = read(page(*below(cover, HEADER + "1 | Menerima | | | | 1 hari | Surat"))).header
    assert (header.number, header.title, header.created) == ("SOP-7", "Layanan", "2024-01-02")
    assert (header.approved_by.position, header.approved_by.name) == ("Kepala", "Win")
    assert header.legal_basis == ("UU 17", "UU 18")
    assert header.qualifications == ("Mampu",)


def test_numbers_and_texts_of_a_list_may_stand_in_cells_of_their_own():
    cover = """
Nama SOP | Layanan | < | <
DASAR HUKUM | < | KUALIFIKASI PELAKSANA | <
1. | UU 17 | 1. | Mampu
2. | UU 18 | 2. | Teliti
"""
    header = read(page(*below(cover, HEADER + "1 | Menerima | | | | 1 hari | Surat"))).header
    assert header.legal_basis == ("UU 17", "UU 18")
    assert header.qualifications == ("Mampu", "Teliti")


def test_an_unknown_date_is_not_taken_for_the_one_above():
    cover = """
Nama SOP | Layanan
Tanggal Revisi | -
Tanggal Pengesahan | 25 Februari 2025
"""
    table = read(page(*below(cover, HEADER + "1 | Menerima | | | | 1 hari | Surat")))
    assert (table.header.revised, table.header.effective) == (None, "2025-02-25")
    assert ("effective-from-approval", None) in codes(table)


def test_a_cover_may_be_loose_text():
    texts = tuple(
        Text(text=text, box=Box(left, top, left + 100, top + 10))
        for left, top, text in [
            (0, 0, "Nomor SOP"),
            (200, 0, ": SOP-3"),
            (0, 20, "Nama SOP"),
            (200, 20, ": Layanan Umum"),
        ]
    )
    flow = grid(HEADER + "1 | Menerima | | | | 1 hari | Surat", top=60)
    header = read(page(flow, texts=texts)).header
    assert (header.number, header.title) == ("SOP-3", "Layanan Umum")


@pytest.mark.parametrize("again", ["", HEADER])
def test_a_table_goes_on_over_pages(again):
    first = [*below(SHORT.format(number=1), HEADER + "1 | Menerima | | | | 1 hari | Surat")]
    second = grid(again.rstrip() + "\n2 | Menyimpan | | | | 2 hari | Arsip", left=30)
    drawn = Shape(
        kind=ShapeKind.PROCESS,
        box=Box(225, second.box.bottom - 30, 255, second.box.bottom - 10),
    )
    table = read(page(*first), page(second, number=2, shapes=(drawn,)))
    assert activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert table.rows[1].source.page == 2
    assert [mark.column for mark in table.rows[1].marks] == [1]  # columns stand further right there


def test_a_row_broken_over_pages_is_joined():
    first = [*below(SHORT.format(number=1), HEADER + "1 | Menerima | | | Map, | 1 hari | Surat")]
    second = grid(" | surat masuk | | | amplop | | \n2 | Menyimpan | | | | 2 hari | Arsip")
    table = read(page(*first), page(second, number=2))
    assert activities(table) == [("1", "Menerima surat masuk"), ("2", "Menyimpan")]
    assert table.rows[0].inputs == ("Map", "amplop")
    assert ("page-split", "1") in codes(table)


def test_each_cover_starts_an_sop():
    pages = [
        page(
            *below(SHORT.format(number=place), HEADER + "1 | Menerima | | | | 1 hari | Surat"),
            number=place,
        )
        for place in (1, 2)
    ]
    result = assemble(pages, "sop.pdf")
    assert [table.header.title for table in result.tables] == ["Layanan 1", "Layanan 2"]
    assert [table.source.page for table in result.tables] == [1, 2]


def test_sops_may_stand_below_each_other_in_one_grid():
    rows = HEADER.strip() + "\n1 | Menerima | | | | 1 hari | Surat\n"
    wide = "".join(f"Nama SOP | Layanan {place} | < | < | < | < | <\n{rows}" for place in (1, 2))
    result = assemble([page(grid(wide))], "sop.xlsx")
    assert [table.header.title for table in result.tables] == ["Layanan 1", "Layanan 2"]
    assert [len(table.rows) for table in result.tables] == [1, 1]


def test_a_cover_may_follow_its_table():
    flow = HEADER + "1 | Menerima | | | | 1 hari | Surat"
    table = read(page(grid(flow)), page(grid(SHORT.format(number=1)), number=2))
    assert table.header.title == "Layanan 1"
    assert len(table.rows) == 1


def test_other_tables_are_passed_over():
    flow = HEADER + "1 | Menerima | | | | 1 hari | Surat"
    lists = "Nama | Alamat\nSiti | Denpasar"
    table = read(page(*below(SHORT.format(number=1), flow, lists)))
    assert activities(table) == [("1", "Menerima")]


def test_a_title_may_stand_over_number_and_activity():
    flow = """
Uraian Prosedur | < | Pelaksana | < | Mutu Buku | < | < | Ket
^ | ^ | Kabag | Staf | Kelengkapan | Waktu | Output | ^
1 | Menerima | | | | 10/nhari/nkerja | Surat |
2 | Menyimpan | | | | 1 – 20 Hari Kerja | Arsip |
"""
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert [row.time for row in table.rows] == ["10 hari kerja", "1 – 20 Hari Kerja"]


def test_performers_need_no_title_above_them_and_columns_may_be_counted():
    flow = """
No. | Aktivitas/Kegiatan | KPA | PPK | Mutu Baku | < | < | Keterangan
^ | ^ | ^ | ^ | Input | Waktu | Output | ^
(1) | (2) | (3) | (4) | (5) | (6) | (7) | (8)
1. | Menerima | | | Surat | 1 hari kerja | Agenda |
"""
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert table.roles == ("KPA", "PPK")
    assert activities(table) == [("1", "Menerima")]
    assert table.rows[0].inputs == ("Surat",)


def test_a_header_may_be_without_merged_cells():
    flow = """
No | Kegiatan | Pelaksana | | Mutu Baku | | | Keterangan
 | | Kabag | Staf | Kelengkapan | Waktu | Output |
1 | Menerima | | V | Surat | 1 jam | Agenda |
"""
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert table.roles == ("Kabag", "Staf")
    assert [(mark.kind, mark.column) for mark in table.rows[0].marks] == [(MarkKind.TASK, 1)]


def test_a_broken_word_of_a_title_is_put_together():
    flow = HEADER.replace("Kabag", "Sub/nKoordinato/nr Umum").replace("Staf", "Kepala/ndan Staf")
    table = read(page(*below(SHORT.format(number=1), flow + "1 | Menerima | | | | 1 hari | Surat")))
    assert table.roles == ("Sub Koordinator Umum", "Kepala dan Staf")


def test_rows_under_one_number_are_rows():
    flow = (
        HEADER
        + """1 | Menerima | | | | 1 hari | Surat
^ | Mencatat | | | | 2 hari | Agenda
2 | Menyimpan | | | | 1 jam | Arsip"""
    )
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert activities(table) == [("1", "Menerima"), ("1a", "Mencatat"), ("2", "Menyimpan")]


def test_cells_over_several_rules_are_one_row():
    flow = (
        HEADER
        + """1 | Menerima | | | Surat | 1 hari | Agenda
^ | ^ | | | Map | ^ | ^
2 | Menyimpan | | | | 1 jam | Arsip"""
    )
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert table.rows[0].inputs == ("Surat Map",)


def test_blank_rows_and_headings_are_no_rows():
    flow = (
        HEADER
        + """A. Persiapan | < | < | < | < | < | <
1 | Menerima | | | | 1 hari | Surat
 | | | | | |
2 | Menyimpan | | | | 1 jam | Arsip"""
    )
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert ("heading-in-table", None) in codes(table)


def test_a_row_without_a_number_is_one():
    flow = (
        HEADER
        + """1 | Menerima | | | | 1 hari | Surat
 | Mencatat | | | | 2 hari | Agenda"""
    )
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert activities(table) == [("1", "Menerima"), ("2", "Mencatat")]
    assert ("row-number-missing", "2") in codes(table)


def test_a_number_may_stand_before_its_activity():
    flow = (
        HEADER
        + """ | 1. Menerima | | | | 1 hari | Surat
 | 2 Mencatat 3 surat | | | | 2 hari | Agenda"""
    )
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert activities(table) == [("1", "Menerima"), ("2", "Mencatat 3 surat")]


def test_time_and_output_exchanged_in_one_row_change_places():
    flow = HEADER + "1 | Menilai | | | | Laporan | 5 menit"
    (row,) = read(page(*below(SHORT.format(number=1), flow))).rows
    assert (row.time, row.outputs) == ("5 menit", ("Laporan",))


def test_text_marks_are_read_from_cells():
    flow = (
        HEADER
        + """1 | Menerima | | Mulai | | 1 hari | Surat
2 | Memeriksa | ◇ Y | T | | 1 hari | Surat
3 | Menyimpan | Selesai | bukan tanda | | 1 hari | Surat"""
    )
    table = read(page(*below(SHORT.format(number=1), flow)))
    assert [[(m.kind, m.column) for m in row.marks] for row in table.rows] == [
        [(MarkKind.START, 1)],
        [(MarkKind.DECISION, 0), (MarkKind.YES, 0), (MarkKind.NO, 1)],
        [(MarkKind.END, 0)],
    ]
    assert ("mark-unknown", "3") in codes(table)


FLOW = HEADER + "1 | Menerima | | | | 1 hari | Surat\n2 | Menyimpan | | | | 1 jam | Arsip"


def drawn_flow(*shapes, connectors=()):
    (cover,) = below(SHORT.format(number=1))
    return read(page(cover), page(grid(FLOW), number=2, shapes=shapes, connectors=connectors))


def test_a_symbol_over_a_border_goes_to_the_row_that_has_none():
    above = shape(ShapeKind.TERMINATOR, 2, 2)
    over = Shape(kind=ShapeKind.PROCESS, box=Box(195, 105, 225, 125))  # the border is at 120
    table = drawn_flow(above, over)
    assert [len(row.marks) for row in table.rows] == [1, 1]


def test_an_end_drawn_below_the_last_row_belongs_to_it():
    table = drawn_flow(shape(ShapeKind.TERMINATOR, 3, 2), shape(ShapeKind.TERMINATOR, 3, 4))
    assert [[mark.kind for mark in row.marks] for row in table.rows] == [
        [MarkKind.START],
        [MarkKind.END],
    ]
    (told,) = [doubt for doubt in table.doubts if doubt.code == "mark-outside"]
    assert (told.row, told.source.page) == ("2", 2)


def test_a_symbol_beside_the_performers_is_told():
    table = drawn_flow(shape(ShapeKind.TERMINATOR, 3, 2), shape(ShapeKind.PROCESS, 6, 3))
    assert not table.rows[1].marks
    (told,) = [doubt for doubt in table.doubts if doubt.code == "mark-unplaced"]
    assert told.source.box == (375, 132, 405, 148)


def test_connectors_between_pages_are_no_doubt():
    table = drawn_flow(shape(ShapeKind.TERMINATOR, 3, 2), shape(ShapeKind.OFF_PAGE, 3, 4))
    assert not {"mark-outside", "mark-unplaced"} & {doubt.code for doubt in table.doubts}


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Mulai", MarkKind.START), ("SELESAI", MarkKind.END), ("", MarkKind.TASK)],
)
def test_a_terminator_amid_the_flow_is_what_its_text_says(text, kind):
    (cover,) = below(SHORT.format(number=1))
    flow = FLOW + "\n3 | Menutup | | | | 1 jam | Arsip"
    shapes = (
        shape(ShapeKind.TERMINATOR, 3, 2),
        shape(ShapeKind.TERMINATOR, 3, 3, text=text),
        shape(ShapeKind.TERMINATOR, 3, 4),
    )
    lines = tuple(
        Connector(
            points=(Point(210, 108 + 40 * x), Point(210, 132 + 40 * x)),
            head_at_end=True,
            start=x,
            end=x + 1,
        )
        for x in (0, 1)
    )
    table = read(page(cover), page(grid(flow), number=2, shapes=shapes, connectors=lines))
    assert [row.marks[0].kind for row in table.rows] == [MarkKind.START, kind, MarkKind.END]


def refused(*pages):
    """Code and message of the one SOP that was refused."""
    result = assemble(pages, "sop.pdf")
    (error,) = result.errors
    return error.code, str(error).split(": ")[0]


def test_faults_name_page_and_row():
    cover = page(grid(SHORT.format(number=1)))
    assert refused(cover) == ("no-table", "sop.pdf, halaman 1")
    nameless = HEADER.replace("Kabag", "").replace("Staf", "")
    assert refused(cover, page(grid(nameless), number=2)) == (
        "no-performer-column",
        "sop.pdf, halaman 2",
    )
    assert refused(cover, page(grid(HEADER), number=2)) == ("table-empty", "sop.pdf, halaman 2")
    script = HEADER + "1 | <script>alert(1)</script> | | | | 1 hari | Surat"
    assert refused(cover, page(grid(script), number=2)) == ("script", "sop.pdf, halaman 2, baris 3")


def test_a_table_that_is_a_picture_is_told():
    picture = page(number=2, pictures=(Box(50, 50, 700, 500),))
    assert refused(page(grid(SHORT.format(number=1))), picture)[0] == "table-is-picture"


def test_pages_without_an_sop_are_refused():
    with pytest.raises(DocumentError, match="Tidak ada SOP"):
        assemble([page(grid("Nama | Alamat\nSiti | Denpasar"))], "sop.pdf")


def test_one_sop_that_cannot_be_read_does_not_lose_the_others():
    good = page(*below(SHORT.format(number=1), FLOW))
    bad = page(grid(SHORT.format(number=2)), number=2)
    result = assemble([good, bad], "sop.pdf")
    assert [table.header.title for table in result.tables] == ["Layanan 1"]
    assert [error.page for error in result.errors] == [2]
