"""The local engine, really run."""

from __future__ import annotations

import psutil
import pytest
import requests

from deploy.client.broker import Broker
from deploy.client.operate import Operate
from deploy.client.tasklist import Tasklist
from deploy.engine import engine, processes
from deploy.engine.ports import HOST
from deploy.engine.progress import Narrator
from deploy.engine.settings import Settings
from deploy.engine.status import status

pytestmark = pytest.mark.engine

MINIMAL = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="test">
  <bpmn:process id="kept" isExecutable="true">
    <bpmn:startEvent id="Start"><bpmn:outgoing>Flow</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow" sourceRef="Start" targetRef="End"/>
    <bpmn:endEvent id="End"><bpmn:incoming>Flow</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
"""


def test_lite_engine_answers_on_its_rest_api(lite_engine):
    topology = requests.get(f"{lite_engine.addresses.rest}/v2/topology", timeout=10).json()
    assert topology["gatewayVersion"] == "8.6.0"
    assert topology["partitionsCount"] == 1


def test_status_of_a_running_engine_names_pid_memory_and_health(lite_engine):
    found = status(lite_engine.home, Settings())
    assert found.running
    (broker,) = found.parts
    assert (broker.name, broker.health) == ("broker", "ready")
    assert psutil.pid_exists(broker.pid)
    assert broker.memory_mb > 100
    assert found.addresses == lite_engine.addresses


def test_what_was_deployed_is_there_after_a_restart_even_one_without_warning(lite_engine):
    broker = Broker(lite_engine.cluster)
    (deployed,) = broker.deploy({"kept.bpmn": MINIMAL})
    settings = Settings.load(lite_engine.home)
    running = processes.find(lite_engine.home)["broker"]
    running.kill()
    running.wait(10)
    with Narrator() as narrator:
        assert engine.up(lite_engine.home, settings, narrator).parts == ("broker",)
    assert broker.start(deployed.id, {})


def test_full_engine_signs_in_to_operate_and_tasklist(full_engine):
    assert all(task.id for task in Tasklist(full_engine.cluster).waiting())
    assert all(incident.type for incident in Operate(full_engine.cluster).incidents())


def test_full_engine_shows_its_web_apps(full_engine):
    for app in ("operate", "tasklist"):
        page = requests.get(f"{full_engine.addresses.operate}/{app}", timeout=30)
        assert page.ok
        assert "<html" in page.text


def test_no_part_listens_beyond_this_machine(full_engine):
    running = processes.find(full_engine.home)
    assert set(running) == {"search", "broker", "webapps"}
    for process in running.values():
        listening = [c for c in process.net_connections() if c.status == psutil.CONN_LISTEN]
        assert listening
        assert {c.laddr.ip.removeprefix("::ffff:") for c in listening} == {HOST}
