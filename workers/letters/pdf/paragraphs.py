"""Paragraphs: their indents, lines, tab stops and borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from docx.oxml.ns import qn

from workers.letters.pdf import fonts
from workers.letters.pdf.characters import is_symbol_font
from workers.letters.pdf.layers import TWIPS, Layer, is_on, layer, merge, number, points, value
from workers.letters.pdf.runs import Part, color, parts, text_of
from workers.letters.pdf.tree import (
    Block,
    Inline,
    Line,
    PageBreak,
    Paragraph,
    Placed,
    Sides,
    Stop,
    Tab,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.letters.pdf.numbering import Label
    from workers.letters.pdf.source import Source

Align = Literal["left", "center", "right", "justify"]
_ALIGNS: dict[str | None, Align] = {
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_STOPS: dict[str, Literal["left", "center", "right"]] = {
    "center": "center",
    "right": "right",
    "end": "right",
    "decimal": "right",
}
_LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "middleDot": "\N{MIDDLE DOT}"}
_DASHES: dict[str, Literal["dashed", "dotted"]] = {
    "dotted": "dotted",
    "dashed": "dashed",
    "dashSmallGap": "dashed",
    "dotDash": "dashed",
    "dotDotDash": "dashed",
}
_SINGLE = 240  # of which w:line counts lines
_EIGHTHS = 8
_AUTO = 14.0  # points: what a browser leaves around a paragraph


@dataclass(frozen=True, kw_only=True)
class Spaced:
    """A block and the space it wants around it."""

    block: Block
    before: float = 0.0
    after: float = 0.0
    style: str | None = None
    contextual: bool = False  # no space between it and others of its style


def paragraph(element: Any, source: Source) -> list[Spaced]:
    """Read a w:p. Page breaks part it into several."""
    own = layer(element.find(qn("w:pPr")))
    style = value(own, "pStyle")
    label, properties = _listed(own, source.styles.paragraph(style), source)
    base = source.styles.run(style)
    mark = merge(base, layer(element.find(f"{qn('w:pPr')}/{qn('w:rPr')}")))
    content = [*_label(label, mark, source), *parts(element, base, source)]
    pieces = _pieces(content)
    read: list[Spaced] = []
    if is_on(properties, "pageBreakBefore"):
        read.append(Spaced(block=PageBreak()))
    for at, piece in enumerate(pieces):
        read += [Spaced(block=PageBreak())] if at else []
        if piece or len(pieces) == 1:
            block = _paragraph(piece, properties, mark, source)
            read.append(_spaced(block, properties, style, (at == 0, at == len(pieces) - 1)))
    return read


def _listed(own: Layer, styled: Layer, source: Source) -> tuple[Label | None, Layer]:
    """Count a list on, and lay its level's indents where they belong."""
    named = merge(styled, own)
    number_id, depth = value(named, "numPr.numId"), int(number(named, "numPr.ilvl") or 0)
    label = source.numbering.label(number_id, depth) if number_id else None
    if label is None:
        return None, named
    if "numPr.numId" in own:
        return label, merge(styled, label.level.paragraph, own)
    return label, merge(label.level.paragraph, named)


def _label(label: Label | None, mark: Layer, source: Source) -> list[Part]:
    if label is None or not label.text:
        return []
    own = dict(label.level.run)
    if is_symbol_font(value(own, "rFonts", "ascii")):
        own.pop("rFonts")
    text = text_of(label.text, merge(mark, own), source)
    match label.level.suffix:
        case "tab":
            return [text, Tab()]
        case "space":
            return [text, msgspec.structs.replace(text, text=" ")]
        case _:
            return [text]


def _pieces(content: Sequence[Part]) -> list[list[Part]]:
    """Part at the page breaks."""
    pieces: list[list[Part]] = [[]]
    for each in content:
        if isinstance(each, PageBreak):
            pieces.append([])
        else:
            pieces[-1].append(each)
    return pieces


def _spaced(
    block: Paragraph, properties: Layer, style: str | None, ends: tuple[bool, bool]
) -> Spaced:
    before, after = _space(properties, "before"), _space(properties, "after")
    return Spaced(
        block=block,
        before=before if ends[0] else 0.0,
        after=after if ends[1] else 0.0,
        style=style,
        contextual=is_on(properties, "contextualSpacing"),
    )


def _space(properties: Layer, side: str) -> float:
    if value(properties, "spacing", f"{side}Autospacing") in {"1", "true"}:
        return _AUTO
    return points(properties, "spacing", side)


def _paragraph(
    content: Sequence[Part], properties: Layer, mark: Layer, source: Source
) -> Paragraph:
    left, first = points(properties, "ind", "left"), _first(properties)
    top_em, top_pt, descent, height = _line(content, properties, mark, source)
    return Paragraph(
        segments=tuple(_segments(content)),
        placed=tuple(each for each in content if isinstance(each, Placed)),
        align=_ALIGNS.get(value(properties, "jc"), "left"),
        left=left,
        right=points(properties, "ind", "right"),
        first=first,
        top_em=top_em,
        top_pt=top_pt,
        descent=descent,
        height=height,
        stops=tuple(_stops(properties, left if first < 0 else None, source)),
        keep_next=is_on(properties, "keepNext"),
        keep_lines=is_on(properties, "keepLines"),
        border=borders(properties, "pBdr"),
        fill=color(value(properties, "shd", "fill")),
    )


def _first(properties: Layer) -> float:
    hanging = points(properties, "ind", "hanging")
    return -hanging if hanging else points(properties, "ind", "firstLine")


def _segments(content: Sequence[Part]) -> Iterator[tuple[Inline, ...]]:
    segment: list[Inline] = []
    for each in content if not all(map(_is_blank, content)) else ():
        if isinstance(each, Tab):
            yield tuple(segment)
            segment = []
        elif not isinstance(each, Placed) and not (isinstance(each, Text) and not each.text):
            segment.append(each)
    yield tuple(segment)


def _is_blank(part: Part) -> bool:
    return isinstance(part, Placed) or (isinstance(part, Text) and not part.text.strip(" "))


def _line(
    content: Sequence[Part], properties: Layer, mark: Layer, source: Source
) -> tuple[float, float, float, float]:
    """A line above its base line (ems, points), below it (ems), and as a whole (points)."""
    words = next((each for each in content if isinstance(each, Text)), None)
    face = fonts.face(words.style.font[0] if words else source.family(mark))
    size = words.style.size if words else source.size(mark)
    asked = number(properties, "spacing", "line") or _SINGLE
    rule = value(properties, "spacing", "lineRule") or "auto"
    single = face.line * size
    if rule == "exact" or (rule == "atLeast" and asked / TWIPS > single):
        return -face.descent, asked / TWIPS, face.descent, asked / TWIPS
    times = asked / _SINGLE if rule == "auto" else 1.0
    return times * face.line - face.descent, 0.0, face.descent, times * single


def _stops(properties: Layer, hanging: float | None, source: Source) -> Iterator[Stop]:
    """Tab stops from left to right; where a hanging indent ends there is one, too."""
    found = {float(hanging): Stop(at=hanging)} if hanging is not None else {}
    for name, stop in properties.items():
        kind = stop.get("val", "left")
        if not name.startswith("tabs.") or kind in {"clear", "bar"}:
            continue
        if kind == "decimal":
            source.leave_out("tab stops at the decimal comma (set as right-aligned ones)")
        at = float(name.removeprefix("tabs.")) / TWIPS
        leader = _LEADERS.get(stop.get("leader", ""), "")
        found[at] = Stop(at=at, align=_STOPS.get(kind, "left"), leader=leader)
    yield from (found[at] for at in sorted(found))


def borders(properties: Layer, name: str) -> Sides:
    """The lines on the four sides, as far as there are any."""
    read = {side: border(properties.get(f"{name}.{side}")) for side in SIDES}
    return {side: line for side, line in read.items() if line is not None}


SIDES = ("top", "bottom", "left", "right")


def border(attributes: dict[str, str] | None) -> Line | None:
    """One line; None: none is drawn."""
    if attributes is None or attributes.get("val", "nil") in {"nil", "none"}:
        return None
    return Line(
        width=float(attributes.get("sz", "4")) / _EIGHTHS,
        color=color(attributes.get("color")) or "000000",
        dash=_DASHES.get(attributes["val"], "solid"),
        space=float(attributes.get("space", "0")),
    )
