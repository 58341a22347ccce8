from converters.table import Mark, MarkKind


def codes(table):
    return [(doubt.code, doubt.row) for doubt in table.doubts]


def test_a_row_gives_each_cell_to_its_column(read_table):
    table = read_table("""
        | 1. | Mencatat <i>surat</i>  masuk | | | MULAI | Surat, Agenda | 1-2 jam | Nomor | X |
    """)
    (row,) = table.rows
    assert table.roles == ("Kabag", "Kasubbag", "Staf")
    assert (row.number, row.activity, row.time, row.note) == (
        "1",
        "Mencatat surat masuk",
        "1-2 jam",
        "X",
    )
    assert row.inputs == ("Surat", "Agenda")
    assert row.outputs == ("Nomor",)
    assert row.marks == (Mark(kind=MarkKind.START, column=2, text="MULAI"),)
    assert table.doubts == ()


def test_marks_are_read_in_all_their_spellings(read_table):
    table = read_table("""
        | 1 | A | MULAI | [Red Box] | □ | x | 1 jam | y | |
        | 2 | B | [T] | Y | [Green Diamond] | x | 1 jam | y | |
        | 3 | C | < | → | Tidak [Ya] | x | 1 jam | y | |
        | 4 | D | SELESAI | √ | ◇ | x | 1 jam | y | |
        | 5 | E | ● | ✔️ | O | x | 1 jam | y | |
    """)
    kinds = [[(mark.kind.value, mark.column) for mark in row.marks] for row in table.rows]
    assert kinds == [
        [("start", 0), ("task", 1), ("task", 2)],
        [("no", 0), ("yes", 1), ("decision", 2)],
        [("arrow", 0), ("arrow", 1), ("no", 2), ("yes", 2)],
        [("end", 0), ("task", 1), ("decision", 2)],
        [("task", 0), ("task", 1), ("task", 2)],
    ]


def test_a_word_that_is_no_mark_is_told_not_kept(read_table):
    table = read_table("| 1 | A | Rapat | | | x | 1 jam | y | |")
    assert table.rows[0].marks == ()
    assert codes(table) == [("mark-unknown", "1")]


def test_bare_numbers_have_the_unit_of_the_times_title(read_table):
    header = """
        | NO | KEGIATAN | PELAKSANA | | | MUTU BAKU | | | KET |
        | | | Kabag | Kasubbag | Staf | Kelengkapan | Waktu (menit) | Output | |
    """
    rows = """
        | 1 | A | | T | | Surat | 10 | y | |
        | 2 | B | T | | | Surat | 1 hari | y | |
    """
    table = read_table(rows, header=header)
    assert [row.time for row in table.rows] == ["10 menit", "1 hari"]
    assert codes(table) == []


def test_a_row_that_lacks_a_performers_cell_is_aligned_by_its_time(read_table):
    table = read_table("""
        | 1 | A | | T | | Surat | 1 jam | y | |
        | 2 | B | T | | Surat | 1 jam | y | |
    """)
    assert [row.inputs for row in table.rows] == [("Surat",), ("Surat",)]
    assert [row.outputs for row in table.rows] == [("y",), ("y",)]
    assert [row.marks[0].column for row in table.rows] == [1, 0]
    assert codes(table) == [("cell-count", "2")]


def test_a_row_with_a_cell_too_many_is_aligned_by_its_time(read_table):
    table = read_table("""
        | 1 | A | | T | | Surat | 1 jam | y | |
        | 2 | B | | | | | Surat | 1 jam | y | n |
    """)
    row = table.rows[1]
    assert (row.inputs, row.time, row.outputs, row.note) == (("Surat",), "1 jam", ("y",), "n")
    assert codes(table) == [("cell-count", "2")]


def test_a_mark_before_the_time_means_that_the_inputs_cell_is_missing(read_table):
    table = read_table("""
        | 1 | A | | T | | x | 1 jam | y | |
        | 2 | B | | | T | 1 jam | y | |
    """)
    row = table.rows[1]
    assert [(mark.kind, mark.column) for mark in row.marks] == [(MarkKind.NO, 2)]
    assert (row.inputs, row.time, row.outputs) == ((), "1 jam", ("y",))


def test_a_duration_in_the_note_does_not_move_a_full_row(read_table):
    table = read_table("| 1 | A | | T | | x | | y | 2 hari |")
    row = table.rows[0]
    assert (row.inputs, row.time, row.outputs, row.note) == (("x",), None, ("y",), "2 hari")
    assert table.doubts == ()


def test_a_text_in_the_time_column_goes_to_the_blank_neighbour_that_the_next_row_takes(read_table):
    table = read_table("""
        | 1 | A | | T | |  | Disposisi |  | |
        | 2 | B | | T | | Disposisi | 1 jam | Nota | |
    """)
    assert (table.rows[0].time, table.rows[0].outputs) == (None, ("Disposisi",))
    assert codes(table) == [("cell-moved", "1")]


def test_a_time_that_is_no_duration_stays_and_is_told(read_table):
    table = read_table("| 1 | A | | T | | x | Kondisional |  | |")
    assert table.rows[0].time == "Kondisional"
    assert codes(table) == [("time-unread", "1")]


def test_a_header_shifted_by_a_cell_is_read_by_order(read_table):
    header = """
        | No | Kegiatan | Pelaksana | | Mutu Baku | | | Keterangan | |
        |    |          | Kabag | Kasubbag | Staf | Kelengkapan | Waktu | | Output |
    """
    table = read_table("| 1 | A | | T | | x | 1 jam | y | n |", header=header)
    row = table.rows[0]
    assert (row.inputs, row.time, row.outputs, row.note) == (("x",), "1 jam", ("y",), "n")
    assert codes(table) == [("header-shifted", None)]


def test_a_table_without_an_output_column_has_no_outputs(read_table):
    header = """
        | No | Kegiatan | Pelaksana | | Mutu Buku | |
        |    |          | Kabag | Staf | Kelengkapan | Waktu |
    """
    table = read_table("| 1 | A | | T | x | 30 detik |", header=header)
    assert table.roles == ("Kabag", "Staf")
    assert (table.rows[0].inputs, table.rows[0].time, table.rows[0].outputs) == (
        ("x",),
        "30 detik",
        (),
    )
    assert codes(table) == [("column-missing", None)]


def test_a_header_of_one_line_names_the_roles_too(read_table):
    header = "| No. | Uraian Kegiatan | Kabag | Staf | Persyaratan | Waktu | Output | Ket. |"
    table = read_table("| 1 | A | | T | x | 1 jam | y | n |", header=header)
    assert table.roles == ("Kabag", "Staf")
    assert table.rows[0].note == "n"
    assert table.doubts == ()


def test_a_header_of_three_lines_is_put_together(read_table):
    header = """
        | No | Kegiatan | Pelaksana | | Mutu Baku | | | Keterangan |
        | | | Kasubbag | Staf | | | | |
        | | | Umum | | Kelengkapan | Waktu | Output | |
        | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
    """
    table = read_table("| 1 | A | | T | x | 1 jam | y | n |", header=header)
    assert table.roles == ("Kasubbag Umum", "Staf")
    assert len(table.rows) == 1


def test_a_role_without_a_name_gets_one_and_a_doubt(read_table):
    header = """
        | No | Kegiatan | Pelaksana | | | Mutu Baku | | | Keterangan |
        | | | Kabag | | Staf | Kelengkapan | Waktu | Output | |
    """
    table = read_table("| 1 | A | | T | | x | 1 jam | y | |", header=header)
    assert table.roles == ("Kabag", "Kolom 2", "Staf")
    assert codes(table) == [("role-unnamed", None)]


def test_skipped_numbers_are_kept_as_printed_and_told(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |
        | 5 | B | T | | | x | 1 jam | y | |
    """)
    assert [row.number for row in table.rows] == ["1", "5"]
    assert codes(table) == [("row-number-skipped", "5")]
    assert "2–4" in table.doubts[0].message


def test_repeated_numbers_are_made_different(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |
        | 1 | B | T | | | x | 1 jam | y | |
        | 1 | C | T | | | x | 1 jam | y | |
    """)
    assert [row.number for row in table.rows] == ["1", "1a", "1b"]
    assert codes(table) == [("row-number-repeated", "1a"), ("row-number-repeated", "1b")]


def test_a_row_without_a_number_but_with_a_time_is_a_row(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |
        |   | B | T | | | x | 1 jam | y | |
        | 3 | C | T | | | x | 1 jam | y | |
    """)
    assert [(row.number, row.activity) for row in table.rows] == [
        ("1", "A"),
        ("2", "B"),
        ("3", "C"),
    ]
    assert codes(table) == [("row-number-missing", "2")]


def test_a_made_up_number_leaves_the_printed_ones_as_they_are(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |
        | 2 | B | T | | | x | 1 jam | y | |
        |   | C | T | | | x | 1 jam | y | |
        | 3 | D | T | | | x | 1 jam | y | |
    """)
    assert [row.number for row in table.rows] == ["1", "2", "2a", "3"]
    assert codes(table) == [("row-number-missing", "2a")]


def test_text_without_number_and_time_goes_on_with_the_row_above(read_table):
    table = read_table("""
        | 1 | Menelaah | T | | | Surat | 1 jam | y | |

        |   | berkas | | | | Agenda | | | |
        | 2 | B | T | | | x | 1 jam | y | |
    """)
    assert table.rows[0].activity == "Menelaah berkas"
    assert table.rows[0].inputs == ("Surat Agenda",)
    assert ("row-continued", "1") in codes(table)


def test_a_row_whose_line_was_broken_within_a_cell_is_put_together(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |
        | 2 | Menelaah
        surat dan
        berkas | | T | | x | 1 jam | y | |
        | 3 | C | T | | | x | 1 jam | y | |
    """)
    assert table.rows[1].activity == "Menelaah surat dan berkas"
    assert table.rows[1].marks[0].column == 1
    assert table.doubts == ()


def test_a_table_goes_on_after_a_page_break_with_a_repeated_header(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |
        | 2 | B | T | | | x | 1 jam | y | |

        Halaman 2 dari 3

        | No | Kegiatan | Pelaksana | | | Mutu Baku   | |     | Keterangan |
        |    |          | Kabag | Kasubbag | Staf | Kelengkapan | Waktu | Output | |
        | 3 | C | T | | | x | 1 jam | y | |
    """)
    assert [row.number for row in table.rows] == ["1", "2", "3"]
    assert codes(table) == [("page-split", "3")]


def test_a_table_goes_on_after_a_page_break_without_a_header(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |
        | 2 | B | T | | | x | 1 jam | y | |

        Catatan kaki halaman

        | 3 | C | T | | | x | 1 jam | y | |
    """)
    assert [row.number for row in table.rows] == ["1", "2", "3"]
    assert codes(table) == [("text-ignored", None), ("page-split", "3")]


def test_blank_lines_between_all_rows_are_no_page_breaks(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |

        | 2 | B | T | | | x | 1 jam | y | |

        | 3 | C | T | | | x | 1 jam | y | |
    """)
    assert table.doubts == ()


def test_data_that_stands_a_cell_to_the_right_of_its_header_is_read(read_table):
    table = read_table("|  | 1 | A | | T | | x | 1 jam | y | n |")
    row = table.rows[0]
    assert (row.number, row.activity, row.marks[0].column) == ("1", "A", 1)
    assert (row.inputs, row.time, row.outputs, row.note) == (("x",), "1 jam", ("y",), "n")


def test_an_empty_activity_is_told(read_table):
    table = read_table("| 1 |  | T | | | x | 1 jam | y | |")
    assert table.rows[0].activity == "(baris 1 tanpa uraian)"
    assert codes(table) == [("activity-missing", "1")]


def test_every_row_tells_its_line_in_the_file(read_table):
    table = read_table("""
        | 1 | A | T | | | x | 1 jam | y | |
        | 2 | B | T | | | x | 1 jam | y | |
    """)
    assert [row.line for row in table.rows] == [14, 15]
