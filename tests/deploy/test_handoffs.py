"""The operator's view of hand-offs, and the receipts that close them."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from datetime import UTC, datetime

import msgspec
import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from workers.testing import make_job, run_handler, temporary_state

ELEMENTS = itertools.count(1)
NOW = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    with temporary_state(tmp_path) as state:
        yield state


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


def tertib(*arguments: str):
    return CliRunner().invoke(app, ["handoffs", *arguments], catch_exceptions=False)


def listed(*arguments: str) -> dict[str, dict]:
    return {line["number"]: line for line in json.loads(tertib("--json", *arguments).output)}


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
