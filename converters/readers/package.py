"""An Office file (.docx, .xlsx) opened safely: a ZIP archive of XML parts (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from lxml import etree

from converters.readers import faults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

# No SOP comes near these; they keep a hostile archive from filling memory or disk.
ENTRIES = 4_000
PART = 32 * 2**20  # bytes of one part once unpacked; lxml takes some eight times that
READ = 64 * 2**20  # bytes of all parts that are read
DECLARED = 1024 * 2**20  # bytes that all entries say they have, pictures included
NODES = 2_000_000  # elements and attributes of one part: each takes some hundred bytes
RATIO = 250  # unpacked to packed; the most even XML by Word reaches about 60
_SMALL = 2**20  # a part of up to this size may have any ratio

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,  # a way of packing that Office does not use
    RuntimeError,  # an entry with a password
)

# What the main part's content type says -> (kind, what an officer calls it).
_KINDS: dict[str, tuple[str, str]] = {
    "ms-excel.sheet.binary": ("xlsb", "buku kerja Excel biner (.xlsb)"),
    "wordprocessingml": ("word", "dokumen Word"),
    "ms-word": ("word", "dokumen Word"),
    "spreadsheetml": ("workbook", "buku kerja Excel"),
    "ms-excel": ("workbook", "buku kerja Excel"),
    "presentationml": ("presentation", "presentasi PowerPoint"),
    "ms-powerpoint": ("presentation", "presentasi PowerPoint"),
}
# Main parts by the names that everyone gives them, for a package whose list of types is damaged.
_USUAL = {"word/document.xml": "word", "xl/workbook.xml": "workbook"}


class Relation(NamedTuple):
    """A reference from one part to another."""

    kind: str  # the last word of its type: "numbering", "drawing"
    target: str  # a part's name


class Package:
    """The parts of an Office file. Names are given without the leading slash: word/document.xml.

    Raises:
        DocumentError: it is damaged, has a password, or would unpack to far more than an SOP has.
    """

    def __init__(self, file: str, content: bytes) -> None:
        self.file = file
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except _DAMAGE:
            raise faults.fault("package-damaged", file=file) from None
        entries = self._archive.infolist()
        if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > DECLARED:
            raise faults.fault("package-bomb", file=file)
        # Office finds parts without regard to case.
        self._entries = {_plain(entry.filename): entry for entry in entries}
        self._read = 0

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._entries

    def size(self, part: str) -> int:
        """How many bytes a part says it has once unpacked; 0 where it is missing."""
        entry = self._entries.get(_plain(part))
        return 0 if entry is None else entry.file_size

    def content(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            DocumentError: it is missing, damaged or too large.
        """
        entry = self._entries.get(_plain(part))
        if entry is None:
            raise faults.fault("package-part-missing", file=self.file, part=part)
        packed_too_well = entry.file_size > max(_SMALL, RATIO * entry.compress_size)
        if packed_too_well or min(PART, READ - self._read) < entry.file_size:
            raise faults.fault("package-bomb", file=self.file)
        try:
            with self._archive.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
        except _DAMAGE:
            raise faults.fault("package-damaged", file=self.file) from None
        self._read += len(content)
        return content

    def xml(self, part: str) -> _Element:
        """The root of a part.

        Raises:
            DocumentError: it is missing, damaged, too large, or declares entities.
        """
        content = self.content(part)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        if content.count(b"<") + content.count(b"=") > NODES:
            raise faults.fault("package-bomb", file=self.file)
        if b"<!DOCTYPE" in content:  # Office never writes one; they carry bombs
            raise faults.fault("package-dtd", file=self.file, part=part)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise faults.fault("package-part-damaged", file=self.file, part=part) from None
        if root.getroottree().docinfo.internalDTD is not None:  # one in another encoding
            raise faults.fault("package-dtd", file=self.file, part=part)
        return root

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What a part ("" is the package) refers to in this package, by id; links out are not."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self:
            return {}
        found = {}
        for entry in self.xml(source):
            kind = entry.get("Type", "").rpartition("/")[2]
            if entry.get("TargetMode") != "External":
                target = posixpath.join("/", folder, unquote(entry.get("Target", "")))
                found[entry.get("Id", "")] = Relation(kind, posixpath.normpath(target).lstrip("/"))
        return found

    @cached_property
    def main(self) -> str:
        """The name of the main part.

        Raises:
            DocumentError: there is none.
        """
        relations = self.relations("").values()
        named = (found.target for found in relations if found.kind == "officeDocument")
        usual = (name for name in _USUAL if name in self)
        main = next((part for part in (*named, *usual) if part in self), None)
        if main is None:
            raise faults.fault("package-part-missing", file=self.file, part="officeDocument")
        return main

    def _type(self, part: str) -> str:
        """A part's content type, "" where the package does not say."""
        name = "/" + _plain(part)
        default = ""
        for entry in self.xml(_CONTENT_TYPES):
            if entry.tag == f"{_TYPES}Override" and entry.get("PartName", "").lower() == name:
                return entry.get("ContentType", "")
            if entry.tag == f"{_TYPES}Default" and name.endswith(f".{entry.get('Extension')}"):
                default = entry.get("ContentType", "")
        return default

    def kind(self) -> tuple[str, str]:
        """What it is, "word" or "workbook" or something else, and what an officer calls that.

        Raises:
            DocumentError: it is damaged.
        """
        if "mimetype" in self and "content.xml" in self:
            return "opendocument", "dokumen LibreOffice"
        if _CONTENT_TYPES not in self:
            return "zip", "arsip ZIP"
        stated = self._type(self.main)
        usual = _USUAL.get(_plain(self.main), "zip")
        return next((what for key, what in _KINDS.items() if key in stated), (usual, "arsip ZIP"))


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
