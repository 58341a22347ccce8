"""Columns and rows of tables in grids, over pages."""

import pytest

from converters.readers.page import Box, Shape, ShapeKind
from converters.table import MarkKind


def test_rows_have_their_columns(table):
    assert table.roles == ("Kepala", "Kabag Umum", "Staf")
    first, second = table.rows
    assert (first.number, first.activity, first.time) == ("1", "Menerima surat", "10 Menit")
    assert first.inputs == ("Surat", "amplop")
    assert first.outputs == ("Surat masuk",)
    assert (second.time, second.note) == ("Sesuai kebutuhan", "cepat")
    assert second.outputs == ("Nota", "Surat")


@pytest.mark.parametrize("again", [False, True])
def test_a_table_goes_on_over_pages(make, again):
    first = [
        *make.below(
            make.SHORT.format(number=1), make.HEADER + "1 | Menerima | | | | 1 hari | Surat"
        )
    ]
    second = make.grid(
        make.HEADER.rstrip() * again + "\n2 | Menyimpan | | | | 2 hari | Arsip", left=30
    )
    drawn = Shape(
        kind=ShapeKind.PROCESS,
        box=Box(225, second.box.bottom - 30, 255, second.box.bottom - 10),
    )
    table = make.read(make.page(*first), make.page(second, number=2, shapes=(drawn,)))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert table.rows[1].source.page == 2
    assert [mark.column for mark in table.rows[1].marks] == [1]  # columns stand further right there


def test_a_row_broken_over_pages_is_joined(make):
    first = [
        *make.below(
            make.SHORT.format(number=1), make.HEADER + "1 | Menerima | | | Map, | 1 hari | Surat"
        )
    ]
    second = make.grid(" | surat masuk | | | amplop | | \n2 | Menyimpan | | | | 2 hari | Arsip")
    table = make.read(make.page(*first), make.page(second, number=2))
    assert make.activities(table) == [("1", "Menerima surat masuk"), ("2", "Menyimpan")]
    assert table.rows[0].inputs == ("Map", "amplop")
    assert ("page-split", "1") in make.codes(table)


def test_a_title_may_stand_over_number_and_activity(make):
    flow = """
Uraian Prosedur | < | Pelaksana | < | Mutu Buku | < | < | Ket
^ | ^ | Kabag | Staf | Kelengkapan | Waktu | Output | ^
1 | Menerima | | | | 10/nhari/nkerja | Surat |
2 | Menyimpan | | | | 1 – 20 Hari Kerja | Arsip |
"""
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert [row.time for row in table.rows] == ["10 hari kerja", "1 – 20 Hari Kerja"]


def test_performers_need_no_title_above_them_and_columns_may_be_counted(make):
    flow = """
No. | Aktivitas/Kegiatan | KPA | PPK | Mutu Baku | < | < | Keterangan
^ | ^ | ^ | ^ | Input | Waktu | Output | ^
(1) | (2) | (3) | (4) | (5) | (6) | (7) | (8)
1. | Menerima | | | Surat | 1 hari kerja | Agenda |
"""
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert table.roles == ("KPA", "PPK")
    assert make.activities(table) == [("1", "Menerima")]
    assert table.rows[0].inputs == ("Surat",)


def test_a_header_may_be_without_merged_cells(make):
    flow = """
No | Kegiatan | Pelaksana | | Mutu Baku | | | Keterangan
 | | Kabag | Staf | Kelengkapan | Waktu | Output |
1 | Menerima | | V | Surat | 1 jam | Agenda |
"""
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert table.roles == ("Kabag", "Staf")
    assert [(mark.kind, mark.column) for mark in table.rows[0].marks] == [(MarkKind.TASK, 1)]


def test_a_broken_word_of_a_title_is_put_together(make):
    flow = make.HEADER.replace("Kabag", "Sub/nKoordinato/nr Umum").replace(
        "Staf", "Kepala/ndan Staf"
    )
    table = make.read(
        make.page(
            *make.below(make.SHORT.format(number=1), flow + "1 | Menerima | | | | 1 hari | Surat")
        )
    )
    assert table.roles == ("Sub Koordinator Umum", "Kepala dan Staf")


def test_rows_under_one_number_are_rows(make):
    flow = (
        make.HEADER
        + """1 | Menerima | | | | 1 hari | Surat
^ | Mencatat | | | | 2 hari | Agenda
2 | Menyimpan | | | | 1 jam | Arsip"""
    )
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert make.activities(table) == [("1", "Menerima"), ("1a", "Mencatat"), ("2", "Menyimpan")]


def test_cells_over_several_rules_are_one_row(make):
    flow = (
        make.HEADER
        + """1 | Menerima | | | Surat | 1 hari | Agenda
^ | ^ | | | Map | ^ | ^
2 | Menyimpan | | | | 1 jam | Arsip"""
    )
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert table.rows[0].inputs == ("Surat Map",)


def test_blank_rows_and_headings_are_no_rows(make):
    flow = (
        make.HEADER
        + """A. Persiapan | < | < | < | < | < | <
1 | Menerima | | | | 1 hari | Surat
 | | | | | |
2 | Menyimpan | | | | 1 jam | Arsip
 | Jumlah Waktu | | | | 9 jam | """
    )
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert ("heading-in-table", None) in make.codes(table)


def test_a_row_without_a_number_is_one(make):
    flow = (
        make.HEADER
        + """1 | Menerima | | | | 1 hari | Surat
 | Mencatat | | | | 2 hari | Agenda"""
    )
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Mencatat")]
    assert ("row-number-missing", "2") in make.codes(table)


def test_a_number_may_stand_before_its_activity(make):
    flow = (
        make.HEADER
        + """ | 1. Menerima | | | | 1 hari | Surat
 | 2 Mencatat 3 surat | | | | 2 hari | Agenda"""
    )
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Mencatat 3 surat")]


def test_time_and_output_exchanged_in_one_row_change_places(make):
    flow = make.HEADER + "1 | Menilai | | | | Laporan | 5 menit"
    (row,) = make.read(make.page(*make.below(make.SHORT.format(number=1), flow))).rows
    assert (row.time, row.outputs) == ("5 menit", ("Laporan",))


def test_what_the_letters_at_arrows_mean_is_kept_as_a_note(make):
    flow = make.HEADER + "1 | Mengusulkan | | | | 1 hari | Usulan/nA : diatas 100/nB : dibawah 100"
    (row,) = make.read(make.page(*make.below(make.SHORT.format(number=1), flow))).rows
    assert row.outputs == ("Usulan",)
    assert row.note == "A : diatas 100 B : dibawah 100"


def test_text_marks_are_read_from_cells(make):
    flow = (
        make.HEADER
        + """1 | Menerima | | Mulai | | 1 hari | Surat
2 | Memeriksa | ◇ Y | T | | 1 hari | Surat
3 | Menyimpan | Selesai | bukan tanda | | 1 hari | Surat"""
    )
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert [[(m.kind, m.column) for m in row.marks] for row in table.rows] == [
        [(MarkKind.START, 1)],
        [(MarkKind.DECISION, 0), (MarkKind.YES, 0), (MarkKind.NO, 1)],
        [(MarkKind.END, 0)],
    ]
    assert ("mark-unknown", "3") in make.codes(table)


def test_a_header_may_have_three_storeys_and_performers_of_one_name(make):
    flow = """
No | Aktivitas | Pelaksana | < | < | Mutu Baku | < | < | Keterangan
^ | ^ | Provinsi | < | Kabupaten | Kelengkapan | Waktu | Output | ^
^ | ^ | Kepala | Staf | Staf | ^ | ^ | ^ | ^
1 | Menerima | | | V | Surat | 1 jam | Agenda |
"""
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert table.roles == ("Kepala", "Staf Provinsi", "Staf Kabupaten")
    assert make.activities(table) == [("1", "Menerima")]


def test_a_column_right_of_the_number_is_the_activity_whatever_its_title(make):
    flow = make.HEADER.replace("Kegiatan", "Alur Kerja") + "1 | Menerima | | | | 1 hari | Surat"
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert make.activities(table) == [("1", "Menerima")]
    assert table.roles == ("Kabag", "Staf")
    assert ("activity-from-place", None) in make.codes(table)


def test_a_performer_without_a_name_is_told(make):
    flow = make.HEADER.replace("Staf", "") + "1 | Menerima | | V | | 1 hari | Surat"
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert table.roles == ("Kabag", "Kolom 2")
    assert ("role-unnamed", None) in make.codes(table)


def test_numbers_beside_one_activity_are_rows(make):
    flow = (
        make.HEADER
        + """1 | Menerima | | | | 1 hari | Surat
2 | ^ | | | | 2 hari | Agenda
3 | Menyimpan | | | | 1 jam | Arsip"""
    )
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Menerima"), ("3", "Menyimpan")]


def test_a_row_without_a_number_may_begin_a_page(make):
    flow = make.HEADER + "1 | Menerima | | | | 1 hari | Surat"
    first = make.below(make.SHORT.format(number=1), flow)
    second = make.grid(" | Mencatat | | | | 1 jam | Agenda\n2 | Menyimpan | | | | 2 hari | Arsip")
    table = make.read(make.page(*first), make.page(second, number=2))
    assert [row.activity for row in table.rows] == ["Menerima", "Mencatat", "Menyimpan"]


def test_another_header_on_the_next_page_is_told(make):
    flow = make.HEADER + "1 | Menerima | | | | 1 hari | Surat"
    first = make.below(make.SHORT.format(number=1), flow)
    other = make.HEADER.replace("Staf", "<") + "2 | Menyimpan | | V | | 2 hari | Arsip"
    table = make.read(make.page(*first), make.page(make.grid(other), number=2))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert [mark.column for mark in table.rows[1].marks] == [1]
    assert ("page-header-differs", None) in make.codes(table)


@pytest.mark.parametrize(
    "title", ["Waktu (menit)", "WAKTU PENYELESAIAN/n(DALAM MENIT)", "Durasi/menit"]
)
def test_bare_numbers_have_the_unit_of_their_title(make, title):
    flow = make.FLOW.replace("Waktu", title).replace("1 jam", "10")
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert [(row.time or "").casefold() for row in table.rows] == ["1 hari", "10 menit"]
    assert not [code for code, _ in make.codes(table) if code.startswith("time-")]


def test_units_may_have_columns_of_their_own_below_the_time(make):
    flow = """
No | Kegiatan | Kabag | Staf | Waktu | < | Output
^ | ^ | ^ | ^ | Jam | Menit | ^
1 | Menerima | v | | | 10 | Surat
2 | Menyimpan | | v | 1 | 30 | Arsip
"""
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert table.roles == ("Kabag", "Staf")
    assert [row.time for row in table.rows] == ["10 menit", "1 jam 30 menit"]


def test_a_time_beside_several_steps_is_the_limit_of_each_and_is_told(make):
    flow = """
No | Kegiatan | Kabag | Staf | Waktu | Output
1 | Menerima | | v | 25 menit | Surat
2 | Mencatat | | v | ^ | Agenda
3 | Memeriksa | v | | 1 jam | Surat
"""
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert [row.time for row in table.rows] == ["25 menit", "25 menit", "1 jam"]
    (told,) = [doubt for doubt in table.doubts if doubt.code == "time-shared"]
    assert (told.row, "1 sampai 2" in told.message) == ("1", True)


def test_documents_beside_several_steps_are_those_of_each_and_are_told(make):
    flow = """
No | Kegiatan | Kabag | Staf | Kelengkapan | Waktu | Output | Ket
1 | Menerima | | v | 1. Surat/n2. Amplop | 5 menit | Agenda | Rahasia
2 | Mencatat | | v | ^ | 5 menit | ^ | ^
3 | Memeriksa | v | | ^ | 1 jam | Nota | ^
4 | Menyimpan | | v | Nota | 1 jam | | ^
"""
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    both = ("Surat", "Amplop")
    assert [row.inputs for row in table.rows] == [both, both, both, ("Nota",)]
    assert [row.outputs for row in table.rows] == [("Agenda",), ("Agenda",), ("Nota",), ()]
    assert [row.note for row in table.rows] == ["Rahasia", None, None, None]
    told = [doubt.message for doubt in table.doubts if doubt.code == "documents-shared"]
    assert [message.split(" berlaku ")[1][:22] for message in told] == [
        "untuk baris 1 sampai 3",
        "untuk baris 1 sampai 2",
    ]


def test_hours_and_minutes_are_told_since_they_may_be_a_time_of_day(make):
    flow = make.FLOW.replace("1 hari", "0:10").replace("1 jam", "1:30")
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert [row.time for row in table.rows] == ["0:10", "1:30"]
    told = {(code, row) for code, row in make.codes(table) if code.startswith("time-")}
    assert told == {("time-clock", "2")}


def test_a_table_without_performers_is_no_part_of_the_sop(make):
    other = "No | Kegiatan | Waktu | Keterangan\n1 | Rapat | 1 jam | Aula"
    sop = make.below(make.SHORT.format(number=1), make.FLOW)
    table = make.read(make.page(*sop), make.page(make.grid(other), number=2))
    assert make.activities(table) == [("1", "Menerima"), ("2", "Menyimpan")]
    assert ("text-ignored", None) in make.codes(table)


def test_a_list_of_sops_is_none(make):
    other = "No | Nama SOP | Nomor SOP | Pelaksana | Keterangan\n1 | Layanan | SOP-01 | Staf | -"
    sop = make.below(make.SHORT.format(number=1), make.FLOW)
    pages = make.page(make.grid(other)), make.page(*sop, number=2)
    assert make.activities(make.read(*pages)) == [("1", "Menerima"), ("2", "Menyimpan")]


def test_performers_named_in_one_column_are_lanes(make):
    flow = """
No | Kegiatan | Pelaksana | Waktu | Output
1 | Menerima | Staf | 1 jam | Surat
2 | Mencatat | ^ | 1 jam | Agenda
3 | Memeriksa | Kabag Umum dan Arsip | 1 jam | Surat
4 | Membahas | staf, Kabag Umum dan Arsip | 1 jam | Nota
5 | Menyimpan | - | 1 jam | Arsip
"""
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert table.roles == ("Staf", "Kabag Umum dan Arsip")
    assert [[mark.column for mark in row.marks] for row in table.rows] == [
        [0], [0], [1], [0, 1], [],
    ]  # fmt: skip
    assert ("performers-named", None) in make.codes(table)


def test_signs_in_the_only_performers_column_name_no_one(make):
    flow = "No | Kegiatan | Pelaksana | Waktu | Output\n1 | Menerima | v | 1 jam | Surat"
    table = make.read(make.page(*make.below(make.SHORT.format(number=1), flow)))
    assert table.roles == ("Pelaksana",)
    assert [mark.text for mark in table.rows[0].marks] == ["v"]
