"""Whole SOPs of the same family as the samples, none of them a sample."""

from __future__ import annotations


def flow(sop):
    """Performer, return and jobs of every row, compactly."""
    return [
        (s.role, s.decision.returns_to if s.decision else None, " ".join(s.jobs)) for s in sop.steps
    ]


def test_incoming_letters_go_up_to_the_head_and_down_to_the_archive(sop):
    found = sop("""
        | no | kegiatan | Petugas Persuratan | Kasubbag Umum | Kabag Umum | Kakanwil | output |
        | 1 | Menerima surat masuk dan memberikan tanda terima | | | | | |
        | 2 | Mencatat surat ke dalam buku agenda dan memindai surat | | | | | |
        | 3 | Petugas Persuratan menyampaikan surat kepada Kasubbag Umum | | | | | |
        | 4 | Memeriksa surat dan meneruskan kepada Kabag Umum | | | | | |
        | 5 | Menelaah surat dan menyampaikan kepada Kakanwil | | | | | |
        | 6 | Memberikan disposisi kepada Kabag Umum | | | | | Disposisi |
        | 7 | Memerintahkan Kasubbag Umum untuk menyusun jawaban | | | | | |
        | 8 | Menyusun konsep surat jawaban | | | | | |
        | 9 | Mengarsipkan surat | | | | | |
    """)
    assert flow(found) == [
        ("Petugas Persuratan", None, ""),
        ("Petugas Persuratan", None, "register document-scan"),
        ("Petugas Persuratan", None, ""),
        ("Kasubbag Umum", None, ""),
        ("Kabag Umum", None, ""),
        ("Kakanwil", None, "disposition"),
        ("Kabag Umum", None, "disposition"),
        ("Kasubbag Umum", None, "letter-draft"),
        ("Petugas Persuratan", None, "archive"),
    ]


def test_a_complaint_is_sent_back_until_complete_and_answered(sop):
    found = sop("""
        | no | kegiatan | Pelapor | Petugas Pengaduan | Ketua Tim Pengaduan \
        | Kepala Divisi Administrasi | Kepala Kantor Wilayah |
        | 1 | Pelapor menyampaikan pengaduan melalui email atau datang langsung | | | | | |
        | 2 | Petugas menerima dan mencatat pengaduan dalam buku register | | | | | |
        | 3 | Memeriksa pengaduan. Apabila tidak lengkap dikembalikan kepada pelapor | | | | | |
        | 4 | Ketua Tim menelaah pengaduan dan membuat telaahan | | | | | |
        | 5 | Kepala Divisi Administrasi memeriksa telaahan, jika ada perbaikan dikembalikan \
kepada Ketua Tim Pengaduan | | | | | |
        | 6 | Kepala Kantor Wilayah menyetujui dan menandatangani surat tindak lanjut | | | | | |
        | 7 | Petugas menyampaikan jawaban kepada pelapor melalui email | | | | | |
        | 8 | Pelapor mengisi survei kepuasan | | | | | |
        | 9 | Melakukan evaluasi pengaduan setiap triwulan | | | | | |
    """)
    assert flow(found) == [
        ("Pelapor", None, ""),
        ("Petugas Pengaduan", None, "register"),
        ("Petugas Pengaduan", "1", ""),
        ("Ketua Tim Pengaduan", None, ""),
        ("Kepala Divisi Administrasi", "4", ""),
        ("Kepala Kantor Wilayah", None, "signature-request"),
        ("Petugas Pengaduan", None, "notify-email"),
        ("Pelapor", None, "satisfaction-survey"),
        ("Petugas Pengaduan", None, ""),
    ]
    assert [step.cycle for step in found.steps[-2:]] == [None, "P3M"]


def test_a_salary_letter_is_initialled_upwards_signed_numbered_and_filed(sop):
    found = sop("""
        | no | kegiatan | Kepala Kantor Wilayah | Kepala Divisi Administrasi | Kepala Bagian Umum \
        | Kepala Sub Bagian Kepegawaian | Pengelola Kepegawaian |
        | 1 | Membuat konsep surat pemberitahuan | | | | | MULAI |
        | 2 | Mengoreksi konsep surat, apabila salah dikembalikan kepada Pengelola Kepegawaian, \
apabila benar diteruskan kepada Kepala Bagian Umum | | | | | |
        | 3 | Memaraf konsep dan meneruskan kepada Kepala Divisi Administrasi | | | | | |
        | 4 | Memaraf konsep dan meneruskan kepada Kepala Kantor Wilayah | | | | | |
        | 5 | Menandatangani surat | | | | | |
        | 6 | Melakukan penomoran surat | | | | | |
        | 7 | Mendistribusikan dan mengarsipkan surat | | | | | SELESAI |
    """)
    assert flow(found) == [
        ("Pengelola Kepegawaian", None, "letter-draft"),
        ("Kepala Sub Bagian Kepegawaian", "1", ""),
        ("Kepala Bagian Umum", None, ""),
        ("Kepala Divisi Administrasi", None, ""),
        ("Kepala Kantor Wilayah", None, "signature-request"),
        ("Pengelola Kepegawaian", None, "letter-number"),
        ("Pengelola Kepegawaian", None, "archive"),
    ]
