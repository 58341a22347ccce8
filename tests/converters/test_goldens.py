"""The fifteen sample SOPs, to the byte: models here, diagrams and forms in ``bpmn/``.

``make accept`` takes today's output as the goldens; read the diff before committing it.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from converters.diagram import write
from converters.documents import read_document
from converters.model import Sop, to_json
from converters.templates import load

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "converters" / "samples").glob("*.txt"))
MODELS = Path(__file__).parent / "goldens"
PROCESSES = ROOT / "bpmn" / "processes"
FORMS = ROOT / "bpmn" / "forms"


@cache
def sops() -> dict[str, Sop]:
    return {sop.id: sop for document in map(read_document, SAMPLES) for sop in document.sops}


@cache
def outputs() -> dict[Path, bytes]:
    """Every golden file with what the converter makes of it today."""
    templates = load(ROOT / "bpmn" / "templates")
    files: dict[Path, bytes] = {}
    for sop in sops().values():
        diagram = write(sop, templates)
        files[MODELS / f"{sop.id}.json"] = to_json((sop,))
        files[PROCESSES / f"{sop.id}.bpmn"] = diagram.bpmn
        files |= {FORMS / name: content for name, content in diagram.forms}
    return files


def goldens() -> set[Path]:
    return {*MODELS.glob("*.json"), *PROCESSES.glob("*.bpmn"), *FORMS.glob("*.form")}


@pytest.fixture(scope="module", autouse=True)
def accept() -> None:
    """With TERTIB_ACCEPT set (``make accept``), today's output becomes the goldens."""
    if not os.environ.get("TERTIB_ACCEPT"):
        return
    for stale in goldens() - outputs().keys():
        stale.unlink()
    for path, content in outputs().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_the_five_documents_hold_fifteen_sops_with_133_rows() -> None:
    assert len(sops()) == 15
    assert sum(len(sop.steps) for sop in sops().values()) == 133


def test_there_is_a_golden_for_each_output_and_no_other() -> None:
    missing = sorted(p.name for p in outputs().keys() - goldens())
    stale = sorted(p.name for p in goldens() - outputs().keys())
    assert not missing, f"no golden for {missing}: look at the output, then `make accept`"
    assert not stale, f"goldens that nothing makes any more: {stale}"


def test_each_output_is_its_golden_to_the_byte() -> None:
    differing = [
        path.relative_to(ROOT).as_posix()
        for path, content in outputs().items()
        if path.exists() and path.read_bytes() != content
    ]
    assert not differing, f"differ from their goldens: {differing}"


def test_converting_again_gives_the_same_bytes() -> None:
    before = dict(outputs())
    sops.cache_clear()
    outputs.cache_clear()
    assert outputs() == before
