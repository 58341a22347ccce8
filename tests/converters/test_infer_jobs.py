"""What a program does of a row."""

from __future__ import annotations

import pytest


def jobs(sop, activity, *, output="", kelengkapan="", keterangan="", who="Petugas"):
    """The last row's jobs; the row before gives it something to follow."""
    found = sop(f"""
        | no | kegiatan | Pemohon | Petugas | Kasubbag | output | kelengkapan | keterangan |
        | 1 | Pemohon datang | | | | | | |
        | 2 | {who} {activity} | | | | {output} | {kelengkapan} | {keterangan} |
    """)
    return found.steps[1].jobs


@pytest.mark.parametrize(
    ("activity", "expected"),
    [
        ("mendisposisi surat", ("disposition",)),
        ("menyusun konsep Nota Dinas", ("letter-draft",)),
        ("mengonsep surat balasan", ("letter-draft",)),
        ("memberi nomor surat", ("letter-number",)),
        ("menandatangani laporan", ("signature-request",)),
        ("menyampaikan konsep untuk mohon paraf", ("signature-request",)),
        ("menyampaikan laporan melalui WhatsApp Gateway System", ("notify-whatsapp",)),
        ("mengirim jawaban melalui email", ("notify-email",)),
        ("mengirim jawaban melalui email atau pesan whatsapp", ("notify-email", "notify-whatsapp")),
        ("mengarsipkan dokumen", ("archive",)),
        ("meregistrasi permohonan", ("register",)),
        ("memberikan nomor antrian", ("queue-number",)),
        ("meminta pemohon mengisi Survey Kepuasan", ("satisfaction-survey",)),
        ("Melaksanakan pengumpulan data survei konstruksi", ()),
        ("melakukan pemindaian berkas", ("document-scan",)),
        ("meneruskan surat ke Aplikasi Sisumaker", ("sisumaker-forward",)),
        ("mengunggah surat ke dalam SIGAP-SUMSEL", ("sigap-publish",)),
        ("memindah berkas; surat diteruskan pada Aplikasi e Office", ("eoffice-forward",)),
        ("mengupload capaian ke dalam aplikasi SMART DJA", ("monev-upload",)),
        ("melakukan biometric matching system dan cekal", ("biometric-check", "watchlist-check")),
    ],
)
def test_the_wording_names_the_job(sop, activity, expected):
    assert jobs(sop, activity) == expected


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ({"output": "Disposisi"}, ("disposition",)),
        ({"output": "Buku Tamu"}, ("guest-book",)),
        ({"output": "Indeks Kepuasan Masyarakat"}, ("satisfaction-survey",)),
        ({"output": "Nomor antrian"}, ("queue-number",)),
        ({"kelengkapan": "Perangkat SIMKIM V2"}, ("simkim-record",)),
        ({"keterangan": "diinput dalam aplikasi SIMPEG"}, ("simpeg-entry",)),
        ({"keterangan": "akses melalui website ahu.go.id"}, ("ahu-legalisation",)),
    ],
)
def test_papers_and_remarks_name_jobs_too(sop, papers, expected):
    assert jobs(sop, "melayani pemohon", **papers) == expected


@pytest.mark.parametrize(
    "activity",
    [
        "menerima surat yang telah ditandatangani secara elektronik",
        "memanggil pemohon yang sudah mendapatkan nomor antrian",
        "memeriksa surat permohonan",
        "meneruskan surat kepada Kasubbag untuk diunggah ke dalam SIGAP",
        "mengisi nomor whatsapp pada formulir dan aplikasi e office",
        "mengambil foto biometrik",
        "memerintahkan untuk dikirim ke Sekretariat Jenderal",
    ],
)
def test_what_lies_before_or_after_the_row_is_no_job_of_it(sop, activity):
    assert jobs(sop, activity) == ()


def test_what_a_row_orders_is_the_next_rows_work(sop):
    assert jobs(sop, "memerintahkan Petugas untuk membuat surat", who="Kasubbag") == (
        "disposition",
    )


def test_the_applicants_own_message_is_no_notification(sop):
    assert jobs(sop, "mengirim berkas melalui whatsapp", who="Pemohon") == ()


def test_a_message_is_sent_the_way_the_sop_names_elsewhere(sop):
    found = sop("""
        | no | kegiatan | Pemohon | Petugas |
        | 1 | Pemohon mengisi nomor WhatsApp | | |
        | 2 | Petugas melakukan pemberitahuan melalui pesan elektronik kepada pemohon | | |
    """)
    assert found.steps[1].jobs == ("notify-whatsapp",)


def test_jobs_come_in_the_order_of_doing(sop):
    activity = "meregistrasi permohonan lalu mengirim jawaban melalui email"
    expected = ("ahu-legalisation", "register", "notify-email", "disposition")
    assert jobs(sop, activity, output="disposisi", keterangan="ahu.go.id") == expected


@pytest.mark.parametrize(
    ("activity", "manual"),
    [
        ("Pemohon akan mendapatkan konfirmasi melalui email", False),
        ("Surat izin dikirimkan kepada pemohon melalui pesan whatsapp", False),
        ("Petugas mengunggah surat ke dalam SIGAP", True),
        ("Petugas mengarsipkan dokumen", False),
        ("Petugas mengarsipkan dokumen dan menyerahkan salinan", True),
        ("Petugas menganalisis surat dan mengirim jawaban melalui email", True),
        ("Petugas menerima surat", True),
    ],
)
def test_only_a_row_that_is_nothing_but_its_job_needs_no_person(sop, activity, manual):
    found = sop(f"""
        | no | kegiatan | Pemohon | Layanan Surat | Petugas |
        | 1 | Pemohon datang | | | |
        | 2 | {activity} | | | |
    """)
    assert found.steps[1].manual is manual
    told = [d.row for d in found.doubts if d.code == "no-person"]
    assert told == ([] if manual else ["2"])


def test_a_row_that_decides_keeps_its_person(sop):
    found = sop("""
        | no | kegiatan | Pemohon | Petugas |
        | 1 | Pemohon datang | | T |
        | 2 | Petugas mengarsipkan dokumen | | <> |
    """)
    assert found.steps[1].decision
    assert found.steps[1].manual


def test_every_job_is_a_doubt_with_the_words_that_name_it(sop):
    found = sop("""
        | no | kegiatan | Pemohon | Petugas |
        | 1 | Pemohon datang | | |
        | 2 | Petugas mengarsipkan dokumen | | |
    """)
    (doubt,) = [d for d in found.doubts if d.code == "job-inferred"]
    assert doubt.row == "2"
    assert '"mengarsipkan"' in doubt.message
