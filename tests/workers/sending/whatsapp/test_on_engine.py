"""From the outbox to Meta's interface, from its webhook to the process that waits: on a broker."""

from __future__ import annotations

import socket

import pytest

from tests.workers.sending.whatsapp.cloud_api import APP_SECRET, VERIFY_TOKEN
from workers.registry import load_handlers
from workers.state.state import open_state
from workers.testing import run_handler

pytestmark = pytest.mark.engine

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="tests">
  <message id="read" name="message-read">
    <extensionElements><zeebe:subscription correlationKey="=notification.number" />
    </extensionElements>
  </message>
  <process id="waits-for-reading" isExecutable="true">
    <startEvent id="start" />
    <sequenceFlow id="a" sourceRef="start" targetRef="waits" />
    <intermediateCatchEvent id="waits"><messageEventDefinition messageRef="read" />
    </intermediateCatchEvent>
    <sequenceFlow id="b" sourceRef="waits" targetRef="end" />
    <endEvent id="end" />
  </process>
</definitions>
"""


@pytest.fixture
def meta(cloud, whatsapp, settings):
    """The Cloud API, which knows the webhook that the settings of workers name."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings("whatsapp-webhook", port=port, app_secret=APP_SECRET, verify_token=VERIFY_TOKEN)
    whatsapp(cloud.url)
    cloud.webhook = f"http://127.0.0.1:{port}/whatsapp"
    return cloud


@pytest.fixture
def number(tmp_path):
    """A message in the outbox of the workers to come."""
    load_handlers()
    state = open_state(f"sqlite:///{tmp_path / 'workers.db'}", tmp_path / "documents")
    person = b'{"name": "Rukmini Tjokro", "phone": "0812-3456-7000"}'
    applicant = state.documents.put(person, content_type="application/json", file_name="x.json")
    variables = {"applicant": applicant, "recipient": "applicant"}
    notification = run_handler("notify-whatsapp", variables, state=state)["notification"]
    state.close()
    return notification["number"]


def test_a_process_goes_on_when_its_message_was_read(zeebe, toys, meta, number, until):
    zeebe.deploy_text("waits-for-reading", PROCESS)
    waiting = zeebe.start_and_await("waits-for-reading", {"notification": {"number": number}})
    worker = toys().wait_ready()
    until(lambda: worker.seen("mail_sent", message=number, channel="whatsapp"))
    meta.report(0, "sent", "read", "delivered", "read")
    delivery = waiting.result()["delivery"]
    assert (delivery["number"], delivery["status"]) == (number, "read")
    until(lambda: len(worker.seen("message_published", correlation_key=number)) == 2)
    assert worker.stop() == 0
    assert "6281234567" not in worker.log
