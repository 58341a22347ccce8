"""What a Word file from anywhere may bring along: text, styles, pictures. Nothing that acts.

Looked at without opening it in Word's way: as a zip of XML parts (ECMA-376 part 2), whose sizes are
known before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from workers.letters.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_FILE = 20 << 20  # bytes, as it lies on the disk
LARGEST_CONTENT = 64 << 20  # all parts, unpacked
LARGEST_PART = 8 << 20  # one part of XML, unpacked; a long letter has some hundred thousand bytes
MOST_PARTS = 1000
# Fields that show something of the document itself. Others fetch files, run programs or ask.
FIELDS = frozenset((
    "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "CREATEDATE", "SAVEDATE",
    "PRINTDATE", "REF", "PAGEREF", "NOTEREF", "SEQ", "STYLEREF", "TOC", "TC", "HYPERLINK",
    "SYMBOL", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "TITLE", "SUBJECT", "AUTHOR",
    "FILENAME", "DOCPROPERTY", "ADVANCE", "EQ",
))  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MACROS = re.compile(r"vba|macroenabled", re.IGNORECASE)
_EMBEDDED = ("/oleObject", "/package", "/control", "/aFChunk", "/subDocument", "/frame")
_HARMLESS_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_READABLE = (".xml", ".rels")
# What opening a zip and reading it may raise.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip


def faults(content: bytes) -> Iterator[Fault]:
    """Find what does not belong into a template.

    Args:
        content: what should be a .docx.

    Yields:
        What is wrong; ``what`` is the name of a part, or what it refers to.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if (large := too_large(package)) is not None:
                yield Fault("too-large", large)
                return
            for name in package.namelist():
                yield from _part(name, package)
    except DAMAGED:
        yield Fault("unreadable", "bukan dokumen Word")


def too_large(package: zipfile.ZipFile) -> str | None:
    """The part that is; reading one never gives more than the size that is told of it."""
    entries = package.infolist()
    if len(entries) > MOST_PARTS or sum(each.file_size for each in entries) > LARGEST_CONTENT:
        return "seluruh isi"
    readable = (each for each in entries if each.filename.lower().endswith(_READABLE))
    return next((each.filename for each in readable if each.file_size > LARGEST_PART), None)


def parse(part: bytes) -> Any:
    """Read a part's XML, fetching and expanding nothing.

    Raises:
        XMLSyntaxError: it is none.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(part, parser)


def _part(name: str, package: zipfile.ZipFile) -> Iterator[Fault]:
    if _MACROS.search(name):
        yield Fault("macros", name)
    elif "/embeddings/" in name or "/activeX/" in name:
        yield Fault("embedded", name)
    if not name.lower().endswith(_READABLE):
        return
    try:
        root = parse(package.read(name))
    except etree.XMLSyntaxError:
        yield Fault("unreadable", name)
        return
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        yield Fault("doctype", name)
    elif name.endswith(".rels"):
        yield from _relationships(root)
    elif name == "[Content_Types].xml":
        kinds = (each.get("ContentType", "") for each in root.iter(etree.Element))
        yield from (Fault("macros", kind) for kind in kinds if _MACROS.search(kind))
    else:
        yield from (Fault("field-code", each) for each in _fields(root) if each not in FIELDS)


def _relationships(root: Any) -> Iterator[Fault]:
    for each in root:
        kind, target = each.get("Type", ""), each.get("Target", "")
        if kind.endswith(_EMBEDDED):
            yield Fault("embedded", target)
        elif each.get("TargetMode") == "External":
            link = kind.endswith("/hyperlink") and _HARMLESS_LINK.match(target)
            if not link:
                yield Fault("external", target)


def _fields(root: Any) -> Iterator[str]:
    """The names of the fields: the first word of each instruction; empty: another field makes it.

    An instruction may be cut into many pieces, and a field may stand in another's instruction.
    """
    open_fields: list[str] = []
    for element in root.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText"):
        if element.tag == f"{_W}fldSimple":
            yield _name(element.get(f"{_W}instr", ""))
        elif element.tag == f"{_W}instrText":
            if not open_fields:
                open_fields.append("")
            open_fields[-1] += element.text or ""
        elif element.get(f"{_W}fldCharType") == "begin":
            open_fields.append("")
        elif element.get(f"{_W}fldCharType") == "end" and open_fields:
            yield _name(open_fields.pop())
    yield from map(_name, open_fields)


def _name(instruction: str) -> str:
    words = instruction.split(maxsplit=1)
    return words[0].upper() if words else ""
