"""Which kind of marked-up text a file holds: HTML, Markdown, or neither."""

from __future__ import annotations

import re
from itertools import pairwise

from converters.readers.html import decode

_AHEAD = 4096  # bytes in which an HTML document has shown itself
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|style|title|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE = re.compile(r"<(?:html|table)[\s>]", re.IGNORECASE)
_RULE = frozenset(b"|-: \t>\r")  # what the row below the titles of a pipe table consists of
_ENDINGS = ("md", "markdown")


def kind(name: str, content: bytes) -> str:
    """``html``, ``markdown`` or ``text``: what stands in it tells, its name where both may be."""
    head = decode(content[:_AHEAD])
    pipes = _has_pipe_table(content)
    if pipes and name.lower().rpartition(".")[2] in _ENDINGS:
        return "markdown"
    if _HTML.match(head) or ("\t" not in head and _INSIDE.search(head)):
        return "html"
    return "markdown" if pipes else "text"


def _has_pipe_table(content: bytes) -> bool:
    """Whether a line of titles with "|" has a rule below it: | --- | :-: |."""
    lines = content.split(b"\n")
    return any(
        b"|" in above and b"|" in rule and b"-" in rule and _RULE.issuperset(rule)
        for above, rule in pairwise(lines)
    )
