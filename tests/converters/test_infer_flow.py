"""The flow as drawn: lanes of shapes, joint rows, decisions, ends, forks, gaps in the drawing."""

from __future__ import annotations


def ways(sop):
    """Per row and part: who, and where it leads; "end" where the process ends."""
    return {
        step.number: [
            [(branch.answer, branch.to or "end", branch.part) for branch in part.branches]
            for part in step.parts
        ]
        for step in sop.steps
        if step.parts
    }


def codes(sop):
    return [(doubt.code, doubt.row) for doubt in sop.doubts]


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


def test_a_decision_is_named_by_its_arrows(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Mengisi berkas | (a) | |
        | 2 | Memeriksa berkas | | <b> |
        | 3 | Menyimpan berkas | (c) | |
        """,
        "a > b",
        "b > c: Lengkap",
        "b > a: Belum lengkap",
    )
    decision = sop.steps[1].decision
    assert (decision.question, decision.yes_to, decision.returns_to) == ("Lengkap?", "3", "1")
    assert (decision.yes, decision.no) == ("Lengkap", "Belum lengkap")
    assert codes(sop) == []


def test_letters_are_written_out_and_a_no_may_lead_forward(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Memilih layanan | <a> | |
        | 2 | Datang sendiri | [b] | |
        | 3 | Memakai aplikasi | | (c) |
        """,
        "a > c: Y",
        "a > b: t",
        "b > c",
    )
    assert ways(sop) == {"1": [[("Ya", "3", 1), ("Tidak", "2", 1)]]}


def test_a_task_and_its_decision_in_other_lanes_are_two_parts_of_one_row(drawn):
    sop = drawn(
        """
        | no | kegiatan | Kasi | Staf |
        | 1 | Menarik data | | (a) |
        | 2 | Menghitung data | <d> | [b] |
        | 3 | Melaporkan data | (c) | |
        """,
        "a > b",
        "b > d",
        "d > b: Tidak",
        "d > c: Ya",
    )
    step = sop.steps[1]
    assert [(part.role, part.question is None) for part in step.parts] == [
        ("Staf", True),
        ("Kasi", False),
    ]
    assert ways(sop) == {"2": [[(None, "2", 2)], [("Ya", "3", 1), ("Tidak", "2", 1)]]}
    assert (step.decision.yes_to, step.decision.returns_to) == ("3", "2")
    assert (step.role, step.with_roles) == ("Staf", ("Kasi",))


def test_a_task_and_its_decision_in_one_lane_are_one_step(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | [b] <d> |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
        "b > d",
        "d > c: Ya",
        "d > a: Tidak",
    )
    assert not ways(sop)
    assert sop.steps[1].decision.returns_to == "1"


def test_two_decisions_in_one_row_are_asked_one_after_the_other(drawn):
    sop = drawn(
        """
        | no | kegiatan | Pegawai | Teknisi |
        | 1 | Mengajukan | (a) | |
        | 2 | Memeriksa kerusakan | | <d> <e> |
        | 3 | Memperbaiki | | [b] |
        | 4 | Selesai | (z) | |
        | 5 | Mengirim | | (f) |
        """,
        "a > d",
        "d > f: Ada garansi",
        "d > e: Tidak Ada",
        "e > f: Rusak Berat",
        "e > b: Rusak Ringan",
        "b > z",
    )
    first, second = sop.steps[1].parts
    assert [(b.answer, b.to, b.part) for b in first.branches] == [
        ("Ada garansi", "5", 1),
        ("Tidak Ada", "2", 2),
    ]
    assert second.question == "Rusak Ringan atau Rusak Berat?"
    assert [(b.answer, b.to) for b in second.branches] == [
        ("Rusak Ringan", "3"),
        ("Rusak Berat", "5"),
    ]
    assert ways(sop)["4"] == [[(None, "end", 1)]]
    assert codes(sop) == []


def test_a_decision_may_have_three_answers(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf |
        | 1 | Memilah | <a> |
        | 2 | Satu | [b] |
        | 3 | Dua | [c] |
        | 4 | Tiga | (d) |
        """,
        "a > b: Ringan",
        "a > c: Sedang",
        "a > d: Berat",
        "b > d",
        "c > d",
    )
    assert ways(sop)["1"] == [[("Ringan", "2", 1), ("Sedang", "3", 1), ("Berat", "4", 1)]]
    assert sop.steps[0].parts[0].question == "Ringan, Sedang atau Berat?"


def test_answers_that_stay_in_their_row_are_told_with_whose_part_they_lead_to(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi | Kepala |
        | 1 | Menyusun | (a) | | |
        | 2 | Memeriksa | [b] | <c> | <d> |
        | 3 | Mengirim | (e) | | |
        """,
        "a > b",
        "b > c",
        "c > d",
        "c > b",
        "d > e",
        "d > c",
    )
    told = [doubt.message for doubt in sop.doubts if doubt.code == "answer-inferred"]
    assert '"Ya" ke baris 2 (bagian "Kepala"); "Tidak" ke baris 2 (bagian "Staf")' in told[0]
    assert '"Ya" ke baris 3; "Tidak" ke baris 2 (bagian "Kasi")' in told[1]


def test_a_decision_asks_what_its_row_asks(drawn):
    sop = drawn(
        """
        | no | kegiatan | Tamu |
        | 1 | Tamu memilih layanan, apakah layanan daring atau tidak. Jika ya, mengisi | <a> |
        | 2 | Tamu memeriksa apakah tidak ada salah | <b> |
        | 3 | Selesai | (c) |
        """,
        "a > b: Tidak",
        "a > c: Ya",
        "b > a: Tidak",
        "b > c: Ya",
    )
    assert [step.decision and step.decision.question for step in sop.steps] == [
        "Layanan daring?",
        "Sudah benar?",  # "Ya" would not say that all is well
        None,
    ]


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


def test_arrows_with_one_label_are_one_answer(drawn):
    sop = drawn(
        """
        | no | kegiatan | Ketua | Tim | Kabupaten |
        | 1 | Mendata | | [a] | |
        | 2 | Memeriksa | [e] | <b> | |
        | 3 | Menyebarkan | | [c] | (d) |
        """,
        "a > b",
        "b > a: T",
        "b > e: Y",
        "b > c: Y",
        "b > d: Y",
    )
    decision = sop.steps[1].decision
    assert (decision.yes, decision.yes_to, decision.no, decision.returns_to) == (
        "Ya",
        "3",
        "Tidak",
        "1",
    )
    assert ways(sop)["2"][0] == [("Ya", "2", 2), ("Tidak", "1", 1)]
    assert sop.steps[2].with_roles == ("Kabupaten",)
    assert ("fork-unclear", "2") in codes(sop)


def test_unlabelled_answers_are_told_by_direction_with_a_doubt(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | <b> |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
        "b > c",
        "b > a",
    )
    assert (sop.steps[1].decision.yes_to, sop.steps[1].decision.returns_to) == ("3", "1")
    assert codes(sop) == [("answer-inferred", "2")]


def test_of_two_equal_labels_the_one_that_leads_on_is_the_yes(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | <b> |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
        "b > c: T",
        "b > a: T",
    )
    assert (sop.steps[1].decision.yes_to, sop.steps[1].decision.returns_to) == ("3", "1")
    assert codes(sop) == [("answer-inferred", "2")]


def test_a_diamond_with_one_arrow_is_no_decision(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | <b> |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
        "b > c: Ya",
    )
    assert sop.steps[1].decision is None
    assert codes(sop) == [("diamond-one-way", "2")]


def test_a_diamond_of_which_only_the_way_back_is_drawn_goes_on_to_the_next_row(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | <b> |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
        "b > a: T",
    )
    assert (sop.steps[1].decision.yes_to, sop.steps[1].decision.returns_to) == ("3", "1")
    assert codes(sop) == [("branch-inferred", "2")]


def test_a_diamond_that_no_arrow_leaves_is_decided_as_without_a_drawing(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | <b> |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
    )
    assert sop.steps[1].decision.returns_to == "1"
    assert codes(sop) == [("return-inferred", "2")]


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


def test_a_fork_whose_branches_meet_is_waited_for(drawn):
    sop = drawn(
        """
        | no | kegiatan | A | B | C |
        | 1 | Mulai | (a) | | |
        | 2 | Menyusun | [b] | | |
        | 3 | Memeriksa | | [c] | |
        | 4 | Menghitung | | | [d] |
        | 5 | Menggabung | [e] | | |
        | 6 | Selesai | (f) | | |
        """,
        "a > b",
        "b > c",
        "b > d",
        "c > e",
        "d > e",
        "e > f",
    )
    assert ways(sop)["2"] == [[(None, "3", 1), (None, "4", 1)]]
    waiting = {s.number for s in sop.steps for p in s.parts for b in p.branches if b.waits}
    assert waiting == {"3", "4"}
    assert codes(sop) == []


def test_an_arrow_past_rows_that_come_to_the_same_place_is_named_in_a_doubt(drawn):
    sop = drawn(
        """
        | no | kegiatan | A | B |
        | 1 | Mulai | (a) | [b] |
        | 2 | Menyusun | [c] | |
        | 3 | Menggabung | | (d) |
        """,
        "a > b",
        "a > c",
        "b > d",
        "c > d",
    )
    assert not ways(sop)
    assert codes(sop) == [("fork-unclear", "1")]
    assert "panah ke baris 3 tidak diikuti" in sop.doubts[0].message


def test_a_fork_that_never_meets_again_is_followed_along_one_arrow(drawn):
    sop = drawn(
        """
        | no | kegiatan | A | B |
        | 1 | Mulai | (a) | |
        | 2 | Menyusun | [b] | |
        | 3 | Mengarsip | | (c) |
        | 4 | Mengirim | (d) | |
        """,
        "a > b",
        "b > c",
        "b > d",
    )
    assert ("fork-unclear", "2") in codes(sop)
    assert ("row-unreached", "4") in codes(sop)


def test_what_only_one_answer_leads_to_in_the_same_row_is_a_part_of_its_own(drawn):
    sop = drawn(
        """
        | no | kegiatan | Umum | Kurir |
        | 1 | Menyerahkan surat | (a) | |
        | 2 | Memeriksa tujuan, mengantar | <d> | [b] |
        | 3 | Mengirim lewat jasa | | [c] |
        | 4 | Melaporkan | (e) | |
        """,
        "a > d",
        "d > b: Dalam kota",
        "d > c: Luar kota",
        "b > e",
        "c > e",
    )
    assert ways(sop)["2"] == [
        [("Dalam kota", "2", 2), ("Luar kota", "3", 1)],
        [(None, "4", 1)],
    ]
    assert codes(sop) == []


def test_answers_that_lead_to_other_lanes_of_one_row_lead_to_other_parts_of_it(drawn):
    sop = drawn(
        """
        | no | kegiatan | Satker | Pengelola | Pusat |
        | 1 | Mengajukan | <d> | | |
        | 2 | Memproses | | [b] | [c] |
        | 3 | Selesai | (e) | | |
        """,
        "d > b: A",
        "d > c: B",
        "b > e",
        "c > e",
    )
    assert ways(sop)["1"] == [[("A", "2", 1), ("B", "2", 2)]]
    assert [part.role for part in sop.steps[1].parts] == ["Pengelola", "Pusat"]


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


def test_a_return_that_is_worded_but_not_drawn_is_told(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa, jika belum lengkap dikembalikan | | [b] |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
        "b > c",
    )
    assert sop.steps[1].decision is None
    assert codes(sop) == [("decision-undrawn", "2")]


def test_labels_of_two_arrows_read_as_one_tell_nothing(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Menyusun | (a) | |
        | 2 | Memeriksa | | <b> |
        | 3 | Mengirim | (c) | |
        """,
        "a > b",
        "b > c: Ya",
        "b > a: Tidak Ya",
    )
    assert (sop.steps[1].decision.yes, sop.steps[1].decision.no) == ("Ya", "Tidak")
    assert codes(sop) == [("answer-inferred", "2")]


def test_a_third_answer_that_is_not_printed_says_where_it_leads(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf |
        | 1 | Menyusun | [a] |
        | 2 | Memeriksa | <b> |
        | 3 | Mengirim | [c] |
        | 4 | Menyimpan | (d) |
        """,
        "a > b",
        "b > c: Ya",
        "b > a: Tidak",
        "b > d",
        "c > d",
    )
    assert {b.answer for b in sop.steps[1].parts[0].branches} == {"Ya", "Tidak", "Ke baris 4"}


def test_in_a_very_long_table_forks_are_followed_along_one_arrow(drawn):
    rows = "\n".join(f"| {at} | Menyusun | [a{at}] |" for at in range(1, 106))
    sop = drawn(f"| no | kegiatan | Staf |\n{rows}", "a1 > a2", "a1 > a3", "a2 > a4", "a3 > a4")
    assert ("fork-unclear", "1") in codes(sop)
    assert not any(branch.waits for s in sop.steps for part in s.parts for branch in part.branches)
