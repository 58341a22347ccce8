"""Requests for signatures: each has one signed document at most, whatever dies on the way."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from tests.workers.signing.papers import make_pdf
from workers.jobs.signature_request import SIGNATURES
from workers.signing import queue
from workers.signing.errors import SigningError
from workers.signing.verification import verify
from workers.state.documents import DocumentStore
from workers.testing import make_job, run_handler

NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)


class Pen:
    """Signs unmistakably: no two signatures are alike."""

    def __init__(self) -> None:
        self.made = itertools.count(1)
        self.signatures: list[bytes] = []

    def sign(self, document, purpose):  # noqa: ARG002 -- a signer's method is given
        self.signatures.append(document + b"signed %d" % next(self.made))
        return self.signatures[-1]


@pytest.fixture
def pen():
    return Pen()


@pytest.fixture
def ask(any_state):
    """Put a document into an official's queue and return the request's number."""

    def put(content=None, official="Kepala Kantor", **more):
        reference = any_state.documents.put(
            content or make_pdf(), content_type="application/pdf", file_name="surat.pdf"
        )
        variables = {"document": reference, "official": official, "subject": "Surat balasan"}
        outputs = run_handler("signature-request", variables, state=any_state, **more)
        return outputs["signature_request"]["number"]

    return put


def found(state, number):
    with state.database.reading() as connection:
        return queue.find(connection, number)


def stored(state):
    """All documents of the store that are signed."""
    files = (file for file in state.documents.place.folder.rglob("*") if file.is_file())
    return [content for content in (file.read_bytes() for file in files) if b"signed " in content]


def test_what_waits_is_listed_by_official_the_oldest_first(any_state, ask):
    first, second, third = ask(), ask(official="Kepala Divisi"), ask()
    with any_state.database.reading() as connection:
        assert [each.number for each in queue.waiting(connection)] == [first, second, third]
        theirs = queue.waiting(connection, "Kepala Divisi")
    assert [(each.number, each.subject) for each in theirs] == [(second, "Surat balasan")]


def test_a_signed_request_names_its_document_and_waits_no_more(any_state, ask, pen):
    number = ask()
    done = queue.sign(any_state, number, pen, NOW)
    assert (done.status, done.decided_at) == ("signed", NOW)
    reference = queue.reference_of(done.signed_document_id)
    assert any_state.documents.get(reference) == pen.signatures[0]
    with any_state.database.reading() as connection:
        assert queue.waiting(connection) == []


def test_signing_again_changes_nothing(any_state, ask, pen):
    number = ask()
    done = queue.sign(any_state, number, pen, NOW)
    assert queue.sign(any_state, number, pen, datetime.now(UTC)) == done
    assert len(pen.signatures) == 1


def test_two_desks_at_once_make_one_signed_document(any_state, ask):
    number, together = ask(), threading.Barrier(4)

    class Slow(Pen):
        def sign(self, document, purpose):
            together.wait(60)
            return super().sign(document, purpose)

    slow = Slow()

    def desk(_):
        try:
            return queue.sign(any_state, number, slow, NOW).signed_document_id
        except SigningError:
            return None  # another desk was at it: this one was told so

    with ThreadPoolExecutor(4) as pool:
        results = set(pool.map(desk, range(4))) - {None}
    assert len(slow.signatures) == 4
    assert len(stored(any_state)) == 1
    assert results == {found(any_state, number).signed_document_id}


class Killed(BaseException):
    """The process ends here."""


def _dies_before(monkeypatch, owner, name):
    def die(*_, **__):
        raise Killed

    monkeypatch.setattr(owner, name, die)


def _dies_after(monkeypatch, owner, name):
    real = getattr(owner, name)

    def die(*arguments, **named):
        real(*arguments, **named)
        raise Killed

    monkeypatch.setattr(owner, name, die)


@pytest.mark.parametrize("dies", [_dies_before, _dies_after])
@pytest.mark.parametrize(
    "line",
    [
        (queue, "claim"),
        (queue, "store_claimed"),
        (queue, "_change"),
        (queue, "decide"),
        (DocumentStore, "put"),
    ],
)
def test_a_desk_killed_anywhere_leaves_one_signed_document_in_the_end(
    any_state, ask, monkeypatch, dies, line
):
    number, pen = ask(), Pen()
    with monkeypatch.context() as patch:
        dies(patch, *line)
        with pytest.raises(Killed):
            queue.sign(any_state, number, pen, NOW)
    done = queue.sign(any_state, number, pen, NOW)
    assert done.status == "signed"
    (only,) = stored(any_state)
    assert any_state.documents.get(queue.reference_of(done.signed_document_id)) == only


def test_what_was_stored_before_a_kill_counts_and_cannot_be_refused(
    any_state, ask, pen, monkeypatch
):
    number = ask()
    with monkeypatch.context() as patch:
        _dies_after(patch, DocumentStore, "put")
        with pytest.raises(Killed):
            queue.sign(any_state, number, pen, NOW)
    assert found(any_state, number).status == "waiting"
    with pytest.raises(SigningError, match="sudah ditandatangani"):
        queue.close(any_state, number, "refused", "Keliru", NOW)
    assert queue.sign(any_state, number, pen, NOW).status == "signed"
    assert len(pen.signatures) == 1


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_what_is_refused_or_withdrawn_is_not_signed(any_state, ask, pen, status):
    number = ask()
    closed = queue.close(any_state, number, status, " Nomor keliru ", NOW)
    assert (closed.status, closed.reason, closed.decided_at) == (status, "Nomor keliru", NOW)
    with pytest.raises(SigningError, match=f"{number} sudah di"):
        queue.sign(any_state, number, pen, NOW)
    with pytest.raises(SigningError, match="sudah di"):
        queue.close(any_state, number, "refused", "lagi", NOW)
    assert pen.signatures == []


def test_a_refusal_while_the_official_signs_wins_or_loses_as_a_whole(any_state, ask):
    number = ask()

    class Hesitant(Pen):
        def sign(self, document, purpose):
            queue.close(any_state, number, "withdrawn", "salah berkas", NOW)
            return super().sign(document, purpose)

    with pytest.raises(SigningError, match="ditarik kembali"):
        queue.sign(any_state, number, Hesitant(), NOW)
    assert found(any_state, number).status == "withdrawn"
    assert stored(any_state) == []


def test_a_request_that_was_superseded_is_not_signed(any_state, ask, pen):
    job = make_job("signature-request")
    first = ask(job=job)
    again = make_job("signature-request", process_instance_key=job.process_instance_key)
    second = ask(make_pdf(3), job=again)
    with pytest.raises(SigningError, match="diganti"):
        queue.sign(any_state, first, pen, NOW)
    assert queue.sign(any_state, second, pen, NOW).status == "signed"


def test_a_refusal_needs_a_reason(any_state, ask):
    with pytest.raises(SigningError, match="Alasan"):
        queue.close(any_state, ask(), "refused", "  ", NOW)


def test_what_cannot_be_signed_is_told(any_state, ask, pen):
    with pytest.raises(SigningError, match="Tidak ada permintaan TTD-9"):
        queue.sign(any_state, "TTD-9", pen, NOW)
    outputs = run_handler("signature-request", {"official": "Kepala"}, state=any_state)
    with pytest.raises(SigningError, match="di atas kertas"):
        queue.sign(any_state, outputs["signature_request"]["number"], pen, NOW)
    number = ask(make_pdf(5))
    any_state.documents.path(queue.reference_of(found(any_state, number).document_id)).unlink()
    with pytest.raises(SigningError, match="tidak ada di penyimpanan"):
        queue.sign(any_state, number, pen, NOW)
    assert pen.signatures == []


def test_what_an_earlier_version_queued_is_told_to_be_no_pdf(any_state, ask, pen):
    number = ask()
    word = any_state.documents.put(b"PK word/document.xml", content_type="x/y", file_name="s.docx")
    with any_state.database.transaction() as transaction:
        changed = update(SIGNATURES).values(document_id=word.document_id)
        transaction.connection.execute(changed.where(SIGNATURES.c.number == number))
    with pytest.raises(SigningError, match="Only PDF documents"):
        queue.sign(any_state, number, pen, NOW)


def test_a_request_signed_with_a_real_key_verifies(any_state, ask, office):
    from workers.signing.pades import PadesSigner

    number, now = ask(), datetime.now(UTC)
    done = queue.sign(any_state, number, PadesSigner(office.key(), office.config), now)
    content = any_state.documents.get(queue.reference_of(done.signed_document_id))
    report = verify(content, office.roots, now)
    assert report.good
    assert report.signatures[0].reason == number
