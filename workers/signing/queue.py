"""The requests for signatures: what waits for whom, and what became of it.

``waiting`` -> ``signed``, ``refused`` (by the official), ``withdrawn`` (by who asked), ``expired``
(nobody decided in time), or ``superseded`` by a corrected document. While a service elsewhere is
asked for the signature it is ``unknown``, and stays so until that service, or a person who has
looked, says what became of it: see ``workers.signing.remote``.

A request has one signed document at most, however many desks sign it and whenever they are killed:
the id of the signed document (its hash, known before it is stored) is entered first, as a claim;
the document is stored next, under the lock of the request; the status last. Whoever comes by a
claim whose document is there only enters the status; a claim whose document is not there may be
replaced.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import select, update

from workers.jobs.signature_request import SIGNATURES
from workers.signing import beside
from workers.signing.decisions import PDF, decide, is_stored, reference_of, signed_name
from workers.signing.errors import SigningError
from workers.signing.pades import require_pdf
from workers.signing.signer import Purpose
from workers.state.documents import DocumentUnavailableError

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Select

    from workers.signing.signer import DocumentSigner
    from workers.state.state import State

OPEN = ("waiting", "unknown")  # not decided yet
STATUSES = (*OPEN, "superseded", "signed", "refused", "withdrawn", "expired")
_IN_WORDS = {
    "unknown": "belum pasti: mungkin sudah ditandatangani (tertib sign settle)",
    "superseded": "sudah diganti permintaan yang lebih baru",
    "signed": "sudah ditandatangani",
    "refused": "sudah ditolak",
    "withdrawn": "sudah ditarik kembali",
    "expired": "sudah lewat batas waktunya",
}


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request for a signature."""

    number: str  # TTD-00001/2025
    official: str  # title of who is asked
    subject: str
    status: str  # one of STATUSES
    requested_at: datetime
    document_id: str | None  # None: the document is on paper
    signed_document_id: str | None  # while it waits: a claim
    decided_at: datetime | None
    reason: str | None  # why it was refused or withdrawn; of an unknown one, what went wrong
    provider: str | None  # the service elsewhere that was asked: bsre, bsre-seal
    attempted_at: datetime | None  # when it was asked; tells one asking from the next
    expires_at: datetime | None  # None: it waits however long it takes
    process_instance_key: int


def waiting(db: Connection, official: str | None = None) -> list[Request]:
    """Return the requests that are not decided, the oldest first; of one official or of all."""
    return listed(db, OPEN, official)


def listed(db: Connection, statuses: Collection[str], official: str | None = None) -> list[Request]:
    """Return the requests of these statuses, the oldest first; of one official or of all."""
    query = _query().where(SIGNATURES.c.status.in_(statuses)).order_by(SIGNATURES.c.id)
    found = [Request(**row) for row in db.execute(query).mappings()]
    return [each for each in found if official is None or is_same_title(each.official, official)]


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles are one, as people write them."""
    return one.casefold().split() == other.casefold().split()


def find(db: Connection, number: str) -> Request | None:
    """Return the request of this number, or None: there is none."""
    row = db.execute(_query().where(SIGNATURES.c.number == number)).mappings().one_or_none()
    return Request(**row) if row else None


def to_be_signed(state: State, request: Request) -> str | None:
    """Return the id of the document that is, or was, to be signed; None: it is on paper.

    It has the signatures that others have set meanwhile for the same process.
    """
    if request.document_id is None:
        return None
    with state.database.reading() as db:
        return _to_be_signed(db, state, request, request.document_id)


def _to_be_signed(db: Connection, state: State, request: Request, document_id: str) -> str:
    times = (request.requested_at, request.decided_at)
    return beside.newest(db, state.documents, request.number, document_id, *times)


def document_of(state: State, request: Request) -> bytes:
    """Read the PDF that is to be signed.

    Raises:
        SigningError: it is on paper, missing, damaged, or no PDF; or it may be signed elsewhere.
    """
    document_id = to_be_signed(state, request)
    if document_id is None:
        raise SigningError(f"{request.number}: dokumennya di atas kertas; tanda tangani di kertas.")
    try:
        content = state.documents.get(reference_of(document_id))
    except DocumentUnavailableError:
        raise SigningError(
            f"{request.number}: dokumen {document_id[:12]} tidak ada di penyimpanan "
            "atau rusak. Pulihkan dari cadangan, atau tarik permintaan ini."
        ) from None
    require_pdf(content)
    with state.database.reading() as db:
        beside.require_settled(db, state.documents, request.number, document_id)
    return content


def sign(
    state: State, number: str, signer: DocumentSigner, now: datetime, *, on_behalf: bool = False
) -> Request:
    """Sign what a request asks for. Signed before: nothing is done.

    Args:
        state: where the request and its document are.
        number: the request's.
        signer: signs.
        now: aware, in the office's time zone.
        on_behalf: somebody else signs for the official.

    Returns:
        The request, signed; by this call or before it.

    Raises:
        SigningError: it cannot be signed, or no longer.
    """
    request = settle(state, number, now)
    if request.status == "signed":
        return request
    require_waiting(request)
    document = document_of(state, request)
    purpose = purpose_of(request, document, now, on_behalf=on_behalf)
    signed = signer.sign(document, purpose)
    return enter(state, number, signed, now, before=purpose.document_hash)


def purpose_of(request: Request, document: bytes, now: datetime, *, on_behalf: bool) -> Purpose:
    """Say what a signature is for."""
    return Purpose(
        number=request.number,
        official=request.official,
        on_behalf=on_behalf,
        document_hash=hashlib.sha256(document).hexdigest(),
        moment=now,
    )


def enter(
    state: State, number: str, signed: bytes, now: datetime, *, before: str | None = None
) -> Request:
    """Store a signed document and enter the request as signed, unless it is decided already.

    Args:
        state: where the request is.
        number: the request's.
        signed: the document.
        now: aware.
        before: the id of what was signed; None: nobody else could sign meanwhile.

    Raises:
        SigningError: it was decided otherwise, or somebody else has signed the document meanwhile.
    """
    if claim(state, number, signed):
        store_claimed(state, number, signed, now, before)
    request = settle(state, number, now)
    if request.status != "signed":
        require_waiting(request)
        raise SigningError(f"{number}: meja lain sedang menandatanganinya. Periksa lagi sebentar.")
    return request


def claim(state: State, number: str, signed: bytes) -> bool:
    """Enter which document the signed one will be; False: it is decided otherwise already."""
    with state.database.transaction() as transaction:
        db = transaction.connection
        held = _lock(db, number)
        if held.status not in OPEN or is_stored(state.documents, held.signed_document_id):
            return False
        _change(db, number, signed_document_id=hashlib.sha256(signed).hexdigest())
    return True


def store_claimed(
    state: State, number: str, signed: bytes, now: datetime, before: str | None = None
) -> None:
    """Store the signed document and enter the request as signed, if the claim is still ours.

    Raises:
        SigningError: meanwhile somebody else signed what this is a signature on.
    """
    with state.database.transaction() as transaction:
        db = transaction.connection
        beside.lock(db, number)
        held = _lock(db, number)
        ours = hashlib.sha256(signed).hexdigest()
        if held.status in OPEN and held.signed_document_id == ours:
            if before is not None:
                _require_unchanged(db, state, held, before)
            state.documents.put(signed, content_type=PDF, file_name=signed_name(number))
            decide(db, number, "signed", now, reason=None)


def _require_unchanged(db: Connection, state: State, held: Request, before: str) -> None:
    """Refuse a signature beside which another one is set: no document would bear both."""
    beside.require_settled(db, state.documents, held.number, before)
    if _to_be_signed(db, state, held, held.document_id or before) != before:
        raise SigningError(
            f"{held.number}: dokumennya baru saja ditandatangani pejabat lain. Tanda tangani "
            "sekali lagi, supaya satu dokumen memuat semua tanda tangan."
        )


def settle(state: State, number: str, now: datetime) -> Request:
    """Return the request as it stands now.

    It is entered as signed if a desk died between storing and entering, as expired if it is.

    Raises:
        SigningError: there is no such request.
    """
    with state.database.transaction() as transaction:
        db = transaction.connection
        held = _lock(db, number)
        if held.status in OPEN and is_stored(state.documents, held.signed_document_id):
            decide(db, number, "signed", now, reason=None)
        elif held.status == "waiting" and held.expires_at and held.expires_at <= now:
            decide(db, number, "expired", now, signed_document_id=None)
        return _lock(db, number)


def close(
    state: State,
    number: str,
    status: Literal["refused", "withdrawn"],
    reason: str,
    now: datetime,
) -> Request:
    """Refuse a request or withdraw it.

    Args:
        state: where it is.
        number: the request's.
        status: what becomes of it.
        reason: why; it may be told to whoever follows the process.
        now: aware.

    Raises:
        SigningError: no reason is given, or the request does not wait any more.
    """
    if not reason.strip():
        raise SigningError("Alasan harus diisi.")
    settle(state, number, now)
    with state.database.transaction() as transaction:
        db = transaction.connection
        require_waiting(_lock(db, number))
        # What a desk that was killed may have claimed was never stored.
        decide(db, number, status, now, reason=reason.strip(), signed_document_id=None)
        return _lock(db, number)


def sign_on_paper(state: State, number: str, now: datetime) -> Request:
    """Enter that a document on paper was signed, on paper.

    Raises:
        SigningError: the request does not wait, or its document is not on paper.
    """
    settle(state, number, now)
    with state.database.transaction() as transaction:
        db = transaction.connection
        held = _lock(db, number)
        require_waiting(held)
        if held.document_id is not None:
            raise SigningError(
                f"{number}: dokumennya berkas, bukan kertas; tanda tangani berkasnya."
            )
        decide(db, number, "signed", now)
        return _lock(db, number)


def begin_attempt(state: State, number: str, provider: str, now: datetime) -> None:
    """Enter that a service is about to be asked for the signature: from now on it is unknown.

    Raises:
        SigningError: the request does not wait; another desk may be at it.
    """
    with state.database.transaction() as transaction:
        db = transaction.connection
        beside.lock(db, number)
        held = _lock(db, number)
        require_waiting(held)
        if held.document_id:
            beside.require_settled(db, state.documents, number, held.document_id)
        values = {"provider": provider, "attempted_at": now, "reason": "asked"}
        _change(db, number, status="unknown", **values)


def note_unknown(state: State, number: str, attempted_at: datetime, reason: str) -> None:
    """Enter why nobody knows what became of an attempt."""
    with state.database.transaction() as transaction:
        db = transaction.connection
        if _is_attempt(_lock(db, number), attempted_at):
            _change(db, number, reason=reason)


def reopen(state: State, number: str, attempted_at: datetime | None) -> Request:
    """Enter that an attempt signed nothing: the request waits again.

    Unless a corrected document took its place meanwhile.

    Args:
        state: where the request is.
        number: the request's.
        attempted_at: when it began; another attempt than this one is left alone.
    """
    with state.database.transaction() as transaction:
        db = transaction.connection
        held = _lock(db, number)
        stored = is_stored(state.documents, held.signed_document_id)
        if _is_attempt(held, attempted_at) and not stored:
            status = "superseded" if _has_successor(db, number) else "waiting"
            empty = dict.fromkeys(("provider", "attempted_at", "reason", "signed_document_id"))
            _change(db, number, status=status, **empty)
        return _lock(db, number)


def require_waiting(request: Request) -> None:
    """Refuse what does not wait.

    Raises:
        SigningError: says what it is instead.
    """
    if request.status != "waiting":
        when = f" ({request.decided_at:%d-%m-%Y})" if request.decided_at else ""
        raise SigningError(f"Permintaan {request.number} {_IN_WORDS[request.status]}{when}.")


def _is_attempt(request: Request, attempted_at: datetime | None) -> bool:
    return request.status == "unknown" and request.attempted_at == attempted_at


def _has_successor(db: Connection, number: str) -> bool:
    """Whether the same step has asked for a signature again since."""
    newer = SIGNATURES.alias()
    same_step = (SIGNATURES.c.process_instance_key == newer.c.process_instance_key) & (
        SIGNATURES.c.element_id == newer.c.element_id
    )
    query = select(newer.c.id).join(SIGNATURES, same_step & (newer.c.id > SIGNATURES.c.id))
    return db.execute(query.where(SIGNATURES.c.number == number)).first() is not None


def _lock(db: Connection, number: str) -> Request:
    """Lock a request until the transaction ends, and return it."""
    query = _query().where(SIGNATURES.c.number == number).with_for_update()
    row = db.execute(query).mappings().one_or_none()
    if row is None:
        raise SigningError(f"Tidak ada permintaan {number}. `tertib sign` menampilkan daftarnya.")
    return Request(**row)


def _change(db: Connection, number: str, **values: object) -> None:
    db.execute(update(SIGNATURES).where(SIGNATURES.c.number == number).values(**values))


def _query() -> Select[tuple[object, ...]]:
    return select(*(SIGNATURES.c[name] for name in Request.__struct_fields__))
