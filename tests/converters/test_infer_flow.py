"""The flow as drawn: lanes of shapes, joint rows, ends, order, gaps in the drawing."""

from __future__ import annotations

from tests.converters.told import codes, ways


def test_a_drawn_shape_tells_the_lane_and_leaves_no_doubt(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kabag |
        | 1 | Menyusun laporan | (a) | |
        | 2 | Kabag memeriksa laporan | | [b] |
        | 3 | Mengirim laporan | (c) | |
        """,
        "a > b",
        "b > c",
    )
    assert [step.role for step in sop.steps] == ["Staf", "Kabag", "Staf"]
    assert not ways(sop)
    assert codes(sop) == []


def test_where_the_text_names_another_performer_the_drawing_wins_and_a_doubt_says_so(drawn):
    sop = drawn(
        """
        | no | kegiatan | Kepala Kantor | Kabag Umum |
        | 1 | Kepala Kantor membuat disposisi | | (a) |
        | 2 | Kabag Umum mengirim surat | | (b) |
        """,
        "a > b",
    )
    assert [step.role for step in sop.steps] == ["Kabag Umum", "Kabag Umum"]
    (doubt,) = sop.doubts
    assert (doubt.code, doubt.row) == ("drawing-differs", "1")
    assert "Kepala Kantor" in doubt.message
    assert doubt.source == sop.steps[0].source


def test_a_row_with_shapes_in_several_lanes_is_done_together_by_whom_the_flow_comes_to_first(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi | Kabag |
        | 1 | Memulai | | | (a) |
        | 2 | Memeriksa bersama | [b] | [c] | |
        | 3 | Selesai | (d) | | |
        """,
        "a > c",
        "c > b",
        "b > d",
    )
    assert (sop.steps[1].role, sop.steps[1].with_roles) == ("Kasi", ("Staf",))
    assert not ways(sop)


def test_where_the_text_names_two_and_one_is_drawn_the_doubt_names_both(drawn):
    sop = drawn(
        """
        | no | kegiatan | Pokja | Peserta |
        | 1 | Mengundang | (a) | |
        | 2 | Pokja dan Peserta melakukan rapat | | [b] |
        | 3 | Pokja dan Peserta melakukan negosiasi | [c] | |
        | 4 | Selesai | (d) | |
        """,
        "a > b",
        "b > c",
        "c > d",
    )
    told = [doubt.message for doubt in sop.doubts if doubt.code == "drawing-differs"]
    assert told
    assert all('menyebut "Pokja", "Peserta" sebagai pelaku bersama' in one for one in told)


def test_rows_without_arrows_go_on_in_reading_order(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | [b] |
        | 3 | Mengirim | [c] | |
        | 4 | Menyimpan | (d) | |
        """,
        "a > b",
    )
    assert not ways(sop)
    assert codes(sop) == [("next-inferred", "2"), ("next-inferred", "3")]


def test_a_row_that_no_arrow_leads_to_is_put_in_where_it_stands(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | [b] |
        | 3 | Mengirim | (c) | |
        """,
        "a > c",
        "b > c",
    )
    assert not ways(sop)
    assert codes(sop) == [("row-unreached", "2")]


def test_arrows_that_only_go_round_are_let_out(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | [b] |
        | 3 | Mengirim | [c] | |
        """,
        "a > b",
        "b > c",
        "c > b",
    )
    assert not ways(sop)
    assert codes(sop) == [("endless-loop", "3")]


def test_off_page_connectors_are_passed_through(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) {x} | |
        | 2 | Memeriksa | {y} | [b] |
        | 3 | Mengirim | (c) | |
        """,
        "a > x",
        "x > y",
        "y > b",
        "b > c",
    )
    assert not ways(sop)
    assert codes(sop) == []


def test_a_row_with_arrows_is_in_the_main_line_even_if_done_every_month(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Membuat laporan setiap bulan | | [b] |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
        "b > c",
    )
    assert [step.cycle for step in sop.steps] == [None, None, None]


def test_marks_and_arrows_are_kept_as_drawn(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | <b> |
        """,
        "a > b",
        "b > a: Belum",
    )
    assert [(m.kind, m.role) for s in sop.steps for m in s.marks] == [
        ("end", "Staf"),
        ("decision", "Kasi"),
    ]
    assert [(a.from_row, a.from_role, a.to_row, a.to_role, a.label) for a in sop.arrows] == [
        ("1", "Staf", "2", "Kasi", None),
        ("2", "Kasi", "1", "Staf", "Belum"),
    ]
