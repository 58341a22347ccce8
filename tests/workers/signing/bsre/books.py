"""What the tests of signing at BSrE have in common: the moments, the books, a signer that looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from workers.signing import queue
from workers.signing.decisions import reference_of
from workers.signing.errors import UnknownOutcomeError

NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)

# Most of these are about the network; what locks rows is tried on both databases.


def found(state, number):
    with state.database.reading() as connection:
        return queue.find(connection, number)


def content_of(state, request):
    return state.documents.get(reference_of(request.signed_document_id))


class Looking:
    """A signer whose service looks into our books when it is asked."""

    provider = "bsre"

    def __init__(self, look):
        self._look = look

    def prepare(self, document, purpose):  # noqa: ARG002 -- likewise
        return self._look


def lost():
    raise UnknownOutcomeError("timeout")
