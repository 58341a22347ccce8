"""The way from a .docx to pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers import faults
from converters.readers.package import Package
from converters.readers.word.flow import Flow
from converters.readers.word.looks import Styles
from converters.readers.word.numbering import Numbering
from converters.readers.word.paper import Paper
from converters.readers.word.paragraphs import Paragraphs
from converters.readers.word.sections import sections
from converters.readers.word.typeset import Typesetter
from converters.readers.word.vml import Vml
from converters.readers.word.xml import child

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.readers.page import Page
    from converters.readers.word.flow import Ruled
    from converters.readers.word.sections import Section

# No SOP comes near these: element -> (how many, what an officer calls them).
_LIMITS = {
    "tr": (5_000, "baris tabel"),
    "p": (50_000, "paragraf"),
    "tc": (100_000, "sel tabel"),
    "drawing": (10_000, "gambar"),
    "pict": (10_000, "gambar"),
    "wsp": (20_000, "bentuk"),
}
_PAGES = 500


def pages(file: str, content: bytes) -> tuple[Page, ...]:
    """What a Word document holds, page by page.

    Pages are those that Word saw when it last saved the document, if it did; else a section is one.

    Raises:
        DocumentError: it is damaged, or far larger than an SOP.
    """
    package = Package(file, content)
    body = child(package.xml(package.main), "body")
    if body is None:
        raise faults.fault("package-part-damaged", file=file, part=package.main)
    for name, (limit, what) in _LIMITS.items():
        if sum(1 for _ in body.iter(f"{{*}}{name}")) > limit:
            raise faults.fault("word-too-long", file=file, limit=limit, what=what)
    return tuple(paper.page() for paper in _Document(package, body).papers())


class _Document:
    """A document that is being laid out."""

    def __init__(self, package: Package, body: _Element) -> None:
        self._package = package
        self._relations = package.relations(package.main)
        self._body = body
        styles = Styles(self._part("styles"))
        numbering = Numbering(self._part("numbering"), styles)
        settings = self._part("settings")
        vml = Vml((body, settings))
        self._setter = Typesetter(styles, Paragraphs(styles, numbering), vml, settings)
        self._headers: dict[str, Flow] = {}
        self._papers: list[Paper] = []
        self._y = 0.0
        self._blank = True  # the page that is being filled, but for its header

    def _part(self, kind: str) -> _Element | None:
        """The root of a part that the document may do without."""
        found = (one.target for one in self._relations.values() if one.kind == kind)
        target = next((target for target in found if target in self._package), None)
        return None if target is None else self._package.xml(target)

    def papers(self) -> list[Paper]:
        """All pages, filled."""
        for section, found in sections(self._body):
            if section.new_page or not self._papers:
                self._turn(section, first=True)
            for element in found:
                flow = self._setter.block(element, section.room)
                self._block(flow, section)
        return self._papers

    def _turn(self, section: Section, *, first: bool = False) -> None:
        """Go on to a new page, unless this one is still blank."""
        if self._papers and self._blank:
            self._papers.pop()
        if len(self._papers) >= _PAGES:
            raise faults.fault(
                "word-too-long", file=self._package.file, limit=_PAGES, what="halaman"
            )
        self._blank = True
        paper = Paper(section, len(self._papers) + 1)
        self._papers.append(paper)
        self._y = section.top
        header = self._header(section, first=first)
        if header.tables:  # a cover may stand there; page numbers and logos are of no use
            only = header._replace(lines=(), drawings=())
            paper.flow(only, section.left, section.header, section.room)
            self._y = max(self._y, section.header + header.height)

    def _header(self, section: Section, *, first: bool) -> Flow:
        names = section.headers[:1] if first else section.headers[1:]
        relation = self._relations.get(names[0]) if names else None
        if relation is None or relation.target not in self._package:
            return Flow()
        if relation.target not in self._headers:
            root = self._package.xml(relation.target)
            self._headers[relation.target] = self._setter.flow(root, section.room)
        return self._headers[relation.target]

    def _block(self, flow: Flow, section: Section) -> None:
        """Put one paragraph or table on the page, or on the next one."""
        if flow.starts_page:
            self._turn(section)
        if flow.tables:
            self._table(flow.tables[0].ruled, section)
        else:
            self._papers[-1].flow(flow, section.left, self._y, section.room)
            self._y += flow.height
            self._blank = self._blank and not (flow.text or flow.drawings)
        if flow.ends_page:
            self._turn(section)

    def _table(self, ruled: Ruled, section: Section) -> None:
        """A table, cut where Word began a page. A row over two pages stays whole on the first."""
        left, start = self._corner(ruled, section), 0
        for place, row in enumerate(ruled.rows):
            if row.starts_page:
                self._rows(ruled, left, (start, place))
                start = place
                self._turn(section)
            if row.ends_page and place + 1 < len(ruled.rows):
                self._rows(ruled, left, (start, place + 1))
                start = place + 1
                self._turn(section)
        self._rows(ruled, left, (start, len(ruled.rows)))

    def _corner(self, ruled: Ruled, section: Section) -> float:
        """The table's left edge; one that floats moves the place to go on at, too."""
        if ruled.floating is None:
            return section.left + ruled.left
        tops = {"page": 0.0, "margin": section.top}
        self._y = tops.get(ruled.floating.down, self._y) + ruled.floating.top
        on_paper = ruled.floating.across == "page"
        start = 0.0 if on_paper else section.left
        free = (section.width if on_paper else section.room) - ruled.width
        shares = {"center": 0.5, "right": 1.0, "left": 0.0}
        share = shares.get(ruled.floating.align or "")
        return start + (ruled.floating.left if share is None else share * free)

    def _rows(self, ruled: Ruled, left: float, rows: tuple[int, int]) -> None:
        if rows[0] < rows[1]:
            self._y = self._papers[-1].table(ruled, left, self._y, rows)
            self._blank = False
