"""A real broker runs what was drawn to its end, every answer given."""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec
import pytest

from converters.diagram import write
from converters.documents import read_document
from deploy.testing.process import running_process
from tests.converters.diagram.conftest import TEMPLATES
from tests.converters.routes import Map
from tests.converters.sops import TWO_BRANCHES
from tests.corpus import documents
from workers.handler import Context
from workers.runtime import publisher

pytestmark = pytest.mark.engine


class Anything(msgspec.Struct):
    """What a stand-in is given: it looks at nothing."""


class Nothing(msgspec.Struct):
    """What it hands over."""


def stand_in(inputs: Anything, context: Context) -> Nothing:
    return Nothing()


@pytest.fixture
def run(tertib_engine, tmp_path, monkeypatch):
    """Run a model along routes that give every answer; the tasks done and those expected."""
    monkeypatch.setattr(publisher, "LOOK_S", 0.1)  # much is signed here

    def play(sop):
        diagram = write(sop, TEMPLATES)
        path = tmp_path / f"{sop.id}.bpmn"
        path.write_bytes(diagram.bpmn)
        for name, content in diagram.forms:
            (tmp_path / name).write_bytes(content)
        routes = Map(diagram.bpmn).routes()
        answers = defaultdict(list)
        for route in routes:
            for task, given in route.answers.items():
                answers[task] += given
        types = {job for step in sop.steps for job in step.jobs} - {"signature-request"}
        handlers = dict.fromkeys(types, stand_in)
        with running_process(tertib_engine, path, answers=answers, handlers=handlers) as process:
            for number, route in enumerate(routes, start=1):
                process.start()
                process.wait()
                done = Counter(element for element in process.passed if element in route.tasks)
                assert done == route.tasks, f"{sop.title}, route {number}"
                assert any(element.startswith("End") for element in process.passed)
        return len(routes)

    return play


def test_forks_loops_and_several_answers_run_to_their_end(drawn, run):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi | Kabag |
        | 1 | Mulai | (a) | | |
        | 2 | Memilah | | <b> <c> | |
        | 3 | Menyusun | [d] | | |
        | 4 | Menghitung | | [e] | |
        | 5 | Menggabung | [f] | | <g> |
        | 6 | Selesai | (h) | | |
        """,
        "a > b",
        "b > h: Tidak ada",
        "b > c: Ada",
        "c > d: Besar",
        "c > f: Kecil",
        'c > a: "Salah" \\ kurang',
        "d > e",
        "e > f",
        "d > f",
        "f > g",
        "g > f: Belum",
        "g > h: Lengkap",
    )
    assert run(sop) >= 3


def test_a_fork_waits_for_all_of_its_branches(drawn, run):
    sop = drawn(
        """
        | no | kegiatan | Staf | Kasi |
        | 1 | Mulai | (a) | |
        | 2 | Menyusun | [b] | |
        | 3 | Memeriksa | | [x] <c> |
        | 4 | Selesai | (d) | |
        """,
        "a > b",
        "a > x",
        "x > c",
        "b > d",
        "c > d: Ya",
        "c > x: Tidak",
    )
    assert [branch.to for branch in sop.steps[0].parts[0].branches] == ["2", "3"]
    assert run(sop) >= 1


@pytest.fixture
def signing(drawn, tertib_engine, tmp_path):
    """Run a process whose officials refuse the first signature; elements passed, variables."""

    def play(table, *arrows, answers):
        sop = drawn(table, *arrows)
        diagram = write(sop, TEMPLATES)
        path = tmp_path / f"{sop.id}.bpmn"
        for name, content in ((path.name, diagram.bpmn), *diagram.forms):
            (tmp_path / name).write_bytes(content)
        reasons = ["Nomor surat keliru"]
        with running_process(tertib_engine, path, answers=answers, refusals=reasons) as process:
            process.start()
            process.wait()
            return Counter(process.passed), process.variables

    return play


DECIDING = (
    """
    | no | kegiatan | Staf | Kasi |
    | 1 | Menyusun surat | [a] | |
    | 2 | Menandatangani surat | | <b> |
    | 3 | Selesai | (d) | |
    """,
    "a > b",
    "b > a: Tidak",
    "b > d: Ya",
)


def follow_ups(answer):
    return {f"Row_{row}_ttd": {f"decision_{row}_ttd": answer} for row in "23"}


def test_what_was_refused_is_submitted_again_and_both_branches_come_to_the_end(signing):
    passed, variables = signing(*TWO_BRANCHES, answers=follow_ups("ajukan lagi"))
    told = [variables[name] for row in "23" if (name := f"problem_{row}_ttd") in variables]
    assert [reason.partition(": ")[2] for reason in told] == ["Nomor surat keliru"]
    assert passed["End_4"] == 1
    assert passed["Job_2_signature-request"] + passed["Job_3_signature-request"] == 3
    assert {variables[f"signature_request_{row}"]["status"] for row in "23"} == {"signed"}


def test_who_ends_a_process_after_a_refusal_ends_the_other_branch_too(signing):
    passed, _ = signing(*TWO_BRANCHES, answers=follow_ups("akhiri"))
    assert passed["End_2_ttd"] + passed["End_3_ttd"] == 1
    assert "End_4" not in passed


TWO_SIGN = (
    """
    | no | kegiatan | Staf | Kasi | Kabag |
    | 1 | Menyusun surat | [a] | | |
    | 2 | Kasi menandatangani surat | | [b] | |
    | 3 | Kabag menandatangani surat | | | [c] |
    | 4 | Mengarsipkan surat | [d] | | |
    | 5 | Selesai | (e) | | |
    """,
    "a > b",
    "b > c",
    "c > d",
    "d > e",
)


def test_what_is_archived_is_the_letter_that_all_signed(signing):
    answers = {f"Row_{row}_ttd": {f"decision_{row}_ttd": "ajukan lagi"} for row in "23"}
    passed, variables = signing(*TWO_SIGN, answers=answers)
    assert [passed[f"Job_{row}_signature-result"] for row in "23"] == [2, 1]
    signed = variables["signed_document"]
    assert signed["metadata"]["fileName"].startswith("TTD-")
    assert variables["letter"] == variables["letter_pdf"] == signed
    assert variables["archived_document"] == signed


def test_what_was_refused_goes_back_where_the_rows_own_tidak_leads(signing):
    passed, _ = signing(*DECIDING, answers={})
    assert [passed[node] for node in ("Row_1", "Row_2", "Caught_2_signature-result", "End_3")] == [
        2,
        2,
        1,
        1,
    ]


def test_every_real_document_runs_to_its_end_with_each_answer_given(run):
    sops = [sop for document in map(read_document, documents()) for sop in document.sops]
    assert [sop.title for sop in sops if run(sop) < 1] == []
