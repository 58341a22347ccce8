"""The picture: nothing overlaps, no flow runs through a shape, and it gets no worse.

docs/layout.md ranks what the layout aims at.
"""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from converters.diagram.documents import documents
from converters.diagram.geometry import Bounds, Point, overlap
from converters.diagram.layout import Layout, layout
from converters.diagram.sequence import sequence
from converters.model import Decision, Sop, Step
from converters.templates import load
from tests.converters.sops import sop_of

ROOT = Path(__file__).parents[3]
TEMPLATES = load(ROOT / "bpmn" / "templates")
BASELINE = Path(__file__).with_name("layout_baseline.json")


def lay_out(sop: Sop) -> Layout:
    graph = sequence(sop, TEMPLATES)
    return layout(sop, graph, documents(graph))


def overlaps(places: Layout) -> list[tuple[str, str]]:
    """Shapes and labels that lie on each other, but for an event on the border of its job."""
    boxes = [*places.shapes.items(), *((f"{name} (label)", b) for name, b in places.labels.items())]
    return [
        (a, b)
        for (a, one), (b, other) in combinations(boxes, 2)
        if overlap(one, other) and not is_on_border(a, one, b, other)
    ]


def is_on_border(a: str, one: Bounds, b: str, other: Bounds) -> bool:
    """Whether ``b`` is an event in the middle of whose circle an edge of its job lies."""
    hosts = a == f"Job_{b.removeprefix('Caught_')}"
    return hosts and other.center.y in (one.y, one.bottom) and one.x < other.x < one.right


def pieces(edge: tuple[Point, ...]) -> list[Bounds]:
    """An edge's straight pieces, as boxes without thickness."""
    return [
        Bounds(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
        for a, b in pairwise(edge)
    ]


def runs_through(piece: Bounds, box: Bounds) -> bool:
    """Whether a piece of an edge has a point inside a box: touching its border is no harm."""
    inner = Bounds(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
    return (
        piece.x <= inner.right
        and inner.x <= piece.right
        and piece.y <= inner.bottom
        and inner.y <= piece.bottom
    )


def edges_through_boxes(places: Layout) -> list[tuple[str, str]]:
    """Edges that run through a shape, or through a label."""
    boxes = [*places.shapes.items(), *places.labels.items()]
    return [
        (edge, name)
        for edge, points in places.edges.items()
        for name, box in boxes
        if any(runs_through(piece, box) for piece in pieces(points))
    ]


def flows(places: Layout) -> dict[str, tuple[Point, ...]]:
    """Sequence flows only."""
    return {
        name: points
        for name, points in places.edges.items()
        if not name.startswith(("Flow_Input_", "Flow_Output_"))
    }


def crossings(places: Layout) -> int:
    """Places where two sequence flows cross at right angles."""
    lines = [(name, piece) for name, points in flows(places).items() for piece in pieces(points)]
    upright = [(name, piece) for name, piece in lines if not piece.width]
    level = [(name, piece) for name, piece in lines if not piece.height]
    return sum(
        one != other and h.x < v.x < h.right and v.y < h.y < v.bottom
        for one, v in upright
        for other, h in level
    )


def metrics(places: Layout) -> dict[str, int]:
    edges = flows(places).values()
    return {
        "crossings": crossings(places),
        "bends": sum(len(points) - 2 for points in edges),
        "length": sum(abs(a.x - b.x) + abs(a.y - b.y) for e in edges for a, b in pairwise(e)),
        "area": places.pool.width * places.pool.height,
    }


def assert_is_a_good_picture(places: Layout) -> None:
    assert overlaps(places) == []
    assert edges_through_boxes(places) == []
    for points in places.edges.values():
        assert all(a.x == b.x or a.y == b.y for a, b in pairwise(points)), "not at right angles"
    for name, box in places.shapes.items():
        lanes = [lane for lane in places.lanes if overlap(lane, box)]
        assert len(lanes) == 1, f"{name} is not in one lane"
        (lane,) = lanes
        assert lane.y <= box.y, name
        assert box.bottom <= lane.bottom, name


ROLES = ("Kepala Kantor Wilayah", "Kabag", "Sub Bagian Kepegawaian, Tata Usaha, dan RT", "JFU")
WORDS = st.lists(
    st.sampled_from(["berkas", "permohonan", "PC/Laptop/Smartphone", "administrasi", "di", "umum"]),
    min_size=1,
    max_size=14,
).map(" ".join)
JOBS = st.lists(st.sampled_from(sorted(TEMPLATES)), max_size=2, unique=True).map(tuple)


@st.composite
def steps(draw, number: int, last: int) -> Step:
    onward = draw(st.integers(number + 1, last + 1))
    decision = Decision(
        question=draw(WORDS) + "?",
        returns_to=str(draw(st.integers(1, number))),
        yes_to=str(onward) if onward <= last else None,
    )
    return Step(
        number=str(number),
        activity=draw(WORDS),
        role=draw(st.sampled_from(ROLES)),
        inputs=tuple(draw(st.lists(WORDS, max_size=3))),
        outputs=tuple(draw(st.lists(WORDS, max_size=2))),
        decision=draw(st.sampled_from([None, None, decision])),
        jobs=draw(JOBS),
        manual=draw(st.booleans()),
        cycle=draw(st.sampled_from([None] * 5 + ["P1M"])),
    )


@st.composite
def step_lists(draw) -> list[Step]:
    last = draw(st.integers(1, 10))
    drawn = [draw(steps(number, last)) for number in range(1, last + 1)]
    aside = {step.number for step in drawn if step.cycle}
    return [step if _stays(step, aside) else replace(step, decision=None) for step in drawn]


def _stays(step: Step, aside: set[str]) -> bool:
    """Whether a step's decision may be: none leads to a row outside the main line."""
    decision = step.decision
    return not decision or not aside & {step.number, decision.returns_to, decision.yes_to}


@settings(max_examples=150)
@given(step_lists())
def test_any_sop_gives_a_picture_without_overlaps_and_without_flows_through_shapes(rows):
    assert_is_a_good_picture(lay_out(sop_of(*rows, title="Pelayanan Uji " * 12, roles=ROLES)))


def test_the_samples_are_good_pictures(sample_models):
    for sop in sample_models:
        assert_is_a_good_picture(lay_out(sop))


def test_a_task_that_reads_much_keeps_its_documents_in_its_column(sop, step):
    papers = tuple(f"Berkas permohonan nomor {n} dengan nama yang panjang sekali" for n in range(6))
    assert_is_a_good_picture(lay_out(sop(step(1, inputs=papers, outputs=papers), step(2))))


def test_what_was_not_signed_leads_down_and_crosses_nothing(sop, step):
    asks = {"jobs": ("signature-request",)}
    places = lay_out(sop(step(1, role="A", **asks), step(2, role="B", **asks), step(3, role="A")))
    assert_is_a_good_picture(places)
    assert crossings(places) == 0
    for row in "12":
        event, job = (
            places.shapes[f"Caught_{row}_signature-result"],
            places.shapes[f"Job_{row}_signature-result"],
        )
        assert event.center.y == job.bottom


def test_what_is_done_about_an_error_stands_below_the_main_line_which_stays_straight(sop, step):
    tells = {"jobs": ("notify-whatsapp",)}
    rows = [step(1, role="B", **tells), step(2, role="B", **tells), step(3, role="A", **tells)]
    places = lay_out(sop(*rows, step(4, role="C")))
    assert_is_a_good_picture(places)
    assert crossings(places) == 0
    for row in "123":
        job, follow_up = (
            places.shapes[f"Job_{row}_notify-whatsapp"],
            places.shapes[f"Row_{row}_galat"],
        )
        assert follow_up.y > job.bottom
    assert len(places.edges["Flow_Job_1_notify-whatsapp_Join_2"]) == 2


def test_ways_back_of_one_target_share_a_channel_and_others_nest(sop, step):
    rows = [step(1, role="A"), step(2, role="B"), step(3, role="B", decision=("2", "4"))]
    rows += [step(4, role="B", decision=("2", "5")), step(5, role="A", decision=("1", None))]
    places = lay_out(sop(*rows))
    assert_is_a_good_picture(places)
    assert crossings(places) == 0


def test_the_samples_pictures_are_no_worse_than_the_baseline(sample_models, accepting):
    measured = {sop.id: metrics(lay_out(sop)) for sop in sample_models}
    if accepting:
        BASELINE.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    worse = [
        f"{name}: {metric} {value}, was {baseline.get(name, {}).get(metric)}"
        for name, values in measured.items()
        for metric, value in values.items()
        if value > baseline.get(name, {}).get(metric, -1)
    ]
    assert not worse, "look at the pictures; if they are better, `make accept`"


def test_three_long_answers_stand_clear_of_each_other_and_of_the_question(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi | Kabag |
        | 1 | Menerima | | (a) | |
        | 2 | Memilah | | <b> | |
        | 3 | Memperbaiki | [c] | | |
        | 4 | Mengirim | | | [d] |
        | 5 | Menyimpan | | (e) | |
        """,
        "a > b",
        "b > c: Perlu perbaikan sebagian",
        "b > d: Tidak dapat diperbaiki lagi",
        "b > a: Belum dilengkapi pemohon",
        "b > e: Sudah sesuai seluruhnya",
        "c > d",
        "d > e",
    )
    three = replace(sop.steps[1].parts[0], branches=sop.steps[1].parts[0].branches[:3])
    steps = (sop.steps[0], replace(sop.steps[1], parts=(three,)), *sop.steps[2:])
    for found in (replace(sop, steps=steps), sop):
        places = lay_out(found)
        assert not overlaps(places)
        assert not edges_through_boxes(places)
