"""From a table with marks to an SOP with its flow.

Who performs each row, which rows decide and where their "Tidak" leads, which rows stand outside
the main line, and what a program does of each. Pure: the same table gives the same SOP. Whatever
was inferred rather than read comes with a doubt that tells the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.durations import parse
from converters.infer.cycle import cycles, doubt
from converters.infer.decisions import decide
from converters.infer.ids import process_id
from converters.infer.jobs import Work, work
from converters.infer.lanes import Cast, cast
from converters.model import Decision, Doubt, DrawnArrow, DrawnMark, Sop, Step

if TYPE_CHECKING:
    from converters.table import Arrow, Mark, Row, SopTable

__all__ = ["infer"]


def infer(table: SopTable) -> Sop:
    """The SOP that a table describes.

    Doubts come row by row after those of the whole table and of its reader.
    """
    acted = cast(table)
    outside = {cycle.row: cycle for cycle in cycles(table.rows)}
    main = tuple(at for at in range(len(table.rows)) if at not in outside)
    decisions, doubts = decide(table.rows, acted, main)
    works = _works(table, acted, decisions)
    periods = {at: cycle.period for at, cycle in outside.items()}
    doubts = [
        *acted.doubts,
        *doubts,
        *(doubt(cycle, table.rows[at]) for at, cycle in outside.items()),
        *(one for share in works for one in share.doubts),
    ]
    return _sop(table, _steps(table, acted, decisions, works, periods), _in_order(table, doubts))


def _works(table: SopTable, acted: Cast, decisions: dict[int, Decision]) -> list[Work]:
    everything = " ".join(_wording(row) for row in table.rows).casefold()
    return [
        work(row, phrase, acted.columns[column], decides=at in decisions, everything=everything)
        for at, (row, phrase, column) in enumerate(
            zip(table.rows, acted.phrases, (lane.column for lane in acted.lanes), strict=True)
        )
    ]


def _wording(row: Row) -> str:
    return " ".join((row.activity, *row.inputs, *row.outputs, row.note or ""))


def _steps(
    table: SopTable,
    acted: Cast,
    decisions: dict[int, Decision],
    works: list[Work],
    periods: dict[int, str],
) -> tuple[Step, ...]:
    return tuple(
        Step(
            number=row.number,
            activity=row.activity,
            role=table.roles[lane.column],
            with_roles=tuple(table.roles[column] for column in lane.partners),
            inputs=row.inputs,
            outputs=row.outputs,
            note=row.note,
            time=parse(row.time),
            decision=decisions.get(at),
            jobs=share.jobs,
            manual=share.manual,
            cycle=periods.get(at),
            marks=tuple(_drawn(table, mark) for mark in row.marks),
            source=row.source,
        )
        for at, (row, lane, share) in enumerate(zip(table.rows, acted.lanes, works, strict=True))
    )


def _drawn(table: SopTable, mark: Mark) -> DrawnMark:
    role = table.roles[mark.column]
    return DrawnMark(kind=mark.kind, role=role, text=mark.text, source=mark.source)


def _arrow(table: SopTable, arrow: Arrow) -> DrawnArrow:
    """An arrow between marks, said by the numbers and performers of their rows."""
    (start, first), (end, last) = arrow.start, arrow.end
    return DrawnArrow(
        from_row=table.rows[start].number,
        from_role=table.roles[table.rows[start].marks[first].column],
        to_row=table.rows[end].number,
        to_role=table.roles[table.rows[end].marks[last].column],
        label=arrow.label,
        source=arrow.source,
    )


def _in_order(table: SopTable, doubts: list[Doubt]) -> tuple[Doubt, ...]:
    """The reader's doubts and the inferred ones, row by row as printed."""
    order = {row.number: at for at, row in enumerate(table.rows)}
    found = [*table.doubts, *doubts]
    return tuple(sorted(found, key=lambda one: order.get(one.row or "", -1)))


def _sop(table: SopTable, steps: tuple[Step, ...], doubts: tuple[Doubt, ...]) -> Sop:
    header = table.header
    return Sop(
        id=process_id(header.title),
        title=header.title,
        number=header.number,
        unit=header.unit,
        created=header.created,
        revised=header.revised,
        effective=header.effective,
        approved_by=header.approved_by,
        legal_basis=header.legal_basis,
        qualifications=header.qualifications,
        related=header.related,
        equipment=header.equipment,
        warning=header.warning,
        recording=header.recording,
        roles=table.roles,
        steps=steps,
        arrows=tuple(_arrow(table, arrow) for arrow in table.arrows),
        doubts=doubts,
        source=table.source,
    )
