"""Task names: short enough to read in the box, by meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.diagram import fonts, sizes
from converters.diagram.names import LINES, PADDING, task_name

NAMES = {
    "Menerima disposisi": "Menerima disposisi",
    # The performer only repeats the lane.
    "Kasubsi melakukan verifikasi kelengkapan berkas": "Melakukan verifikasi kelengkapan berkas",
    "Kabid Zinfokim Memeriksa keabsahan dokumen": "Memeriksa keabsahan dokumen",
    "Petugas layanan magang akan menganalisis surat": "Menganalisis surat",
    # Not in a clause about somebody else.
    "Pemohon setelah selesai melakukan registrasi akan mendapatkan konfirmasi": (
        "Mendapatkan konfirmasi"
    ),
    # What is passive keeps what it is done to.
    "Surat yang telah ditandatangani kepala kantor dikirimkan ke kantor wilayah": (
        "Surat dikirimkan ke kantor wilayah"
    ),
    # Asides and web addresses are in the documentation.
    "Membuat surat (untuk alih status) dengan mengakses https://x.go.id/a": (
        "Membuat surat dengan mengakses"
    ),
    # Only the first sentence.
    "Admin Kanwil memeriksa surat. Apabila memenuhi syarat maka akan diteruskan": (
        "Memeriksa surat"
    ),
    "Setelah rencana ditentukan, selanjutnya membagi rencana kinerja": ("Membagi rencana kinerja"),
    "Setelah surat lengkap kemudian Kepala Bagian melakukan persetujuan": "Melakukan persetujuan",
    # A paragraph without a full stop ends, too.
    "Petugas memeriksa berkas Jika sudah lengkap, petugas membuat surat": "Memeriksa berkas",
    # The sentence about who does it.
    "Kepala memerintahkan pemeriksaan. Kasi dibantu staf memeriksa surat": "Memeriksa surat",
}

LONG = {
    "where a clause ends": (
        "Melaksanakan pelayanan Legalisasi Elektronik melalui loket layanan| kemudian menyusun "
        "laporan atas pelaksanaan pelayanan tersebut"
    ),
    "before a verb that would lose its object": (
        "Mengoreksi konsep usulan penyusunan RKA-K/L Pagu Anggaran| dan menyerahkannya kepada "
        "Kepala Kantor Wilayah Kementerian"
    ),
    "before what is to be chosen": (
        "Pengguna menentukan media layanan yang ingin digunakan|, apakah mengakses layanan secara "
        "online atau secara offline"
    ),
}


@pytest.mark.parametrize("activity", NAMES)
def test_a_name_says_what_is_done_and_not_who_does_it(step, activity):
    assert task_name(step(1, activity)) == NAMES[activity]


@pytest.mark.parametrize("where", LONG)
def test_a_long_text_is_cut(step, where):
    name, rest = LONG[where].split("|")
    assert task_name(step(1, name + rest)) == name


def test_titles_are_abbreviated_only_where_room_is_short(step):
    assert task_name(step(1, "Menghadap Kepala Divisi")) == "Menghadap Kepala Divisi"
    long = (
        "Membuat surat permohonan persetujuan izin tinggal terbatas keimigrasian bagi Kepala Divisi"
    )
    assert task_name(step(1, long)).endswith("bagi Kadiv")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=400))
def test_every_name_is_there_and_fits_its_box(text):
    from converters.model import Step

    name = task_name(Step(number="1", activity=text, role="Kasi"))
    assert name.strip()
    room = sizes.PERSON[0] - 2 * PADDING
    assert fonts.lines(name, room, fonts.TASK_SIZE) <= max(LINES, 1) or " " not in name.strip()
