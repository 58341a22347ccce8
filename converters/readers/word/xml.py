"""What is asked of Word's elements all the time.

Elements are found by local names: the strict form of a file has other namespaces, nothing else.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_OFF = {"0", "false", "off", "none"}
_W = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FARTHEST = 100_000.0  # points: 35 metres; what lies farther is damage
TWIP = 1 / 20  # points
# Points in each unit that a length may name; the strict form of a file names one.
UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_MEASURE = re.compile(r"(-?[\d.]{1,15})(pt|in|cm|mm|pc|pi)")


def local(element: _Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first child of each name in turn; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def children(element: _Element | None, *names: str) -> Iterator[_Element]:
    """The children of these names."""
    return iter(()) if element is None else element.iterchildren(*(f"{{*}}{x}" for x in names))


def value(element: _Element | None, name: str = "val") -> str | None:
    """A ``w:`` attribute; None without it or without the element."""
    if element is None:
        return None
    found = (element.get(f"{{{space}}}{name}") for space in _W)
    return next((one for one in found if one is not None), None)


def flag(element: _Element | None) -> bool | None:
    """A property that is switched by being there; None: nothing is said."""
    return None if element is None else value(element) not in _OFF


def number(text: str | None, default: float = 0.0) -> float:
    """A number as written in the file; what is damaged is the default."""
    try:
        found = float((text or "")[:20])
    except ValueError:
        return default
    return found if math.isfinite(found) else default


def whole(text: str | None, default: int = 0) -> int:
    """A whole number, in the same way."""
    return int(number(text, default))


def twips(text: str | None, default: float = 0.0) -> float:
    """A length in points; ``default``, in points, where none is given.

    It is in twips unless it names its unit (ECMA-376 part 1, 22.9.2.14): "1440" and "72pt" are one.
    """
    measure = _MEASURE.fullmatch(text or "")
    unit = UNITS[measure[2]] if measure else TWIP
    found = number(measure[1] if measure else text, math.nan)
    if math.isnan(found):
        return default
    return max(-_FARTHEST, min(_FARTHEST, found * unit))
