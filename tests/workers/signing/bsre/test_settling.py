"""What a person says of a request whose answer was lost."""

from __future__ import annotations

import pytest

from tests.workers.signing import esign_service
from tests.workers.signing.bsre.books import LATER, NOW, Looking, content_of, found, lost
from tests.workers.signing.papers import make_pdf
from workers.signing import remote
from workers.signing.errors import SigningError, UnknownOutcomeError
from workers.testing import make_job


def test_the_document_that_a_person_found_settles_it(any_state, unknown, service):
    done = remote.enter_signed(any_state, unknown, service.signed[0], LATER)
    assert (done.status, done.decided_at) == ("signed", LATER)
    assert content_of(any_state, done) == service.signed[0]


def test_what_is_not_its_document_settles_nothing(any_state, unknown, ask, official, service):
    other = ask(make_pdf(5))
    remote.sign(any_state, other, official(), NOW)
    changed = service.signed[0].replace(b"Sehubungan", b"Sehubungin", 1)
    for content in (make_pdf(), service.signed[1], changed, b"hello"):
        with pytest.raises(SigningError, match=f"bukan dokumen {unknown}"):
            remote.enter_signed(any_state, unknown, content, LATER)
    assert found(any_state, unknown).status == "unknown"


def test_what_a_person_says_was_not_signed_waits_again(any_state, unknown, official, service):
    request = remote.enter_unsigned(any_state, unknown, LATER)
    assert (request.status, request.attempted_at, request.reason) == ("waiting", None, None)
    assert remote.sign(any_state, unknown, official(), LATER).status == "signed"
    assert len(service.signed) == 2


def test_only_what_is_unknown_can_be_settled(any_state, ask, official, service):
    number = ask()
    with pytest.raises(SigningError, match="masih menunggu"):
        remote.enter_unsigned(any_state, number, NOW)
    done = remote.sign(any_state, number, official(), NOW)
    for settle in (
        lambda: remote.enter_unsigned(any_state, number, LATER),
        lambda: remote.enter_signed(any_state, number, service.signed[0], LATER),
    ):
        with pytest.raises(SigningError, match="sudah ditandatangani"):
            settle()
    assert found(any_state, number) == done


def test_an_answer_that_comes_after_a_person_gave_up_still_counts(any_state, ask, office):
    number = ask()

    def answer():
        remote.enter_unsigned(any_state, number, LATER)
        properties = {"tampilan": "INVISIBLE", "reason": number}
        return esign_service.add_signature(make_pdf(), properties, office.key().signer)

    assert remote.sign(any_state, number, Looking(answer), NOW).status == "signed"


def test_a_corrected_document_takes_the_place_of_one_that_was_not_signed_after_all(any_state, ask):
    job = make_job("signature-request")
    first = ask(job=job)
    with pytest.raises(UnknownOutcomeError):
        remote.sign(any_state, first, Looking(lost), NOW)
    again = make_job("signature-request", process_instance_key=job.process_instance_key)
    second = ask(make_pdf(3), job=again)
    assert found(any_state, first).status == "unknown"
    assert remote.enter_unsigned(any_state, first, LATER).status == "superseded"
    assert found(any_state, second).status == "waiting"
