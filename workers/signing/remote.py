"""Signatures that are made elsewhere: asked for once, and never again while one may exist.

Before the service is asked, the request is entered as ``unknown``, and that is committed. Then

- the service sends the signed document: it is looked at, stored, and the request is ``signed``;
- the service says that it did not sign: the request waits again;
- anything else, a killed process included: it stays ``unknown``. The service has no means to be
  asked what it did, so a person looks, and enters the signed document or that there is none.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from workers.signing import queue
from workers.signing.decisions import PDF, signed_name
from workers.signing.errors import SigningError, UnknownOutcomeError
from workers.signing.verification import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from workers.signing.inspection import SignatureReport
    from workers.signing.queue import Request
    from workers.signing.signer import Purpose
    from workers.state.state import State

# Whether we trust who signed is another question than whether a signature was made.
_BROKEN = {"altered", "extended", "partial", "unreadable"}


class RemoteSigner(Protocol):
    """Asks a service for a signature."""

    provider: str  # as requests name it

    def prepare(self, document: bytes, purpose: Purpose) -> Callable[[], bytes]:
        """Return the call that asks for the signature and gives the signed document.

        The call raises SigningError when it was certainly not signed, UnknownOutcomeError when
        it may have been. Preparing has no effect anywhere.

        Args:
            document: a whole PDF.
            purpose: what for.

        Raises:
            SigningError: it cannot be sent.
        """
        ...


def sign(
    state: State, number: str, signer: RemoteSigner, now: datetime, *, on_behalf: bool = False
) -> Request:
    """Have signed what a request asks for. Signed before: nothing is done.

    Args:
        state: where the request and its document are.
        number: the request's.
        signer: asks the service.
        now: aware, in the office's time zone.
        on_behalf: somebody else signs for the official.

    Returns:
        The request, signed; by this call or before it.

    Raises:
        SigningError: it was not signed; the request waits, or is decided otherwise.
        UnknownOutcomeError: it may have been signed; the request is unknown.
    """
    request = queue.settle(state, number, now)
    if request.status == "signed":
        return request
    queue.require_waiting(request)
    document = queue.document_of(state, request)
    purpose = queue.purpose_of(request, document, now, on_behalf=on_behalf)
    call = signer.prepare(document, purpose)
    queue.begin_attempt(state, number, signer.provider, now)
    try:
        signed = call()
        _require_signature(state, number, document, signed, now=now)
    except UnknownOutcomeError as error:
        queue.note_unknown(state, number, now, error.reason)
        raise UnknownOutcomeError(error.reason, advice(number, error.reason)) from None
    except SigningError:
        queue.reopen(state, number, now)
        raise
    return queue.enter(state, number, signed, now)


def enter_signed(state: State, number: str, signed: bytes, now: datetime) -> Request:
    """Enter the document that an unknown request was signed as, which a person has found.

    Args:
        state: where the request is.
        number: the request's.
        signed: the document. Its newest signature must be whole and say this request's number.
        now: aware.

    Raises:
        SigningError: the request is not unknown, or this is not its document.
    """
    request = queue.settle(state, number, now)
    _require_unknown(request)
    newest = added_signature(queue.document_of(state, request), signed, now)
    if newest is None or newest.reason != number:
        raise SigningError(
            f"Berkas ini bukan dokumen {number} yang ditandatangani: tanda tangan terakhirnya "
            f"harus utuh dan beralasan (Reason) {number}. `tertib verify` menampilkannya."
        )
    return queue.enter(state, number, signed, now)


def enter_unsigned(state: State, number: str, now: datetime) -> Request:
    """Enter that an unknown request was not signed, as a person has found: it waits again.

    Raises:
        SigningError: the request is not unknown.
    """
    request = queue.settle(state, number, now)
    _require_unknown(request)
    return queue.reopen(state, number, request.attempted_at)


def added_signature(before: bytes, after: bytes, now: datetime) -> SignatureReport | None:
    """Return the newest signature of a signed document; None: there is no new one, or no whole one.

    Args:
        before: the document, which may have signatures.
        after: what should be the same with one more.
        now: aware.
    """
    signatures = verify(after, [], now).signatures
    if len(signatures) <= _count_signatures(before) or signatures[-1].problem in _BROKEN:
        return None
    return signatures[-1]


def advice(number: str, reason: str) -> str:
    """Say what to do about an unknown request."""
    return (
        f"{number}: belum pasti apakah sudah ditandatangani ({reason}). Jangan tanda tangani lagi "
        "sebelum diperiksa: lihat riwayat tanda tangan pejabat di BSrE atau log layanan e-sign. "
        f"Bila sudah: tertib sign settle {number} --signed BERKAS. Bila belum: "
        f"tertib sign settle {number} --not-signed."
    )


def _require_signature(
    state: State, number: str, document: bytes, answer: bytes, *, now: datetime
) -> None:
    """See that an answer is the document with a signature more.

    Raises:
        UnknownOutcomeError: it is not, and was stored: a person may see more in it.
    """
    if added_signature(document, answer, now) is None:
        name = f"jawaban-{signed_name(number)}"
        kept = state.documents.put(answer, content_type=PDF, file_name=name)
        raise UnknownOutcomeError(f"answer {kept.document_id}")


def _require_unknown(request: Request) -> None:
    if request.status == "waiting":
        raise SigningError(f"{request.number} masih menunggu; tidak ada yang belum pasti.")
    if request.status != "unknown":
        queue.require_waiting(request)


def _count_signatures(document: bytes) -> int:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return len(PdfFileReader(BytesIO(document), strict=False).embedded_regular_signatures)
