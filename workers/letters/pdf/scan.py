"""A scanned picture as PDF/A: a page for each, of the paper's size."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workers.letters.pdf.tree import Layout, Margin, Paragraph, Picture, Placed, Section
from workers.letters.pdf.typesetting import NotRenderedError, moment, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

FORMATS = ("JPEG", "PNG", "TIFF")
_POINTS = 72  # in an inch
_A4 = 841.9  # the longer side
_LARGEST = 1200.0  # A3; what is larger has no true resolution, and is set on A4
_SIDEWAYS = 0x0112  # the tag that says how the camera was held
_UPRIGHT = 1
_AS_IT_IS = {"1", "L", "RGB"}


@dataclass(frozen=True)
class _Page:
    content: bytes
    suffix: str
    width: float  # points
    height: float


def scan_to_pdf(content: bytes, *, title: str, created: datetime) -> bytes:
    """Return a JPEG, PNG or TIFF as PDF/A. A JPEG goes in as it is, the others without loss.

    Args:
        content: the picture; a TIFF may hold several.
        title: in the PDF's metadata.
        created: the PDF's date. The same arguments give the same bytes.

    Raises:
        NotRenderedError: it cannot be read to its end, or is too large to be true.
    """
    try:
        pages = list(_pages(content))
    except Exception as error:  # noqa: BLE001 a damaged file breaks its reader in any way
        message = f"The picture cannot be read to its end ({type(error).__name__})."
        raise NotRenderedError(message) from None
    files = {f"page-{at}.{page.suffix}": page.content for at, page in enumerate(pages)}
    sections = tuple(map(_section, files, pages))
    layout = Layout(title=title, created=moment(created), tab=36.0, sections=sections)
    return typeset(layout, files, created)


def _pages(content: bytes) -> Iterator[_Page]:
    from PIL import Image, ImageOps, ImageSequence

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.format == "JPEG" and image.mode in _AS_IT_IS and _is_upright(image):
                image.load()
                yield _Page(content, "jpg", *_size(image))
                return
            for frame in ImageSequence.Iterator(image):
                upright = ImageOps.exif_transpose(frame)
                plain = upright if upright.mode in _AS_IT_IS else _on_white(upright)
                written = io.BytesIO()
                plain.save(written, "PNG")
                yield _Page(written.getvalue(), "png", *_size(upright))


def _is_upright(image: Any) -> bool:
    return bool(image.getexif().get(_SIDEWAYS, _UPRIGHT) == _UPRIGHT)


def _on_white(image: Any) -> Any:
    """Without transparency and rare colour models: paper is white."""
    from PIL import Image

    clear = image.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(paper, clear).convert("RGB")


def _size(image: Any) -> tuple[float, float]:
    """The paper's size in points, by the scan's resolution; A4 where that says nothing."""
    across, down = (float(dpi) or _POINTS for dpi in image.info.get("dpi", (_POINTS, _POINTS)))
    width, height = image.width * _POINTS / across, image.height * _POINTS / down
    if max(width, height) > _LARGEST:
        share = _A4 / max(width, height)
        width, height = width * share, height * share
    return width, height


def _section(file: str, page: _Page) -> Section:
    shown = Picture(file=file, width=page.width, height=page.height, alt="Pindaian")
    whole = Paragraph(
        segments=((),),
        placed=(Placed(picture=shown),),
        top_em=0.0,
        descent=0.0,
        height=0.0,
    )
    return Section(
        width=page.width,
        height=page.height,
        left=0.0,
        right=0.0,
        top=0.0,
        bottom=0.0,
        header_at=0.0,
        footer_at=0.0,
        usual=Margin(),
        blocks=(whole,),
    )
