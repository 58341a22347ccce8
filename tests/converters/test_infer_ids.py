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
        ("PELAKSANAAN MONEV (SMART DJA, E-MONEV)", "pelaksanaan-monev"),
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


def test_a_long_title_loses_its_means_before_its_matter():
    title = "Layanan Keimigrasian Warga Negara Asing melalui Pesan Elektronik"
    assert process_id(title) == "layanan-keimigrasian-warga-negara-asing"


def test_a_long_title_is_cut_between_words():
    title = "Permohonan Surat Keterangan Selesai Penelitian dan Sertifikat Magang Mahasiswa"
    assert process_id(title) == "permohonan-surat-keterangan-selesai-penelitian"


@given(st.text(max_size=200))
def test_whatever_the_title_the_id_is_a_short_ncname(title):
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,53}", process_id(title))
