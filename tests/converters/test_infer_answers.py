"""Decisions as drawn: their questions, their answers, and where each leads."""

from __future__ import annotations

from tests.converters.told import codes, ways

# A draft that a superior checks.
CHECKED = """
    | no | kegiatan | Staf | Kasi |
    | 1 | Menyusun | (a) | |
    | 2 | Memeriksa | | <b> |
    | 3 | Mengirim | (c) | |
    """


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
    sop = drawn(CHECKED, "a > b", "b > c", "b > a")
    assert (sop.steps[1].decision.yes_to, sop.steps[1].decision.returns_to) == ("3", "1")
    assert codes(sop) == [("answer-inferred", "2")]


def test_of_two_equal_labels_the_one_that_leads_on_is_the_yes(drawn):
    sop = drawn(CHECKED, "a > b", "b > c: T", "b > a: T")
    assert (sop.steps[1].decision.yes_to, sop.steps[1].decision.returns_to) == ("3", "1")
    assert codes(sop) == [("answer-inferred", "2")]


def test_a_diamond_with_one_arrow_is_no_decision(drawn):
    sop = drawn(CHECKED, "a > b", "b > c: Ya")
    assert sop.steps[1].decision is None
    assert codes(sop) == [("diamond-one-way", "2")]


def test_a_diamond_of_which_only_the_way_back_is_drawn_goes_on_to_the_next_row(drawn):
    sop = drawn(CHECKED, "a > b", "b > a: T")
    assert (sop.steps[1].decision.yes_to, sop.steps[1].decision.returns_to) == ("3", "1")
    assert codes(sop) == [("branch-inferred", "2")]


def test_a_diamond_that_no_arrow_leaves_is_decided_as_without_a_drawing(drawn):
    sop = drawn(CHECKED, "a > b")
    assert sop.steps[1].decision.returns_to == "1"
    assert codes(sop) == [("return-inferred", "2")]


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
    sop = drawn(CHECKED, "a > b", "b > c: Ya", "b > a: Tidak Ya")
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
