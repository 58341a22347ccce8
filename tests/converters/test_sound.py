"""Whatever is drawn, the diagram runs: no case is stuck, none comes twice, no row is lost."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.check import check
from converters.check.forms import Form
from converters.diagram import write
from converters.documents import read_document
from converters.infer import infer
from converters.model import Source
from converters.table import Arrow, Header, Mark, MarkKind, Row, SopTable
from converters.templates import load
from tests.converters.sops import TWO_BRANCHES
from tests.converters.token_game import Game
from tests.corpus import documents as real_documents

import msgspec  # isort: skip

ROOT = Path(__file__).parents[2]
ROLES = ("Staf", "Kasi", "Kabag")
KINDS = (MarkKind.TASK, MarkKind.DECISION, MarkKind.START, MarkKind.END, MarkKind.OFF_PAGE)
LABELS = (None, None, "Ya", "T", "Lengkap", "Belum lengkap", "Luar kota")
ACTIVITIES = ("Menyusun surat", "Kasi memeriksa berkas, jika belum lengkap dikembalikan", "")
ACTIVITIES += ("Kabag menandatangani surat",)


@cache
def templates():
    return load(ROOT / "bpmn" / "templates")


@st.composite
def tables(draw) -> SopTable:
    """Any rows, shapes and arrows."""
    column = st.integers(0, len(ROLES) - 1)
    mark = st.builds(Mark, kind=st.sampled_from(KINDS), column=column, text=st.just(""),
                     drawn=st.sampled_from((True, True, False)))  # fmt: skip
    marks = st.lists(mark, max_size=3).map(tuple)
    cells = draw(st.lists(st.tuples(marks, st.sampled_from(ACTIVITIES)), min_size=1, max_size=7))
    places = [(row, at) for row, (own, _) in enumerate(cells) for at in range(len(own))]
    if not places:
        return table(cells, [])
    place = st.sampled_from(places)
    arrow = st.builds(Arrow, start=place, end=place, label=st.sampled_from(LABELS))
    return table(cells, draw(st.lists(arrow, max_size=14)))


@st.composite
def forking(draw) -> SopTable:
    """Tasks one below the other, with arrows down to any of those that follow."""
    height = draw(st.integers(3, 9))
    downwards = st.integers(0, height - 2).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(start + 1, height - 1))
    )
    box = Mark(kind=MarkKind.TASK, column=0, text="", drawn=True)
    lines = draw(st.lists(downwards, max_size=3 * height, unique=True))
    arrows = [Arrow(start=(start, 0), end=(end, 0)) for start, end in lines]
    return table([((box,), "Menyusun surat")] * height, arrows)


def table(cells, arrows) -> SopTable:
    return SopTable(
        header=Header(title="SOP Uji"),
        roles=ROLES,
        rows=tuple(
            Row(number=str(at), activity=activity, marks=marks, line=at)
            for at, (marks, activity) in enumerate(cells, start=1)
        ),
        arrows=tuple(arrows),
        source=Source(file="uji.pdf", page=1),
    )


def faults(sop) -> list[str]:
    """What the check and the token game find; tasks that no case ever comes to."""
    diagram = write(sop, templates())
    forms = [msgspec.json.decode(content, type=Form) for _, content in diagram.forms]
    findings = check(diagram.bpmn, templates=templates(), forms={form.id: form for form in forms})
    game = Game(diagram.bpmn)
    found = [finding.message for finding in findings] + game.play()
    for start in [node for node, kind in game.kinds.items() if kind == "startEvent"]:
        game.play(start)
        game.fired.add(start)
    return found + [f"never comes to {node}" for node in game.kinds if node not in game.fired]


@given(tables())
def test_any_drawing_gives_a_diagram_that_runs(drawing):
    sop = infer(drawing)
    assert len(sop.steps) == len(drawing.rows)
    assert not faults(sop)


@given(forking())
def test_any_fork_gives_a_diagram_that_runs(drawing):
    assert not faults(infer(drawing))


def test_a_whole_block_becomes_parallel_gateways(drawn):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Mulai | (a) | |
        | 2 | Menyusun | [b] | |
        | 3 | Memeriksa | | [c] |
        | 4 | Selesai | (d) | |
        """,
        "a > b",
        "a > c",
        "b > d",
        "c > d",
    )
    game = Game(write(sop, templates()).bpmn)
    assert not game.play()
    assert sorted(game.kinds.values()).count("parallelGateway") == 2
    assert {"Row_2", "Row_3"} <= game.fired


def test_what_is_not_signed_on_one_branch_of_a_fork_stops_the_other_or_is_submitted_again(drawn):
    sop = drawn(*TWO_BRANCHES)
    diagram = write(sop, templates())
    assert not faults(sop)
    assert {f"Caught_{row}_signature-result" for row in "23"} <= Game(diagram.bpmn).kinds.keys()
    forms = dict(diagram.forms)
    for row in (b"2", b"3"):
        assert b'correlationKey="=signature_request_%b.number"' % row in diagram.bpmn
        assert b'target="signature_summary_%b"' % row in diagram.bpmn
        assert b'target="problem_%b_ttd"' % row in diagram.bpmn
        assert b'"signature_summary_%b"' % row in forms[f"{sop.id}-{row.decode()}.form"]
        assert b"{{problem_%b_ttd}}" % row in forms[f"{sop.id}-{row.decode()}_ttd.form"]


@pytest.mark.parametrize(
    "jobs",
    [
        ("notify-whatsapp",),
        ("biometric-check",),
        ("document-scan",),
        ("letter-draft", "document-scan"),
    ],
)
def test_an_error_before_ways_gather_goes_on_to_where_they_do(drawn, jobs):
    sop = drawn(*TWO_BRANCHES)
    steps = [
        msgspec.structs.replace(step, jobs=jobs, manual=False) if step.number in "23" else step
        for step in sop.steps
    ]
    found = faults(msgspec.structs.replace(sop, steps=tuple(steps)))
    assert not [fault for fault in found if "isian petugas" not in fault]  # no person, no form


def test_the_samples_run():
    samples = sorted((ROOT / "converters" / "samples").glob("*.txt"))
    sops = [sop for document in map(read_document, samples) for sop in document.sops]
    assert {sop.id: found for sop in sops if (found := faults(sop))} == {}


def test_every_real_document_runs():
    documents = map(read_document, real_documents())
    found = [(document.file, faults(sop)) for document in documents for sop in document.sops]
    assert found
    assert [(file, wrong) for file, wrong in found if wrong] == []
