"""From a table with marks to an SOP with its flow.

Who performs each row, which rows decide and where their "Tidak" leads, which rows stand outside
the main line, and what a program does of each. Pure: the same table gives the same SOP. Whatever
was inferred rather than read comes with a doubt that tells the evidence.

The modules in reading order:

- What texts say: ``vocabulary`` has these documents' words, ``words`` finds them; ``performers``
  are the columns with what names them, ``phrases`` what a row's text says of those it names.
- What is drawn: ``drawing`` has the shapes and lines, ``pieces`` what is done in one row.
- Who performs: ``clues`` of the wording and ``marks``, weighed over all rows by ``chain``, lead to
  ``lanes``.
- Where it goes without a drawing: ``cycle`` takes out what is no step of a case, ``decisions``
  finds what decides.
- Where it goes as drawn: ``flow`` makes a ``net`` of the pieces, with the ``answers`` at diamonds;
  ``forks`` and ``mending`` make it one that runs, ``telling`` what was open into doubts, and
  ``parts`` says it in the model's words.
- What a program does: ``jobs``, by their ``signs``. What the process is called: ``ids``.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from converters.durations import parse
from converters.infer.cycle import cycles, doubt
from converters.infer.decisions import decide
from converters.infer.drawing import Drawing, arrows, marks
from converters.infer.flow import follow
from converters.infer.ids import process_id
from converters.infer.jobs import Work, work
from converters.infer.lanes import Cast, cast
from converters.infer.parts import told
from converters.model import Decision, Doubt, Duration, Part, Sop, Step

if TYPE_CHECKING:
    from converters.table import Row, SopTable

__all__ = ["infer"]


def infer(table: SopTable) -> Sop:
    """The SOP that a table describes.

    Doubts come row by row after those of the whole table and of its reader.
    """
    drawing = Drawing(table)
    acted = cast(table, drawing)
    outside = {cycle.row: cycle for cycle in cycles(table.rows) if not drawing.leads(cycle.row)}
    main = tuple(at for at in range(len(table.rows)) if at not in outside)
    decided = decide(table.rows, acted, main)
    flow = _drawn(table, drawing, acted, main, decided) if drawing else Drawn(*decided, parts={})
    works = _works(table, acted, flow.decisions)
    periods = {at: cycle.period for at, cycle in outside.items()}
    doubts = [
        *acted.doubts,
        *flow.doubts,
        *(doubt(cycle, table.rows[at]) for at, cycle in outside.items()),
        *(one for share in works for one in share.doubts),
    ]
    return _sop(table, _steps(table, acted, flow, works, periods), _in_order(table, doubts))


class Drawn(msgspec.Struct, frozen=True):
    """The flow of a table, by row index: drawn, worded, or what is custom."""

    decisions: dict[int, Decision]
    doubts: list[Doubt]
    parts: dict[int, tuple[Part, ...]]


def _drawn(
    table: SopTable,
    drawing: Drawing,
    acted: Cast,
    main: tuple[int, ...],
    decided: tuple[dict[int, Decision], list[Doubt]],
) -> Drawn:
    """The flow as drawn; what was concluded otherwise stays where nothing is drawn."""
    decisions, doubts = decided
    flow = follow(table.rows, drawing, acted, main, decisions)
    found = told(table, flow.net)
    kept = {table.rows[at].number for at in flow.customary}
    return Drawn(
        {at: one.decision for at, one in found.items() if one.decision},
        [*(doubt for doubt in doubts if doubt.row in kept), *flow.doubts],
        {at: one.parts for at, one in found.items()},
    )


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
    flow: Drawn,
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
            time=_time(row.time),
            decision=flow.decisions.get(at),
            jobs=share.jobs,
            manual=share.manual,
            cycle=periods.get(at),
            parts=flow.parts.get(at, ()),
            marks=marks(row, table.roles),
            source=row.source,
        )
        for at, (row, lane, share) in enumerate(zip(table.rows, acted.lanes, works, strict=True))
    )


def _time(printed: str | None) -> Duration | None:
    """WAKTU as a duration; as printed where nothing can be counted."""
    if not printed or not printed.strip(" -–.:"):
        return None
    return parse(printed) or Duration(text=printed, min=None, max=None, working=False)


def _in_order(table: SopTable, doubts: list[Doubt]) -> tuple[Doubt, ...]:
    """The reader's doubts and the inferred ones, row by row as printed, each with its place."""
    rows = {row.number: (at, row.source) for at, row in enumerate(table.rows)}
    found = {(one.code, one.row, one.message): one for one in (*table.doubts, *doubts)}.values()
    placed = []
    for one in found:
        at, source = rows.get(one.row or "", (-1, None))
        source = one.source or source or table.source
        placed.append((at, msgspec.structs.replace(one, source=source)))
    return tuple(one for _, one in sorted(placed, key=itemgetter(0)))


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
        further=header.further,
        roles=table.roles,
        lanes=table.lanes,
        steps=steps,
        arrows=arrows(table),
        doubts=doubts,
        source=table.source,
    )
