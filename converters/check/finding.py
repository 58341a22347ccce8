"""What a rule finds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from lxml.etree import _Element


class Severity(StrEnum):
    """How bad it is. Only errors make the check fail."""

    ERROR = "error"  # the engine refuses it, or an instance would get stuck
    WARNING = "warning"  # it runs, but somebody will not be able to work with it


class Fault(NamedTuple):
    """A rule's complaint about one element, in Indonesian."""

    element: _Element
    message: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint with its place in the file."""

    rule: str
    severity: Severity
    element: str | None  # id of the element or of the nearest one around it that has an id
    line: int | None  # 1-based
    message: str  # Indonesian: what is wrong and what to do
