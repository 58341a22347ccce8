"""Who performs a row: from its wording, the rows around it, and marks that may be off."""

from __future__ import annotations

import msgspec
import pytest

OFFICE = "Kakanwil | Kadivmin | Kabag Program dan Humas | Kasubbag Program | JFU/JFT"


def lanes(sop):
    return [step.role for step in sop.steps]


def doubts(sop, code, row=None):
    return [d for d in sop.doubts if d.code == code and row in (None, d.row)]


def test_an_order_goes_down_the_chain_of_command_and_the_work_comes_up_again(sop):
    found = sop(f"""
        | no | kegiatan | {OFFICE} |
        | 1 | Memerintahkan Kadivmin untuk menyusun laporan | | | | | |
        | 2 | Memberikan disposisi kepada Kabag Program dan Humas | | | | | |
        | 3 | Menugaskan Kasubbag Program untuk menyusun konsep | | | | | |
        | 4 | Memberikan arahan kepada pelaksana | | | | | |
        | 5 | Menghimpun data dan menyerahkannya kepada Kasubbag | | | | | |
        | 6 | Mengoreksi konsep dan menyampaikan kepada Kabag Program dan Humas | | | | | |
        | 7 | Mengoreksi konsep dan mengirimkannya kepada Kadivmin | | | | | |
        | 8 | Meneliti konsep dan disampaikan kepada Kakanwil | | | | | |
        | 9 | Menyetujui dan menandatangani laporan | | | | | |
    """)
    down = ["Kakanwil", "Kadivmin", "Kabag Program dan Humas", "Kasubbag Program", "JFU/JFT"]
    assert lanes(found) == [*down, *down[-2::-1]]


@pytest.mark.parametrize(
    ("activity", "role"),
    [
        ("Kepala Divisi Administrasi memeriksa surat", "Kadiv Administrasi"),
        ("Ka. Sub Bagian Umum memeriksa surat", "Kasubag/ Kasubid Umum"),
        ("Kepala Bidang AHU memeriksa surat", "Kabid Administrasi Hukum Umum"),
        ("Pertugas keamanan menjaga pintu", "Petugas Pengamanan"),
        ("Duta pelayanan menyambut tamu", "Duta Layanan"),
        ("Manajer On Duty menerima laporan", "Manjer On Duty"),
    ],
)
def test_a_performer_is_known_by_abbreviation_affix_and_typo(sop, activity, role):
    found = sop(f"""
        | no | kegiatan | Kadiv Administrasi | Kabid Administrasi Hukum Umum \
        | Kasubag/ Kasubid Umum | Petugas Pengamanan | Duta Layanan | Manjer On Duty |
        | 1 | Selesai | | | | | | |
        | 2 | {activity} | | | | | | |
    """)
    assert lanes(found)[1] == role
    assert doubts(found, "lane-inferred", "2")[0].confidence >= 0.9


def test_pelaksanaan_and_permohonan_name_nobody(sop):
    found = sop("""
        | no | kegiatan | Pemohon | Pelaksana | Kasubbag Umum |
        | 1 | Pemohon mengajukan permohonan | | | |
        | 2 | Kasubbag Umum memeriksa permohonan dan laporan pelaksanaan | | | |
        | 3 | Kasubbag Umum melaporkan pelaksanaan | | | |
    """)
    assert lanes(found) == ["Pemohon", "Kasubbag Umum", "Kasubbag Umum"]


def test_the_head_of_another_field_is_not_the_column_of_that_title(sop):
    found = sop("""
        | no | kegiatan | Kepala Divisi Administrasi | Kabag Umum | Pelaksana |
        | 1 | Kabag Umum menyampaikan surat kepada Kepala Divisi Pemasyarakatan | | | |
        | 2 | Mengumpulkan bahan | | | |
    """)
    assert lanes(found) == ["Kabag Umum", "Pelaksana"]


def test_initials_of_a_field_stand_for_it(sop):
    found = sop("""
        | no | kegiatan | Kadivmin | Kabag Program dan Humas | Kabag Umum | output |
        | 1 | Melakukan koordinasi | | | | Surat didisposisi oleh Kabag PH |
        | 2 | Kadivmin menyetujui | | | | |
    """)
    assert lanes(found) == ["Kabag Program dan Humas", "Kadivmin"]


def test_a_letter_addressed_to_somebody_is_not_yet_their_work(sop):
    found = sop("""
        | no | kegiatan | Petugas | Kepala Divisi Keimigrasian |
        | 1 | Petugas membuat surat permohonan kepada Kepala Divisi Keimigrasian | | |
        | 2 | Surat dikirimkan ke kantor wilayah | | |
        | 3 | Kepala Divisi Keimigrasian memberikan keputusan | | |
    """)
    assert lanes(found) == ["Petugas", "Petugas", "Kepala Divisi Keimigrasian"]


def test_what_comes_from_somebody_was_done_by_them_in_the_row_before(sop):
    found = sop(f"""
        | no | kegiatan | {OFFICE} |
        | 1 | Menyiapkan arahan | | | | | |
        | 2 | Menerima dan mendisposisi laporan dari Kepala Kantor Wilayah | | | | | |
        | 3 | Menerima dan mendisposisi laporan dari Kepala Divisi Administrasi | | | | | |
    """)
    assert lanes(found) == ["Kakanwil", "Kadivmin", "Kabag Program dan Humas"]


def test_wording_beats_a_mark_that_stands_one_column_off(sop):
    found = sop("""
        | no | kegiatan | Kabag | Kasubbag | Pelaksana |
        | 1 | Memberikan arahan kepada pelaksana untuk menyiapkan bahan | | [] | |
        | 2 | Menyiapkan bahan dan menyampaikan kepada Kasubbag | | [] | |
        | 3 | Mengoreksi bahan dan menyampaikan kepada Kabag | [] | | |
    """)
    assert lanes(found) == ["Kasubbag", "Pelaksana", "Kasubbag"]


def test_a_mark_decides_where_the_wording_names_nobody(sop):
    found = sop("""
        | no | kegiatan | Kabag | Kasubbag | Pelaksana |
        | 1 | Menyusun konsep | | | MULAI |
        | 2 | Menerima konsep | | [] | |
        | 3 | Menerima konsep | [] | | |
    """)
    assert lanes(found) == ["Pelaksana", "Kasubbag", "Kabag"]


def test_a_mark_and_wording_that_agree_need_no_doubt(sop):
    found = sop("""
        | no | kegiatan | Kabag | Kasubbag |
        | 1 | Kabag menugaskan Kasubbag | [] | |
        | 2 | Menyusun rencana | | |
    """)
    assert [d.row for d in doubts(found, "lane-inferred")] == ["2"]


def test_a_doubt_about_a_lane_tells_its_evidence(sop):
    found = sop("""
        | no | kegiatan | Kabag | Kasubbag | Pelaksana |
        | 1 | Memerintahkan Kasubbag untuk menyusun laporan | | | |
        | 2 | Menyusun rencana | | | |
    """)
    message = doubts(found, "lane-inferred", "2")[0].message
    assert message.startswith('Baris 2: pelaksana "Kasubbag", karena')
    assert 'baris 1 memerintahkan "Kasubbag"' in message


def test_no_lane_is_ever_called_certain(sop):
    found = sop("""
        | no | kegiatan | Kabag | Kasubbag |
        | 1 | Kabag menugaskan Kasubbag | | |
        | 2 | Kasubbag menyusun laporan | | |
    """)
    assert all(d.confidence < 1 for d in found.doubts)


def test_an_unclear_lane_is_doubted_more_than_a_clear_one(sop):
    found = sop("""
        | no | kegiatan | Petugas Loket | Petugas Arsip | Kasubbag |
        | 1 | Petugas Loket menerima berkas | | | |
        | 2 | Petugas mencatat berkas | | | |
    """)
    clear, unclear = (doubts(found, "lane-inferred", row)[0].confidence for row in "12")
    assert unclear < 0.9 < clear


def test_a_desk_is_found_by_the_work_it_is_named_after(sop):
    found = sop("""
        | no | kegiatan | Petugas Entry dan Scan | Petugas Biometric | Kasi |
        | 1 | Petugas melakukan pemindaian berkas | | | |
        | 2 | Melakukan pengambilan foto biometrik | | | |
        | 3 | Kasi membubuhkan tanda tangan | | | |
        | 4 | Pindai akhir | | | |
    """)
    scan = "Petugas Entry dan Scan"
    assert lanes(found) == [scan, "Petugas Biometric", "Kasi", scan]


def test_a_confirmation_that_the_applicant_gets_is_sent_by_the_service(sop):
    found = sop("""
        | no | kegiatan | Pemohon | Layanan Magang | Petugas Layanan Magang |
        | 1 | Pemohon mengajukan surat secara online | | | |
        | 2 | Pemohon akan mendapatkan konfirmasi melalui email | | | |
        | 3 | Petugas layanan magang memeriksa surat | | | |
    """)
    assert lanes(found) == ["Pemohon", "Layanan Magang", "Petugas Layanan Magang"]


def test_two_offices_in_one_table_have_each_their_own_chain(sop):
    found = sop(
        """
        | no | kegiatan | Petugas Kanim | Kasi Izin Tinggal | Petugas Kanwil | Kadiv Keimigrasian |
        | 1 | Petugas Kanim menerima berkas | | | | |
        | 2 | Petugas Kanwil memeriksa berkas | | | | |
        | 3 | Kepala Divisi Keimigrasian memberikan keputusan | | | | |
        | 4 | Melakukan pemberitahuan melalui pesan elektronik kepada pemohon | | | | |
        | 5 | Kasi membubuhkan tanda tangan | | | | |
    """,
        approver="KEPALA DIVISI KEIMIGRASIAN",
    )
    assert lanes(found)[3] == "Petugas Kanwil"


def test_those_named_together_do_the_row_together(sop):
    found = sop("""
        | no | kegiatan | Kepala Divisi | Pejabat Eselon III | Pejabat Eselon IV | JFU | JFT |
        | 1 | Pejabat struktural eselon III dan JFT Ahli Madya menentukan target | | | | | |
        | 2 | Setelah masing-masing Pejabat Eselon III dapat menentukan target, membagi rencana \
melalui dialog kinerja dengan Pejabat Eselon IV dan JFT Ahli Muda | | | | | |
        | 3 | JFT Ahli Pertama, Terampil, dan JFU menentukan target | | | | | |
        | 4 | Hasil pembagian dimasukkan dalam form | | | | | |
        | 5 | Atasan langsung melakukan reviu | | | | | |
    """)
    assert [(step.role, step.with_roles) for step in found.steps] == [
        ("Pejabat Eselon III", ("JFT",)),
        ("Pejabat Eselon III", ("Pejabat Eselon IV", "JFT")),
        ("JFT", ("JFU",)),
        ("JFT", ("JFU",)),
        ("Pejabat Eselon IV", ("Kepala Divisi", "Pejabat Eselon III")),
    ]
    assert len(doubts(found, "joint-performers")) == 5


def test_whoever_finishes_handed_work_within_the_row_takes_part_in_it(sop):
    found = sop("""
        | no | kegiatan | Pemohon | Petugas Layanan | Sub Bagian Umum |
        | 1 | Petugas layanan mengirimkan berkas kepada Sub Bagian Umum untuk diproses | | | |
        | 2 | Surat dikirimkan kepada pemohon | | | |
    """)
    assert (found.steps[0].role, found.steps[0].with_roles) == (
        "Petugas Layanan",
        ("Sub Bagian Umum",),
    )


def test_the_same_table_gives_the_same_model(sop):
    table = """
        | no | kegiatan | Kabag | Kasubbag | Pelaksana |
        | 1 | Memerintahkan Kasubbag untuk menyusun laporan | | | |
        | 2 | Menyusun laporan | | | |
    """
    assert msgspec.json.encode(sop(table)) == msgspec.json.encode(sop(table))
