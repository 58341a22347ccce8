"""Process ids from titles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.infer.ids import process_id


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Pelayanan Legalisasi Elektronik", "legalisasi-elektronik"),
        ("Pelayanan Kepada Kelompok Rentan", "kelompok-rentan"),
        ("SOP LAYANAN PUBLIK SATUAN KERJA", "layanan-publik-satuan-kerja"),
        ("SOPAP Percepatan Layanan", "percepatan-layanan"),
        ("PELAKSANAAN MONEV (SMART DJA, E-MONEV)", "pelaksanaan-monev-smart-dja-e-monev"),
        ("Standar Operasional Prosedur (SOP) Cuti", "cuti"),
        ("Survei, Tahap\nPersiapan", "survei-tahap-persiapan"),
        (
            "SOP PERMOHONAN IZIN MAGANG DI LINGKUNGAN KANTOR WILAYAH KEMENTERIAN HUKUM",
            "permohonan-izin-magang",
        ),
        ("SOP 5 Langkah", "sop-5-langkah"),
        ("Pelayanan", "pelayanan"),
        ("???", "sop"),
    ],
)
def test_a_title_loses_what_every_sop_is_called(title, expected):
    assert process_id(title) == expected


LONG = "Permohonan Rekomendasi Penelitian Terapan Mahasiswa Perguruan Tinggi"
CUT = "permohonan-rekomendasi-penelitian-terapan-mahasiswa"


@pytest.mark.parametrize(
    ("title", "beginning"),
    [
        (LONG, CUT),
        (f"{LONG} (Luar Negeri)", CUT),
        (f"{LONG} melalui Aplikasi", CUT),
        ("研究 Izin", "izin"),
        ("研究", "sop"),
    ],
)
def test_a_title_that_loses_words_keeps_its_beginning_and_gets_a_code(title, beginning):
    assert re.fullmatch(beginning + "-[0-9a-f]{6}", process_id(title))


def test_a_long_title_loses_small_words_before_any_other():
    title = "Penyusunan Standar Pelayanan dan Maklumat Pelayanan"
    assert process_id(title) == "penyusunan-standar-pelayanan-maklumat-pelayanan"


@pytest.mark.parametrize(
    "titles",
    [
        (LONG, f"{LONG} (Dalam Negeri)", f"{LONG} (Luar Negeri)"),
        ("Cuti", "Cuti (Besar)", "Cuti (Sakit)"),
        ("Rapat di Lingkungan Bagian Umum", "Rapat di Lingkungan Bagian Keuangan"),
        ("Layanan di Kantor Wilayah melalui Loket", "Layanan di Kantor Wilayah melalui Surat"),
        ("Penyusunan Sasaran Kinerja Pegawai", "Penyusunan Sasaran Kinerja Pegawai (SKP)"),
        (f"{LONG} dan Dosen", f"{LONG} atau Dosen"),
        ("研究", "教育"),
    ],
)
def test_titles_that_differ_in_a_word_anywhere_are_different_processes(titles):
    assert len({process_id(title) for title in titles}) == len(titles)


@given(st.text("abcde ()", max_size=90), st.text("abcde ()", max_size=90))
def test_only_titles_of_the_same_words_are_one_process(one, other):
    words, others = (re.findall("[a-e]+", title) for title in (one, other))
    assert (process_id(f"Izin {one}") == process_id(f"Izin {other}")) == (words == others)


def test_case_punctuation_and_what_every_sop_is_called_make_no_other_process():
    titles = (
        "SOP Pelayanan Izin Magang",
        "izin  MAGANG.",
        "Standar Operasional Prosedur: Izin Magang",
        "Izin Magang di Lingkungan Kantor Wilayah Kementerian Hukum Sumatera Selatan",
    )
    assert {process_id(title) for title in titles} == {"izin-magang"}


@given(st.text(max_size=200))
def test_whatever_the_title_the_id_is_a_short_ncname(title):
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,67}", process_id(title))
