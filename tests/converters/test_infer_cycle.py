"""Rows that are done every so often and hold no case up."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("memonitor dan mengevaluasi jalannya layanan setiap bulannya", "P1M"),
        ("melakukan evaluasi setiap triwulan", "P3M"),
        ("merekap permohonan tiap minggu", "P1W"),
        ("menyusun laporan secara tahunan", "P1Y"),
    ],
)
def test_an_evaluation_every_so_often_stands_outside_the_main_line(sop, words, period):
    found = sop(f"""
        | no | kegiatan | Pemohon | Petugas |
        | 1 | Pemohon datang | | |
        | 7 | Petugas {words} | | |
    """)
    assert found.steps[1].cycle == period
    (doubt,) = [d for d in found.doubts if d.code == "outside-main-line"]
    assert doubt.row == "7"


@pytest.mark.parametrize(
    "words",
    [
        "menghimpun data dari setiap divisi",
        "mencatat tamu yang datang setiap hari",
        "melaporkan capaian selama tahun berjalan",
    ],
)
def test_other_rows_stay_in_the_main_line(sop, words):
    found = sop(f"""
        | no | kegiatan | Pemohon | Petugas |
        | 1 | Pemohon datang | | |
        | 2 | Petugas {words} | | |
    """)
    assert found.steps[1].cycle is None


def test_the_first_row_begins_the_main_line_whatever_it_says(sop):
    found = sop("""
        | no | kegiatan | Petugas | Kasubbag |
        | 1 | Petugas menyusun laporan setiap bulan | | |
        | 2 | Kasubbag menyetujui laporan | | |
    """)
    assert [step.cycle for step in found.steps] == [None, None]
