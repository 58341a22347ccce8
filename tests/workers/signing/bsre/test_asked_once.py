"""The service is asked once: what is not known to have failed is never asked again blindly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tests.workers.signing.bsre.books import LATER, NOW, Looking, found, lost
from tests.workers.signing.papers import make_pdf
from workers.signing import queue, remote
from workers.signing.decisions import reference_of
from workers.signing.errors import SigningError, UnknownOutcomeError
from workers.testing import make_job

MOODS = {
    "cut": "cut",
    "half": "cut",
    "late": "timeout",
    "502": "http-502",
    "500": "http-500",
    "not-json": "answer",
    "garbled": "answer",
    "empty": "answer",
    "unsigned": "answer",
}


@pytest.mark.parametrize("mood", MOODS)
def test_a_lost_answer_leaves_the_request_unknown_and_it_is_not_asked_again(
    any_state, ask, official, service, mood
):
    number, service.mood = ask(), mood
    with pytest.raises(UnknownOutcomeError, match=f"tertib sign settle {number}"):
        remote.sign(any_state, number, official(timeout=1.0 if mood == "late" else 60.0), NOW)
    assert service.has_signed.wait(60)
    request = found(any_state, number)
    assert (request.status, request.reason.split()[0]) == ("unknown", MOODS[mood])
    assert (request.provider, request.attempted_at) == ("bsre", NOW)
    service.mood = ""
    for again in (
        lambda: remote.sign(any_state, number, official(), LATER),
        lambda: queue.close(any_state, number, "refused", "Keliru", LATER),
    ):
        with pytest.raises(SigningError, match="belum pasti"):
            again()
    assert len(service.signed) == 1
    with any_state.database.reading() as connection:
        assert [each.status for each in queue.waiting(connection)] == ["unknown"]


def test_an_answer_that_is_not_the_signed_document_is_kept_to_be_looked_at(
    any_state, ask, official, service
):
    number, service.mood = ask(), "unsigned"
    with pytest.raises(UnknownOutcomeError):
        remote.sign(any_state, number, official(), NOW)
    _, kept = found(any_state, number).reason.split()
    assert any_state.documents.get(reference_of(kept)) == b"%PDF-1.7\n"


def test_the_attempt_is_in_the_books_before_the_service_is_asked(any_state, ask):
    number, seen = ask(), []

    class Killed(BaseException):
        """The process ends here."""

    def look():
        seen.append(found(any_state, number))
        raise Killed

    with pytest.raises(Killed):
        remote.sign(any_state, number, Looking(look), NOW)
    assert [(each.status, each.provider) for each in seen] == [("unknown", "bsre")]
    assert found(any_state, number).status == "unknown"


def test_of_two_desks_at_once_one_asks(any_state, ask, official, service):
    number = ask()

    def desk(_):
        try:
            return remote.sign(any_state, number, official(), datetime.now(UTC)).status
        except SigningError:
            return "told"

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(desk, range(4)))
    assert "signed" in results
    assert len(service.calls("sign/pdf")) == 1
    assert found(any_state, number).status == "signed"


def test_the_same_document_asked_for_again_is_the_same_unknown_request(
    any_state, unknown, ask, official
):
    request = found(any_state, unknown)
    job = make_job("signature-request")
    first = ask(make_pdf(4), job=job)
    with pytest.raises(UnknownOutcomeError):
        remote.sign(any_state, first, Looking(lost), NOW)
    again = make_job("signature-request", process_instance_key=job.process_instance_key)
    assert ask(make_pdf(4), job=again) == first
    assert found(any_state, unknown) == request
