"""JSON to typed structs, in any number of threads.

When msgspec (0.22) first meets a type it notes what it will need, and a thread that meets the same
type in the same moment takes the half of it for the whole: the process dies of SIGSEGV. Here one
thread at a time meets a new type; afterwards none has to wait.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from types import UnionType

T = TypeVar("T")

_first_meeting = Lock()
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decode(content: bytes | str, kind: type[T] | UnionType) -> T:
    """Read JSON as a type.

    Raises:
        msgspec.DecodeError, UnicodeDecodeError: it is none, or not of this type.
    """
    found: T = _decoder(kind).decode(content)
    return found


def convert(value: object, kind: type[T], *, strict: bool = True) -> T:
    """Turn what was decoded already into a type.

    Raises:
        msgspec.ValidationError: it is not of this type.
    """
    _decoder(kind)
    return msgspec.convert(value, kind, strict=strict)


def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    found = _decoders.get(kind)
    if found is None:
        with _first_meeting:
            found = _decoders.setdefault(kind, msgspec.json.Decoder(kind))
    return found
