"""The official's desk on the terminal, and verifying what came of it."""

from __future__ import annotations

import json
import logging
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfWriter
from typer.testing import CliRunner

from deploy.cli import app
from tests.workers.signing.papers import make_pdf
from workers.signing.key import open_key
from workers.testing import run_handler, temporary_state

PASSPHRASE = "kuda-nil-berenang"  # noqa: S105 -- of a key that lives as long as the test


def tertib(*arguments: str):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A home with a local authority and the key of an official."""
    home = tmp_path_factory.mktemp("home")
    (home / "word").write_text(PASSPHRASE + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERTIB_HOME", str(home))
        patch.setenv("TERTIB_SIGNING_PASSPHRASE_FILE", str(home / "word"))
        command = ("sign", "issue", "Siti Rahmawati", "--title", "Kepala Kantor", "--out")
        answer = tertib(*command, str(home / "siti.p12"))
    assert answer.exit_code == 0
    assert "ca.pem" in answer.output
    assert PASSPHRASE not in answer.output
    return home


@pytest.fixture
def desk(keys, tmp_path, monkeypatch):
    """The environment of a desk with an empty state of its own."""
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    monkeypatch.setenv("TERTIB_SIGNING_FOLDER", str(keys / "signing"))
    monkeypatch.setenv("TERTIB_SIGNING_PASSPHRASE_FILE", str(keys / "word"))
    monkeypatch.setenv("COLUMNS", "250")
    with temporary_state(tmp_path) as state:
        yield state


@pytest.fixture
def key(keys) -> str:
    return str(keys / "siti.p12")


@pytest.fixture
def ask(desk):
    def put(content: bytes | None = None, official: str = "Kepala Kantor") -> str:
        reference = desk.documents.put(
            content or make_pdf(), content_type="application/pdf", file_name="surat.pdf"
        )
        variables = {"document": reference, "official": official, "subject": "Surat [balasan]"}
        return run_handler("signature-request", variables, state=desk)["signature_request"][
            "number"
        ]

    return put


def test_what_waits_is_listed(ask):
    number, other = ask(), ask(official="Kepala Divisi")
    for command in (("sign",), ("sign", "--json")):
        answer = tertib(*command)
        assert answer.exit_code == 0
        assert number in answer.output
        assert other in answer.output
        assert "Surat [balasan]" in answer.output
    listed = json.loads(tertib("sign", "--official", "Kepala Divisi", "--json").output)
    assert [each["number"] for each in listed] == [other]


@pytest.mark.usefixtures("desk")
def test_an_empty_desk_says_so():
    assert "Tidak ada dokumen" in tertib("sign").output


def test_a_request_is_shown_with_its_documents_file(ask):
    number = ask()
    answer = tertib("sign", number)
    assert answer.exit_code == 0
    for fact in (number, "Surat [balasan]", "Kepala Kantor", "menunggu"):
        assert fact in answer.output
    shown = json.loads(tertib("sign", number, "--json").output)
    assert Path(shown["file"]).read_bytes() == make_pdf()


def test_places_that_are_not_filled_in_are_told_before_signing(ask):
    number = ask(make_pdf(3, words="Nomor ................ tanggal ................ ..."))
    assert "6 tempat masih bertitik-titik" in tertib("sign", number).output
    assert "bertitik-titik" not in tertib("sign", ask()).output


def test_signing_writes_a_document_that_verifies(ask, key, tmp_path):
    number, out = ask(), tmp_path / "surat.pdf"
    answer = tertib("sign", number, "--key", key, "--out", str(out))
    assert answer.exit_code == 0
    assert "ditandatangani" in answer.output
    assert str(out) in answer.output
    checked = tertib("verify", str(out))
    assert checked.exit_code == 0
    for fact in ("Siti Rahmawati", "Kepala Kantor", "PAdES-B-B", number, "tidak diperiksa"):
        assert fact in checked.output
    assert json.loads(tertib("verify", str(out), "--json").output)["good"]


def test_signing_twice_is_one_signature_and_no_error(ask, key):
    number = ask()
    first = json.loads(tertib("sign", number, "--key", key, "--json").output)
    again = tertib("sign", number, "--key", key, "--json")
    assert again.exit_code == 0
    assert json.loads(again.output) == first


def test_a_wrong_passphrase_is_one_message_that_does_not_repeat_it(
    ask, key, tmp_path, monkeypatch, caplog
):
    number, wrong = ask(), tmp_path / "wrong"
    wrong.write_text("gajah-terbang\n")
    monkeypatch.setenv("TERTIB_SIGNING_PASSPHRASE_FILE", str(wrong))
    with caplog.at_level(logging.DEBUG):
        answer = tertib("sign", number, "--key", key)
    assert answer.exit_code == 1
    assert answer.output.count("kata sandi salah") == 1
    assert "gajah" not in answer.output + caplog.text
    assert "Traceback" not in answer.output
    assert json.loads(tertib("sign", number, "--json").output)["status"] == "waiting"


def test_without_a_terminal_or_a_file_the_way_out_is_told(ask, key, monkeypatch):
    monkeypatch.delenv("TERTIB_SIGNING_PASSPHRASE_FILE")
    answer = tertib("sign", ask(), "--key", key)
    assert answer.exit_code == 1
    assert "TERTIB_SIGNING_PASSPHRASE_FILE" in answer.output


def test_a_key_of_another_official_signs_only_on_behalf(ask, key):
    number = ask(official="Kepala Divisi")
    answer = tertib("sign", number, "--key", key)
    assert answer.exit_code == 1
    assert "--on-behalf" in answer.output
    assert tertib("sign", number, "--key", key, "--on-behalf").exit_code == 0


def test_a_key_that_anybody_may_have_made_does_not_sign(ask, keys, tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIB_SIGNING_FOLDER", str(tmp_path / "signing"))
    theirs = tmp_path / "theirs.p12"
    made = ("sign", "issue", "Orang Lain", "--title", "Kepala Kantor", "--out", str(theirs))
    assert tertib(*made).exit_code == 0
    root = tmp_path / "signing" / "ca.pem"
    monkeypatch.setenv("TERTIB_SIGNING_FOLDER", str(keys / "signing"))
    number = ask()
    answer = tertib("sign", number, "--key", str(theirs))
    assert answer.exit_code == 1
    assert "Otoritas Sertifikat Lokal Tertib, yang tidak dipercaya" in answer.output
    assert json.loads(tertib("sign", number, "--json").output)["status"] == "waiting"
    monkeypatch.setenv("TERTIB_SIGNING_TRUST", str(root))
    assert tertib("sign", number, "--key", str(theirs)).exit_code == 0


@pytest.mark.parametrize(
    ("option", "status"), [("--refuse", "refused"), ("--withdraw", "withdrawn")]
)
def test_a_request_is_refused_or_taken_back_with_a_reason(ask, key, option, status):
    number = ask()
    closed = json.loads(tertib("sign", number, option, "Nomor keliru", "--json").output)
    assert (closed["status"], closed["reason"]) == (status, "Nomor keliru")
    assert tertib("sign", number, "--key", key).exit_code == 1
    assert tertib("sign", number, option, "lagi").exit_code == 1
    assert json.loads(tertib("sign", "--json").output) == []


def test_what_was_decided_is_listed_and_shown_with_its_reason(ask, key):
    signed, refused, waits = ask(), ask(), ask(official="Kepala Divisi")
    tertib("sign", signed, "--key", key)
    tertib("sign", refused, "--refuse", "Nomor keliru")
    listed = json.loads(
        tertib("sign", "--status", "refused", "--status", "signed", "--json").output
    )
    assert [each["number"] for each in listed] == [signed, refused]
    assert "ditolak, " in tertib("sign", "--status", "refused").output
    assert "Nomor keliru" in tertib("sign", refused).output
    assert waits not in tertib("sign", "--status", "expired").output
    assert tertib("sign", "--status", "lost").exit_code == 2


def test_a_title_is_known_however_it_is_written(ask):
    number = ask(official="Kepala  Divisi")
    assert number in tertib("sign", "--official", "kepala divisi").output


def test_wrong_usage_is_told_before_anything_is_done(ask, key, tmp_path):
    number = ask()
    taken = tmp_path / "taken.pdf"
    taken.write_bytes(b"mine")
    assert tertib("sign", number, "--key", key, "--refuse", "tidak").exit_code == 2
    assert tertib("sign", number, "--key", key, "--out", str(taken)).exit_code == 2
    assert tertib("sign", number, "--key", str(tmp_path / "none.p12")).exit_code == 2
    issue = ("sign", "issue", "Siti", "--title", "Kepala", "--out", str(taken))
    assert tertib(*issue).exit_code == 2
    assert taken.read_bytes() == b"mine"
    assert tertib("sign", "TTD-9").exit_code == 1
    assert tertib("verify", str(tmp_path / "none.pdf")).exit_code == 2


def test_a_passphrase_is_asked_for_on_the_terminal_twice_and_never_shown(tmp_path):
    file, seen = tmp_path / "siti.p12", b""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "deploy", "sign", "issue", "Siti", "--title", "Kepala"]
    process = subprocess.Popen(
        [*command, "--out", str(file)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERTIB_HOME": str(tmp_path)},
        start_new_session=True,
    )
    os.close(theirs)
    for question in (1, 2):
        while seen.count(b": ") < question:
            seen += os.read(ours, 1024)
        os.write(ours, PASSPHRASE.encode() + b"\n")
    while chunk := _read(ours):
        seen += chunk
    os.close(ours)
    assert process.wait() == 0, seen
    assert PASSPHRASE.encode() not in seen
    assert open_key(file, PASSPHRASE).name == "Siti"


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1024)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_an_issued_key_is_its_owners_alone(keys):
    assert stat.S_IMODE((keys / "siti.p12").stat().st_mode) == 0o600


def test_verify_tells_what_is_wrong_and_with_whose_signature(ask, key, tmp_path):
    out = tmp_path / "surat.pdf"
    tertib("sign", ask(), "--key", key, "--out", str(out))
    out.write_bytes(out.read_bytes().replace(b"Sehubungan", b"Sehubungin", 1))
    answer = tertib("verify", str(out))
    assert answer.exit_code == 1
    assert "Siti Rahmawati: isi yang ditandatangani sudah diubah" in answer.output


def test_verify_tells_that_a_title_alone_was_changed(ask, key, tmp_path):
    out = tmp_path / "surat.pdf"
    tertib("sign", ask(), "--key", key, "--out", str(out))
    writer = PdfWriter(out, incremental=True)
    writer.add_metadata({"/Title": "Surat lain"})
    writer.write(out)
    answer = tertib("verify", str(out))
    assert answer.exit_code == 1
    assert "sesudah ditandatangani: keterangan dokumen (judul" in answer.output
    assert "isi halaman tetap" in answer.output
    assert "tidak berubah" not in answer.output


def test_verify_trusts_who_it_is_told_to(ask, key, keys, tmp_path, monkeypatch):
    out = tmp_path / "surat.pdf"
    tertib("sign", ask(), "--key", key, "--out", str(out))
    monkeypatch.delenv("TERTIB_SIGNING_FOLDER")
    answer = tertib("verify", str(out))
    assert answer.exit_code == 1
    assert "--trust" in answer.output
    root = keys / "signing" / "ca.pem"
    assert tertib("verify", str(out), "--trust", str(root)).exit_code == 0
    no_certificate = tmp_path / "word.txt"
    no_certificate.write_text("hello")
    assert tertib("verify", str(out), "--trust", str(no_certificate)).exit_code == 2


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("content", "told"), [(b"hello", "bukan PDF"), (make_pdf(), "tidak ditandatangani")]
)
def test_verify_of_what_is_not_signed_is_one_message(tmp_path, content, told):
    file = tmp_path / "file.pdf"
    file.write_bytes(content)
    answer = tertib("verify", str(file))
    assert answer.exit_code == 1
    assert told in answer.output
    assert json.loads(tertib("verify", str(file), "--json").output)["good"] is False
