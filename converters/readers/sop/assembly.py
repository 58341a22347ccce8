"""A document's lines to its SOP tables: the one path every format's reader leads into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from converters.errors import DocumentError
from converters.model import Lane, Source
from converters.readers import faults
from converters.readers.result import ReadResult
from converters.readers.sop import columns, cover, hazards, labels, raw_rows, rows, sections
from converters.table import SopTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.sop.lines import Line
    from converters.readers.sop.sections import Section


def assemble(document: Sequence[Line], file: str) -> ReadResult:
    """All SOPs of a document; one that cannot be read gives its error, the others still come.

    Raises:
        DocumentError: there is no SOP in it at all.
    """
    found = sections.split(document)
    if not found:
        raise faults.fault("no-sop", file=file)
    tables: list[SopTable] = []
    errors: list[DocumentError] = []
    for ordinal, section in enumerate(found, start=1):
        try:
            tables.append(_table(section, Source(file=file, page=ordinal)))
        except DocumentError as error:
            errors.append(error)
    return ReadResult(tables=tuple(tables), errors=tuple(errors))


def _table(section: Section, source: Source) -> SopTable:
    above, table = section
    file = source.file
    if danger := hazards.find((*above, *table), file):
        raise danger
    if not table:
        line = next((x.number for x in above if labels.find(x)), None)
        raise faults.fault("no-table", file=file, line=line)
    if columns.activity_column(table[0]) is None:
        raise faults.fault("no-activity-column", file=file, line=table[0].number)
    header, doubts = cover.read(above, table)
    if header is None:
        raise faults.fault("no-title", file=file, line=table[0].number)
    titles = table[: columns.header_lines(table)]
    named = columns.read(titles, raw_rows.usual_width(table))
    if 2 * sum(map(bool, named.roles)) <= len(named.roles):  # most have no name, or none is there
        raise faults.fault("no-performer-column", file=file, line=table[0].number)
    found, more = rows.read(table, named, file)
    roles = tuple(role or f"Kolom {place}" for place, role in enumerate(named.roles, start=1))
    return SopTable(
        header=header,
        roles=roles,
        lanes=tuple(Lane(role=role, source=_at(source, titles[-1].number)) for role in roles),
        rows=tuple(structs.replace(row, source=_at(source, row.line)) for row in found),
        source=source,
        doubts=(*doubts, *columns.doubts(named), *more),
    )


def _at(source: Source, line: int) -> Source:
    return structs.replace(source, range=str(line))
