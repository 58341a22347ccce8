"""What the diagrams must satisfy outside this project: the XSD, Camunda's linters, Modeler."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from deploy.engine import store
from deploy.engine.artefacts import Artefact

TEMPLATES = Path(__file__).parents[3] / "bpmn" / "templates"
# The jar of Zeebe's own BPMN library holds the XSD of BPMN 2.0.
BPMN_MODEL = Artefact(
    group="io.camunda",
    name="zeebe-bpmn-model",
    version="8.6.0",
    packaging="jar",
    size=788_159,
    sha256="237a386e9bad4a4dbef938a68e7ce7795644fb0e4c34334850368565d7167503",
)
SCHEMAS = ("BPMN20.xsd", "BPMNDI.xsd", "DC.xsd", "DI.xsd", "Semantic.xsd")


@pytest.fixture(scope="session")
def schema(tmp_path_factory) -> etree.XMLSchema:
    store.provide((BPMN_MODEL,), lambda *_: None)
    folder = tmp_path_factory.mktemp("xsd")
    with zipfile.ZipFile(store.place(BPMN_MODEL)) as jar:
        for name in SCHEMAS:
            jar.extract(name, folder)
    return etree.XMLSchema(etree.parse(folder / "BPMN20.xsd"))


@pytest.fixture(scope="session")
def written(samples, tmp_path_factory) -> list[Path]:
    """The samples' diagrams as files."""
    folder = tmp_path_factory.mktemp("processes")
    paths = []
    for name, drawing in samples.items():
        path = folder / f"{name}.bpmn"
        path.write_bytes(drawing.bpmn)
        paths.append(path)
    return paths


@pytest.fixture
def everything(draw, step):
    """An SOP with all that a diagram can hold."""
    return draw(
        step(1, role="A", outputs=("Surat", "Berkas"), jobs=("letter-draft", "archive")),
        step(2, role="B", inputs=("Surat",), decision=("3", "4"), days=3, jobs=("notify-email",)),
        step(3, role="B", decision=("1", None), with_roles=("A",)),
        step(4, role="A", jobs=("queue-number",), manual=False, inputs=("x",), outputs=("y",)),
        step(5, role="C", cycle="P1M", decision=("5", None)),
        step(6, role="A", jobs=("signature-request", "archive")),
        step(7, role="B", jobs=("signature-request",), decision=("6", None)),
    )


def test_the_samples_are_valid_against_the_bpmn_2_0_xsd(samples, schema):
    for name, drawing in samples.items():
        assert schema.validate(drawing.root), f"{name}: {schema.error_log.last_error}"


def test_everything_a_diagram_can_hold_is_valid_against_the_xsd(everything, schema):
    assert schema.validate(everything.root), schema.error_log.last_error


def test_modeler_and_its_linters_find_nothing_in_the_samples(written, node):
    complaints = node("lint.mjs", *written)
    assert len(complaints) == 15
    assert {name: found for name, found in complaints.items() if found} == {}


def test_modeler_and_its_linters_find_nothing_in_everything(everything, node, tmp_path):
    path = tmp_path / "everything.bpmn"
    path.write_bytes(everything.bpmn)
    assert node("lint.mjs", path) == {str(path): []}


def test_modeler_opens_the_samples_and_would_write_the_same_tasks_and_events(written, node):
    complaints = node("modeler.mjs", TEMPLATES, *written)
    assert len(complaints) == 15
    assert {name: found for name, found in complaints.items() if found} == {}


def test_modeler_sees_where_a_service_task_is_not_what_its_template_says(
    everything, node, tmp_path
):
    (retries,) = everything.find("//*[@id='Job_1_archive']//zeebe:taskDefinition[@retries]")
    del retries.attrib["retries"]
    path = tmp_path / "spoilt.bpmn"
    path.write_bytes(etree.tostring(everything.root))
    (complaint,) = node("modeler.mjs", TEMPLATES, path)[str(path)]
    assert complaint.startswith("Job_1_archive: ")


def test_the_element_templates_are_valid(node):
    templates = sorted(TEMPLATES.rglob("*.json"))
    faults = node("templates.mjs", *templates)
    assert len(faults) == len(templates)
    assert {name: found for name, found in faults.items() if found} == {}
