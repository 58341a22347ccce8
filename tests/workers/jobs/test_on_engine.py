"""All jobs on a real broker, by the mappings of their element templates, with the real workers."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from deploy.client.broker import Broker
from deploy.rehearsal.crew import Crew

FOLDER = Path(__file__).parents[3] / "bpmn" / "templates"
WAITS = "signature-result"  # for a decision: tests/workers/signing/test_process_on_engine.py
TEMPLATES = sorted(path for path in FOLDER.glob("*.json") if path.stem != WAITS)
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="tests">
  <process id="all-jobs" isExecutable="true">
    <startEvent id="start" />
    {tasks}
    <endEvent id="end" />
    {flows}
  </process>
</definitions>
"""
TASK = """<serviceTask id="{id}"><extensionElements>
    <zeebe:taskDefinition {definition} /><zeebe:ioMapping>{mappings}</zeebe:ioMapping>
    </extensionElements></serviceTask>"""


def task(path):
    """Apply a template with the values it has, as Modeler does; outputs without one get its id."""
    definition, mappings = [], []
    for item in json.loads(path.read_bytes())["properties"]:
        binding, value = item["binding"], item.get("value")
        match binding["type"]:
            case "zeebe:taskDefinition":
                definition.append(f"{binding['property']}={quoteattr(value)}")
            case "zeebe:input" if value:
                mappings.append(
                    f"<zeebe:input source={quoteattr(value)} target={quoteattr(binding['name'])} />"
                )
            case "zeebe:output":
                mappings.append(
                    f"<zeebe:output source={quoteattr(binding['source'])} "
                    f"target={quoteattr(value or item['id'])} />"
                )
    return TASK.format(
        id=f"Job_1_{path.stem}", definition=" ".join(definition), mappings="".join(mappings)
    )


def diagram():
    ids = ["start", *(f"Job_1_{path.stem}" for path in TEMPLATES), "end"]
    flows = (
        f'<sequenceFlow id="Flow_{n}" sourceRef="{source}" targetRef="{target}" />'
        for n, (source, target) in enumerate(itertools.pairwise(ids))
    )
    return PROCESS.format(tasks="".join(map(task, TEMPLATES)), flows="".join(flows)).encode()


@pytest.mark.engine
def test_every_job_is_done_in_an_instance_that_knows_nothing_but_the_survey(
    lite_engine, zeebe, tmp_path, monkeypatch
):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    Broker(lite_engine.cluster).deploy({"all-jobs.bpmn": diagram()})
    answers = {f"survey_u{number}": "3" for number in range(1, 10)}
    with Crew(lite_engine.cluster, tmp_path / "workers.log"):
        ended = zeebe.start_and_await("all-jobs", answers).result()
    assert ended["ikm_index"] == 75.0
    assert ended["letter_number"] == ended["result_own_number"] == "UM.01.01-0001"
    assert ended["letter"]["documentId"][:12] in ended["number_summary"]
    assert ended["handoff"]["package"]["camunda.document.type"] == "camunda"
    assert ended["sisumaker_receipt"] is None
    assert ended["disposition"]["metadata"]["fileName"] == "lembar-disposisi.pdf"
