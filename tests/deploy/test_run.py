"""The main job itself: ``tertib run``, as ``make run`` starts it, on an engine of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import pytest
from pypdf import PdfReader

from converters.documents import read_document
from deploy.client.operate import FlowNode, Operate
from deploy.cluster import Cluster
from deploy.engine.addresses import Addresses
from deploy.engine.ports import Ports
from deploy.rehearsal import showcase
from deploy.testing.engine import spare_offset

pytestmark = pytest.mark.engine

SAMPLES = sorted((Path(__file__).parents[2] / "converters" / "samples").glob("*.txt"))
SOPS = {sop.id: sop for document in map(read_document, SAMPLES) for sop in document.sops}
PATIENCE_S = 600


class MainJob:
    """A ``tertib run`` that has printed its table and stays up."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.offset = spare_offset()
        self.log = folder / "output.txt"
        self.process = self._start(folder)

    def _start(self, folder: Path) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "TERTIB_HOME": str(self.home),
            "TERTIB_PORT_OFFSET": str(self.offset),
        }
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "deploy", "run", "--out", str(folder / "out")],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
            )

    @property
    def output(self) -> str:
        return self.log.read_text()

    def wait_until_it_stays_up(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while "Everything stays up" not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.5)

    def operate(self) -> Operate:
        import msgspec

        addresses = Addresses.of(Ports.at(self.offset))
        return Operate(Cluster(**msgspec.structs.asdict(addresses)))


@pytest.fixture(scope="module")
def job(tmp_path_factory) -> Iterator[MainJob]:
    job = MainJob(tmp_path_factory.mktemp("main-job"))
    try:
        job.wait_until_it_stays_up()
        yield job
    finally:
        if job.process.poll() is None:
            job.process.send_signal(signal.SIGINT)
            job.process.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def played(job: MainJob) -> Mapping[str, list[tuple[str, tuple[FlowNode, ...]]]]:
    """What Operate tells of each process: its instances' states and flow nodes."""
    operate = job.operate()
    found = defaultdict(list)
    for instance in operate.instances():
        found[instance.process_id].append((instance.state, operate.flow_nodes(instance.key)))
    return found


def _rows(nodes: tuple[FlowNode, ...]) -> set[str]:
    """The rows whose user or service task was completed."""
    tasks = (n.flow_node_id for n in nodes if n.type.endswith("_TASK") and n.state == "COMPLETED")
    return {task.split("_")[1] for task in tasks}


@pytest.mark.parametrize("process_id", SOPS)
def test_each_process_reaches_its_end_twice_and_does_every_row(process_id, played) -> None:
    steps = SOPS[process_id].steps
    main_line = {step.number for step in steps if not step.cycle}
    aside = {step.number for step in steps if step.cycle}
    on_main_line = [nodes for _, nodes in played[process_id] if _rows(nodes) & main_line]
    assert {state for state, _ in played[process_id]} == {"COMPLETED"}
    assert len(on_main_line) == 2
    for nodes in on_main_line:
        assert [n.type for n in nodes].count("END_EVENT") == 1
        assert _rows(nodes) == main_line
    assert set().union(*(_rows(nodes) for _, nodes in played[process_id])) == main_line | aside


@pytest.mark.parametrize(
    "process_id", [id_ for id_, s in SOPS.items() if any(step.decision for step in s.steps)]
)
def test_each_decision_sends_one_of_the_two_instances_back_once(process_id, played) -> None:
    decisions = {step.number for step in SOPS[process_id].steps if step.decision}
    visits = [
        {row: [n.flow_node_id for n in nodes].count(f"Gateway_{row}") for row in decisions}
        for _, nodes in played[process_id]
    ]
    straight = dict.fromkeys(decisions, 1)
    assert straight in visits
    refused = next(v for v in visits if v != straight)
    assert all(count >= 2 for count in refused.values())


def test_the_table_names_every_process_and_the_addresses_follow(job: MainJob) -> None:
    table = job.output.split("Hasil")[1]
    assert all(process_id in table for process_id in SOPS)
    assert f"http://127.0.0.1:{Ports.at(job.offset).webapps}/tasklist" in table
    assert "demo / demo" in table


def test_the_workers_left_real_documents_behind(job: MainJob) -> None:
    heads = [p.read_bytes()[:4] for p in (job.home / "documents").rglob("*") if p.is_file()]
    assert b"PK\x03\x04" in heads, "no letter was drafted"


def test_the_documents_of_the_three_sops_lie_where_the_run_says(job: MainJob) -> None:
    folder = job.home / "naskah"
    assert str(folder) in job.output
    for sop in showcase.SOPS:
        assert [*(folder / sop).glob("*.docx")], f"no document of {sop}"
        assert all(p.read_bytes().startswith(b"%PDF") for p in (folder / sop).glob("*.pdf"))


def test_the_letters_that_waited_for_a_signature_are_signed_and_verify(job: MainJob) -> None:
    signed = [*(job.home / "naskah").rglob("*-ditandatangani.pdf")]
    assert signed
    for file in signed:
        command = [sys.executable, "-m", "deploy", "verify", str(file)]
        environment = os.environ | {"TERTIB_HOME": str(job.home)}
        answer = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        assert "Pejabat Contoh" in answer.stdout


@pytest.mark.parametrize("sop", showcase.SOPS)
def test_the_letters_of_the_three_sops_carry_numbers_of_their_own(sop, job: MainJob) -> None:
    texts = map(_text, (job.home / "naskah" / sop).glob("*.pdf"))
    numbers = {number for text in texts for number in re.findall(r"\bUM\.01\.01-\d{4}\b", text)}
    letters = 2 if sop == showcase.SOPS[0] else 1
    assert len(numbers) == letters


def _text(pdf: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(pdf).pages)


def test_ctrl_c_ends_it_and_leaves_no_process(job: MainJob) -> None:
    """Last in this module: it ends the job."""
    children = psutil.Process(job.process.pid).children(recursive=True)
    engine = [p for p in psutil.process_iter() if str(job.home) in " ".join(_command(p))]
    assert len(engine) >= 3
    job.process.send_signal(signal.SIGINT)
    assert job.process.wait(120) == 0, job.output
    _, alive = psutil.wait_procs([*children, *engine], timeout=10)
    assert not alive


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
