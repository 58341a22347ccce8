"""The official's desk where the key lies at BSrE: what is asked, shown, and settled by hand."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from tests.workers.signing import esign_service
from tests.workers.signing.conftest import Office
from tests.workers.signing.esign_service import EMAIL, PASSPHRASE
from tests.workers.signing.papers import make_pdf
from workers.signing import remote
from workers.signing.bsre.config import bsre_config
from workers.signing.bsre.service import BsreService
from workers.signing.bsre.signer import BsreSigner, Secret
from workers.signing.errors import UnknownOutcomeError
from workers.testing import NOW, run_handler, temporary_state


def tertib(*arguments: str):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def service(office):
    with esign_service.esign_service(office) as running:
        yield running


@pytest.fixture
def desk(service, tmp_path, monkeypatch):
    """The environment of a desk whose official signs at BSrE, with an empty state."""
    user, password = esign_service.APPLICATION
    (tmp_path / "word").write_text(password + "\n")
    settings = {
        "TERTIB_HOME": str(tmp_path),
        "TERTIB_BSRE_URL": service.url,
        "TERTIB_BSRE_USERNAME": user,
        "TERTIB_BSRE_PASSWORD_FILE": str(tmp_path / "word"),
        "TERTIB_BSRE_IDENTITY": EMAIL,
        "TERTIB_BSRE_TIMEOUT": "60",
        "COLUMNS": "250",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with temporary_state(tmp_path) as state:
        yield state


@pytest.fixture
def number(desk):
    """A request that waits."""
    reference = desk.documents.put(
        make_pdf(), content_type="application/pdf", file_name="surat.pdf"
    )
    variables = {"document": reference, "official": "Kepala Kantor", "subject": "Surat balasan"}
    return run_handler("signature-request", variables, state=desk)["signature_request"]["number"]


def at_a_terminal(arguments: list[str], answers: dict[bytes, str]) -> tuple[int, bytes]:
    """Run the program at a terminal, and answer its questions when they come."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "deploy", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen, waiting = b"", list(answers.items())
    while chunk := _read(ours):
        seen += chunk
        # The space is the last of a question: before it, what was typed is thrown away.
        if waiting and re.search(re.escape(waiting[0][0]) + rb"[^:]*: ", seen):
            os.write(ours, waiting.pop(0)[1].encode() + b"\n")
    os.close(ours)
    return process.wait(), seen


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_the_passphrase_is_asked_for_at_the_terminal_and_never_shown(number, service, tmp_path):
    out = tmp_path / "surat.pdf"
    status, seen = at_a_terminal(
        ["sign", number, "--bsre", "passphrase", "--out", str(out)],
        {b"Passphrase BSrE": PASSPHRASE},
    )
    assert status == 0, seen
    assert PASSPHRASE.encode() not in seen
    assert b"ditandatangani" in seen
    assert out.read_bytes() == service.signed[0]


def test_who_signs_is_asked_where_no_setting_says_it(number, service, monkeypatch):
    monkeypatch.delenv("TERTIB_BSRE_IDENTITY")
    answers = {b"NIK atau e-mail": esign_service.NIK, b"TOTP dari BSrE": esign_service.TOTP}
    status, seen = at_a_terminal(["sign", number, "--bsre", "totp"], answers)
    assert status == 0, seen
    assert service.calls("sign/get/totp") == [{"nik": esign_service.NIK, "data": 1}]
    assert len(service.signed) == 1


def test_who_cannot_sign_is_told_before_the_passphrase_is_asked(number, service):
    service.statuses[EMAIL] = "EXPIRED"
    status, seen = at_a_terminal(["sign", number, "--bsre", "passphrase"], {})
    assert status == 1
    assert b"kedaluwarsa" in seen
    assert b"Passphrase" not in seen


def test_the_seal_needs_the_offices_id(number, service, monkeypatch):
    command = ["sign", number, "--bsre", "seal"]
    answer = tertib(*command)
    assert answer.exit_code == 1
    assert "TERTIB_BSRE_SUBSCRIBER" in answer.output
    monkeypatch.setenv("TERTIB_BSRE_SUBSCRIBER", esign_service.SUBSCRIBER)
    status, seen = at_a_terminal(command, {b"TOTP segel": esign_service.TOTP})
    assert status == 0, seen
    assert len(service.calls("seal/pdf")) == 1


def test_no_setting_answers_for_the_official(number, service):
    answer = tertib("sign", number, "--bsre", "passphrase")
    assert answer.exit_code == 1
    assert "terminal" in answer.output
    assert service.calls("sign/pdf") == []


@pytest.fixture
def unknown(desk, number, service):
    """A request of which the answer was lost after the service had signed."""
    service.mood, config = "cut", bsre_config()
    secret = Secret(kind="passphrase", value=PASSPHRASE)
    signer = BsreSigner(BsreService(config), config, EMAIL, secret)
    with pytest.raises(UnknownOutcomeError):
        remote.sign(desk, number, signer, NOW)
    service.mood = ""
    return number


def test_a_lost_answer_is_one_message_with_what_to_do(number, service):
    service.mood = "cut"
    answers = {b"Passphrase BSrE": PASSPHRASE}
    status, seen = at_a_terminal(["sign", number, "--bsre", "passphrase"], answers)
    assert status == 1
    assert f"tertib sign settle {number}".encode() in seen
    assert b"Traceback" not in seen


def test_an_unknown_request_is_listed_and_shown_as_such_with_what_to_do(unknown):
    listed = tertib("sign").output
    assert "belum pasti" in listed
    assert f"tertib sign settle {unknown} --not-signed" in listed
    assert [each["status"] for each in json.loads(tertib("sign", "--json").output)] == ["unknown"]
    shown = tertib("sign", unknown)
    assert f"tertib sign settle {unknown} --not-signed" in shown.output
    again = tertib("sign", unknown, "--bsre", "passphrase")
    assert again.exit_code == 1
    assert "belum pasti" in again.output


def test_the_signed_document_that_was_found_settles_it(unknown, service, tmp_path):
    found = tmp_path / "dari-bsre.pdf"
    found.write_bytes(service.signed[0])
    assert tertib("sign", "settle", unknown, "--signed", str(found)).exit_code == 0
    assert json.loads(tertib("sign", unknown, "--json").output)["status"] == "signed"


def test_what_bsre_does_not_vouch_for_settles_nothing(unknown, tmp_path):
    other = tmp_path / "lain.pdf"
    other.write_bytes(make_pdf())
    answer = tertib("sign", "settle", unknown, "--signed", str(other))
    assert answer.exit_code == 1
    assert "NO_SIGNATURE" in answer.output
    assert json.loads(tertib("sign", unknown, "--json").output)["status"] == "unknown"


def test_what_was_not_signed_after_all_waits_again(unknown):
    assert tertib("sign", "settle", unknown).exit_code == 2
    assert tertib("sign", "settle", unknown, "--not-signed").exit_code == 0
    assert json.loads(tertib("sign", unknown, "--json").output)["status"] == "waiting"


@pytest.mark.usefixtures("unknown")
def test_bsre_is_asked_about_a_document_when_that_is_wanted(service, tmp_path):
    out = tmp_path / "surat.pdf"
    out.write_bytes(service.signed[0])
    answer = tertib("verify", str(out), "--bsre")
    assert "BSrE: VALID: Dokumen valid" in answer.output
    told = json.loads(tertib("verify", str(out), "--bsre", "--json").output)
    assert told["bsre"]["signers"] == ["Siti Rahmawati"]
