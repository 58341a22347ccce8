"""Drawings in VML, told as DrawingML, so that one set of rules judges both.

Source: ECMA-376 part 4, 19.1 (VML). The presets' numbers are those of ``o:spt``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from converters.readers import drawingml
from converters.readers.drawingml.frame import UNIT, Frame
from converters.readers.matrix import Matrix
from converters.readers.page import Box
from converters.readers.word import vml_style
from converters.readers.word.drawings import INSET
from converters.readers.word.drawn import Drawing, Drawn, Place
from converters.readers.word.xml import child, children, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element

    from converters.readers.word.drawings import Inside

    Glue = Mapping[str, tuple[str | None, str | None]]  # connector -> what it is glued to

_O = "{urn:schemas-microsoft-com:office:office}"
_AS_IS = Matrix(1, 0, 0, 1, 0, 0)
_SHAPES = ("shape", "rect", "roundrect", "oval", "line", "group")
_NAMES = {"rect": "rect", "roundrect": "roundRect", "oval": "ellipse", "line": "line"}
_PRESETS = {
    1: "rect", 2: "roundRect", 3: "ellipse", 4: "diamond", 7: "parallelogram", 8: "trapezoid",
    9: "hexagon", 10: "octagon", 13: "rightArrow", 15: "homePlate", 16: "cube", 20: "line",
    22: "can", 32: "straightConnector1", 33: "bentConnector2", 34: "bentConnector3",
    35: "bentConnector4", 36: "bentConnector5", 37: "curvedConnector2", 38: "curvedConnector3",
    39: "curvedConnector4", 40: "curvedConnector5", 56: "pentagon", 65: "foldedCorner",
    66: "leftArrow", 67: "downArrow", 68: "upArrow", 69: "leftRightArrow", 70: "upDownArrow",
    84: "bevel", 93: "stripedRightArrow", 94: "notchedRightArrow", 109: "flowChartProcess",
    110: "flowChartDecision", 111: "flowChartInputOutput", 112: "flowChartPredefinedProcess",
    113: "flowChartInternalStorage", 114: "flowChartDocument",
    115: "flowChartMultidocument", 116: "flowChartTerminator", 117: "flowChartPreparation",
    118: "flowChartManualInput", 119: "flowChartManualOperation", 120: "flowChartConnector",
    121: "flowChartPunchedCard", 122: "flowChartPunchedTape", 127: "flowChartExtract",
    128: "flowChartMerge", 129: "flowChartOfflineStorage", 130: "flowChartOnlineStorage",
    131: "flowChartMagneticTape", 132: "flowChartMagneticDisk", 133: "flowChartMagneticDrum",
    134: "flowChartDisplay", 135: "flowChartDelay", 176: "flowChartAlternateProcess",
    177: "flowChartOffpageConnector", 202: "rect",
}  # fmt: skip
_PICTURE = 75
_SIDE = 21_600  # units of a side that adjustments are given in
_HEADS = {"block": "triangle", "classic": "stealth", "open": "arrow"}
_NO = {"f", "false", "0"}
_WHITE = {"white", "#fff", "#ffffff", "window"}
_NUMBER = re.compile(r"\d+")


class Vml:
    """The reader of a document's VML.

    Args:
        roots: the parts with shape types and rules: the document, its settings.
    """

    def __init__(self, roots: Iterable[_Element | None]) -> None:
        known = [root for root in roots if root is not None]
        self._types = {x.get("id") or "": x for root in known for x in root.iter("{*}shapetype")}
        self._glue = dict(_rule(x) for root in known for x in root.iter(f"{_O}r"))

    def read(self, pict: _Element, inside: Inside) -> Drawing | None:
        """What a ``w:pict`` holds; None where nothing is seen."""
        shape = next(children(pict, *_SHAPES), None)
        if shape is None:
            return None
        style = vml_style.parse(shape)
        if style.get("visibility") == "hidden":
            return None
        box = vml_style.box(shape, style)
        origin = Box(0, 0, box.width, box.height)
        return Drawing(
            items=tuple(self._items(shape, _frame(shape, style, origin), _AS_IS, inside)),
            width=box.width,
            height=box.height,
            inline=style.get("position") not in {"absolute", "relative"},
            across=_place(style, "horizontal", box.left, {"text": "column", "char": "character"}),
            down=_place(style, "vertical", box.top, {"text": "paragraph"}),
            in_cell=shape.get(f"{_O}allowincell", "t") not in _NO,
        )

    def _items(
        self, shape: _Element, found: Frame, within: Matrix, inside: Inside
    ) -> Iterator[Drawn]:
        if local(shape) != "group":
            yield from self._shape(shape, found.place(within), inside)
            return
        units = found.children(within)
        for member in children(shape, *_SHAPES):
            style = vml_style.parse(member)
            frame = _frame(member, style, vml_style.box(member, style))
            yield from self._items(member, frame, units, inside)

    def _shape(self, shape: _Element, place: Matrix, inside: Inside) -> Iterator[Drawn]:
        name = shape.get(f"{_O}spid") or shape.get("id") or ""
        box = place.over(UNIT)
        kind = self._kind(shape)
        if _pictured(shape):
            yield Drawn(box)
        if kind == _PICTURE:  # a canvas's ground, too
            return
        content = child(shape, "textbox", "txbxContent")
        flow = None if content is None else inside(content, max(0.0, box.width - 2 * INSET))
        properties = _properties(shape, _PRESETS.get(kind or 0, _NAMES.get(local(shape))))
        text = flow.text if flow else ""
        start, end = self._glue.get(name, (None, None))
        yield Drawn(
            drawingml.read(drawingml.Item(properties, None, place, text)),
            name=name,
            start=start,
            end=end,
            inside=flow if flow and (flow.tables or flow.drawings) else None,
            box=box,
        )

    def _kind(self, shape: _Element) -> int | None:
        """The preset's number."""
        reference = shape.get("type", "").removeprefix("#")
        stated = self._types[reference].get(f"{_O}spt") if reference in self._types else None
        match = _NUMBER.search(stated or reference.rpartition("_t")[2])
        return int(match[0][:5]) if match and reference else None


def _pictured(shape: _Element) -> bool:
    """Whether it shows a picture; WPS Office puts an ``imagedata`` without one in every shape."""
    image = child(shape, "imagedata")
    names = () if image is None else (str(name).rpartition("}")[2] for name in image.attrib)
    return any(name in {"id", "src", "relid", "href"} for name in names)


def _rule(rule: _Element) -> tuple[str, tuple[str | None, str | None]]:
    """Of an ``o:r`` the connector and what it leads from and to."""
    ends: dict[str, str] = {}
    for proxy in children(rule, "proxy"):
        target = proxy.get("idref", "").removeprefix("#")
        ends |= {side: target for side in ("start", "end") if side in proxy.attrib and target}
    return rule.get("idref", "").removeprefix("#"), (ends.get("start"), ends.get("end"))


def _frame(shape: _Element, style: Mapping[str, str], box: Box) -> Frame:
    flip = style.get("flip", "")
    mirrored, upside = vml_style.slopes(shape)
    return Frame(
        box=box,
        turn=vml_style.degrees(style.get("rotation", "")),
        mirrored=("x" in flip) != mirrored,
        upside_down=("y" in flip) != upside,
        inner=vml_style.inner(shape),
    )


def _place(style: Mapping[str, str], way: str, offset: float, names: Mapping[str, str]) -> Place:
    relative = style.get(f"mso-position-{way}-relative", "text")
    relative = {"left-margin-area": "leftMargin", "right-margin-area": "rightMargin"}.get(
        relative, names.get(relative, relative)
    )
    align = style.get(f"mso-position-{way}", "absolute")
    return Place(relative, offset, None if align == "absolute" else align)


def _properties(shape: _Element, preset: str | None) -> _Element:
    """The ``a:spPr`` that draws the same."""
    properties = etree.Element("spPr")
    if preset is None:
        properties.append(vml_style.freeform(shape))
    else:
        geometry = etree.SubElement(properties, "prstGeom", prst=preset)
        adjusts = etree.SubElement(geometry, "avLst")
        for place, text in enumerate(shape.get("adj", "").split(",")[:3], start=1):
            if text.strip().lstrip("-").isdigit():
                share = round(int(text.strip()[:9]) * 100_000 / _SIDE)
                etree.SubElement(adjusts, "gd", name=f"adj{place}", fmla=f"val {share}")
    _fill(shape, properties)
    _stroke(shape, properties)
    return properties


def _fill(shape: _Element, properties: _Element) -> None:
    fill = child(shape, "fill")
    off = shape.get("filled", "t") in _NO or (fill is not None and fill.get("on", "t") in _NO)
    colour = shape.get("fillcolor", "white").split()[0:1] or ["white"]
    if off:
        etree.SubElement(properties, "noFill")
    else:
        white = colour[0].lower() in _WHITE
        paint = etree.SubElement(properties, "solidFill")
        etree.SubElement(paint, "srgbClr", val="FFFFFF" if white else "000000")


def _stroke(shape: _Element, properties: _Element) -> None:
    stroke = child(shape, "stroke")
    said: Mapping[str, str] = {} if stroke is None else stroke.attrib  # type: ignore[assignment]
    line = etree.SubElement(properties, "ln")
    off = shape.get("stroked", "t") in _NO or said.get("on", "t") in _NO
    etree.SubElement(line, "noFill" if off else "solidFill")
    dash = "dash" if said.get("dashstyle", "solid") != "solid" else "solid"
    etree.SubElement(line, "prstDash", val=dash)
    for name, key in (("headEnd", "startarrow"), ("tailEnd", "endarrow")):
        etree.SubElement(line, name, type=_HEADS.get(str(said.get(key)), "none"))
