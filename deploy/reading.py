"""Reading one document, with what people want to see of it. Runs in a child process, too."""

from __future__ import annotations

import os
import sys
import time
from enum import StrEnum
from pathlib import Path
from traceback import print_exception

import msgspec

from converters.documents import ReadDocument, read_document


class View(StrEnum):
    """What is wanted beside the models."""

    NOTHING = "nothing"
    REPORT = "report"  # a picture of each SOP's pages, for its report
    SHOW = "show"  # all pages, with what was recognised on them


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A document to read."""

    path: Path
    view: View = View.NOTHING


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    path: Path
    document: ReadDocument
    seconds: float


def read_one(order: Order) -> Reading:
    """Do it. What is wrong with the document is in the document."""
    begun = time.perf_counter()
    document = read_document(order.path)
    if os.environ.get("TERTIB_DEBUG"):
        for error in document.errors:
            if error.__cause__:
                print_exception(error.__cause__, file=sys.stderr)
    return Reading(
        path=order.path,
        document=msgspec.structs.replace(document, pages=()),
        seconds=time.perf_counter() - begun,
    )
