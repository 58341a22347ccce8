"""PAdES signatures (ETSI EN 319 142-1) with a key that is here, by pyHanko.

Level B-B; B-T with a time-stamping authority; B-LT when the certificate names where its
revocation can be looked up as well. Every signature is an incremental update: what was there
before, earlier signatures included, stays byte for byte.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from workers.signing import appearance, placement
from workers.signing.block import Signatory
from workers.signing.errors import SigningError
from workers.signing.trust import read_roots

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.timestamps import HTTPTimeStamper

    from workers.signing.config import SigningConfig
    from workers.signing.key import OfficialKey
    from workers.signing.placement import Place
    from workers.signing.signer import Purpose

_ONLY_PDF = "Hanya dokumen PDF yang dapat ditandatangani (Only PDF documents can be signed); "


class PadesSigner:
    """Signs with an official's key; a ``DocumentSigner``."""

    def __init__(self, key: OfficialKey, config: SigningConfig) -> None:
        self._key = key
        self._config = config

    def sign(self, document: bytes, purpose: Purpose) -> bytes:
        """Return the document with a signature and its visible block added.

        Raises:
            SigningError: the document is none that can be signed, the certificate is not valid,
                or the time-stamping authority does not answer.
        """
        require_pdf(document)
        self._key.check(purpose.moment)
        try:
            return self._signed(document, purpose)
        except SigningError:
            raise
        except Exception as error:  # noqa: BLE001 -- sorted by kind below
            # Of what broken documents do to a library there is no list; the text may quote them.
            raise SigningError(_explain(error)) from None

    def _signed(self, document: bytes, purpose: Purpose) -> bytes:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import PdfSigner

        # Not strict: Word writes cross-references that are, strictly, two documents in one.
        writer = IncrementalPdfFileWriter(BytesIO(document), strict=False)
        place = placement.find_place(
            document, may_lengthen=not _is_signed(writer), name=self._key.name
        )
        if place is not None and place.lengthening:
            _lengthen(writer, place)
        shown = place and appearance.style(place, self._signatory, purpose)
        signer = PdfSigner(
            self._metadata(purpose),
            signer=self._key.signer,
            timestamper=self._timestamper(),
            stamp_style=shown or None,
            new_field_spec=_field(purpose, place),
        )
        output: BytesIO = signer.sign_pdf(writer)
        return output.getvalue()

    @property
    def _signatory(self) -> Signatory:
        key = self._key
        return Signatory(name=key.name, title=key.title, fingerprint=key.fingerprint)

    def _metadata(self, purpose: Purpose) -> PdfSignatureMetadata:
        from pyhanko.sign import PdfSignatureMetadata
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko_certvalidator import ValidationContext

        long_term = bool(self._config.tsa_url) and _names_revocation(self._key)
        context = None
        if long_term:
            roots = read_roots(self._config)
            context = ValidationContext(trust_roots=roots, allow_fetching=True)
        return PdfSignatureMetadata(
            field_name=_field_name(purpose),
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=purpose.number,
            embed_validation_info=long_term,
            validation_context=context,
        )

    def _timestamper(self) -> HTTPTimeStamper | None:
        from pyhanko.sign.timestamps import HTTPTimeStamper

        url = self._config.tsa_url
        return HTTPTimeStamper(url, timeout=self._config.tsa_timeout) if url else None


def require_pdf(document: bytes) -> None:
    """Refuse what is no PDF.

    Raises:
        SigningError: says what it is, if that is known.
    """
    if b"%PDF-" in document[:1024]:
        return
    what = "ini bukan PDF."
    if document.startswith(b"PK") and b"word/" in document:
        what = "ini dokumen Word (.docx)."
    raise SigningError(f"{_ONLY_PDF}{what} Simpanlah sebagai PDF dan ajukan lagi.")


def unfit(document: bytes) -> str | None:
    """Say why a document cannot be signed, after its name; None: it can be opened for that."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    try:
        require_pdf(document)
        is_locked = IncrementalPdfFileWriter(BytesIO(document), strict=False).prev.encrypted
    except SigningError:
        return "is no PDF"
    except Exception as error:  # noqa: BLE001 -- as in signing: of what may be wrong is no list
        return f"is a damaged PDF ({type(error).__name__})"
    return "is a PDF that is locked with a password" if is_locked else None


def _is_signed(writer: IncrementalPdfFileWriter) -> bool:
    return bool(writer.prev.embedded_signatures)


def _field_name(purpose: Purpose) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", f"Tertib-{purpose.number}")


def _field(purpose: Purpose, place: Place | None) -> SigFieldSpec:
    """The signature's field; without a place it shows nothing."""
    from pyhanko.sign.fields import SigFieldSpec

    name, words = _field_name(purpose), f"Tanda tangan elektronik {purpose.number}"
    if place is None:
        return SigFieldSpec(name, readable_field_name=words)
    left, bottom, right, top = (round(side) for side in place.box)
    box = (left, bottom, right, top)
    return SigFieldSpec(name, on_page=place.page.index, box=box, readable_field_name=words)


def _lengthen(writer: Any, place: Place) -> None:
    """Let the page grow at its lower edge, as it is shown, to hold the block."""
    from pyhanko.pdf_utils import generic

    number: Any = generic.FloatObject

    left, bottom, right, top = place.page.crop
    more = place.lengthening
    grown = {
        90: (left, bottom, right + more, top),
        180: (left, bottom, right, top + more),
        270: (left - more, bottom, right, top),
    }.get(place.page.rotation, (left, bottom - more, right, top))
    reference, _ = writer.find_page_for_modification(place.page.index)
    page: Any = reference.get_object()
    for name in ("/MediaBox", "/CropBox"):
        page[generic.pdf_name(name)] = generic.ArrayObject(number(side) for side in grown)
    writer.mark_update(reference)


def _names_revocation(key: OfficialKey) -> bool:
    certificate: Any = key.certificate
    return bool(certificate.crl_distribution_points or certificate.ocsp_urls)


def _explain(error: Exception) -> str:
    from pyhanko.sign.timestamps import TimestampRequestError
    from pyhanko_certvalidator.errors import PathError, ValidationError

    if isinstance(error, TimestampRequestError):
        return (
            "Otoritas cap waktu (signing.tsa_url) tidak menjawab dengan benar. "
            "Permintaan ini tetap menunggu; cobalah lagi nanti."
        )
    if any(isinstance(each, (PathError, ValidationError)) for each in (error, error.__cause__)):
        return (
            "Sertifikat dicabut, atau rantai sertifikat tidak dapat diperiksa sampai ke akar yang "
            "dipercaya: lengkapi berkas signing.trust, juga dengan akar otoritas cap waktu."
        )
    return (
        f"Dokumen tidak dapat ditandatangani ({type(error).__name__}): "
        "berkas PDF rusak, dikunci, atau tidak mengizinkan tanda tangan."
    )
