"""The operator's view of the outbox, and the person's word on a message nobody knows of."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from deploy.cli import app, main
from deploy.errors import DeployError
from workers.messages import unpublished
from workers.outbox import SENDINGS
from workers.sending import claims, deliveries
from workers.sending.claims import Outcome
from workers.sending.deliveries import Delivery
from workers.testing import run_handler


@pytest.fixture
def message(state):
    """Write an e-mail that has come to a status, and return its number."""

    def write(status: str = "ready", reason: str | None = None) -> str:
        person = b'{"name": "Rukmini Tjokro", "email": "rukmini@example.org"}'
        put = state.documents.put
        applicant = put(person, content_type="application/json", file_name="data.json")
        variables = {"applicant": applicant, "recipient": "applicant"}
        outputs = run_handler("notify-email", variables, state=state)
        if status != "ready":
            _bring_to(state, Outcome(status=status, reason=reason))
        return outputs["notification"]["number"]

    return write


def _bring_to(state, outcome):
    with state.database.transaction() as transaction:
        connection, now = transaction.connection, datetime.now(UTC)
        held = claims.claim(connection, "email", "test", now)
        assert claims.begin_sending(connection, held, now)
        assert claims.finish(connection, held, outcome, now, first_wait=None)


def tertib(*arguments: str):
    return CliRunner().invoke(app, ["outbox", *arguments], catch_exceptions=False)


def statuses() -> dict[str, str]:
    return {line["number"]: line["status"] for line in json.loads(tertib("--json").output)}


def test_messages_are_listed_with_what_became_of_them_and_of_whom_only_the_record(message):
    number = message("failed", "550")
    message()
    answer = tertib("--status", "failed")
    assert answer.exit_code == 0
    assert number in answer.output
    assert "550" in answer.output
    assert "applicant" in answer.output
    assert len(statuses()) == 2
    for output in (answer.output, tertib("--json").output, tertib("show", number).output):
        assert "ukmini" not in output


def test_a_message_is_shown_with_its_file(message):
    number = message()
    file = json.loads(tertib("show", number, "--json").output)["file"]
    assert b"rukmini@example.org" in Path(file).read_bytes()
    assert "ready" in tertib("show", number).output


@pytest.mark.parametrize("status", ["unknown", "failed"])
def test_a_message_may_be_sent_again_by_a_persons_word(message, state, status):
    number = message(status, "timeout")
    assert tertib("resend", number).exit_code == 0
    assert statuses() == {number: "ready"}
    with state.database.reading() as connection:
        assert claims.is_waiting(connection, "email", datetime.now(UTC))


def test_an_unknown_message_that_arrived_is_settled(message):
    number = message("unknown", "timeout")
    assert tertib("settle", number, "--sent").exit_code == 0
    assert statuses() == {number: "sent"}


@pytest.mark.parametrize("status", ["ready", "unknown"])
def test_a_message_that_waits_is_dropped_and_its_process_told(message, state, status):
    number = message(status)
    assert tertib("drop", number).exit_code == 0
    assert statuses() == {number: "dropped"}
    with state.database.transaction() as transaction:
        assert claims.claim(transaction.connection, "email", "test", datetime.now(UTC)) is None
    with state.database.reading() as connection:
        [told] = unpublished(connection)
    assert (told.name, told.correlation_key) == ("message-failed", number)
    assert json.loads(told.variables)["delivery"]["reason"] == "dropped"
    with pytest.raises(DeployError, match="is dropped"):
        tertib("drop", number)


@pytest.mark.parametrize("word", [("resend",), ("settle", "--sent")])
def test_what_is_known_to_be_sent_is_not_changed(message, word):
    number = message("sent")
    with pytest.raises(DeployError, match=f"{number} is sent"):
        tertib(*word, number)
    assert statuses() == {number: "sent"}


@pytest.mark.usefixtures("state")
def test_a_number_or_status_that_does_not_exist_is_told():
    with pytest.raises(DeployError, match="no message KLR-1"):
        tertib("show", "KLR-1")
    assert tertib("--status", "lost").exit_code == 2
    assert tertib("settle", "KLR-1").exit_code == 2


def test_a_database_that_cannot_be_opened_is_named(monkeypatch, capsys):
    monkeypatch.setenv("TERTIB_WORKER_DATABASE_URL", "mysql://db/tertib")
    monkeypatch.setattr("sys.argv", ["tertib", "outbox"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "worker.database_url" in capsys.readouterr().err


def test_what_the_messenger_said_since_stands_behind_the_status(message, state):
    number = message("sent")
    delivery = Delivery(
        provider_key="", tag=_tag(state), status="read", reason=None, happened_at=None
    )
    with state.database.transaction() as transaction:
        assert deliveries.enter(transaction.connection, "email", delivery, datetime.now(UTC))
    assert "sent, read" in tertib().output
    assert json.loads(tertib("show", number, "--json").output)["delivery"] == "read"


def _tag(state) -> str:
    with state.database.reading() as connection:
        return connection.execute(select(SENDINGS.c.tag)).scalar_one()
