"""Branches of a process ask for signatures on one document: in the end it bears all of them."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from tests.workers.signing.papers import make_pdf
from workers.signing import queue
from workers.signing.errors import SigningError
from workers.testing import NOW, make_job, run_handler, stored_document

INSTANCE = 2251799813690001
MINUTE = timedelta(minutes=1)


class Pen:
    """Appends what tells one signature from another, as a signature does."""

    def __init__(self, during=lambda: None) -> None:
        self._during = during

    def sign(self, document, purpose):
        self._during()
        return document + f"%signed {purpose.number}".encode()


@pytest.fixture
def ask(any_state):
    """A step of one instance asks for a signature; the request's number."""
    elements = itertools.count(1)

    def put(content=None, instance=INSTANCE, now=NOW):
        reference = any_state.documents.put(
            content or make_pdf(), content_type="application/pdf", file_name="surat.pdf"
        )
        element = f"Job_{next(elements)}_signature-request"
        job = make_job("signature-request", element_id=element, process_instance_key=instance)
        outputs = run_handler(
            "signature-request", {"document": reference}, state=any_state, job=job, now=now
        )
        return outputs["signature_request"]["number"]

    return put


def signed(state, number):
    """What the process goes on with."""
    request = {"number": number, "official": "Kepala Kantor", "status": "waiting"}
    outputs = run_handler("signature-result", {"signature_request": request}, state=state)
    return stored_document(state, outputs["signed_document"])


def both(first, second):
    return make_pdf() + f"%signed {first}%signed {second}".encode()


def test_who_signs_later_signs_what_the_others_have_signed(any_state, ask):
    first, second = ask(), ask()
    queue.sign(any_state, second, Pen(), NOW + MINUTE)
    queue.sign(any_state, first, Pen(), NOW + 2 * MINUTE)
    for number in (first, second):  # whichever branch comes last
        assert signed(any_state, number) == both(second, first)


def test_a_branchs_second_signature_comes_on_top_of_the_other_branchs(any_state, ask):
    first, other = ask(), ask()
    queue.sign(any_state, first, Pen(), NOW + MINUTE)
    after = ask(make_pdf() + f"%signed {first}".encode(), now=NOW + 2 * MINUTE)
    queue.sign(any_state, other, Pen(), NOW + 3 * MINUTE)
    queue.sign(any_state, after, Pen(), NOW + 4 * MINUTE)
    assert signed(any_state, after) == both(first, other) + f"%signed {after}".encode()


def test_another_document_or_process_or_an_earlier_round_is_signed_by_itself(any_state, ask):
    earlier = ask()
    queue.sign(any_state, earlier, Pen(), NOW + MINUTE)
    alone = {
        ask(make_pdf(3)): make_pdf(3),
        ask(instance=INSTANCE + 1): make_pdf(),
        ask(now=NOW + 2 * MINUTE): make_pdf(),
    }
    for number, document in alone.items():
        queue.sign(any_state, number, Pen(), NOW + 3 * MINUTE)
        assert signed(any_state, number) == document + f"%signed {number}".encode()


def test_a_signature_beside_which_another_was_set_does_not_count(any_state, ask):
    first, second = ask(), ask()
    slow = Pen(during=lambda: queue.sign(any_state, first, Pen(), NOW + MINUTE))
    with pytest.raises(SigningError, match=f"{second}: .*sekali lagi"):
        queue.sign(any_state, second, slow, NOW + 2 * MINUTE)
    queue.sign(any_state, second, Pen(), NOW + 3 * MINUTE)
    assert signed(any_state, first) == both(first, second)


def test_while_a_service_may_be_signing_it_nobody_else_signs_the_document(any_state, ask):
    first, second, other = ask(), ask(), ask(make_pdf(3))
    slow = Pen(during=lambda: queue.begin_attempt(any_state, first, "bsre", NOW))
    with pytest.raises(SigningError, match=f"{second}: .*{first}"):
        queue.sign(any_state, second, slow, NOW + MINUTE)
    for act in (
        lambda: queue.sign(any_state, second, Pen(), NOW + MINUTE),
        lambda: queue.begin_attempt(any_state, second, "bsre", NOW + MINUTE),
    ):
        with pytest.raises(SigningError, match=f"{second}: .*{first}"):
            act()
    assert queue.sign(any_state, other, Pen(), NOW + MINUTE).status == "signed"
    queue.reopen(any_state, first, NOW)
    assert queue.sign(any_state, second, Pen(), NOW + MINUTE).status == "signed"
