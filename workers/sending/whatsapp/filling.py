"""A gateway's JSON with places to fill: ``{"to": "{to}", "message": {"body": "{text}"}}``.

The JSON is decoded first and its texts are filled then, so that no message's words can change its
shape. A member or item that tells of the document falls away when there is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLACES = (
    "to",  # E.164: +6281234567890
    "digits",  # the same without the +
    "text",
    "subject",
    "number",  # the outbox's number of the message
    "reference",  # of this attempt, unlike any other
    "media",  # the enclosed document in base64
    "file_name",
    "content_type",
)
# Braces that hold no single word are the text's own.
_PLACE = re.compile(r"\{([a-z_]+)\}")


def fill(template: Any, values: Mapping[str, str | None]) -> Any:
    """Fill a decoded template.

    Args:
        template: texts, lists and objects, with places in its texts.
        values: what goes where, for each of PLACES; None: there is nothing to tell.
    """
    match template:
        case str():
            return _PLACE.sub(lambda place: values[place[1]] or "", template)
        case dict():
            kept = {name: part for name, part in template.items() if not _is_empty(part, values)}
            return {name: fill(part, values) for name, part in kept.items()}
        case list():
            return [fill(part, values) for part in template if not _is_empty(part, values)]
    return template


def unknown_places(template: Any) -> list[str]:
    """Return what a template wants filled that nobody can fill."""
    wanted = {place for text in _texts(template) for place in _PLACE.findall(text)}
    return sorted(wanted.difference(PLACES))


def wants(template: Any, place: str) -> bool:
    """Whether a template has this place."""
    return any(place in _PLACE.findall(text) for text in _texts(template))


def _is_empty(part: Any, values: Mapping[str, str | None]) -> bool:
    return isinstance(part, str) and any(values[place] is None for place in _PLACE.findall(part))


def _texts(template: Any) -> Iterator[str]:
    match template:
        case str():
            yield template
        case dict():
            for part in template.values():
                yield from _texts(part)
        case list():
            for part in template:
                yield from _texts(part)
