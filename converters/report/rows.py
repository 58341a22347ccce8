"""The SOP's table as it was understood, each doubt at its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.markup import anchor, tag, tail, wide
from converters.report import doubts, marks, questions

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.model import Sop, Step
    from converters.report.doubts import Numbered
    from converters.report.questions import Question

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
    name = f"Tabel kegiatan: {sop.title}"
    table = tag(wide(parent, name), "table", class_="rows")
    tag(table, "caption", name)
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
    for question in questions.of_step(step, sop):
        _add_question(activity, question, scope)
    for role in sop.roles:
        marks.add_marks(tag(row, "td", class_="mark"), role, step, inferred=inferred)
    for things in (step.inputs, (step.time.text,) if step.time else (), step.outputs):
        cell = tag(row, "td")
        for thing in things:
            tag(cell, "p", thing)
    tag(row, "td", step.note or "")


def _add_question(cell: _Element, question: Question, scope: str) -> None:
    """The question and where its answers lead."""
    line = tag(cell, "p", question.text, class_="decision")
    for answer in question.answers:
        tag(line, "br")
        tail(line[-1], f"{answer.text} → ")
        if answer.row:
            tag(line, "a", answer.place, href=f"#{anchor(f'{scope}baris', answer.row)}")
        else:
            tail(line[-1], answer.place)
