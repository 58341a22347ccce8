"""From the rows of an SOP to the nodes and flows of its process.

A row becomes a chain: jobs before the person's task, the task, the decision, jobs after it. What
a deciding row hands over to another system is prepared and handed over once the answer is "Ya"; a
letter that the row itself drafts is read by its person before it is passed on. A row that asks for
a signature waits for it behind its person's task (``waits.py``), and hands over what was signed; a
letter is numbered right before (``numbering.py``). The chains follow one another as the SOP says.
Where more than one flow leads to a row, they meet in a gateway first, so that the row's first node
has one way in.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import letters, numbering, waits
from converters.diagram.chains import Chain, chains
from converters.diagram.graph import Flow, Graph, Kind, Node, Row, Way
from converters.diagram.names import job_name, part_name
from converters.diagram.needs import in_order_of_need, needs
from converters.diagram.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converters.model import Sop
    from converters.templates import Template

# Values of an element template's tertib:order.
BEFORE, AFTER, HANDOFF = "before", "after", "handoff"
PASSED_ON = "passed on"  # where what the row has drafted goes on, once its person has read it

_PERIODS = {"P1D": "Setiap hari", "P7D": "Setiap minggu", "P1W": "Setiap minggu"} | {
    "P1M": "Setiap bulan",
    "P3M": "Setiap triwulan",
    "P6M": "Setiap semester",
    "P1Y": "Setiap tahun",
}


def sequence(sop: Sop, templates: Mapping[str, Template]) -> Graph:
    """The whole flow of ``sop``.

    Raises:
        LookupError: a row names a job type without an element template.
    """
    all_rows = numbering.numbered(rows(sop), templates)
    line = list(_chains(all_rows, sop, templates))
    loose = tuple(_loose_flows(line))
    nodes, flows = _close(line, loose)
    returned = frozenset(way.target for row in all_rows for way in row.backs if way.target)
    return Graph(nodes=nodes, flows=flows, returned_to=returned)


def _chains(
    all_rows: tuple[Row, ...], sop: Sop, templates: Mapping[str, Template]
) -> Iterator[Chain]:
    taken = {row.key for row in all_rows}
    for row in all_rows:
        yield from chains(row, _nodes(row, sop, templates), taken)


def _nodes(row: Row, sop: Sop, templates: Mapping[str, Template]) -> tuple[Node, ...]:
    lane = sop.roles.index(row.role)
    jobs = [_job(row, lane, job_type, templates) for job_type in _types(row, templates)]
    asking = [job for job in jobs if job.template and job.template.wait]
    drafts = [job for job in jobs if _does(job, letters.drafting(templates))]
    later = bool(row.question or asking or drafts)
    parts: dict[str, list[Node]] = {BEFORE: [], PASSED_ON: [], AFTER: [], HANDOFF: []}
    for job in in_order_of_need(jobs):
        parts[_part(job, drafts, later=later)].append(job)
    handed_over = (node for job in parts[HANDOFF] for node in (job, _handing_over(job)))
    persons = _persons_part(row, lane, alone=not jobs or bool(asking))
    waiting = (node for job in asking for node in _waiting(job, row, templates))
    fork = [Node(id=f"Fork_{row.key}", kind=Kind.FORK, lane=lane)] if row.forks else []
    passed_on = (*parts[PASSED_ON], *waiting)
    nodes = (*parts[BEFORE], *persons, *passed_on, *parts[AFTER], *handed_over, *fork)
    if by := row.numbers:
        number = _job(row, lane, by.job_type or "", templates)
        nodes = tuple(numbering.put(nodes, number, by))
    return _with_documents(nodes, row)


def _types(row: Row, templates: Mapping[str, Template]) -> list[str]:
    """The row's job types; the result of what it waits for is not one of its own."""
    types = list(dict.fromkeys(row.step.jobs if row.first else ()))
    asked = (templates[job_type] for job_type in types if job_type in templates)
    results = {template.extension("tertib:result") for template in asked}
    return [job_type for job_type in types if job_type not in results]


def _waiting(job: Node, row: Row, templates: Mapping[str, Template]) -> tuple[Node, ...]:
    if job.template is None or job.template.wait is None:
        return ()
    result = job.template.extension("tertib:result") or ""
    event = waits.of_row(job.template.wait, row)
    return waits.waiting(row, event, _job(row, job.lane, result, templates))


def _job(row: Row, lane: int, job_type: str, templates: Mapping[str, Template]) -> Node:
    template = templates.get(job_type)
    if template is None:
        msg = f"row {row.step.number}: no element template for the job type {job_type!r}"
        raise LookupError(msg)
    return Node(
        id=f"Job_{row.key}_{job_type}",
        kind=Kind.JOB,
        lane=lane,
        name=job_name(template),
        row=row,
        template=letters.of_row(waits.of_row(template, row), row, templates),
    )


def _does(job: Node, job_type: str) -> bool:
    return job.template is not None and job.template.job_type == job_type


def _part(job: Node, drafts: Sequence[Node], *, later: bool) -> str:
    """Where in its row a job stands. A hand-off is for the person's task, unless it comes later.

    Args:
        job: the job.
        drafts: the row's jobs that draft a letter.
        later: whether the person decides, signs or reads a draft first: only then it is known what
            to hand over.
    """
    order = job.template.extension("tertib:order") if job.template else None
    if order == HANDOFF:
        return HANDOFF if later else BEFORE
    if order == AFTER:
        return AFTER
    return PASSED_ON if any(needs(job, draft) for draft in drafts if draft != job) else BEFORE


def _handing_over(job: Node) -> Node:
    """The person's task that hands over what the job has prepared."""
    return msgspec.structs.replace(
        job,
        id=job.id.replace("Job", "Row", 1),
        kind=Kind.PERSON,
        name=f"{job.name}, catat tanda terima",
    )


def _persons_part(row: Row, lane: int, *, alone: bool) -> Iterator[Node]:
    """The person's task and the gateway behind it. Only a person decides."""
    if row.step.manual or row.question or alone:
        yield Node(id=f"Row_{row.key}", kind=Kind.PERSON, lane=lane, name=part_name(row), row=row)
    if row.question:
        name = row.question
        yield Node(id=f"Gateway_{row.key}", kind=Kind.DECISION, lane=lane, name=name, row=row)


def _with_documents(nodes: tuple[Node, ...], row: Row) -> tuple[Node, ...]:
    """Give the row's documents to the task that reads and writes them.

    That is the person's; where programs do it all, the first job reads and the last one writes.
    """
    persons = [n for n in nodes if n.kind is Kind.PERSON and not n.template]
    tasks = persons or [n for n in nodes if n.template]
    reader, writer = tasks[0], tasks[-1]
    return tuple(
        msgspec.structs.replace(
            node,
            inputs=tuple(dict.fromkeys(row.step.inputs)) if node is reader and row.first else (),
            outputs=tuple(dict.fromkeys(row.step.outputs)) if node is writer and row.writes else (),
        )
        for node in nodes
    )


class _Loose(msgspec.Struct, frozen=True, kw_only=True):
    """A flow out of a row's chain along one of its ways."""

    source: str
    way: Way
    answer: str | None = None
    order: int | None = None
    chain: Chain


def _loose_flows(line: list[Chain]) -> Iterator[_Loose]:
    for chain in line:
        last = chain.line[-1]
        parts = last.kind in (Kind.DECISION, Kind.FORK)
        onward, *others = chain.ways
        answer, order = (onward.answer, 0) if parts else (None, None)
        yield _Loose(source=last.id, way=onward, answer=answer, order=order, chain=chain)
        parting = last.id if last.kind is Kind.FORK else f"Gateway_{chain.row.key}"
        for place, way in enumerate(others, start=1):
            yield _Loose(source=parting, way=way, answer=way.answer, order=place, chain=chain)
        yield from (_Loose(source=event, way=way, chain=chain) for event, way in chain.caught)


def _close(
    line: list[Chain], loose: tuple[_Loose, ...]
) -> tuple[tuple[Node, ...], tuple[Flow, ...]]:
    """All nodes in column order, and all flows: starts, joins and ends put where they belong."""
    incoming = Counter((flow.way.target, flow.way.waits) for flow in loose)
    nodes: list[Node] = []
    flows: list[Flow] = []
    entries: dict[tuple[str | None, bool], str] = {}
    first = next((chain for chain in line if not chain.aside), None)
    for chain in sorted(line, key=lambda chain: chain.aside):
        key = chain.key
        starts = chain is first or (chain.aside and chain.begins)
        head = [_start(chain)] if starts else []
        start = len(head)
        if incoming[key, True]:
            head.append(chain.node("Gather", Kind.GATHER))
            entries[key, True] = head[-1].id
        if incoming[key, False] + len(head) > 1 and chain.nodes[0].kind is not Kind.JOIN:
            head.append(chain.node("Join", Kind.JOIN))
        whole = [*head, *chain.nodes]
        entries[key, False] = (head[-1] if len(head) > start else chain.nodes[0]).id
        flows += _inner_flows([*head, *chain.line])
        nodes += whole
        nodes += _ends(chain)
    flows += [_tied(flow, entries) for flow in loose]
    return tuple(nodes), tuple(_counted(flows))


def _counted(flows: list[Flow]) -> Iterator[Flow]:
    """Flows between the same two nodes, told apart."""
    seen: Counter[tuple[str, str]] = Counter()
    for flow in flows:
        ends = flow.source, flow.target
        seen[ends] += 1
        yield msgspec.structs.replace(flow, nth=seen[ends])


def _start(chain: Chain) -> Node:
    if not chain.aside:
        return Node(id="Start", kind=Kind.START, lane=chain.lane, name="Mulai")
    cycle = chain.row.step.cycle or ""
    name = _PERIODS.get(cycle, f"Setiap {cycle}")
    return msgspec.structs.replace(chain.node("Start", Kind.TIMER, name), row=chain.row)


def _inner_flows(nodes: list[Node]) -> Iterator[Flow]:
    for source, target in pairwise(nodes):
        if source.kind is Kind.DECISION and source.row:
            answer = source.row.ways[0].answer
            yield Flow(source=source.id, target=target.id, answer=answer, order=0)
        else:
            yield Flow(source=source.id, target=target.id)


def _ends(chain: Chain) -> list[Node]:
    if all(way.target for way in chain.ways):
        return []
    end = msgspec.structs.replace(chain.node("End", Kind.END, "Selesai"), id=f"End_{chain.row.key}")
    if chain.stops:  # nothing else of the case goes on, be there other branches
        return [msgspec.structs.replace(end, kind=Kind.STOP, name="Dihentikan")]
    return [end]


def _tied(flow: _Loose, entries: Mapping[tuple[str | None, bool], str]) -> Flow:
    way = flow.way
    target = entries[way.target, way.waits] if way.target else f"End_{flow.chain.row.key}"
    return Flow(source=flow.source, target=target, answer=flow.answer, order=flow.order)
