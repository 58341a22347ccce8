"""What reading one file gives."""

from __future__ import annotations

import msgspec

from converters.errors import DocumentError
from converters.readers.page import Page
from converters.table import SopTable


class ReadResult(msgspec.Struct, frozen=True, kw_only=True):
    """The SOPs that could be read, in the document's order, and what was wrong with the others."""

    tables: tuple[SopTable, ...]
    errors: tuple[DocumentError, ...] = ()
    pages: tuple[Page, ...] = ()  # what was found on them; none of a text
