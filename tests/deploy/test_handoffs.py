"""The operator's view of hand-offs, and the receipts that close them."""

from __future__ import annotations

import io
import itertools
import json
import time
import zipfile
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.client.broker import Broker
from deploy.client.tasklist import Completed, Tasklist
from deploy.errors import DeployError
from deploy.receipts import entered
from workers.handoff_listing import find, receipt_variable
from workers.testing import make_job, run_handler

PATIENCE_S = 120
ELEMENTS = itertools.count(1)
NOW = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
# Two hand-overs to one system; between them the next hand-off's job sets its number.
PROCESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="tests">
  <process id="two-handoffs" isExecutable="true">
    <startEvent id="Start" />
    <sequenceFlow id="A" sourceRef="Start" targetRef="Row_1" />
    <userTask id="Row_1"><extensionElements><zeebe:userTask /></extensionElements></userTask>
    <sequenceFlow id="B" sourceRef="Row_1" targetRef="Next" />
    <scriptTask id="Next"><extensionElements><zeebe:script
        expression="={number: &quot;SRH-00002/YEAR&quot;}" resultVariable="handoff" />
    </extensionElements></scriptTask>
    <sequenceFlow id="C" sourceRef="Next" targetRef="Row_2" />
    <userTask id="Row_2"><extensionElements><zeebe:userTask /></extensionElements></userTask>
    <sequenceFlow id="D" sourceRef="Row_2" targetRef="End" />
    <endEvent id="End" />
  </process>
</definitions>
"""


@pytest.fixture
def handed_over(state):
    """Open a hand-off and return its number."""

    def open_one(instance: int | None = None, now: datetime = NOW, **variables) -> str:
        keys = {"process_instance_key": instance} if instance else {}
        job = make_job("sigap-publish", **keys, element_id=f"Job_{next(ELEMENTS)}")
        known = {"subject": "Surat balasan", **variables}
        outputs = run_handler("sigap-publish", known, state=state, job=job, now=now)
        return outputs["handoff"]["number"]

    return open_one


@pytest.fixture
def line(state, handed_over):
    """A hand-off in the register, opened NOW."""
    number = handed_over()
    with state.database.reading() as connection:
        return find(connection, number)


def tertib(*arguments: str):
    return CliRunner().invoke(app, ["handoffs", *arguments], catch_exceptions=False)


def listed(*arguments: str) -> dict[str, dict]:
    return {line["number"]: line for line in json.loads(tertib("--json", *arguments).output)}


class Done:
    """The part of a Tasklist that is asked."""

    def __init__(self, *tasks: Completed) -> None:
        self._tasks = tasks

    def completed(self, *_):
        return iter(self._tasks)


def done(minutes: int, **variables: object) -> Completed:
    return Completed(at=NOW + timedelta(minutes=minutes), variables=variables)


def test_open_hand_offs_are_listed_and_nobody_they_are_about(state, handed_over):
    put = state.documents.put
    record = put(b'{"name": "Rukmini"}', content_type="application/json", file_name="data.json")
    number = handed_over(applicant=msgspec.to_builtins(record))
    answer = tertib()
    assert answer.exit_code == 0
    assert number in answer.output
    assert "sigap" in answer.output
    assert listed()[number]["status"] == "open"
    assert "Rukmini" not in answer.output + tertib("--json").output


def test_the_package_is_written_into_a_file(handed_over, tmp_path):
    number = handed_over()
    file = tmp_path / "serah.zip"
    assert tertib("get", number, str(file)).exit_code == 0
    archive = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
    assert archive.namelist() == ["lembar-serah.pdf", "data.xlsx"]
    assert file.stat().st_mode & 0o077 == 0
    assert tertib("get", number, str(file)).exit_code == 2


def test_a_receipt_entered_by_hand_closes_the_hand_off(handed_over):
    [first, second] = [handed_over(), handed_over()]
    assert tertib("close", first, " SG-1 ").exit_code == 0
    assert list(listed()) == [second]
    closed = listed("--status", "closed")[first]
    assert closed["receipt"] == "SG-1"
    assert closed["closed_at"]
    assert "SG-1" in tertib("--status", "closed").output


def test_only_an_open_hand_off_can_be_closed(handed_over):
    number = handed_over()
    tertib("close", number, "SG-1")
    with pytest.raises(DeployError, match=f"{number} is closed"):
        tertib("close", number, "SG-2")
    assert listed("--status", "closed")[number]["receipt"] == "SG-1"


@pytest.mark.usefixtures("state")
def test_a_number_or_status_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(DeployError, match="no hand-off SRH-1"):
        tertib("close", "SRH-1", "SG-1")
    with pytest.raises(DeployError, match="no hand-off SRH-1"):
        tertib("get", "SRH-1", str(tmp_path / "serah.zip"))
    assert tertib("--status", "lost").exit_code == 2
    assert tertib("close", "SRH-1", " ").exit_code == 2


@pytest.mark.usefixtures("state")
def test_without_an_open_hand_off_no_cluster_is_asked(monkeypatch):
    monkeypatch.setenv("ZEEBE_ADDRESS", "nowhere.invalid:26500")
    assert tertib("collect").output == "0 closed, 0 still open.\n"


def test_a_receipt_is_taken_from_the_task_that_knows_the_hand_offs_number(line):
    tasks = Done(
        done(1, sigap_receipt="SG-0", handoff={"number": "SRH-00009/2025"}),
        done(2, sigap_receipt=None, handoff={"number": line.number}),
        done(3, sigap_receipt=" SG-1 ", handoff={"number": line.number}),
    )
    assert entered(tasks, line, None) == "SG-1"


def test_a_task_that_knows_no_number_counts_until_the_next_hand_off_to_that_system(line):
    tasks = Done(done(-1, sigap_receipt="SG-0"), done(5, sigap_receipt="SG-2"))
    assert entered(tasks, line, NOW + timedelta(minutes=3)) is None
    assert entered(tasks, line, None) == "SG-2"


@pytest.mark.engine
def test_receipts_that_officers_enter_close_the_hand_offs_of_one_instance(
    full_engine, handed_over, monkeypatch
):
    addresses, year = full_engine.addresses, datetime.now(UTC).year
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", addresses.rest)
    monkeypatch.setenv("CAMUNDA_TASKLIST_BASE_URL", addresses.tasklist)
    broker, tasklist = Broker(full_engine.cluster), Tasklist(full_engine.cluster)
    broker.deploy({"two-handoffs.bpmn": PROCESS.replace(b"YEAR", str(year).encode())})
    instance = broker.start("two-handoffs", {"handoff": {"number": f"SRH-00001/{year}"}})
    for number in (1, 2):
        assert handed_over(int(instance), datetime.now(UTC)) == f"SRH-0000{number}/{year}"
        complete(broker, tasklist, instance, {receipt_variable("sigap"): f"SG-{number}"})
    deadline = time.monotonic() + PATIENCE_S
    while listed():
        assert tertib("collect").exit_code == 0
        assert time.monotonic() < deadline, "Tasklist did not show the receipts"
        time.sleep(0.5)
    receipts = {number: row["receipt"] for number, row in listed("--status", "closed").items()}
    assert receipts == {f"SRH-00001/{year}": "SG-1", f"SRH-00002/{year}": "SG-2"}


def complete(broker: Broker, tasklist: Tasklist, instance: str, answers: dict[str, str]) -> None:
    """Complete the task that an instance waits at, once Tasklist shows it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        waiting = [t for t in tasklist.waiting() if t.process_instance_key == instance]
        if any(broker.complete(task.id, answers, by="petugas") for task in waiting):
            return
        time.sleep(0.3)
    pytest.fail("Tasklist showed no task")
