"""HTML and SVG, built as elements: what a document says can never become markup."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from converters.diagram.elements import clean

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9]+")


def tag(
    parent: _Element, name: str, text: str | None = None, /, **attributes: str | float
) -> _Element:
    """Append an element. A trailing underscore is dropped (``class_``), others become hyphens."""
    element = etree.SubElement(parent, name, _attributes(attributes))
    if text is not None:
        element.text = clean(text)
    return element


def root(name: str, /, **attributes: str | float) -> _Element:
    """An element without a parent; its attributes as in :func:`tag`."""
    return etree.Element(name, _attributes(attributes))


def _attributes(given: dict[str, str | float]) -> dict[str, str]:
    return {k.rstrip("_").replace("_", "-"): _value(value) for k, value in given.items()}


def _value(value: str | float) -> str:
    """Numbers to a tenth: nobody sees less, and the same input gives the same bytes."""
    return clean(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def wide(parent: _Element, name: str, kind: str = "wide") -> _Element:
    """A place that scrolls sideways where there is no room, by keyboard as well."""
    return tag(parent, "div", class_=kind, role="region", aria_label=name, tabindex="0")


def tail(element: _Element, text: str) -> None:
    """Text behind an element."""
    element.tail = (element.tail or "") + clean(text)


def anchor(kind: str, name: str) -> str:
    """The id of something in a page, from a name as printed: ``baris-3a``."""
    return f"{kind}-{_NOT_IN_AN_ID.sub('-', name).strip('-') or 'x'}"


@cache
def styles(*sheets: Path) -> str:
    """Style sheets, one after the other."""
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def page(title: str, style: str, *, language: str = "id") -> tuple[_Element, _Element]:
    """An HTML document that fetches and runs nothing: its root and its body."""
    html = root("html", lang=language)
    head = tag(html, "head")
    tag(head, "meta", charset="utf-8")
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    tag(head, "meta", http_equiv="Content-Security-Policy", content=policy)
    tag(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    tag(head, "meta", name="generator", content="Tertib")
    tag(head, "title", title)
    tag(head, "style").text = style
    return html, tag(html, "body")


def serialise(html: _Element) -> bytes:
    """The document as UTF-8."""
    return etree.tostring(html, encoding="UTF-8", method="html", doctype="<!DOCTYPE html>") + b"\n"
