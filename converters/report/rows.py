"""The SOP's table as it was understood, each doubt at its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.markup import anchor, tag, tail
from converters.report import doubts

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.model import Sop, Step
    from converters.report.doubts import Numbered

_LEFT = ("No", "Kegiatan")
_RIGHT = ("Kelengkapan", "Waktu", "Output", "Keterangan")


def add_rows(
    parent: _Element,
    sop: Sop,
    found: dict[str, list[Numbered]],
    nodes: set[str],
    scope: str = "",
) -> None:
    """The table.

    Args:
        parent: what it becomes part of.
        sop: its rows.
        found: the doubts by row.
        nodes: numbers of the rows that the diagram has an element of.
        scope: what the ids begin with where a page tells of several SOPs.
    """
    table = tag(tag(parent, "div", class_="wide", tabindex="0"), "table", class_="rows")
    tag(table, "caption", f"Tabel kegiatan: {sop.title}")
    _add_head(tag(table, "thead"), sop)
    body = tag(table, "tbody")
    for step in sop.steps:
        mine = found.get(step.number, [])
        inferred = any(one.doubt.code == "lane-inferred" for one in mine)
        row = tag(body, "tr", id=anchor(f"{scope}baris", step.number), class_="step")
        _add_number(row, step, linked=step.number in nodes)
        _add_cells(row, step, sop, scope, inferred=inferred)
        if mine:
            row = tag(body, "tr", class_="doubted")
            tag(row, "td")
            cell = tag(row, "td", colspan=str(len(_LEFT) + len(_RIGHT) + len(sop.roles) - 1))
            doubts.add_list(cell, mine)


def _add_head(head: _Element, sop: Sop) -> None:
    first, second = tag(head, "tr"), tag(head, "tr")
    for name in _LEFT:
        tag(first, "th", name, rowspan="2", scope="col")
    tag(first, "th", "Pelaksana", colspan=str(len(sop.roles)), scope="colgroup")
    tag(first, "th", "Mutu baku", colspan="3", scope="colgroup")
    tag(first, "th", _RIGHT[-1], rowspan="2", scope="col")
    for role in sop.roles:
        tag(tag(second, "th", scope="col", class_="role"), "span", role)
    for name in _RIGHT[:-1]:
        tag(second, "th", name, scope="col")


def _add_number(row: _Element, step: Step, *, linked: bool) -> None:
    number = tag(row, "th", scope="row")
    if linked:
        target = f"#{anchor('simpul', step.number)}"
        tag(number, "a", step.number, href=target, title="Lihat di diagram")
    else:
        number.text = step.number


def _add_cells(row: _Element, step: Step, sop: Sop, scope: str, *, inferred: bool) -> None:
    activity = tag(row, "td", class_="activity")
    tag(activity, "p", step.activity)
    if step.decision:
        _add_decision(activity, step, scope)
    for role in sop.roles:
        _add_mark(tag(row, "td", class_="mark"), role, step, inferred=inferred)
    for things in (step.inputs, (step.time.text,) if step.time else (), step.outputs):
        cell = tag(row, "td")
        for thing in things:
            tag(cell, "p", thing)
    tag(row, "td", step.note or "")


def _add_decision(cell: _Element, step: Step, scope: str) -> None:
    """The question and where its answers lead."""
    decision = step.decision
    if decision is None:
        return
    line = tag(cell, "p", decision.question, class_="decision")
    for answer, target in ((decision.yes, decision.yes_to), (decision.no, decision.returns_to)):
        tag(line, "br")
        tail(line[-1], f"{answer} → ")
        if target:
            tag(line, "a", f"baris {target}", href=f"#{anchor(f'{scope}baris', target)}")
        else:
            tail(line[-1], "selesai")


def _add_mark(cell: _Element, role: str, step: Step, *, inferred: bool) -> None:
    """What stands in a performer's cell: the shape of who does the row, or of who takes part."""
    if role not in (step.role, *step.with_roles):
        return
    own = role == step.role
    kind = "decision" if step.decision and own else "task"
    spoken = "pelaksana" if own else "ikut mengerjakan"
    if inferred:
        spoken += ", disimpulkan"
    classes = " ".join(
        ["symbol", kind, *(["partner"] if not own else []), *(["inferred"] if inferred else [])]
    )
    svg = tag(cell, "svg", viewBox="0 0 30 20", class_=classes, role="img", aria_label=spoken)
    tag(svg, "title", spoken)
    if kind == "decision":
        tag(svg, "polygon", points="15,1 29,10 15,19 1,10")
    else:
        tag(svg, "rect", x=2, y=4, width=26, height=12)
