"""Pictures: those in a line of text, and those that float above it."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any, Literal

from docx.oxml.ns import qn

from workers.letters.pdf.layers import local
from workers.letters.pdf.tree import Picture, Placed

if TYPE_CHECKING:
    from workers.letters.pdf.source import Source

EMU = 12_700  # in a point
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_AS_THEY_ARE = {"PNG": "png", "JPEG": "jpg"}
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
UNUSABLE = "a picture in a format that cannot be shown (save it as PNG or JPEG)"


def picture(drawing: Any, source: Source) -> Picture | Placed | None:
    """Read a w:drawing; None: it is none that can be shown, which is noted."""
    holder = next(iter(drawing), None)
    blip = next(drawing.iter(_BLIP), None)
    if holder is None or blip is None:
        source.leave_out("a drawn shape, chart or text box")
        return None
    shown = _picture(holder, blip, source)
    if shown is None or local(holder) == "inline":
        return shown
    return _placed(holder, shown, source)


def _picture(holder: Any, blip: Any, source: Source) -> Picture | None:
    extent, described = holder.find(f"{_DRAWING}extent"), holder.find(f"{_DRAWING}docPr")
    part = source.part.related_parts.get(blip.get(qn("r:embed")) or "")
    usable = _usable(part.blob) if part is not None and extent is not None else None
    if usable is None:
        source.leave_out(UNUSABLE)
        return None
    return Picture(
        file=source.add_file(*usable),
        width=int(extent.get("cx")) / EMU,
        height=int(extent.get("cy")) / EMU,
        alt=(described.get("descr") or "") if described is not None else "",
    )


def _usable(content: bytes) -> tuple[bytes, str] | None:
    """The picture as PNG or JPEG with its suffix; None: it cannot be read to its end."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                suffix = _AS_THEY_ARE.get(image.format or "")
                if suffix and image.mode in _MODES:
                    return content, suffix
                written = io.BytesIO()
                image.convert("RGBA" if "A" in image.mode else "RGB").save(written, "PNG")
                return written.getvalue(), "png"
    except Exception:  # noqa: BLE001 a damaged file breaks its reader in any way
        return None


def _placed(anchor: Any, shown: Picture, source: Source) -> Picture | Placed:
    """A floating picture, where Word has it if that is told from the paragraph it hangs on."""
    across, down = anchor.find(f"{_DRAWING}positionH"), anchor.find(f"{_DRAWING}positionV")
    if across is None or down is None or not _is_near(across, down):
        source.leave_out("where a floating picture stands (set into the line)")
        return shown
    if any(local(child) in {"wrapSquare", "wrapTight", "wrapThrough"} for child in anchor):
        source.leave_out("text that flows around a picture")
    side = across.findtext(f"{_DRAWING}align")
    return Placed(picture=shown, align=_side(side), x=_offset(across), y=_offset(down))


def _is_near(across: Any, down: Any) -> bool:
    return across.get("relativeFrom") in {"column", "margin", "leftMargin"} and down.get(
        "relativeFrom"
    ) in {"paragraph", "line"}


def _side(words: str | None) -> Literal["left", "center", "right"]:
    if words == "center":
        return "center"
    return "right" if words in {"right", "outside"} else "left"


def _offset(position: Any) -> float:
    text = position.findtext(f"{_DRAWING}posOffset")
    return int(text) / EMU if text else 0.0
