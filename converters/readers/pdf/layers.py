"""Layers that a PDF hides: what they paint is taken out before the file is read.

A layer is an optional content group (PDF 32000-1, 8.11).
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pypdf import PdfWriter

_PAINTS_PATH = frozenset({b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_PAINTS = frozenset({b"Tj", b"TJ", b"Do", b"sh", b"INLINE IMAGE"})
_PAINTS_BELOW = frozenset({b"'", b'"'})  # text, on the next line
_OPENS = frozenset({b"BMC", b"BDC"})
# When content that belongs to several layers is hidden, by which of these are off.
_POLICIES: Mapping[str, Callable[[Iterable[bool]], bool]] = {
    "/AnyOn": all,
    "/AllOn": any,
    "/AnyOff": lambda off: not any(off),
    "/AllOff": lambda off: not all(off),
}


def shown(content: bytes) -> bytes:
    """The file without what its hidden layers paint; itself where none is hidden."""
    if b"/OCProperties" not in content and b"/ObjStm" not in content:  # packed with other objects
        return content
    from pypdf import PdfReader, PdfWriter

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes about each oddity it mends
    try:
        if not _off(PdfReader(io.BytesIO(content)).root_object):
            return content
        writer = PdfWriter(clone_from=io.BytesIO(content))
        _Layers(writer).take_out()
        out = io.BytesIO()
        writer.write(out)
    except Exception:  # noqa: BLE001 -- pypdf raises whatever it meets; what is wrong pdfium says
        return content
    return out.getvalue()


def _off(root: Any) -> set[int]:
    """The numbers of the layers that are off when the file is opened."""
    properties = _get(root, "/OCProperties")
    settings = _get(properties, "/D")
    on, off, every = (
        {layer.idnum for layer in _references(holder, key)}
        for holder, key in ((settings, "/ON"), (settings, "/OFF"), (properties, "/OCGs"))
    )
    return off | (every - on) if _get(settings, "/BaseState") == "/OFF" else off


def _get(one: Any, key: str) -> Any:
    """An entry of a dictionary that may be none, references followed."""
    found = one.get(key) if hasattr(one, "get") else None
    return found.get_object() if found is not None else None


def _references(one: Any, key: str) -> list[Any]:
    """What an entry refers to; each of what it lists, where it is a list."""
    found = _get(one, key)
    listed = found if isinstance(found, list) else [one.get(key)] if found is not None else []
    return [reference for reference in listed if hasattr(reference, "idnum")]


class _Layers:
    """A file whose hidden layers are taken out."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._off = _off(writer.root_object)
        self._done: set[int] = set()  # numbers of forms; one may be painted on each page

    def take_out(self) -> None:
        """Take what they paint out of all pages."""
        for page in self._writer.pages:
            resources, stream = _get(page, "/Resources"), page.get_contents()
            if stream is not None:
                stream.operations = list(self._kept(stream.operations, resources))
                page.replace_contents(stream)
            self._take_out_of_forms(resources)

    def _take_out_of_forms(self, resources: Any) -> None:
        from pypdf.generic import ContentStream

        for name in _get(resources, "/XObject") or ():
            form = _get(_get(resources, "/XObject"), name)
            number = form.indirect_reference.idnum
            if _get(form, "/Subtype") != "/Form" or number in self._done:
                continue
            self._done.add(number)
            own = _get(form, "/Resources") or resources
            stream = ContentStream(form, self._writer)
            stream.operations = list(self._kept(stream.operations, own))
            form.set_data(stream.get_data())
            self._take_out_of_forms(own)

    def _kept(
        self, operations: Iterable[tuple[Any, bytes]], resources: Any
    ) -> Iterator[tuple[Any, bytes]]:
        """The operations but for what paints in a hidden layer; what moves the pen stays."""
        within: list[bool] = []  # for each open marked content, whether it is hidden
        for operands, operator in operations:
            if operator in _OPENS:
                within.append(operator == b"BDC" and self._hidden_mark(operands, resources))
            elif operator == b"EMC" and within:
                within.pop()
            hidden = any(within) or (operator == b"Do" and self._hidden_form(operands, resources))
            if not hidden:
                yield operands, operator
            elif operator in _PAINTS_PATH:
                yield [], b"n"
            elif operator in _PAINTS_BELOW:
                yield [], b"T*"
            elif operator not in _PAINTS:
                yield operands, operator

    def _hidden_mark(self, operands: Any, resources: Any) -> bool:
        kind, name = operands
        properties = _get(resources, "/Properties")
        return kind == "/OC" and isinstance(name, str) and self._hidden(properties, name)

    def _hidden_form(self, operands: Any, resources: Any) -> bool:
        return self._hidden(_get(_get(resources, "/XObject"), operands[0]), "/OC")

    def _hidden(self, holder: Any, key: str) -> bool:
        """Whether what belongs to the layer, or layers, of an entry is hidden."""
        entry = _get(holder, key)
        one = _get(entry, "/Type") != "/OCMD"
        layers = _references(holder, key) if one else _references(entry, "/OCGs")
        off = [layer.idnum in self._off for layer in layers]
        return bool(off) and _POLICIES.get(_get(entry, "/P"), all)(off)
