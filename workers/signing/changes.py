"""What of a document is not as it was when it was signed, in kinds that a person can judge.

Whether what came after a signature leaves it whole is for pyHanko's rules to say (``inspection``).
They let the document's properties pass, its title for one, whatever these say afterwards
(``DocInfoRule``, ``MetadataUpdateRule``), since most programs that save or sign renew their dates.
Here only those are passed over that tell of the saving itself.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyhanko.pdf_utils.rw_common import PdfHandler

Change = Literal[
    "pages",  # added or taken
    "content",  # of a page
    "annotations",
    "form",  # fields or what is in them, but those of signatures
    "metadata",  # title, author, ...
    "other",  # attachments, bookmarks, fonts, settings
]

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_MEDIA_MANAGEMENT = "{http://ns.adobe.com/xap/1.0/mm/}"  # ids of files and of savings
# The properties of /Info that XMP knows by another name (ISO 19005-1, table 1).
_IN_XMP = {
    "Title": "title",
    "Author": "creator",
    "Subject": "description",
    "Creator": "CreatorTool",
}
_OF_SAVING = {"ModDate", "ModifyDate", "MetadataDate", "CreateDate", "Producer", "format"}


def between(before: PdfHandler, after: PdfHandler) -> Iterator[Change]:
    """Compare two revisions of one document by what there is to see; ``other`` is not looked for.

    Args:
        before: as it was signed.
        after: as it is.
    """
    pages = [list(_pages(each.root["/Pages"])) for each in (before, after)]
    old, new = pages
    if len(old) != len(new):
        yield "pages"
    elif any(_drawn(one) != _drawn(other) for one, other in zip(old, new, strict=True)):
        yield "content"
    if [_annotations(page) for page in old] != [_annotations(page) for page in new[: len(old)]]:
        yield "annotations"
    if _form(before) != _form(after):
        yield "form"
    if _said(before) != _said(after):
        yield "metadata"


def _of(container: Any, key: str) -> Any:
    """An entry of a dictionary, looked up where it is a reference; None: it has none."""
    return container.get_and_apply(key, lambda value: value)


def _pages(node: Any) -> Iterator[Any]:
    """The pages below a node of the tree, in order."""
    kids = _of(node, "/Kids")
    if kids is None:
        yield node
        return
    for kid in kids:
        yield from _pages(kid.get_object())


def _drawn(page: Any) -> tuple[dict[str, bytes], bytes]:
    """A page's own entries, and what is drawn on it."""
    named = set(page) - {"/Annots", "/Contents", "/Parent"}
    found = _of(page, "/Contents")
    parts = found if isinstance(found, list) else [found] if found is not None else []
    content = b"\n".join(part.get_object().data for part in parts)
    return {key: _written(page.raw_get(key)) for key in named}, content


def _annotations(page: Any) -> list[bytes]:
    """What is laid over a page, but the fields of its form."""
    found = (each.get_object() for each in _of(page, "/Annots") or ())
    return [_written(each) for each in found if _of(each, "/Subtype") != "/Widget"]


def _form(document: PdfHandler) -> list[tuple[str, bytes]]:
    """The names of a form's fields and what is in them."""
    form = _of(document.root, "/AcroForm")
    return sorted(_fields(_of(form, "/Fields") or (), "", None)) if form is not None else []


def _fields(nodes: Any, above: str, kind: Any) -> Iterator[tuple[str, bytes]]:
    for node in (each.get_object() for each in nodes):
        name, of_kind = f"{above}.{_of(node, '/T') or ''}", _of(node, "/FT") or kind
        if of_kind != "/Sig":
            yield name, _written(_of(node, "/V"))
        yield from _fields(_of(node, "/Kids") or (), name, of_kind)


def _written(value: Any) -> bytes:
    """How a file has it; references stay references."""
    stream = BytesIO()
    if value is not None:
        value.write_to_stream(stream)
    return stream.getvalue()


def _said(document: PdfHandler) -> set[tuple[str, str]]:
    """What a document says of itself: names and values, wherever it says them."""
    info = _referred(document, document.trailer_view, "/Info")
    told = {(_IN_XMP.get(key[1:], key[1:]), str(info[key]).strip()) for key in info or ()}
    packet = _referred(document, document.root, "/Metadata")
    told.update(_properties(packet.data) if packet is not None else ())
    return {(name, value) for name, value in told if value and name not in _OF_SAVING}


def _referred(document: PdfHandler, container: Any, key: str) -> Any:
    """What an entry refers to in this revision; a trailer by itself knows the newest only."""
    reference = container.get_value_as_reference(key, optional=True)
    return document.get_object(reference) if reference else None


def _properties(packet: bytes) -> Iterator[tuple[str, str]]:
    """The properties of XMP (ISO 16684-1), which has them as elements or as attributes."""
    from lxml import etree

    from workers.letters.package import parse

    try:
        root = parse(packet)
    except etree.XMLSyntaxError:
        yield "XMP", packet.decode("latin-1")
        return
    for element in root.iter(etree.Element):
        holder = element
        while holder.tag.startswith(_RDF) and holder.getparent() is not None:
            holder = holder.getparent()
        yield from _named(holder.tag, element.text or "")
        for name, value in element.attrib.items():
            if name.startswith("{") and not name.startswith((_RDF, "{http://www.w3.org/XML")):
                yield from _named(name, value)


def _named(tag: str, value: str) -> Iterator[tuple[str, str]]:
    if not tag.startswith(_MEDIA_MANAGEMENT):
        yield tag.rpartition("}")[2], value.strip()
