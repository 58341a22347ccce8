"""Which rows decide and where "Tidak" leads: worded, drawn, or only customary."""

from __future__ import annotations

import pytest

ROLES = "Pemohon | Petugas | Kasubbag | Kabag"


def returns(sop):
    return {s.number: s.decision.returns_to for s in sop.steps if s.decision}


@pytest.mark.parametrize(
    "clause",
    [
        "apabila tidak memenuhi persyaratan maka dikembalikan kepada Pemohon",
        "Jika berkas belum lengkap, berkas dikembalikan ke Pemohon",
        "bila terdapat kekurangan, Petugas mengembalikan kepada Pemohon",
        "Jika tidak, kembali ke Pemohon",
    ],
)
def test_a_worded_return_leads_to_the_last_row_of_whom_it_names(sop, clause):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Pemohon mengajukan surat | | | | |
        | 3 | Kasubbag menerima surat | | | | |
        | 4 | Petugas memeriksa berkas. {clause} | | | | |
        | 6 | Kabag menandatangani surat | | | | |
    """)
    assert returns(found) == {"4": "1"}
    assert found.steps[2].decision.yes_to == "6"


def test_a_return_to_whom_does_the_row_leads_back_to_the_row_itself(sop):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Kasubbag menerima surat | | | | |
        | 2 | Petugas mengonsep surat. Apabila ada koreksi dikembalikan kepada Petugas | | | | |
        | 3 | Kabag menerima surat | | | | |
    """)
    assert returns(found) == {"2": "2"}


def test_a_return_that_names_nobody_leads_one_row_back(sop):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Petugas menyusun laporan | | | | |
        | 2 | Kasubbag memeriksa laporan, jika ada koreksi dikembalikan | | | | |
        | 3 | Kabag menerima laporan | | | | |
    """)
    assert returns(found) == {"2": "1"}


def test_the_t_stands_in_the_row_returned_to_and_the_y_with_its_reviewer(sop):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Menyusun konsep | | MULAI | T | |
        | 2 | Memeriksa konsep | | | Y | |
        | 3 | Kabag menerima konsep | | | | [] |
    """)
    assert returns(found) == {"2": "1"}


def test_a_pair_belongs_to_its_row_when_the_next_reviews_nothing(sop):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Kabag menerima laporan | | | | [] |
        | 2 | Memeriksa kesesuaian laporan | | | T | Y |
        | 3 | Petugas mengunggah laporan | | SELESAI | | |
    """)
    assert returns(found) == {"2": "1"}
    assert found.steps[1].decision.question == "Sesuai?"


def test_pairs_in_a_row_of_reviews_are_one_decision_per_reviewer(sop):
    found = sop("""
        | no | kegiatan | Kakanwil | Kadiv | Kabid | Pelaksana |
        | 5 | Pelaksana menyusun laporan dan menyampaikan kepada Kabid | | | T | Y |
        | 7 | Meneruskan laporan kepada Kadiv | | | T | Y |
        | 8 | Meneruskan laporan kepada Kakanwil | T | | Y | |
        | 9 | Menyetujui laporan | SELESAI | | Y | |
    """)
    assert returns(found) == {"7": "5", "8": "7", "9": "8"}
    assert found.steps[-1].decision.yes_to is None


def test_a_sign_that_was_not_used_is_told(sop):
    found = sop("""
        | no | kegiatan | Kabid | Pelaksana |
        | 1 | Kabid menugaskan Pelaksana | | |
        | 2 | Pelaksana menyusun laporan dan menyampaikan kepada Kabid | T | Y |
        | 3 | Memeriksa laporan | Y | |
    """)
    assert returns(found) == {"3": "2"}
    assert [d.row for d in found.doubts if d.code == "mark-unused"] == ["2"]


def test_a_diamond_alone_decides(sop):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Petugas menyusun laporan | | [] | | |
        | 2 | Kasubbag menyelenggarakan pembahasan | | | <> | |
        | 3 | Kabag menerima laporan | | | | [] |
    """)
    assert returns(found) == {"2": "1"}


def test_the_first_row_has_nowhere_to_return_to(sop):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Kasubbag memeriksa laporan | | | <> Y | |
        | 2 | Kabag menerima laporan | | | | |
    """)
    assert returns(found) == {}


@pytest.mark.parametrize("verb", ["Mengoreksi", "Memeriksa", "Meneliti", "Menyetujui"])
def test_a_customary_review_is_told_but_not_drawn(sop, verb):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Petugas menyusun laporan | | | | |
        | 2 | {verb} laporan dan menyampaikan kepada Kabag | | | | |
    """)
    assert returns(found) == {}
    (doubt,) = [d for d in found.doubts if d.code == "return-by-custom"]
    assert doubt.row == "2"
    assert "ke baris 1 tidak dibuat" in doubt.message


def test_a_row_outside_the_main_line_is_neither_returned_to_nor_gone_on_to(sop):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Petugas menyusun laporan | | T | | |
        | 2 | Petugas mengevaluasi laporan setiap bulan | | | | |
        | 3 | Kasubbag memeriksa laporan. Jika tidak sesuai dikembalikan kepada Petugas | | | | |
        | 4 | Kasubbag mengevaluasi laporan setiap tahun | | | | |
    """)
    assert returns(found) == {"3": "1"}
    assert found.steps[2].decision.yes_to is None


def test_a_return_is_a_doubt_with_its_evidence(sop):
    found = sop(f"""
        | no | kegiatan | {ROLES} |
        | 1 | Pemohon mengajukan surat | | | | |
        | 2 | Petugas memeriksa. Apabila tidak lengkap dikembalikan kepada Pemohon | | | | |
    """)
    (doubt,) = [d for d in found.doubts if d.code == "return-inferred"]
    assert "apabila tidak lengkap dikembalikan kepada pemohon" in doubt.message
    assert doubt.confidence == 0.95
