"""A real broker: what a job's error leads to, and the way on from there."""

from __future__ import annotations

import msgspec
import pytest

from converters.diagram import write
from deploy.testing.process import running_process
from tests.converters.diagram.conftest import TEMPLATES
from workers.handler import BpmnError, Context

pytestmark = pytest.mark.engine


class Scan(msgspec.Struct):
    """The file that the officer names."""

    scan_file: str


class Scanned(msgspec.Struct):
    """A file that was taken in."""

    scan_status: str = "stored"


class Anything(msgspec.Struct):
    """What is looked at by nobody."""


class Matched(msgspec.Struct):
    """A comparison."""

    biometric_summary: str


def take_in(inputs: Scan, context: Context) -> Scanned:
    if inputs.scan_file == "kosong.pdf":
        raise BpmnError("SCAN_BLANK", "Blank.", {"scan_problem": "Semua halaman kosong."})
    return Scanned()


@pytest.fixture
def blurred_once():
    tries = []

    def compare(inputs: Anything, context: Context) -> Matched:
        tries.append(context.job.key)
        if len(tries) == 1:
            told = {"biometric_summary": "Gambar kurang jelas."}
            raise BpmnError("FINGERPRINT_UNUSABLE", "Poor.", told)
        return Matched(biometric_summary="Cocok.")

    return compare


def test_who_is_told_of_an_error_corrects_it_and_the_job_is_done_again(
    sop, step, blurred_once, tertib_engine, tmp_path
):
    jobs = ("biometric-check", "document-scan")
    drawn = sop(step(1, jobs=jobs), step(2))
    diagram = write(drawn, TEMPLATES)
    path = tmp_path / f"{drawn.id}.bpmn"
    for name, content in ((path.name, diagram.bpmn), *diagram.forms):
        (tmp_path / name).write_bytes(content)
    answers = {
        "Row_1_galat": {"decision_1_galat": "ulangi"},
        "Row_1": [{"scan_file": "kosong.pdf"}, {"scan_file": "surat.pdf"}],
    }
    handlers = {"biometric-check": blurred_once, "document-scan": take_in}
    with running_process(tertib_engine, path, answers=answers, handlers=handlers) as process:
        process.start()
        process.wait()
        steps = [element for element in process.passed if element.startswith(("Row", "Job"))]
        variables = process.variables
    assert steps == [
        *("Job_1_biometric-check", "Row_1_galat", "Job_1_biometric-check"),
        *("Row_1", "Job_1_document-scan", "Row_1", "Job_1_document-scan", "Row_2"),
    ]
    assert variables["problem_1_galat"] == "Gambar kurang jelas."
    assert variables["biometric_summary"] == "Cocok."
    assert variables["problem_1"] is None
