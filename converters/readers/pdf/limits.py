"""What no SOP comes near, looked at before a PDF is opened: pdfium itself has no such limits."""

from __future__ import annotations

import re
import zlib

from converters.readers import faults
from converters.readers.pdf import forms

PAGES = 200  # no SOP has more than a dozen
OBJECTS = 50_000  # painted on one page; a drawing has some hundreds
CHARACTERS = 100_000  # on one page
# Bytes of a stream once unpacked. A page's content has a tenth of it at most, and pdfium needs
# a hundred times as much memory for it. Fonts are larger, and are not taken apart.
_CONTENT = 4 * 2**20
_FONT = 32 * 2**20
_PICTURE = 160 * 2**20  # A4 in colours at 600 dpi has 105

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY = 1000  # bytes before a stream within which its dictionary stands
_CHUNK = 2**16


def check(file: str, content: bytes, *, pictures: bool) -> None:
    """Refuse a file whose streams unpack to more than any page needs, or whose forms multiply.

    Args:
        file: its name.
        content: its bytes.
        pictures: pixel pictures will be unpacked, too.

    Raises:
        DocumentError: there is such a stream.
    """
    if forms.multiply(content):
        raise faults.fault("pdf-too-full", file=file)
    for match in _STREAM.finditer(content):
        start = match.start()
        before = content[max(0, start - _DICTIONARY) : start]
        dictionary = before[before.rfind(b"obj") :]
        pixels = b"/Image" in dictionary
        if b"/Fl" not in dictionary or (pixels and not pictures):
            continue
        limit = _PICTURE if pixels else _FONT if b"/Length1" in dictionary else _CONTENT
        if dictionary.count(b"/Fl") > 1 or _unpacks_beyond(limit, content, match.end()):
            raise faults.fault("pdf-too-full", file=file)


def _unpacks_beyond(limit: int, content: bytes, start: int) -> bool:
    unpacker = zlib.decompressobj()
    found = 0
    view = memoryview(content)
    while not unpacker.eof and start < len(content):
        try:
            found += len(unpacker.decompress(view[start : start + _CHUNK], limit + 1 - found))
        except zlib.error:
            return False  # no deflated stream, or an encrypted one
        if found > limit:
            return True
        start += _CHUNK - len(unpacker.unconsumed_tail)
    return False
