"""Scanned files: which kinds are taken in, and whether they can be read to the end."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable

import msgspec

from workers.handler import BpmnError

ERRORS = {
    "SCAN_TYPE_UNKNOWN": "The file is none of PDF, JPEG, PNG and TIFF, by its first bytes.",
    "SCAN_UNREADABLE": "The file is cut off, damaged, or locked with a password.",
    "SCAN_TOO_LARGE": "The file is empty or larger than the configured limit.",
}


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A file type that scanners write."""

    content_type: str
    suffix: str
    magic: tuple[bytes, ...]
    check: Callable[[bytes], None]  # raises when the content cannot be read


def _check_pdf(content: bytes) -> None:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=True)
    if reader.is_encrypted or not reader.pages:
        message = "locked or without a page"
        raise ValueError(message)


def _check_image(content: bytes) -> None:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "TIFF")) as image:
            image.load()


KINDS = (
    Kind(content_type="application/pdf", suffix=".pdf", magic=(b"%PDF-",), check=_check_pdf),
    Kind(content_type="image/jpeg", suffix=".jpg", magic=(b"\xff\xd8\xff",), check=_check_image),
    Kind(
        content_type="image/png", suffix=".png", magic=(b"\x89PNG\r\n\x1a\n",), check=_check_image
    ),
    Kind(
        content_type="image/tiff",
        suffix=".tif",
        magic=(b"II*\x00", b"MM\x00*"),
        check=_check_image,
    ),
)


def inspect(content: bytes) -> Kind:
    """Tell a scan's kind by its content, and read it to the end.

    Raises:
        BpmnError: SCAN_TYPE_UNKNOWN or SCAN_UNREADABLE.
    """
    kind = next((kind for kind in KINDS if content.startswith(kind.magic)), None)
    if kind is None:
        message = "The file is none of PDF, JPEG, PNG and TIFF. Scan it as one of these."
        raise BpmnError("SCAN_TYPE_UNKNOWN", message)
    try:
        kind.check(content)
    except Exception as error:  # noqa: BLE001 a damaged file breaks its reader in any way
        name = type(error).__name__
        message = (
            f"The {kind.suffix[1:].upper()} cannot be read to its end ({name}). Scan it again."
        )
        raise BpmnError("SCAN_UNREADABLE", message) from None
    return kind
