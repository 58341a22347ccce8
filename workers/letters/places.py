"""Places in a letter that are filled in after it was drafted: its number and its date.

While a template is filled in, what is written there stands between three signs; when the letter is
packed, a content control comes around it. Word and LibreOffice keep that while an officer corrects
the letter, also where the text in it is typed over. So every template has the
places, the office's own too, without a word in it about them.
"""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Self

from workers.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

NUMBER, DATE = "number", "date"
_SHOWN = {NUMBER: "Nomor naskah", DATE: "Tanggal naskah"}  # what Word calls it
# LibreOffice 7 saves no tag; a control is known by what it is called, too.
_NAMES = {name: {f"tertib:{name}", shown} for name, shown in _SHOWN.items()}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TOLD = (f"{_W}tag", f"{_W}alias")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Code points that Unicode leaves to programs; values are rid of them before (UNWRITABLE).
_BEGIN, _NAMED, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"{_BEGIN}([a-z]+){_NAMED}([^{_BEGIN}-{_END}]*){_END}")
_SIGNS = re.compile(f"{_BEGIN}[a-z]+{_NAMED}|[{_BEGIN}-{_END}]")
_DOTS = re.compile(r"\.{4,}|\N{HORIZONTAL ELLIPSIS}{2,}")


class Place(str):
    """A value whose place stays known; empty: nobody knows it yet, and there are dots."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, text: str | None) -> Self:
        """Name it, NUMBER or DATE."""
        place = super().__new__(cls, text or "")
        place.name = name
        return place

    def marked(self, text: str) -> str:
        """Say where it begins and ends, for ``mark``; ``text`` is what is written there."""
        return f"{_BEGIN}{self.name}{_NAMED}{text}{_END}"


def mark(part: bytes) -> bytes:
    """Put content controls in the place of the signs, in one part of a Word file."""
    if _BEGIN.encode() not in part:
        return part
    from workers.letters.package import parse

    root = parse(part)
    for text in list(root.iter(f"{_W}t")):
        while found := _MARKED.search(text.text or ""):
            _wrap(text, found)
    return _SIGNS.sub("", _written(root).decode()).encode()


def fill(docx: bytes, number: str, day: date) -> bytes | None:
    """Write a letter's number into it, and the date where there are dots still.

    Args:
        docx: the letter, as an officer may have saved it. All else in it stays as it is.
        number: as it is written.
        day: of the number.

    Returns:
        The letter. None: it has no place for a number, or is no Word file.
    """
    from lxml import etree

    from workers.letters.package import DAMAGED, too_large

    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            parts = {} if too_large(package) else dict(_parts(package))
            controls = [each for root in parts.values() for each in _controls(root)]
            if NUMBER not in {name for name, _ in controls}:
                return None
            for name, control in controls:
                if name == NUMBER or _is_open(control):
                    _write(control, number if name == NUMBER else long_date(day))
            return _repacked(package, {name: _written(root) for name, root in parts.items()})
    except (*DAMAGED, etree.XMLSyntaxError):
        return None


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, Any]]:
    """The parts that have places: the text, headers, footers."""
    from workers.letters.package import parse

    for name in package.namelist():
        if name.startswith("word/") and name.endswith(".xml"):
            content = package.read(name)
            if b"sdt" in content:
                yield name, parse(content)


def _controls(root: Any) -> Iterator[tuple[str, Any]]:
    for control in root.iter(f"{_W}sdt"):
        told = control.iterfind(f"{_W}sdtPr/*")
        words = {each.get(f"{_W}val") for each in told if each.tag in _TOLD}
        name = next((name for name, names in _NAMES.items() if words & names), None)
        if name and control.find(f"{_W}sdtContent") is not None:
            yield name, control


def _is_open(control: Any) -> bool:
    """Whether nobody has written there yet."""
    words = "".join(each.text or "" for each in control.iter(f"{_W}t"))
    return not words.strip() or _hint(control) is not None or _DOTS.search(words) is not None


def _hint(control: Any) -> Any | None:
    """What says that the words there are Word's own: click here to write."""
    return control.find(f"{_W}sdtPr/{_W}showingPlcHdr")


def _write(control: Any, words: str) -> None:
    """Put words in the place of what is there, in the look of the first of it."""
    content = control.find(f"{_W}sdtContent")
    line = next(content.iter(f"{_W}p"), content)  # Word may put a whole paragraph in
    look = line.find(f".//{_W}r/{_W}rPr")
    if (hint := _hint(control)) is not None:
        look = control.find(f"{_W}sdtPr/{_W}rPr")
        hint.getparent().remove(hint)
    run = _run(look, _text(words))
    for each in list(line):
        if each.tag != f"{_W}pPr":
            line.remove(each)
    line.append(run)


def _wrap(text: Any, found: re.Match[str]) -> None:
    """Part a run before and behind what is marked in one of its texts."""
    run, words = text.getparent(), text.text
    look = run.find(f"{_W}rPr")
    ahead = [each for each in text.itersiblings(preceding=True) if each is not look][::-1]
    if found.start():
        ahead.append(_text(words[: found.start()]))
    if ahead:
        run.addprevious(_run(look, *ahead))
    run.addprevious(_control(found[1], found[2], look))
    text.text = words[found.end() :]
    text.set(_SPACE, "preserve")
    if not text.text:
        run.remove(text)
    if all(each is look for each in run):
        run.getparent().remove(run)


def _control(name: str, words: str, look: Any | None) -> Any:
    said = {
        "alias": _SHOWN.get(name, name),
        "tag": f"tertib:{name}",
        "lock": "sdtLocked",  # it cannot be deleted; what is in it can be changed
    }
    properties = [_element(key, {f"{_W}val": value}) for key, value in said.items()]
    looks = [] if look is None else [deepcopy(look)]
    return _element(
        "sdt",
        {},
        _element("sdtPr", {}, *looks, *properties, _element("text", {})),
        _element("sdtContent", {}, _run(look, _text(words))),
    )


def _run(look: Any | None, *content: Any) -> Any:
    return _element("r", {}, *([] if look is None else [deepcopy(look)]), *content)


def _text(words: str) -> Any:
    text = _element("t", {_SPACE: "preserve"})
    text.text = words
    return text


def _element(name: str, attributes: Mapping[str, str], *children: Any) -> Any:
    from lxml import etree

    element = etree.Element(f"{_W}{name}", dict(attributes), nsmap={"w": _W[1:-1]})
    element.extend(children)
    return element


def _written(root: Any) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written


def _repacked(package: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for entry in package.infolist():
            name = entry.filename
            target.writestr(entry, changed[name] if name in changed else package.read(name))
    return packed.getvalue()
