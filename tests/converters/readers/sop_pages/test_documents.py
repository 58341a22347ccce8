"""Documents with several SOPs, other tables, or none that can be read."""

from converters.infer import infer
from converters.readers.page import Box
from converters.readers.sop_pages.assembly import assemble


def test_everything_knows_where_it_was_read(table):
    assert table.source.page == 1
    row = table.rows[0]
    assert row.source.page == 2
    assert row.source.box == (0, 80, 540, 120)
    assert row.marks[0].source.box == (255, 92, 285, 108)
    assert table.arrows[0].source.box == (225, 100, 255, 130)
    assert [lane.role for lane in table.lanes] == ["Kepala", "Kabag Umum", "Staf"]
    assert table.lanes[1].source.page == 2
    assert table.lanes[1].source.box == (180, 40, 240, 80)
    (told,) = (doubt for doubt in infer(table).doubts if doubt.code == "time-unread")
    assert told.source == table.rows[1].source


def test_each_cover_starts_an_sop(make):
    pages = [
        make.page(
            *make.below(
                make.SHORT.format(number=place), make.HEADER + "1 | Menerima | | | | 1 hari | Surat"
            ),
            number=place,
        )
        for place in (1, 2)
    ]
    result = assemble(pages, "sop.pdf")
    assert [table.header.title for table in result.tables] == ["Layanan 1", "Layanan 2"]
    assert [table.source.page for table in result.tables] == [1, 2]


def test_sops_may_stand_below_each_other_in_one_grid(make):
    rows = make.HEADER.strip() + "\n1 | Menerima | | | | 1 hari | Surat\n"
    wide = "".join(f"Nama SOP | Layanan {place} | < | < | < | < | <\n{rows}" for place in (1, 2))
    result = assemble([make.page(make.grid(wide))], "sop.xlsx")
    assert [table.header.title for table in result.tables] == ["Layanan 1", "Layanan 2"]
    assert [len(table.rows) for table in result.tables] == [1, 1]


def test_a_cover_may_follow_its_table(make):
    flow = make.HEADER + "1 | Menerima | | | | 1 hari | Surat"
    table = make.read(
        make.page(make.grid(flow)), make.page(make.grid(make.SHORT.format(number=1)), number=2)
    )
    assert table.header.title == "Layanan 1"
    assert len(table.rows) == 1


def test_other_tables_are_passed_over(make):
    flow = make.HEADER + "1 | Menerima | | | | 1 hari | Surat"
    lists = "Nama | Alamat\nSiti | Denpasar"
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow, lists)))
    assert make.activities(table) == [("1", "Menerima")]
    (told,) = (doubt for doubt in table.doubts if doubt.code == "text-ignored")
    assert "Siti" in told.message


def refused(*pages):
    """Code and message of the one SOP that was refused."""
    result = assemble(pages, "sop.pdf")
    (error,) = result.errors
    return error.code, str(error).split(": ")[0]


def test_faults_name_page_and_row(make):
    cover = make.page(make.grid(make.SHORT.format(number=1)))
    assert refused(cover) == ("no-table", "sop.pdf, halaman 1")
    nameless = make.HEADER.replace("Kabag", "").replace("Staf", "")
    assert refused(cover, make.page(make.grid(nameless), number=2)) == (
        "no-performer-column",
        "sop.pdf, halaman 2",
    )
    assert refused(cover, make.page(make.grid(make.HEADER), number=2)) == (
        "table-empty",
        "sop.pdf, halaman 2",
    )
    script = make.HEADER + "1 | <script>alert(1)</script> | | | | 1 hari | Surat"
    assert refused(cover, make.page(make.grid(script), number=2)) == (
        "script",
        "sop.pdf, halaman 2, baris 3",
    )


def test_a_table_that_is_a_picture_is_told(make):
    picture = make.page(number=2, pictures=(Box(50, 50, 700, 500),))
    assert (
        refused(make.page(make.grid(make.SHORT.format(number=1))), picture)[0] == "table-is-picture"
    )


def test_pages_without_an_sop_come_back_with_the_reason(make):
    pages = (make.page(make.grid("Nama | Alamat\nSiti | Denpasar")),)
    result = assemble(pages, "sop.pdf")
    assert [error.code for error in result.errors] == ["no-sop-table"]
    assert (result.tables, result.pages) == ((), pages)


def test_one_sop_that_cannot_be_read_does_not_lose_the_others(make):
    good = make.page(*make.below(make.SHORT.format(number=1), make.FLOW))
    bad = make.page(make.grid(make.SHORT.format(number=2)), number=2)
    result = assemble([good, bad], "sop.pdf")
    assert [table.header.title for table in result.tables] == ["Layanan 1"]
    assert [error.page for error in result.errors] == [2]
