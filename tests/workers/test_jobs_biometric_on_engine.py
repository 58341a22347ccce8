"""Both checks on a real broker, by their element templates, for the applicant of the first run."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from converters.templates import load
from deploy.client.broker import Broker
from deploy.rehearsal import sample
from deploy.rehearsal.crew import Crew
from workers.samples import WATCHLIST

TEMPLATES = load(Path(__file__).parents[2] / "bpmn" / "templates")
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="tests">
  <process id="checks" isExecutable="true">
    <startEvent id="start" />{tasks}<endEvent id="end" />
    <sequenceFlow id="f1" sourceRef="start" targetRef="biometric-check" />
    <sequenceFlow id="f2" sourceRef="biometric-check" targetRef="watchlist-check" />
    <sequenceFlow id="f3" sourceRef="watchlist-check" targetRef="end" />
  </process>
</definitions>
"""
TASK = """<serviceTask id="{type}"><extensionElements><zeebe:taskDefinition type="{type}" />
    <zeebe:ioMapping>{mappings}</zeebe:ioMapping></extensionElements></serviceTask>"""


def task(job_type):
    template = TEMPLATES[job_type]
    inputs = (
        f"<zeebe:input source={quoteattr(item.value)} target={quoteattr(item.binding.name)} />"
        for item in template.bound("zeebe:input")
    )
    outputs = (
        f"<zeebe:output source={quoteattr(item.binding.source)} target={quoteattr(item.value)} />"
        for item in template.bound("zeebe:output")
    )
    return TASK.format(type=job_type, mappings="".join((*inputs, *outputs)))


@pytest.mark.engine
def test_the_sample_applicant_is_recognised_and_reported_without_being_named(
    lite_engine, zeebe, tmp_path, monkeypatch
):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    monkeypatch.setenv("TERTIB_WATCHLIST_FILE", str(WATCHLIST))
    tasks = task("biometric-check") + task("watchlist-check")
    Broker(lite_engine.cluster).deploy({"checks.bpmn": PROCESS.format(tasks=tasks).encode()})
    log = tmp_path / "workers.log"
    with Crew(lite_engine.cluster, log):
        ended = zeebe.start_and_await("checks", sample.variables()).result()
    assert ended["biometric_decision"] == "match"
    assert ended["watchlist_decision"] == "review"
    assert ended["watchlist_report"]["metadata"]["contentType"] == "text/html"
    told = json.dumps(ended) + log.read_text(encoding="utf-8")
    personal = (sample.APPLICANT.name, sample.APPLICANT.passport_number, sample.APPLICANT.nik)
    assert not [value for value in personal if value in told]
