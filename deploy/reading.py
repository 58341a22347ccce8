"""Reading one document, with what people want to see of it. Runs in a child process, too.

The readers are imported where they are needed: the parent of children has no time for them.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from traceback import print_exception
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from converters.documents import ReadDocument
    from converters.picture.background import Background
    from converters.readers.page import Page


class View(StrEnum):
    """What is wanted beside the models."""

    NOTHING = "nothing"
    REPORT = "report"  # a picture of each SOP's pages, for its report
    SHOW = "show"  # all pages, with what was recognised on them


@dataclass(frozen=True, kw_only=True)
class Order:
    """A document to read."""

    path: Path
    view: View = View.NOTHING


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What came of it."""

    path: Path
    document: ReadDocument
    seconds: float
    figures: tuple[tuple[bytes, ...], ...] = ()  # for View.REPORT: each SOP's pages, as XML
    shown: bytes | None = None  # for View.SHOW: the HTML


def read_one(order: Order) -> Reading:
    """Do it. What is wrong with the document is in the document."""
    import msgspec

    from converters.documents import read_document

    begun = time.perf_counter()
    document = read_document(order.path)
    if os.environ.get("TERTIB_DEBUG"):
        for error in document.errors:
            if error.__cause__:
                print_exception(error.__cause__, file=sys.stderr)
    return Reading(
        path=order.path,
        document=msgspec.structs.replace(document, pages=()),
        figures=_figures(order, document) if order.view is View.REPORT else (),
        shown=_shown(order, document) if order.view is View.SHOW else None,
        seconds=time.perf_counter() - begun,
    )


def _figures(order: Order, document: ReadDocument) -> tuple[tuple[bytes, ...], ...]:
    from lxml import etree

    from converters.picture import pages_of
    from converters.picture.figures import figure

    by_sop = [pages_of(sop, document.pages) for sop in document.sops]
    drawn = _backgrounds(order.path, [page for pages in by_sop for page in pages])
    found = []
    for sop, pages in zip(document.sops, by_sop, strict=True):
        others = [other for other in document.sops if other is not sop]
        every = (figure(page, [sop], drawn, others).element for page in pages)
        found.append(tuple(map(etree.tostring, every)))
    return tuple(found)


def _shown(order: Order, document: ReadDocument) -> bytes | None:
    """The HTML; None where there is no file to show anything of."""
    from converters.picture.show import PAGES, show

    if not order.path.is_file():
        return None
    drawn = _backgrounds(order.path, document.pages[:PAGES])
    return show(document.file, document.pages, document.sops, document.errors, drawn)


def _backgrounds(path: Path, pages: Sequence[Page]) -> dict[int, Background]:
    from converters.picture.background import backgrounds

    return backgrounds(path.read_bytes(), pages) if pages else {}
