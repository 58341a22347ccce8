"""Verifying: who signed, what was changed since, and documents that mean harm."""

from __future__ import annotations

import random
import re
import zlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.workers.signing.authorities import public_authority
from tests.workers.signing.papers import make_pdf
from workers.signing import verification
from workers.signing.inspection import Task, inspect
from workers.signing.key import open_key
from workers.signing.pades import PadesSigner
from workers.signing.trust import read_roots
from workers.signing.verification import Report, verify

if TYPE_CHECKING:
    from collections.abc import Callable

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">TITLE</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def look(content: bytes, roots=(), now: datetime | None = None) -> Report:
    """In this process: what the child does."""
    now = now or datetime.now(UTC)
    return inspect(Task(content=content, roots=[root.dump() for root in roots], now=now))


def extended(document: bytes, operators: bytes) -> bytes:
    """The document with something drawn over its page, as an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    RawContent(operators).add_to_page(writer, 0)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_signed_document_is_good_and_says_who_and_when(office, signed):
    report = verify(signed, office.roots, datetime.now(UTC))
    assert report.good
    (signature,) = report.signatures
    assert (signature.name, signature.title) == ("Siti Rahmawati, S.H.", "Kepala Kantor")
    assert signature.reason == "TTD-00001/2025"
    assert signature.level == "PAdES-B-B"
    assert signature.issuer == "Otoritas Sertifikat Lokal Tertib"
    assert signature.certificate == office.key().fingerprint
    assert (signature.covers_document, signature.changed, signature.trusted) == (True, False, True)
    assert timedelta() <= datetime.now(UTC) - signature.moment < timedelta(minutes=15)
    assert not signature.moment_proven


def test_the_second_signature_leaves_the_first_one_good(office, signed):
    second = office.key("Budi Santoso", "Kepala Bagian")
    report = look(office.sign(signed, second, number="TTD-00002/2025"), office.roots)
    assert [each.name for each in report.signatures] == ["Siti Rahmawati, S.H.", "Budi Santoso"]
    assert [each.changed for each in report.signatures] == [False, False]
    assert report.good


def test_a_signature_of_a_longer_page_is_good(office):
    packed = make_pdf(140, top=838, step=6, left=0, words="Penuh sesak " * 12)
    assert look(office.sign(packed), office.roots).good


def test_one_changed_byte_is_noticed(office, signed):
    report = look(signed.replace(b"Sehubungan", b"Sehubungin", 1), office.roots)
    assert [each.problem for each in report.signatures] == ["altered"]
    assert not report.good


def test_every_byte_that_is_signed_counts(office, signed):
    generator = random.Random(5)
    first, second = map(int, re.search(rb"/ByteRange\s*\[\s*0 (\d+) (\d+)", signed).groups())
    for _ in range(25):
        place = generator.randrange(len(signed))
        if first <= place < second:
            continue  # the signature's own digits and the room left beside them
        broken = bytearray(signed)
        broken[place] ^= 1 << generator.randrange(8)
        assert not look(bytes(broken), office.roots).good


@pytest.mark.parametrize(
    "operators", [b"q 1 1 1 rg 0 0 595 842 re f Q", b"BT /F1 10 Tf 60 300 Td (juga) Tj ET"]
)
def test_what_is_drawn_over_a_signed_page_is_noticed(office, signed, operators):
    report = look(extended(signed, operators), office.roots)
    assert [each.problem for each in report.signatures] == ["extended"]
    assert report.signatures[0].changed
    assert report.signatures[0].trusted


def test_a_new_signature_does_not_hide_what_was_changed_before_it(office, signed):
    changed = extended(signed, b"q 0 0 200 200 re f Q")
    report = look(office.sign(changed, number="TTD-00002/2025"), office.roots)
    assert [each.problem for each in report.signatures] == ["extended", None]
    assert not report.good


def test_bytes_after_the_end_are_noticed(office, signed):
    report = look(signed + b"\n%% more\n", office.roots)
    assert report.signatures[0].changed
    assert not report.good


def saved(document: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """The document changed by another program, which appends what it changes."""
    writer = PdfWriter(BytesIO(document), incremental=True)
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _retitled(document: bytes) -> bytes:
    return saved(document, lambda writer: writer.add_metadata({"/Title": "Surat lain"}))


def _noted(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="juga", rect=(50, 50, 200, 100)))


def _with_field(writer: PdfWriter) -> None:
    entries = {"/FT": NameObject("/Tx"), "/T": TextStringObject("isian")}
    field = DictionaryObject({NameObject(name): value for name, value in entries.items()})
    form = writer.root_object["/AcroForm"]
    form["/Fields"].append(writer._add_object(field))  # noqa: SLF001 -- there is no public way


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda writer: writer.add_metadata({"/Title": "Surat lain"}), "metadata"),
        (lambda writer: writer.add_blank_page(100, 100), "pages"),
        (lambda writer: writer.pages[0].rotate(90), "content"),
        (_noted, "annotations"),
        (_with_field, "form"),
        (lambda writer: writer.add_attachment("lain.txt", b"lain"), "other"),
    ],
)
def test_what_another_program_changes_is_noticed_and_told_by_its_kind(office, signed, change, told):
    report = look(saved(signed, change), office.roots)
    assert [(each.problem, each.changes) for each in report.signatures] == [("extended", (told,))]
    assert report.signatures[0].trusted


def test_a_new_title_in_the_metadata_stream_is_noticed_too(office, signed):
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    stream = StreamObject(stream_data=XMP.replace(b"TITLE", b"Surat lain"))
    writer.root[pdf_name("/Metadata")] = writer.add_object(stream)
    writer.update_root()
    output = BytesIO()
    writer.write(output)
    report = look(output.getvalue(), office.roots)
    assert [each.changes for each in report.signatures] == [("metadata",)]


def test_dates_and_programs_that_a_saving_leaves_behind_are_no_change(office, signed):
    told = {"/ModDate": "D:20300101000000Z", "/Producer": "Program lain"}
    assert look(saved(signed, lambda writer: writer.add_metadata(told)), office.roots).good


def test_a_title_changed_between_two_signatures_is_told_of_the_first_alone(office, signed):
    second = office.key("Budi Santoso", "Kepala Bagian")
    twice = office.sign(_retitled(signed), second, number="TTD-00002/2025")
    assert [each.changes for each in look(twice, office.roots).signatures] == [("metadata",), ()]


def test_a_document_put_together_anew_has_no_valid_signature(office, signed):
    writer = PdfWriter(clone_from=BytesIO(signed))
    output = BytesIO()
    writer.write(output)
    assert not look(output.getvalue(), office.roots).good


def test_an_authority_nobody_trusts_is_told(office, other_office, signed):
    for roots in ([], other_office.sign(make_pdf()) and other_office.roots):
        (signature,) = look(signed, roots).signatures
        assert signature.problem == "unknown-authority"
        assert not signature.trusted
        assert not signature.changed


def test_an_expired_certificate_is_told(office, signed):
    (signature,) = look(signed, office.roots, datetime.now(UTC) + timedelta(days=731)).signatures
    assert (signature.problem, signature.trusted) == ("expired", False)


def test_an_unsigned_document_is_not_good():
    assert look(make_pdf()) == Report()
    assert not look(make_pdf()).good


@pytest.fixture(scope="module")
def public():
    with public_authority() as authority:
        yield authority


@pytest.fixture
def stamped(office, public, tmp_path):
    """Signing with time stamps of the public authority, which is trusted."""
    file = tmp_path / "akar.pem"
    file.write_bytes(public.pem)
    return msgspec.structs.replace(office.config, tsa_url=f"{public.url}/tsa", trust=str(file))


def test_a_time_stamp_proves_the_moment_also_after_the_certificate_expired(
    office, public, stamped, purpose
):
    document = make_pdf()
    signed = PadesSigner(office.key(), stamped).sign(document, purpose(document))
    later = datetime.now(UTC) + timedelta(days=800)  # the stamp's own certificate is valid still
    (signature,) = look(signed, read_roots(stamped), later).signatures
    assert signature.problem is None
    assert signature.moment_proven
    assert signature.level == "PAdES-B-T"


def test_a_time_stamp_of_an_unknown_authority_proves_nothing(office, stamped, purpose):
    document = make_pdf()
    signed = PadesSigner(office.key(), stamped).sign(document, purpose(document))
    (signature,) = look(signed, office.roots).signatures
    assert signature.problem == "timestamp"
    assert not signature.moment_proven


def test_what_can_be_looked_up_of_a_certificate_is_kept_in_the_document(
    public, stamped, purpose, passphrase, tmp_path
):
    content, _ = public.issue(passphrase)
    signer = PadesSigner(_opened(tmp_path, content, passphrase), stamped)
    document = make_pdf()
    report = look(signer.sign(document, purpose(document)), read_roots(stamped))
    assert report.good
    assert [each.level for each in report.signatures] == ["PAdES-B-LT"]


def test_a_revoked_certificate_does_not_sign(public, stamped, purpose, passphrase, tmp_path):
    from workers.signing.errors import SigningError

    content, serial = public.issue(passphrase)
    public.revoked.append(serial)
    signer = PadesSigner(_opened(tmp_path, content, passphrase), stamped)
    with pytest.raises(SigningError, match="sertifikat"):
        signer.sign(make_pdf(), purpose(make_pdf()))


def _opened(folder: Path, content: bytes, passphrase: str):
    file = folder / "dewi.p12"
    file.write_bytes(content)
    return open_key(file, passphrase)


def _nested() -> bytes:
    return make_pdf(page="/Deep " + "[" * 60_000 + "]" * 60_000)


def _bomb() -> bytes:
    """An object stream that unpacks to a gigabyte."""
    packed = zlib.compressobj()
    data = b"".join(packed.compress(b"\0" * (1 << 20)) for _ in range(1024)) + packed.flush()
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 9 /W [1 1 1] /Root 1 0 R "
    head += b"/Filter /FlateDecode /Length %d >>\nstream\n" % len(data)
    return head + data + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def _loop() -> bytes:
    """A cross-reference table that says it is its own predecessor."""
    document = make_pdf()
    xref = document.rindex(b"xref\n0")
    return document.replace(b"/Root 1 0 R >>", b"/Root 1 0 R /Prev %d >>" % xref)


def _endless_fields() -> bytes:
    document = make_pdf(page="/Annots [3 0 R]")
    fields = b"/Type /Catalog /AcroForm << /Fields [3 0 R] >> "
    return document.replace(b"/Type /Catalog ", fields).replace(
        b"/Type /Page ", b"/Type /Page /FT /Sig /T (a) /Kids [3 0 R] "
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"hello",
        lambda: b"%PDF-1.7",
        lambda: make_pdf()[:-40],
        _nested,
        _bomb,
        _loop,
        _endless_fields,
    ],
)
def test_a_document_that_means_harm_ends_in_a_report(make):
    assert not verify(make(), [], datetime.now(UTC)).good


def test_cut_and_garbled_signed_documents_end_in_a_report(office, signed):
    generator = random.Random(7)
    for _ in range(40):
        broken = bytearray(signed)
        for _ in range(generator.randrange(1, 30)):
            broken[generator.randrange(len(broken))] = generator.randrange(256)
        cut = bytes(broken[: generator.randrange(len(broken))])
        for content in (bytes(broken), cut):
            assert isinstance(look(content, office.roots), Report)


def test_a_child_that_does_not_come_back_is_given_up(monkeypatch, signed):
    monkeypatch.setattr(verification, "LIMIT_S", 0.01)
    assert verify(signed, [], datetime.now(UTC)).unreadable == "too-much"


def test_a_document_that_is_too_large_is_not_read(monkeypatch, signed):
    monkeypatch.setattr(verification, "LARGEST_BYTES", len(signed) - 1)
    assert verify(signed, [], datetime.now(UTC)).unreadable == "too-much"


def test_what_a_certificate_says_moves_no_cursor(office):
    key = office.key("Siti\x1b[31m\r Merah", "Kepala\nKantor")
    (signature,) = look(office.sign(make_pdf(), key), office.roots).signatures
    assert signature.name == "Siti[31m Merah"
    assert signature.title == "KepalaKantor"


def test_a_locked_document_is_told():
    writer = PdfWriter(clone_from=BytesIO(make_pdf()))
    writer.encrypt("buka", algorithm="AES-256")
    output = BytesIO()
    writer.write(output)
    assert look(output.getvalue()).unreadable == "encrypted"
