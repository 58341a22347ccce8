"""What is checked before anything starts, and what the operator reads when it does not hold."""

from __future__ import annotations

import os
import socket
from types import SimpleNamespace

import pytest

from deploy.engine import preflight
from deploy.engine.artefacts import CAMUNDA
from deploy.engine.home import Home
from deploy.engine.parts import artefacts_of, parts_of
from deploy.engine.settings import Settings, usual_offset
from deploy.errors import DeployError


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIB_CACHE", str(tmp_path / "cache"))
    return Home(tmp_path / "home")


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def broker_on(home, port):
    (part,) = parts_of(home, Settings(lite=True, port_offset=port - 26500))
    return part


def test_a_taken_port_is_named_with_its_holder_and_a_way_out(home, taken):
    with pytest.raises(DeployError) as error:
        preflight.check_ports([broker_on(home, taken)])
    message = str(error.value)
    assert f"Port {taken} (Zeebe, gateway (gRPC)) is in use by " in message
    assert f"(pid {os.getpid()})" in message
    assert "`tertib up --port-offset " in message


def test_a_holder_that_cannot_be_seen_is_left_out(home, taken, monkeypatch):
    def refuse(_):
        raise preflight.psutil.AccessDenied

    monkeypatch.setattr(preflight.psutil, "net_connections", refuse)
    with pytest.raises(DeployError, match=r"is in use\. Stop that program"):
        preflight.check_ports([broker_on(home, taken)])


def test_the_offset_offered_is_one_where_all_ports_are_free(taken, monkeypatch):
    monkeypatch.setattr(preflight, "_free", lambda port: port // 1000 not in {27, 28})
    assert preflight.free_offset(1000) == 3000


@pytest.mark.parametrize(("lite", "enough"), [(True, 600), (False, 1500)])
def test_memory_has_to_do_for_the_parts_asked_for(home, monkeypatch, lite, enough):
    monkeypatch.setattr(preflight, "CGROUP", home.root)
    parts = parts_of(home, Settings(lite=lite))
    _available(monkeypatch, enough)
    preflight.check_memory(parts)
    _available(monkeypatch, enough // 2)
    with pytest.raises(DeployError, match=f"{enough // 2} MB are free, the engine needs"):
        preflight.check_memory(parts)


def _available(monkeypatch, megabytes):
    memory = SimpleNamespace(available=megabytes * preflight.MB)
    monkeypatch.setattr(preflight.psutil, "virtual_memory", lambda: memory)


def test_a_containers_limit_counts(home, monkeypatch, tmp_path):
    _available(monkeypatch, 16_000)
    (tmp_path / "memory.max").write_text("1073741824\n")
    (tmp_path / "memory.current").write_text("943718400\n")
    monkeypatch.setattr(preflight, "CGROUP", tmp_path)
    with pytest.raises(DeployError, match="130 MB are free"):
        preflight.check_memory(parts_of(home, Settings(lite=True)))
    (tmp_path / "memory.max").write_text("max\n")
    preflight.check_memory(parts_of(home, Settings(lite=True)))


def test_too_small_a_disk_names_the_folder_and_its_variable(home, monkeypatch):
    monkeypatch.setattr(
        preflight.shutil, "disk_usage", lambda _: SimpleNamespace(free=500 * preflight.MB)
    )
    with pytest.raises(DeployError, match="TERTIB_CACHE"):
        preflight.check_disk(home, artefacts_of(Settings()))
    with pytest.raises(DeployError, match=f"{home.root}.*TERTIB_HOME"):
        preflight.check_disk(home, ())


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DeployError, match="Set TERTIB_HOME"), Home(tmp_path / "file").lock():
        pass


@pytest.mark.parametrize("text", ["ten", "-5", "1.5"])
def test_an_offset_in_the_environment_that_is_no_number_is_named(monkeypatch, text):
    monkeypatch.setenv("TERTIB_PORT_OFFSET", text)
    with pytest.raises(DeployError, match="TERTIB_PORT_OFFSET"):
        usual_offset()


def test_parts_listen_on_the_loopback_only(home):
    for part in parts_of(home, Settings()):
        for content in part.files.values():
            assert callable(content) or b"0.0.0.0" not in content
        assert "127.0.0.1" in part.health


def test_the_lite_engine_needs_one_artefact(home):
    assert artefacts_of(Settings(lite=True)) == (CAMUNDA,)
