"""Markdown with pipe tables: read as the HTML that it stands for."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from converters.readers import faults, html

if TYPE_CHECKING:
    from converters.readers.page import Page

# The longest SOP known has some 300 lines of together 60 thousand bytes.
LINES = 20_000
SIZE = 2**20  # bytes; brackets without end take markdown-it long
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)


def pages(file: str, content: bytes) -> tuple[Page, ...]:
    """The document as one page: its tables, and its other text block by block.

    Raises:
        DocumentError: it is longer, or a table larger, than any SOP.
    """
    from markdown_it import MarkdownIt  # a tenth of a second that other documents need not wait

    if len(content) > SIZE:
        sizes = {"size": math.ceil(len(content) / 2**20), "limit": SIZE // 2**20}
        raise faults.fault("file-too-large", file=file, **sizes)
    text = html.decode(content)
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    if body.count("\n") > LINES:
        raise faults.fault("too-many-lines", file=file, limit=LINES)
    # Who writes a cover's labels in lines of their own means lines, not a paragraph.
    reader = MarkdownIt("commonmark", {"breaks": True}).enable("table")
    return html.from_text(file, reader.render(body))
