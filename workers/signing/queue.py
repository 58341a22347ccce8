"""The requests for signatures: what waits for whom, and what became of it.

``waiting`` -> ``signed``, ``refused`` (by the official), ``withdrawn`` (by who asked), or
``superseded`` by a corrected document. A request has one signed document at most, however many
desks sign it and whenever they are killed: the id of the signed document (its hash, known before
it is stored) is entered first, as a claim; the document is stored next, under the lock of the
request; the status last. Whoever comes by a claim whose document is there only enters the status;
a claim whose document is not there may be replaced.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import select, update

from workers.jobs.signature_request import SIGNATURES
from workers.signing.errors import SigningError
from workers.signing.pades import require_pdf
from workers.signing.signer import Purpose
from workers.state.documents import (
    STORE_ID,
    DocumentMetadata,
    DocumentReference,
    DocumentUnavailableError,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from workers.signing.signer import DocumentSigner
    from workers.state.documents import DocumentStore
    from workers.state.state import State

PDF = "application/pdf"
_IN_WORDS = {
    "superseded": "sudah diganti permintaan yang lebih baru",
    "signed": "sudah ditandatangani",
    "refused": "sudah ditolak",
    "withdrawn": "sudah ditarik kembali",
}


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request for a signature."""

    number: str  # TTD-00001/2025
    official: str  # title of who is asked
    subject: str
    status: str  # waiting, superseded, signed, refused, withdrawn
    requested_at: datetime
    document_id: str | None  # None: the document is on paper
    signed_document_id: str | None  # while it waits: a claim
    decided_at: datetime | None
    reason: str | None  # why it was refused or withdrawn


def waiting(db: Connection, official: str | None = None) -> list[Request]:
    """Return the requests that wait, the oldest first; of one official or of all."""
    query = _query().where(SIGNATURES.c.status == "waiting").order_by(SIGNATURES.c.id)
    if official is not None:
        query = query.where(SIGNATURES.c.official == official)
    return [Request(**row) for row in db.execute(query).mappings()]


def find(db: Connection, number: str) -> Request | None:
    """Return the request of this number, or None: there is none."""
    row = db.execute(_query().where(SIGNATURES.c.number == number)).mappings().one_or_none()
    return Request(**row) if row else None


def document_of(state: State, request: Request) -> bytes:
    """Read the PDF that is to be signed.

    Raises:
        SigningError: it is on paper, missing, damaged, or no PDF.
    """
    if request.document_id is None:
        raise SigningError(f"{request.number}: dokumennya di atas kertas; tanda tangani di kertas.")
    try:
        content = state.documents.get(reference_of(request.document_id))
    except DocumentUnavailableError:
        raise SigningError(
            f"{request.number}: dokumen {request.document_id[:12]} tidak ada di penyimpanan "
            "atau rusak. Pulihkan dari cadangan, atau tarik permintaan ini."
        ) from None
    require_pdf(content)
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
    _require_waiting(request)
    document = document_of(state, request)
    purpose = Purpose(
        number=number,
        official=request.official,
        on_behalf=on_behalf,
        document_hash=hashlib.sha256(document).hexdigest(),
        moment=now,
    )
    signed = signer.sign(document, purpose)
    if claim(state, number, signed):
        store_claimed(state, number, signed, now)
    request = settle(state, number, now)
    if request.status != "signed":
        _require_waiting(request)
        raise SigningError(f"{number}: meja lain sedang menandatanganinya. Periksa lagi sebentar.")
    return request


def claim(state: State, number: str, signed: bytes) -> bool:
    """Enter which document the signed one will be; False: it is decided otherwise already."""
    with state.database.transaction() as transaction:
        db = transaction.connection
        held = _lock(db, number)
        if held.status != "waiting" or _is_stored(state.documents, held.signed_document_id):
            return False
        _change(db, number, signed_document_id=hashlib.sha256(signed).hexdigest())
    return True


def store_claimed(state: State, number: str, signed: bytes, now: datetime) -> None:
    """Store the signed document and enter the request as signed, if the claim is still ours."""
    with state.database.transaction() as transaction:
        db = transaction.connection
        held = _lock(db, number)
        ours = hashlib.sha256(signed).hexdigest()
        if held.status == "waiting" and held.signed_document_id == ours:
            state.documents.put(signed, content_type=PDF, file_name=signed_name(number))
            _change(db, number, status="signed", decided_at=now)


def settle(state: State, number: str, now: datetime) -> Request:
    """Return the request, entered as signed if a desk died between storing and entering.

    Raises:
        SigningError: there is no such request.
    """
    with state.database.transaction() as transaction:
        db = transaction.connection
        held = _lock(db, number)
        if held.status == "waiting" and _is_stored(state.documents, held.signed_document_id):
            _change(db, number, status="signed", decided_at=now)
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
        _require_waiting(_lock(db, number))
        # What a desk that was killed may have claimed was never stored.
        values = {"reason": reason.strip(), "decided_at": now, "signed_document_id": None}
        _change(db, number, status=status, **values)
        return _lock(db, number)


def reference_of(document_id: str, file_name: str = "dokumen.pdf") -> DocumentReference:
    """The reference of a document that a request names by its id."""
    metadata = DocumentMetadata(content_type=PDF, file_name=file_name, size=0)
    return DocumentReference(
        store_id=STORE_ID, document_id=document_id, content_hash=document_id, metadata=metadata
    )


def signed_name(number: str) -> str:
    """Name the file of a request's signed document: TTD-00001-2025.pdf."""
    return f"{number.replace('/', '-')}.pdf"


def _is_stored(documents: DocumentStore, document_id: str | None) -> bool:
    if document_id is None:
        return False
    try:
        documents.get(reference_of(document_id))
    except DocumentUnavailableError:
        return False
    return True


def _require_waiting(request: Request) -> None:
    if request.status != "waiting":
        when = f" ({request.decided_at:%d-%m-%Y})" if request.decided_at else ""
        raise SigningError(f"Permintaan {request.number} {_IN_WORDS[request.status]}{when}.")


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
