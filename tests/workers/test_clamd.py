"""Asking a virus scanner, over real sockets: a server of our own, and ClamAV's where it is."""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess

import pytest

from tests.workers.clamd_server import EICAR, SIGNATURE, Clamd
from workers.clamd import CHUNK, ClamdConfig, clamd_config, find_virus
from workers.errors import IncidentError, RetryableError


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, tmp_path):
    server = Clamd(tmp_path / "clamd.ctl" if request.param == "unix" else None)
    yield server
    server.close()


def asked(clamd, content, **settings):
    return find_virus(content, ClamdConfig(address=clamd.address, **settings))


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 7])
def test_the_scanner_sees_the_whole_file_and_nothing_else(clamd, size):
    content = bytes(number % 251 for number in range(size))
    assert asked(clamd, content) is None
    assert clamd.seen == [content]


def test_a_virus_is_named(clamd):
    assert asked(clamd, b"surat" + EICAR) == SIGNATURE


def test_many_files_are_judged_one_after_the_other(clamd):
    verdicts = [asked(clamd, content) for content in (b"surat", EICAR, b"surat")]
    assert verdicts == [None, SIGNATURE, None]


def test_a_file_that_is_too_large_for_the_scanner_is_not_called_clean(clamd):
    """Its refusal may be lost when it hangs up on what we still send; either way it is no OK."""
    clamd.most = 1000
    with pytest.raises((IncidentError, RetryableError), match="StreamMaxLength"):
        asked(clamd, bytes(50 * CHUNK))


@pytest.mark.parametrize(
    "reply", ["stream: Heuristics.Broken ERROR", "OK", "stream: OKAY", "UNKNOWN COMMAND"]
)
def test_an_answer_that_is_no_verdict_is_not_called_clean(clamd, reply):
    clamd.reply = reply
    with pytest.raises(IncidentError, match="did not judge"):
        asked(clamd, b"surat")


def test_a_scanner_that_hangs_up_is_asked_again_later(clamd):
    clamd.reply = ""
    with pytest.raises(RetryableError, match="broke off"):
        asked(clamd, b"surat")


def test_a_scanner_that_is_away_or_silent_is_asked_again_later(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(RetryableError, match="does not answer"):
            find_virus(b"surat", ClamdConfig(address=address, timeout=0.1))
    for away in (address, str(tmp_path / "nobody.ctl")):
        with pytest.raises(RetryableError, match="does not answer"):
            find_virus(b"surat", ClamdConfig(address=away))


@pytest.mark.parametrize("address", ["clamd", "3310", "host:", "host:port", "host:99999", "a b:1"])
def test_an_address_that_is_none_is_named_by_its_setting(monkeypatch, address):
    monkeypatch.setenv("TERTIB_CLAMD_ADDRESS", address)
    with pytest.raises(IncidentError, match=r"clamd\.address"):
        clamd_config()


@pytest.mark.parametrize("address", ["", "clamd:3310", "[::1]:3310", "/run/clamav/clamd.ctl"])
def test_a_host_with_a_port_and_a_path_are_addresses(monkeypatch, address):
    monkeypatch.setenv("TERTIB_CLAMD_ADDRESS", address)
    assert clamd_config().address == address


@pytest.fixture
def real_clamd(tmp_path, until):
    """Debian's clamd with one signature of our own: its databases are no matter of the protocol."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("not tested: ClamAV itself (no clamd here; Debian's package clamav-daemon)")
    known = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (tmp_path / "tertib.hdb").write_text(f"{known}:{len(EICAR)}:Tertib.Test\n", encoding="ascii")
    address = tmp_path / "clamd.ctl"
    settings = tmp_path / "clamd.conf"
    settings.write_text(
        f"DatabaseDirectory {tmp_path}\nLocalSocket {address}\nForeground yes\n"
        f"TemporaryDirectory {tmp_path}\nStreamMaxLength 1M\n",
        encoding="utf-8",
    )
    with subprocess.Popen([program, "-c", str(settings)], stdout=subprocess.DEVNULL) as process:
        until(address.exists, lambda: process.poll() is None)
        yield ClamdConfig(address=str(address))
        process.terminate()


def test_clamav_itself_is_understood(real_clamd):
    assert find_virus(b"surat", real_clamd) is None
    assert find_virus(EICAR, real_clamd) == "Tertib.Test.UNOFFICIAL"
    with pytest.raises((IncidentError, RetryableError), match="StreamMaxLength"):
        find_virus(bytes(40 * CHUNK), real_clamd)
