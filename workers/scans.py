"""Scanned files: which kinds are taken in, and whether they can be read to the end.

What is wrong with a file is told twice: in the error's message to the supervisor, and in its
variable ``scan_problem`` to the officer.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workers.handler import BpmnError
from workers.letters.filling import DOCX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image

ERRORS = {
    "SCAN_MISSING": "No file of this name is in the inbox, or several might be meant.",
    "SCAN_TYPE_UNKNOWN": (
        "The file is none of PDF, JPEG, PNG, TIFF and Word without macros, by its content."
    ),
    "SCAN_UNREADABLE": "The file is cut off, damaged, or locked with a password.",
    "SCAN_TOO_LARGE": "The file is empty or larger than the configured limit.",
    "SCAN_BLANK": "Nothing is to be seen on any of its pages.",
    "SCAN_INFECTED": "The virus scanner found something in the file.",
}
_LONGER_SIDE = 300  # pixels a page is drawn with: a pen's stroke shows, a grain of dust does not
_MARGIN = 0.03  # of a page: where scanners leave a dark edge
_CONTRAST = 24  # of 255, between the lightest and the darkest: paper alone has less
_UNPACKED = 500_000_000  # bytes a Word document may become


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A file type that is taken in."""

    content_type: str
    suffix: str
    magic: tuple[bytes, ...]
    # Reads the content to its end and gives its pages, small and grey; raises when it cannot.
    # Of a Word document, which is not scanned, it gives none.
    pages: Callable[[bytes], Iterator[Image]]


def refusal(code: str, reason: str, problem: str) -> BpmnError:
    """Make the error of a file that is not taken in.

    Args:
        code: one of ERRORS.
        reason: for the supervisor, in English.
        problem: for the officer, in Indonesian: what is wrong, and what to do.
    """
    return BpmnError(code, reason, {"scan_problem": problem})


def inspect(content: bytes) -> Kind:
    """Tell a file's kind by its content, and read it to the end.

    Raises:
        BpmnError: SCAN_TYPE_UNKNOWN, SCAN_UNREADABLE or SCAN_BLANK.
    """
    kind = next((kind for kind in KINDS if content.startswith(kind.magic)), None)
    if kind is None:
        raise _unknown()
    try:
        inked = [_has_ink(page) for page in kind.pages(content)]
    except BpmnError:
        raise
    except Exception as error:  # noqa: BLE001 a damaged file breaks its reader in any way
        name = type(error).__name__
        reason = f"The {kind.suffix[1:].upper()} cannot be read to its end ({name})."
        problem = "Berkas rusak atau terpotong. Pindai ulang."
        raise refusal("SCAN_UNREADABLE", reason, problem) from None
    if inked and not any(inked):
        raise refusal(
            "SCAN_BLANK",
            f"Nothing is to be seen on {len(inked)} page(s).",
            "Semua halaman kosong. Periksa apakah kertas terbalik di pemindai, lalu pindai ulang.",
        )
    return kind


def _unknown() -> BpmnError:
    return refusal(
        "SCAN_TYPE_UNKNOWN",
        "The file is none of PDF, JPEG, PNG, TIFF and Word.",
        "Jenis berkas ini tidak diterima. Pindai sebagai PDF, JPEG, PNG, atau TIFF, "
        "atau simpan sebagai Word (.docx).",
    )


def _pdf_pages(content: bytes) -> Iterator[Image]:
    """Two readers: one knows whether the file is whole, the other draws what it can."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=True)
    if reader.is_encrypted:
        raise refusal(
            "SCAN_UNREADABLE",
            "The PDF is encrypted.",
            "PDF dikunci dengan kata sandi. Simpan ulang tanpa kunci, atau pindai ulang.",
        )
    if not reader.pages:
        raise refusal(
            "SCAN_UNREADABLE", "The PDF has no page.", "PDF tidak memuat halaman. Pindai ulang."
        )
    yield from _drawn(content)


def _drawn(content: bytes) -> Iterator[Image]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content)
    try:
        pdf.init_forms()  # or what forms and stamps show is not drawn
        for page in pdf:
            scale = _LONGER_SIDE / max(*page.get_size(), 1)
            yield page.render(scale=scale, grayscale=True).to_pil().copy()
    finally:
        pdf.close()


def _picture_pages(content: bytes) -> Iterator[Image]:
    from PIL import Image, ImageSequence

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "TIFF")) as picture:
            for page in ImageSequence.Iterator(picture):
                page.load()
                yield _small(page)


def _word_pages(content: bytes) -> Iterator[Image]:
    """Read every part of the package. A document with macros is another type."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = set(package.namelist())
        if not {"[Content_Types].xml", "word/document.xml"} <= names:
            raise _unknown()
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise refusal(
                "SCAN_TYPE_UNKNOWN",
                "The Word document holds macros.",
                "Dokumen Word ini memuat makro. Simpan ulang sebagai .docx tanpa makro.",
            )
        if sum(part.file_size for part in package.infolist()) > _UNPACKED:
            raise refusal(
                "SCAN_TOO_LARGE",
                f"The Word document becomes more than {_UNPACKED:,} bytes.",
                "Isi dokumen Word terlalu besar. Perkecil gambar di dalamnya.",
            )
        if package.testzip() is not None:
            raise zipfile.BadZipFile
    yield from ()


def _small(page: Image) -> Image:
    """A page in grey, as small as it is looked at; what is darker than paper darkens its pixel."""
    from PIL.Image import Resampling

    if page.mode.startswith("I"):  # sixteen bits a pixel
        page = page.convert("I").point(lambda value: value * (1 / 256))
    scale = min(1.0, _LONGER_SIDE / max(page.size))
    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    return page.convert("L").resize(size, Resampling.BOX)


def _has_ink(page: Image) -> bool:
    """Whether anything but paper is on it: a page that is evenly grey or black is empty, too."""
    across, down = round(page.width * _MARGIN), round(page.height * _MARGIN)
    inner = page.convert("L").crop((across, down, page.width - across, page.height - down))
    extremes: Any = inner.getextrema()
    darkest, lightest = extremes
    return bool(lightest - darkest >= _CONTRAST)


KINDS = (
    Kind(content_type="application/pdf", suffix=".pdf", magic=(b"%PDF-",), pages=_pdf_pages),
    Kind(content_type="image/jpeg", suffix=".jpg", magic=(b"\xff\xd8\xff",), pages=_picture_pages),
    Kind(
        content_type="image/png",
        suffix=".png",
        magic=(b"\x89PNG\r\n\x1a\n",),
        pages=_picture_pages,
    ),
    Kind(
        content_type="image/tiff",
        suffix=".tif",
        magic=(b"II*\x00", b"MM\x00*"),
        pages=_picture_pages,
    ),
    Kind(content_type=DOCX, suffix=".docx", magic=(b"PK\x03\x04",), pages=_word_pages),
)
