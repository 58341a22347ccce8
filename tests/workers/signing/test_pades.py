"""Signing: what is signed, what is refused, and what it costs."""

from __future__ import annotations

import hashlib
import re
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import msgspec
import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from tests.debian import program
from tests.workers.signing.papers import make_pdf
from workers.signing.block import BLOCK, STRIP, Signatory, draw
from workers.signing.errors import SigningError
from workers.signing.pades import PadesSigner


def test_what_was_there_stays_byte_for_byte(office):
    document = make_pdf()
    assert office.sign(document).startswith(document)


def test_a_signature_adds_less_than_forty_kilobytes(office):
    document = make_pdf()
    assert len(office.sign(document)) - len(document) < 40_000


def test_the_field_carries_the_requests_number(signed):
    field = PdfReader(BytesIO(signed)).get_fields()["Tertib-TTD-00001-2025"]
    assert field["/V"]["/Reason"] == "TTD-00001/2025"
    assert field["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"


@pytest.mark.parametrize("shape", [BLOCK, STRIP])
def test_names_that_the_font_lacks_and_long_titles_fit_in(purpose, shape):
    signatory = Signatory(
        name="Đặng Ngọc 李小龍 " * 3,
        title="Kepala Divisi Pelayanan Hukum " * 4,
        fingerprint="0" * 64,
    )
    content = draw(shape, signatory, purpose(b"x", on_behalf=True, official="Kepala " * 20))
    numbers = [float(x) for x in re.findall(rb"(-?[\d.]+) -?[\d.]+ [ml]\n", content)]
    assert max(numbers) <= shape.width
    heights = [float(y) for y in re.findall(rb" (-?[\d.]+) [ml]\n", content)]
    assert 0 <= min(heights) <= max(heights) <= shape.height


def test_a_word_document_is_told_to_be_saved_as_pdf(office):
    with BytesIO() as file:
        with ZipFile(file, "w") as archive:
            archive.writestr("word/document.xml", "<w:document/>")
        docx = file.getvalue()
    with pytest.raises(SigningError, match=r"Only PDF documents can be signed.*Word"):
        office.sign(docx)


@pytest.mark.parametrize("document", [b"", b"hello", b"%PDF-1.7\nnothing here", make_pdf()[:400]])
def test_what_is_no_whole_pdf_is_refused_in_one_message(office, document):
    with pytest.raises(SigningError):
        office.sign(document)


def test_a_locked_document_is_refused(office):
    writer = PdfWriter(clone_from=BytesIO(make_pdf()))
    writer.encrypt("buka", algorithm="AES-256")
    with BytesIO() as file:
        writer.write(file)
        locked = file.getvalue()
    with pytest.raises(SigningError, match="dikunci"):
        office.sign(locked)


@pytest.mark.parametrize(("days", "told"), [(731, "kedaluwarsa"), (-1, "baru berlaku")])
def test_a_key_signs_only_while_its_certificate_is_valid(office, days, told):
    moment = datetime.now(UTC) + timedelta(days=days)
    with pytest.raises(SigningError, match=told):
        office.sign(make_pdf(), moment=moment)


def test_an_authority_of_time_that_is_away_stops_the_signature(office, purpose):
    config = msgspec.structs.replace(office.config, tsa_url="http://127.0.0.1:9/", tsa_timeout=2.0)
    document = make_pdf()
    with pytest.raises(SigningError, match="cap waktu"):
        PadesSigner(office.key(), config).sign(document, purpose(document))


def test_popplers_pdfsig_finds_both_signatures_valid(office, signed, tmp_path):
    pdfsig = program("pdfsig", "poppler-utils", "not tested: signatures as Poppler sees them")
    second = office.key("Budi Santoso", "Kepala Bagian")
    file = tmp_path / "surat.pdf"
    file.write_bytes(office.sign(signed, second, number="TTD-00002/2025"))
    said = subprocess.run(
        [pdfsig, "-nocert", str(file)], capture_output=True, text=True, check=True
    )
    assert said.stdout.count("Signature is Valid") == 2
    assert "Siti Rahmawati" in said.stdout
    assert "Budi Santoso" in said.stdout
    file.write_bytes(file.read_bytes().replace(b"Sehubungan", b"Sehubungin", 1))
    said = subprocess.run(
        [pdfsig, "-nocert", str(file)], capture_output=True, text=True, check=True
    )
    assert "Signature is Valid" not in said.stdout


def test_the_printed_qr_code_says_which_request_document_and_certificate(office, tmp_path):
    zbarimg = program("zbarimg", "zbar-tools", "not tested: the QR code as ZBar reads it")
    document, file = make_pdf(), tmp_path / "page.png"
    pdf = pypdfium2.PdfDocument(office.sign(document))
    pdf.init_forms()
    pdf[0].render(scale=200 / 72, grayscale=True).to_pil().save(file)  # an office scanner's 200 dpi
    pdf.close()
    command = [zbarimg, "--quiet", "--raw", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    fingerprint = office.key().fingerprint[:32].upper()
    digest = hashlib.sha256(document).hexdigest().upper()
    assert said.stdout.strip() == f"TERTIB TTD-00001/2025 DOK:{digest} SERT:{fingerprint}"
