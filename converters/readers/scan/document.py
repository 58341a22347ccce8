"""Pictures of pages as files: scans, photographs taken with a phone."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence

from converters.errors import DocumentError
from converters.readers import faults
from converters.readers.page import Page, Point
from converters.readers.pdf import cells, drawing, labels, margins
from converters.readers.scan import reading, recogniser
from converters.readers.sop_pages import assembly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.result import ReadResult

_PAGES = 20  # of a TIFF
_PIXELS = 40_000_000  # of one page; the cameras of phones have 12 to 50 millions
_LONG = 842.0  # points of a sheet of A4: how large a photographed page is taken to be
_DPI = (100, 1200)  # what scanners write; a camera writes 72, or nothing


def read(file: str, content: bytes) -> ReadResult:
    """The SOPs of a picture.

    Raises:
        DocumentError: there is no OCR, or the picture cannot be read.
    """
    if not recogniser.ready():
        raise faults.fault("scan-file", file=file)
    found = tuple(
        _page(picture, number) for number, picture in enumerate(_pictures(file, content), start=1)
    )
    for page in found:
        if page.ocr is None:
            raise faults.fault("scan-unread", file=file, page=page.number)
    return assembly.assemble(found, file)


def _pictures(file: str, content: bytes) -> Iterator[Image.Image]:
    """The pages, turned as the camera was held, in shades of grey, at the size they are read at."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, about odd metadata and large pictures
        try:
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF")) as picture:
                for count, frame in enumerate(ImageSequence.Iterator(picture)):
                    _check(file, count, frame)
                    yield _sized(frame)
        except DocumentError:
            raise
        except Exception:  # noqa: BLE001 -- Pillow's decoders raise whatever they meet
            raise faults.fault("picture-damaged", file=file) from None


def _check(file: str, count: int, frame: Image.Image) -> None:
    """Refuse what is too large, before its pixels are unpacked."""
    if count == _PAGES:
        raise faults.fault("picture-too-long", file=file, limit=_PAGES)
    if frame.width * frame.height > _PIXELS:
        raise faults.fault("picture-too-large", file=file, limit=_PIXELS // 10**6)


def _sized(frame: Image.Image) -> Image.Image:
    written = frame.info.get("dpi", (0, 0))[0]
    turned = ImageOps.exif_transpose(frame)
    paper = Image.new("RGBA", turned.size, "white")
    paper.alpha_composite(turned.convert("RGBA"))  # what is transparent is paper
    dpi = float(written) if _DPI[0] <= written <= _DPI[1] else _photographed(turned)
    width, height = (side * reading.POINTS / dpi for side in turned.size)
    wanted = reading.dpi(width, height)
    grown = wanted / dpi
    size = max(1, round(turned.width * grown)), max(1, round(turned.height * grown))
    grey = paper.convert("L").resize(size, Image.Resampling.LANCZOS)
    grey.info["dpi"] = (wanted, wanted)
    return grey


def _photographed(picture: Image.Image) -> float:
    """Pixels to the inch, where what was photographed is a sheet of A4."""
    return max(picture.size) * reading.POINTS / _LONG


def _page(picture: Image.Image, number: int) -> Page:
    dpi = picture.info["dpi"][0]
    seen = reading.read(picture, dpi, Point(0, 0))
    pieces = margins.without_notes(seen.pieces)
    filled = cells.read(seen.paths, pieces)
    flow = labels.named(drawing.read((), filled.grids, seen.figures.pieces), pieces)
    width, height = (side * reading.POINTS / dpi for side in picture.size)
    return Page(
        number=number,
        width=width,
        height=height,
        grids=filled.grids,
        shapes=flow.shapes,
        connectors=flow.connectors,
        texts=labels.texts(pieces, filled.rest, filled.grids, flow),
        ocr=seen.sure,
    )
