"""What reading one file gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.table import SopTable

if TYPE_CHECKING:
    from converters.errors import DocumentError


class ReadResult(msgspec.Struct, frozen=True, kw_only=True):
    """The SOPs that could be read, in the document's order, and what was wrong with the others."""

    tables: tuple[SopTable, ...]
    errors: tuple[DocumentError, ...] = ()
