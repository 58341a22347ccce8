"""document-scan: what is taken in from the inbox, and what is refused with which words."""

from __future__ import annotations

import io
import os
import zipfile

import pytest
from docx import Document
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select

from tests.workers.clamd_server import EICAR, SIGNATURE, Clamd
from workers import scans
from workers.errors import IncidentError, RetryableError
from workers.handler import BpmnError
from workers.jobs.document_scan import SCANS
from workers.testing import NOW, make_job, run_handler, stored_document


def paper(*, ink=True, shade="white", mode="L"):
    """A5 at 60 dots per inch, with a line of writing on it or without."""
    page = Image.new("L", (350, 500), shade)
    if ink:
        ImageDraw.Draw(page).text((60, 80), "Surat permohonan izin", fill="black")
    return page.convert(mode)


def picture(kind, page=None):
    written = io.BytesIO()
    (page or paper()).save(written, kind)
    return written.getvalue()


def pages(kind, *several):
    written = io.BytesIO()
    first, *others = several
    first.save(written, kind, save_all=True, append_images=others)
    return written.getvalue()


def pdf(*several):
    return pages("PDF", *(several or [paper()]))


def locked_pdf():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("rahasia", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def word():
    document = Document()
    document.add_paragraph("Surat permohonan izin")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def packed(*names, content=b"isi"):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name in names:
            package.writestr(name, content)
    return written.getvalue()


def word_with_macros():
    return packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


def damaged_word():
    content = bytearray(packed("[Content_Types].xml", "word/document.xml", content=b"surat" * 50))
    content[content.index(b"suratsurat") + 3] ^= 1
    return bytes(content)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def scan(state, name, job=None, **variables):
    inputs = {"scan_file": name, "row": "4", **variables}
    return run_handler("document-scan", inputs, state=state, job=job)


@pytest.mark.parametrize(
    ("content", "content_type", "suffix"),
    [
        (pdf(), "application/pdf", ".pdf"),
        (picture("JPEG"), "image/jpeg", ".jpg"),
        (picture("PNG"), "image/png", ".png"),
        (picture("TIFF"), "image/tiff", ".tif"),
        (
            word(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".docx",
        ),
    ],
    ids=["pdf", "jpeg", "png", "tiff", "docx"],
)
def test_a_file_is_stored_as_what_it_is_whatever_it_is_called(
    state, inbox, content, content_type, suffix
):
    (inbox / "berkas.dat").write_bytes(content)
    outputs = scan(state, "berkas.dat")
    assert outputs["scan_status"] == "stored"
    metadata = outputs["scanned_document"]["metadata"]
    assert (metadata["contentType"], metadata["fileName"]) == (content_type, f"pindaian-4{suffix}")
    assert stored_document(state, outputs["scanned_document"]) == content


REFUSED = {
    "empty": (b"", "SCAN_TOO_LARGE", "kosong"),
    "a program": (b"MZ\x90\x00 a program", "SCAN_TYPE_UNKNOWN", "tidak diterima"),
    "a web page called PDF": (b"<html>%PDF-1.7", "SCAN_TYPE_UNKNOWN", "tidak diterima"),
    "a spreadsheet": (
        packed("[Content_Types].xml", "xl/workbook.xml"),
        "SCAN_TYPE_UNKNOWN",
        "tidak diterima",
    ),
    "Word with macros": (word_with_macros(), "SCAN_TYPE_UNKNOWN", "makro"),
    "damaged Word": (damaged_word(), "SCAN_UNREADABLE", "rusak"),
    "cut Word": (word()[:-200], "SCAN_UNREADABLE", "rusak"),
    "PDF of a line": (b"%PDF-1.7\n", "SCAN_UNREADABLE", "rusak"),
    "cut PDF": (pdf()[:-200], "SCAN_UNREADABLE", "rusak"),
    "locked PDF": (locked_pdf(), "SCAN_UNREADABLE", "kata sandi"),
    "cut PNG": (picture("PNG")[:-100], "SCAN_UNREADABLE", "rusak"),
    "cut JPEG": (picture("JPEG")[:300], "SCAN_UNREADABLE", "rusak"),
    "cut TIFF": (pages("TIFF", paper(), paper())[:-50_000], "SCAN_UNREADABLE", "rusak"),
    "blank PDF": (pdf(paper(ink=False), paper(ink=False)), "SCAN_BLANK", "kosong"),
    "black JPEG": (picture("JPEG", paper(ink=False, shade="black")), "SCAN_BLANK", "kosong"),
}


@pytest.mark.parametrize(("content", "code", "word_for_officer"), REFUSED.values(), ids=REFUSED)
def test_a_refused_file_stays_in_the_inbox_and_the_officer_is_told_why(
    state, inbox, content, code, word_for_officer
):
    (inbox / "berkas").write_bytes(content)
    with pytest.raises(BpmnError, match=code) as caught:
        scan(state, "berkas")
    assert word_for_officer in caught.value.variables["scan_problem"]
    assert (inbox / "berkas").exists()
    assert not state.documents.objects()


def test_a_word_document_that_would_unpack_without_end_is_refused(state, inbox, monkeypatch):
    monkeypatch.setattr(scans, "_UNPACKED", 1000)
    (inbox / "bom.docx").write_bytes(word())
    with pytest.raises(BpmnError, match="SCAN_TOO_LARGE"):
        scan(state, "bom.docx")


def test_a_file_over_the_limit_is_refused_and_the_limit_is_told(state, inbox, monkeypatch):
    monkeypatch.setenv("TERTIB_DOCUMENT_SCAN_MEGABYTES", "1")
    (inbox / "besar.pdf").write_bytes(b"%PDF-" + bytes(1_000_000))
    with pytest.raises(BpmnError, match="SCAN_TOO_LARGE") as caught:
        scan(state, "besar.pdf")
    assert "1 MB" in caught.value.variables["scan_problem"]


def pen_stroke():
    page = Image.new("L", (1654, 2339), 235)  # A4 at 200 dots per inch
    ImageDraw.Draw(page).line([(400, 1200), (700, 1100), (900, 1250)], fill=60, width=4)
    return page


def noisy():
    """Paper as a scanner sees it: grains, a shade that runs over the page, dark edges."""
    page = Image.effect_noise((1654, 2339), 12)
    lightened = page.point(lambda value: min(255, value + 100))
    shade = Image.linear_gradient("L").resize(page.size).point(lambda value: value // 20)
    mixed = Image.blend(lightened, shade.point(lambda value: 240 + value), 0.5)
    ImageDraw.Draw(mixed).rectangle((0, 0, 1654, 20), fill=0)
    return mixed


def sixteen_bits(*, ink):
    return paper(ink=ink).convert("I").point(lambda value: value * 257).convert("I;16")


@pytest.mark.parametrize(
    ("page", "is_taken"),
    [
        (pen_stroke(), True),
        (noisy(), False),
        (paper(mode="1"), True),
        (paper(ink=False, mode="1"), False),
        (sixteen_bits(ink=True), True),
        (sixteen_bits(ink=False), False),
    ],
    ids=["a pen's stroke", "noise", "black and white", "white", "16 bits", "16 bits, white"],
)
def test_a_page_is_blank_when_there_is_nothing_but_paper(state, inbox, page, is_taken):
    (inbox / "halaman.png").write_bytes(picture("PNG", page))
    if is_taken:
        assert scan(state, "halaman.png")["scan_status"] == "stored"
    else:
        with pytest.raises(BpmnError, match="SCAN_BLANK"):
            scan(state, "halaman.png")


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_the_blank_back_of_a_written_page_is_taken_in_with_it(state, inbox, kind):
    content = pages(kind, paper(ink=False), paper())
    (inbox / "dua-sisi").write_bytes(content)
    assert stored_document(state, scan(state, "dua-sisi")["scanned_document"]) == content


@pytest.mark.parametrize("name", [None, "", " "])
def test_a_scan_that_nobody_names_yet_is_awaited_and_no_other_file_is_taken(state, inbox, name):
    (inbox / "paspor-orang-lain.pdf").write_bytes(pdf())
    outputs = scan(state, name)
    assert outputs == {
        "scanned_document": None,
        "scan_status": "awaited",
        "virus_check": None,
        "scan_file": None,
    }


def is_missing(state, name, **others):
    """Whether the officer is told that there is no such file."""
    with pytest.raises(BpmnError, match="SCAN_MISSING") as caught:
        scan(state, name, **others)
    return "Tidak ada berkas dengan nama itu" in caught.value.variables["scan_problem"]


@pytest.mark.parametrize("name", ["belum-ada.pdf", "paspor", "..", "x" * 5000])
def test_who_names_a_file_that_is_not_there_is_told_and_no_other_one_is_taken(state, inbox, name):
    (inbox / "paspor-orang-lain.pdf").write_bytes(pdf())
    assert is_missing(state, name)


@pytest.mark.parametrize("name", ["SCAN0001.PDF", "scan0001.pdf", "Scan0001"])
def test_a_file_is_found_as_people_write_its_name_where_one_alone_is_meant(state, inbox, name):
    (inbox / "SCAN0001.PDF").write_bytes(pdf())
    assert scan(state, name)["scan_status"] == "stored"
    (inbox / "Surat.pdf").write_bytes(pdf())
    (inbox / "surat.png").write_bytes(picture("PNG"))
    assert is_missing(state, "surat")
    found = scan(state, "surat.pdf")["scanned_document"]
    assert found["metadata"]["contentType"] == "application/pdf"


def test_a_folder_of_scans_that_is_away_is_the_administrators_to_mend(state, tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIB_DOCUMENT_SCAN_INBOX", str(tmp_path / "share"))
    with pytest.raises(IncidentError, match=r"share, is not there.*TERTIB_DOCUMENT_SCAN_INBOX"):
        scan(state, "surat.pdf")


def test_tertibs_own_folder_of_scans_is_made_for_the_officer_to_find(state, tmp_path):
    assert is_missing(state, "surat.pdf")
    assert (tmp_path / "inbox").is_dir()


def test_a_name_leads_nowhere_out_of_the_inbox(state, inbox, tmp_path):
    (tmp_path / "rahasia.pdf").write_bytes(pdf())
    (inbox / "tautan.pdf").symlink_to(tmp_path / "rahasia.pdf")
    for name in ("../rahasia.pdf", str(tmp_path / "rahasia.pdf"), "tautan.pdf"):
        assert is_missing(state, name)


def test_a_stored_scan_leaves_the_inbox_and_its_name_is_forgotten(state, inbox):
    (inbox / "satu.pdf").write_bytes(pdf())
    scan(state, "satu.pdf")
    scan(state, None)  # the next one clears up
    assert is_missing(state, "satu.pdf")
    assert list(inbox.iterdir()) == []
    with state.database.reading() as db:
        assert set(db.execute(select(SCANS.c.file_name)).scalars()) == {None}


def test_a_job_that_a_killed_engine_forgot_gives_the_scan_it_took(state, inbox):
    (inbox / "satu.pdf").write_bytes(pdf())
    job = make_job("document-scan")
    anew = make_job("document-scan", process_instance_key=job.process_instance_key)
    first = scan(state, "satu.pdf", job=job)
    assert first["scan_status"] == "stored"
    assert scan(state, "satu.pdf", job=anew) == first
    later = make_job("document-scan", process_instance_key=job.process_instance_key)
    assert is_missing(state, "dua.pdf", job=later)


def test_a_new_scan_under_an_old_name_is_taken_in(state, inbox):
    (inbox / "scan.png").write_bytes(picture("PNG"))
    scan(state, "scan.png")
    (inbox / "scan.png").write_bytes(picture("JPEG"))
    assert scan(state, "scan.png")["scanned_document"]["metadata"]["contentType"] == "image/jpeg"


def test_of_two_steps_that_name_one_file_at_once_one_gets_it(state, inbox, monkeypatch):
    """The second comes and goes while the first looks at the file."""
    (inbox / "scan.pdf").write_bytes(pdf())
    inspect, second = scans.inspect, []

    def interrupted(content):
        monkeypatch.setattr(scans, "inspect", inspect)
        second.append(scan(state, "scan.pdf"))
        return inspect(content)

    monkeypatch.setattr(scans, "inspect", interrupted)
    assert is_missing(state, "scan.pdf")
    assert second[0]["scan_status"] == "stored"


@pytest.fixture
def clamd(monkeypatch):
    server = Clamd()
    monkeypatch.setenv("TERTIB_CLAMD_ADDRESS", server.address)
    yield server
    server.close()


def test_a_file_the_virus_scanner_finds_clean_is_stored(state, inbox, clamd):
    content = pdf()
    (inbox / "surat.pdf").write_bytes(content)
    assert scan(state, "surat.pdf")["virus_check"] == "clean"
    assert clamd.seen == [content]


@pytest.mark.usefixtures("clamd")
def test_an_infected_file_is_refused_by_the_name_of_its_virus(state, inbox):
    (inbox / "surat.pdf").write_bytes(pdf() + EICAR)
    with pytest.raises(BpmnError, match="SCAN_INFECTED") as caught:
        scan(state, "surat.pdf")
    assert SIGNATURE in caught.value.variables["scan_problem"]
    assert not state.documents.objects()


def test_while_the_virus_scanner_is_away_nothing_is_taken_in(state, inbox, clamd):
    (inbox / "surat.pdf").write_bytes(pdf())
    clamd.close()
    with pytest.raises(RetryableError, match="clamd"):
        scan(state, "surat.pdf")
    assert not state.documents.objects()
    assert (inbox / "surat.pdf").exists()


def test_that_no_virus_scanner_is_configured_is_said_in_the_output(state, inbox):
    (inbox / "surat.pdf").write_bytes(pdf())
    assert scan(state, "surat.pdf")["virus_check"] == "not-configured"


def test_an_office_with_a_folder_of_its_own_in_the_inbox_is_given_files_of_no_other(
    state, inbox, office
):
    for folder in ("W.6", "W.15"):
        (inbox / folder).mkdir()
    (inbox / "W.6" / "scan.pdf").write_bytes(pdf())
    (inbox / "scan.pdf").write_bytes(pdf())
    others = office | {"code": "W.15"}
    for name in ("scan.pdf", "W.6/scan.pdf", "../W.6/scan.pdf"):
        assert is_missing(state, name, office=others)
    assert scan(state, "scan.pdf", office=office)["scan_status"] == "stored"
    scan(state, None)  # the next one clears up
    assert not (inbox / "W.6" / "scan.pdf").exists()
    assert (inbox / "scan.pdf").exists()


@pytest.mark.parametrize("code", ["..", "../..", ".", "/", "W.9"])
def test_an_office_without_a_folder_uses_the_inbox_and_none_beside_it(state, inbox, office, code):
    (inbox / "scan.pdf").write_bytes(pdf())
    (inbox.parent / "rahasia.pdf").write_bytes(pdf())
    wanted = office | {"code": code}
    assert is_missing(state, "rahasia.pdf", office=wanted)
    assert scan(state, "scan.pdf", office=wanted)["scan_status"] == "stored"


@pytest.mark.parametrize(
    ("seconds", "expected"), [(1, RetryableError), (60, BpmnError), (-60, BpmnError)]
)
def test_a_file_the_scanner_may_still_be_writing_is_looked_at_again(
    state, inbox, seconds, expected
):
    """A clock that is behind the file server's must not make it wait for ever."""
    file = inbox / "scan.pdf"
    file.write_bytes(pdf()[:-200])
    written = NOW.timestamp() - seconds
    os.utime(file, (written, written))
    with pytest.raises(expected):
        scan(state, "scan.pdf")
