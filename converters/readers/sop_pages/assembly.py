"""Pages to SOP tables: the one path every format with pages leads into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from converters import durations
from converters.errors import DocumentError
from converters.model import Lane
from converters.readers import faults
from converters.readers.flowchart.links import links
from converters.readers.geometry import hull
from converters.readers.page import Box
from converters.readers.result import ReadResult
from converters.readers.sop import columns, hazards, lines, marks, numbering, things
from converters.readers.sop.columns import ACTIVITY
from converters.readers.sop.doubts import doubt
from converters.readers.sop_pages import (
    boxed,
    cover,
    drawn,
    layout,
    named,
    pictured,
    provenance,
    ruled,
    sections,
    steps,
    unread,
)
from converters.table import Arrow, Mark, MarkKind, Row, SopTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.model import Doubt, Source
    from converters.readers.flowchart.links import Flowchart, Link, ShapeRef
    from converters.readers.page import Cell, Page, Shape, Text
    from converters.readers.sop_pages.drawn import Standing
    from converters.readers.sop_pages.layout import Column, Layout
    from converters.readers.sop_pages.named import Named
    from converters.readers.sop_pages.ruled import Part, Typed
    from converters.readers.sop_pages.sections import Section
    from converters.readers.sop_pages.steps import Place, Step

_SHARED = {"inputs": "Kelengkapan", "time": "Waktu", "outputs": "Output"}  # by several steps
_WIDE = 0.5  # of a page's width: a picture so wide is no logo and no QR code


def assemble(pages: Sequence[Page], file: str) -> ReadResult:
    """All SOPs of a document; one that cannot be read gives its error, the others still come.

    Where there is none at all, the error comes with the pages: so that people can see why.
    """
    found = sections.split(pages)
    if not found:
        error = faults.fault("no-sop-table", file=file)
        return ReadResult(tables=(), errors=(error,), pages=tuple(pages))
    tables: list[SopTable] = []
    errors: list[DocumentError] = []
    for section in found:
        try:
            tables.append(_Assembly(pages, section, file).table())
        except DocumentError as error:
            errors.append(error)
    return ReadResult(tables=tuple(tables), errors=tuple(errors), pages=tuple(pages))


class _Assembly:
    """One SOP being put together."""

    def __init__(self, pages: Sequence[Page], section: Section, file: str) -> None:
        self._pages = pages
        self._section = section
        self._file = file
        runs = [run.rows[0] for run in section.cover] + [part.rows[0] for part in section.parts]
        self._first = min(row.index for row in runs)
        self._last = max(row.index for row in runs)
        self._doubts: list[Doubt] = []
        self._named: Named | None = None
        self._unread = list(unread.find(pages, section))
        self._typed: set[Typed] = set()  # text boxes that say what cells say

    def table(self) -> SopTable:
        """The table.

        Raises:
            DocumentError: something without which there is no SOP is missing, or must not be there.
        """
        self._check()
        self._doubts += self._about_ocr()
        self._doubts += [unread.tell(page, one, self._file) for page, one in self._unread]
        header, doubts = cover.read(self._section.cover)
        if header is None:
            raise self._fault("no-title")
        self._doubts += doubts
        layouts = self._layouts()
        found, headings = steps.collect(
            [
                (self._filled(*one), one[1])
                for one in zip(self._section.parts, layouts, strict=True)
            ],
            [[shape.box for shape in page.shapes] for page in self._pages],
        )
        if not found:
            raise self._fault("table-empty")
        self._doubts += [doubt("heading-in-table", text=text) for text in headings]
        self._doubts += [
            doubt("text-ignored", text=text)
            for run in self._section.passed_over
            if run.grid and (text := ruled.text(run.rows))
        ]
        rows, arrows = self._rows(found)
        lanes = self._lanes(layouts[0].roles, rows)
        return SopTable(
            header=header,
            roles=tuple(lane.role for lane in lanes),
            lanes=lanes,
            rows=rows,
            arrows=arrows,
            source=provenance.source(self._file, self._pages[self._first]),
            doubts=tuple(self._doubts),
        )

    def _lanes(self, titled: Sequence[Column], rows: Sequence[Row]) -> tuple[Lane, ...]:
        """The performers, each with the cell of its title, or of where it is first named."""
        if self._named:
            self._doubts.append(doubt("performers-named", column=titled[0].name))
            signs = [mark for row in rows for mark in row.marks]
            first = {mark.column: mark.source for mark in reversed(signs)}
            named = enumerate(self._named.roles)
            return tuple(Lane(role=role, source=first.get(at)) for at, role in named)
        page = self._pages[self._section.parts[0].rows[0].index]
        cells = [(one.heading.box, [one.heading]) if one.heading else None for one in titled]
        places = [provenance.source(self._file, page, *cell) if cell else None for cell in cells]
        return tuple(
            Lane(role=one.name or f"Kolom {at}", source=place)
            for at, (one, place) in enumerate(zip(titled, places, strict=True), start=1)
        )

    def _fault(self, code: str, row: int | None = None) -> DocumentError:
        parts = self._section.parts
        index = parts[0].rows[0].index if parts else self._first
        return faults.fault(code, file=self._file, page=self._pages[index].number, at_row=row)

    def _check(self) -> None:
        """Refuse what is dangerous, and covers without tables."""
        runs = [run.rows for run in self._section.cover]
        for row in (
            row for rows in (*runs, *(x.rows for x in self._section.parts)) for row in rows
        ):
            if code := hazards.name(row.line()):
                page = self._pages[row.index].number
                raise faults.fault(code, file=self._file, page=page, at_row=row.row + 1)
        if not self._section.parts:
            pictured = any(
                picture.width > _WIDE * page.width
                for page in self._pages[self._first :]
                for picture in page.pictures
            )
            raise self._fault("table-is-picture" if pictured else "no-table")

    def _layouts(self) -> list[Layout]:
        parts = self._section.parts
        found = [layout.headed(parts[0])]
        first = found[0]
        activity = next((column for column in first.columns if column.kind == "activity"), None)
        if activity is None:
            raise self._fault("no-activity-column")
        if not ACTIVITY.fullmatch(activity.name):
            self._doubts.append(doubt("activity-from-place", column=activity.name))
        if not any(role.name for role in first.roles):
            raise self._fault("no-performer-column")
        self._doubts += columns.doubts(first.summary())
        for part in parts[1:]:
            again = layout.headed(part) if part.headed else layout.continued(part, found[-1])
            if len(again.roles) != len(first.roles):
                self._doubts.append(doubt("page-header-differs"))
                again, depth = layout.continued(part, first), again.depth
                again.depth = depth
            found.append(again)
        return found

    def _filled(self, part: Part, columns: Layout) -> Part:
        found = boxed.fill(part, columns)
        self._typed |= found.typed
        return found

    def _rows(self, found: list[Step]) -> tuple[tuple[Row, ...], tuple[Arrow, ...]]:
        hidden = unread.numbers(self._unread)
        numbers, doubts = numbering.numbers([step.printed for step in found], hidden)
        self._doubts += doubts
        self._about_shared(found, numbers)
        pages = self._own_pages()
        chart = links(pages)
        standing = drawn.standing(pages, found, self._typed)
        self._about_symbols(standing, numbers)
        symbols = drawn.marks(pages, standing.placed, chart, self._file)
        if not symbols:
            self._named = named.find(found)
            self._doubts += self._about_pictures(found)
        rows = tuple(
            self._row(
                step,
                number,
                [mark for _, mark in symbols.get(at, ())] or list(self._of_name(step, at)),
                bool(symbols or self._named),
            )
            for at, (step, number) in enumerate(zip(found, numbers, strict=True))
        )
        places = {
            reference: (at, place)
            for at, row in symbols.items()
            for place, (reference, _) in enumerate(row)
        }
        arrows = sorted(self._arrows(chart, places), key=lambda arrow: (arrow.start, arrow.end))
        self._doubts += drawn.about_heads(arrows, numbers)
        return rows, tuple(arrows)

    def _about_shared(self, found: Sequence[Step], numbers: Sequence[str]) -> None:
        """Tell which steps have one time, or documents, together."""
        for at, step in enumerate(found):
            for kind, column in _SHARED.items():
                last = steps.last_with(found, at, kind)
                if last > at:
                    code = "time-shared" if kind == "time" else "documents-shared"
                    values = {"last": numbers[last], "text": _line(step, kind), "column": column}
                    self._doubts.append(doubt(code, numbers[at], **values))

    def _about_ocr(self) -> Iterator[Doubt]:
        """For each page that is a picture: no OCR reads all letters right, and ours no symbols."""
        for page in self._pages[self._first : self._last + 1]:
            if page.ocr is not None:
                told = doubt("read-by-ocr", page=page.number)
                where = provenance.source(self._file, page)
                yield structs.replace(told, confidence=round(page.ocr, 2), source=where)

    def _about_pictures(self, found: Sequence[Step]) -> Iterator[Doubt]:
        for index, box in pictured.flows(self._pages, found):
            page = self._pages[index]
            told = doubt("flow-is-picture", page=page.number)
            yield structs.replace(told, source=provenance.source(self._file, page, box))

    def _own_pages(self) -> list[Page]:
        """The document's pages, those of other SOPs blank."""
        return [
            structs.replace(page, texts=self._labels(index, page))
            if self._first <= index <= self._last
            else structs.replace(page, grids=(), shapes=(), connectors=(), texts=())
            for index, page in enumerate(self._pages)
        ]

    def _labels(self, index: int, page: Page) -> tuple[Text, ...]:
        """A page's texts without those that are typed over cells."""
        return tuple(text for text in page.texts if (index, text.box) not in self._typed)

    def _about_symbols(self, standing: Standing, numbers: Sequence[str]) -> None:
        for reference, stands in sorted(standing.placed.items(), key=lambda item: item[1]):
            if stands.outside:
                told = doubt("mark-outside", numbers[stands.step])
                self._doubts.append(self._at(told, reference))
        for reference in standing.unplaced:
            told = doubt("mark-unplaced", page=self._pages[reference.page].number)
            self._doubts.append(self._at(told, reference))

    def _shape(self, reference: ShapeRef) -> Shape:
        return self._pages[reference.page].shapes[reference.shape]

    def _at(self, told: Doubt, reference: ShapeRef) -> Doubt:
        page = self._pages[reference.page]
        where = provenance.source(self._file, page, self._shape(reference).box)
        return structs.replace(told, source=where)

    def _row(self, step: Step, number: str, symbols: list[Mark], pictured: bool) -> Row:  # noqa: FBT001
        place = step.places[0]
        activity = " ".join(step.text("activity").split())
        if not activity and (activity := _in_symbols(symbols)):
            self._doubts.append(doubt("activity-in-symbol", number, text=activity))
        elif not activity:
            self._doubts.append(doubt("activity-missing", number))
        if step.continued:
            self._doubts.append(doubt("page-split", number))
        if step.lengthened:
            self._doubts.append(doubt("row-continued", number))
        self._settle_time(step, number)
        time = _line(step, "time")
        return Row(
            number=number,
            activity=activity or f"(baris {number} tanpa uraian)",
            marks=tuple(symbols) or tuple(self._printed(step, number, pictured)),
            inputs=things.in_lines(step.text("inputs")),
            outputs=things.in_lines(step.text("outputs")),
            time=time,
            note=_note(step),
            line=step.line,
            source=provenance.source(self._file, self._pages[place.index], place.box, place.cells),
        )

    def _settle_time(self, step: Step, number: str) -> None:
        """Waktu and Output may be exchanged in one row; other texts than times stay."""
        time, output = _line(step, "time"), _line(step, "outputs")
        if time and durations.is_clock(time):
            self._doubts.append(doubt("time-clock", number, text=time))
        if time and not durations.parse(time):
            if durations.parse(output):
                texts = step.texts
                texts["time"], texts["outputs"] = texts["outputs"], texts["time"]
                self._doubts.append(doubt("cell-moved", number, text=time, column="Output"))
            else:
                self._doubts.append(doubt("time-unread", number, text=time))

    def _printed(self, step: Step, number: str, pictured: bool) -> Iterator[Mark]:  # noqa: FBT001
        """The marks that are text in the performers' cells; beside a drawing they are labels."""
        place = step.places[0]
        pictured = pictured or self._pages[place.index].ocr is not None
        for column, role in enumerate(place.layout.roles):
            text = " ".join(step.text(f"role {column}").split())
            found = marks.read(text)
            if found is None and not pictured:
                found, text = marks.opening(text)
                self._doubts.append(doubt("mark-unknown", number, text=text))
            signs = [one for one in found or () if not pictured or one[0] in marks.SYMBOLS]
            if signs:
                cells = self._role_cells(step, column)
                where = self._in(cells, place)
                sure = not pictured and all(cell.columns <= role.width for cell in cells)
                for kind, sign in signs:
                    yield Mark(kind=kind, column=column, text=sign, drawn=sure, source=where)

    def _of_name(self, step: Step, at: int) -> Iterator[Mark]:
        """A mark for each performer that a step's cell names."""
        if self._named is None:
            return
        where = self._in(self._role_cells(step, 0), step.places[0])
        for column in self._named.steps[at]:
            text = self._named.roles[column]
            yield Mark(kind=MarkKind.TASK, column=column, text=text, drawn=True, source=where)

    def _role_cells(self, step: Step, column: int) -> list[Cell]:
        """A step's cells in a performer's column, those that say something first."""
        place = step.places[0]
        role = place.layout.roles[column]
        cells = [cell for cell in place.cells if place.layout.of(cell) is role]
        return sorted(cells, key=lambda cell: not cell.text.strip())

    def _in(self, cells: list[Cell], place: Place) -> Source:
        box = cells[0].box if cells else place.box
        return provenance.source(self._file, self._pages[place.index], box, cells[:1])

    def _arrows(self, chart: Flowchart, places: dict[ShapeRef, tuple[int, int]]) -> Iterator[Arrow]:
        for link in chart.links:
            if link.start in places and link.end in places:
                yield Arrow(
                    start=places[link.start],
                    end=places[link.end],
                    label=link.label,
                    headless=link.headless,
                    dashed=link.dashed,
                    source=self._along(link),
                )

    def _along(self, link: Link) -> Source:
        """Where the lines are drawn, on the page they start on."""
        page = self._pages[link.start.page]
        points = [
            point
            for line in link.lines
            if line.page == link.start.page
            for point in page.connectors[line.connector].points
        ]
        box = hull(Box(*point, *point) for point in points) if points else None
        return provenance.source(self._file, page, box)


def _in_symbols(symbols: Sequence[Mark]) -> str:
    """What is written in a row's symbols, where it says what is done and not only "Mulai"."""
    opens = (MarkKind.START, MarkKind.END)
    told = (mark.text for mark in symbols if mark.drawn and mark.kind not in opens)
    return " ".join(dict.fromkeys(text for text in told if len(text.split()) > 1))


def _line(step: Step, key: str) -> str | None:
    text = " ".join(step.text(key).split())
    return None if text in lines.BLANK else text


def _note(step: Step) -> str | None:
    """Keterangan, and what other columns say the letters at a decision's arrows mean."""
    legends = (things.legend(step.text(key)) for key in ("inputs", "outputs"))
    return " ".join(text for text in (_line(step, "note"), *legends) if text) or None
