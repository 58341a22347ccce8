"""Looking at the signatures of a PDF that may be hostile: the child process of ``verification``.

Run as ``python -m workers.signing.inspection``: a Task in MessagePack on standard input, a Report
in JSON on standard output.
"""

from __future__ import annotations

import sys
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from workers.signing.changes import Change, between
from workers.signing.key import said

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko_certvalidator import ValidationContext

MEMORY_BYTES = 2 << 30
CPU_S = 60
LONGEST_TEXT = 200
# ETSI EN 319 102-1: nobody, or somebody else of that name, is at the chain's end.
_NO_CHAIN = {"NO_CERTIFICATE_CHAIN_FOUND", "CERTIFICATE_CHAIN_GENERAL_FAILURE"}

Problem = Literal[
    "altered",  # what was signed is not what is there
    "extended",  # something was added after this signature that is no signature
    "partial",  # it does not cover the whole document
    "unknown-authority",
    "expired",  # and nothing proves that it was made before
    "not-yet-valid",
    "revoked",
    "untrusted",  # the certificate is not for signing documents, or its chain is not valid
    "timestamp",  # the proof of its time is not valid, or its authority is unknown
    "unreadable",
]


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What the child is asked."""

    content: bytes  # the PDF
    roots: list[bytes]  # trusted certificates, DER
    now: datetime


class SignatureReport(msgspec.Struct, frozen=True, kw_only=True):
    """One signature."""

    field: str  # its name in the document
    name: str  # of who signed, as the certificate says
    title: str  # likewise; empty: it says none
    issuer: str  # who vouches for the name
    moment: datetime | None
    moment_proven: bool  # by a trusted time stamp; else it is the signer's word
    level: str  # PAdES-B-B, -B-T, -B-LT, -B-LTA; CMS: a signature of another kind
    reason: str  # what the signer wrote: Tertib, the request's number
    certificate: str  # its SHA-256, in hex
    covers_document: bool  # all of what was there when it was made
    changed: bool  # what was signed was altered, or added to by more than signatures
    changes: tuple[Change, ...] = ()  # what came after it, but signatures and what proves them
    trusted: bool
    problem: Problem | None  # None: it is good


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A document's signatures, the oldest first."""

    signatures: list[SignatureReport] = []
    unreadable: Literal["broken", "encrypted", "too-much"] | None = None

    @property
    def good(self) -> bool:
        """Whether it is signed, and nothing is wrong with any of the signatures."""
        return bool(self.signatures) and all(each.problem is None for each in self.signatures)


def inspect(task: Task) -> Report:
    """Look at all signatures of a document."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        # Not strict: Word writes cross-references that are, strictly, two documents in one.
        reader = PdfFileReader(BytesIO(task.content), strict=False)
        if reader.security_handler is not None:
            return Report(unreadable="encrypted")
        found = list(reader.embedded_regular_signatures)
    except (MemoryError, RecursionError):
        return Report(unreadable="too-much")
    except Exception:  # noqa: BLE001 -- of what hostile documents do to a library there is no list
        return Report(unreadable="broken")
    return Report(signatures=[_report_on(each, reader, task) for each in found])


def _report_on(
    signature: EmbeddedPdfSignature, reader: PdfFileReader, task: Task
) -> SignatureReport:
    try:
        return _report(signature, reader, task)
    except Exception:  # noqa: BLE001 -- likewise
        return SignatureReport(
            field=_plain(signature.field_name),
            name="", title="", issuer="", moment=None, moment_proven=False, level="", reason="",
            certificate="", covers_document=False, changed=True, trusted=False,
            problem="unreadable",
        )  # fmt: skip


def _report(signature: EmbeddedPdfSignature, reader: PdfFileReader, task: Task) -> SignatureReport:
    store = _store(reader)
    status = _validate(signature, task, store)
    stamp = status.timestamp_validity
    proven = stamp is not None and stamp.trusted
    certificate: Any = status.signing_cert
    subject, issuer = certificate.subject.native, certificate.issuer.native
    moment = stamp.timestamp if stamp is not None and proven else status.signer_reported_dt
    changes = _changes(signature, status, reader)
    changed = bool(changes) or not (status.intact and status.valid)
    covers = _covers(status)
    at = moment if moment is not None and proven else task.now
    problem = _problem(status, at, changed=changed, covers=covers)
    return SignatureReport(
        field=_plain(signature.field_name),
        name=_plain(said(subject, "common_name")),
        title=_plain(said(subject, "title")),
        issuer=_plain(said(issuer, "common_name")),
        moment=moment,
        moment_proven=proven,
        level=_level(signature, reader, store, stamped=stamp is not None),
        reason=_plain(signature.sig_object.get("/Reason", "")),
        certificate=certificate.sha256.hex(),
        covers_document=covers,
        changed=changed,
        changes=changes,
        trusted=status.trusted,
        problem=problem,
    )


def _validate(
    signature: EmbeddedPdfSignature, task: Task, store: DocumentSecurityStore | None
) -> PdfSignatureStatus:
    """Validate as of now, or as of the moment that a trusted time stamp proves."""
    from pyhanko.sign.validation import validate_pdf_signature

    status = validate_pdf_signature(signature, _context(task, task.now, store))
    stamp = status.timestamp_validity
    if stamp is None or not stamp.trusted:
        return status
    then, now = (_context(task, moment, store) for moment in (stamp.timestamp, task.now))
    return validate_pdf_signature(signature, then, now)


def _context(
    task: Task, moment: datetime, store: DocumentSecurityStore | None
) -> ValidationContext:
    from asn1crypto import x509
    from pyhanko_certvalidator import ValidationContext

    settings: dict[str, Any] = {
        "trust_roots": [x509.Certificate.load(root) for root in task.roots],
        "moment": moment,
        "allow_fetching": False,
        "revocation_mode": "soft-fail",
    }
    return store.as_validation_context(settings) if store else ValidationContext(**settings)


def _store(reader: PdfFileReader) -> DocumentSecurityStore | None:
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError

    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def _covers(status: PdfSignatureStatus) -> bool:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    return status.coverage in {
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    }


def _changes(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus, reader: PdfFileReader
) -> tuple[Change, ...]:
    """What came after this signature, but signatures and what proves them."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if not (status.intact and status.valid):
        return ()  # what there was is not known any more
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return ()
    signed = reader.get_historical_resolver(signature.signed_revision)
    found = tuple(between(signed, reader))
    if _only_signed_further(status, reader):
        return tuple(each for each in found if each == "metadata")
    return found if set(found) - {"metadata"} else (*found, "other")


def _only_signed_further(status: PdfSignatureStatus, reader: PdfFileReader) -> bool:
    """Whether the rules find nothing but signatures, what proves them, and the properties.

    Bytes that follow the last revision are no revision, and no part of the document as signed.
    """
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

    added = status.diff_result
    harmless = {ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
    if not isinstance(added, DiffResult) or added.modification_level not in harmless:
        return False
    signatures = {each.field_name for each in reader.embedded_signatures}
    return bool(status.docmdp_ok) and added.changed_form_fields <= signatures


def _problem(
    status: PdfSignatureStatus, at: datetime, *, changed: bool, covers: bool
) -> Problem | None:
    if not (status.intact and status.valid):
        return "altered"
    if not covers:
        return "partial"
    if changed:
        return "extended"
    if status.trusted:
        stamp = status.timestamp_validity
        return "timestamp" if stamp is not None and not stamp.trusted else None
    return _distrust(status, at)


def _distrust(status: PdfSignatureStatus, at: datetime) -> Problem:
    certificate: Any = status.signing_cert
    if status.revoked:
        return "revoked"
    if getattr(status.trust_problem_indic, "name", "") in _NO_CHAIN:
        return "unknown-authority"
    if at > certificate.not_valid_after:
        return "expired"
    return "not-yet-valid" if at < certificate.not_valid_before else "untrusted"


def _level(
    signature: EmbeddedPdfSignature,
    reader: PdfFileReader,
    store: DocumentSecurityStore | None,
    *,
    stamped: bool,
) -> str:
    """The baseline level (ETSI EN 319 142-1) that the signature has the parts of."""
    if signature.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached":
        return "CMS"
    if not stamped:
        return "PAdES-B-B"
    if store is None or not (store.crls or store.ocsps):
        return "PAdES-B-T"
    later = (each.signed_revision for each in reader.embedded_timestamp_signatures)
    archived = any(revision > signature.signed_revision for revision in later)
    return "PAdES-B-LTA" if archived else "PAdES-B-LT"


def _plain(text: object) -> str:
    """What a document says, fit for a terminal: nothing that moves the cursor, nothing endless."""
    return "".join(each for each in str(text) if each.isprintable())[:LONGEST_TEXT]


def main() -> None:
    """Answer the task on standard input."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    sys.stdout.buffer.write(msgspec.json.encode(inspect(task)))


if __name__ == "__main__":
    main()
