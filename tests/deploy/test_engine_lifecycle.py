"""Starting, finding and stopping processes, with small JVMs (a web server) for parts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import psutil
import pytest

from deploy.engine import engine, health, parts, processes, store
from deploy.engine.artefacts import CAMUNDA
from deploy.engine.home import Home
from deploy.engine.part import Part
from deploy.engine.ports import HOST, Ports
from deploy.engine.settings import Settings
from deploy.engine.status import status
from deploy.errors import DeployError
from deploy.testing.engine import spare_offset


class Silent:
    """Remembers what it was told."""

    def __init__(self):
        self.told = []

    def fetching(self, artefact, have):
        self.told.append(("fetching", artefact.name, have))

    def starting(self, part):
        self.told.append(("starting", part.name))

    def ready(self, part):
        self.told.append(("ready", part.name))

    def stopping(self, why):
        self.told.append(("stopping", why))


def web_server(name, port):
    """A real part in all but its size: the JDK's own web server."""
    arguments = ("-m", "jdk.httpserver", "-b", HOST, "-p", str(port), "-d", "/usr")
    return Part(
        name=name,
        title=name.title(),
        artefact=CAMUNDA,
        ports={"HTTP": port},
        java=arguments,
        files={f"{name}.yaml": b"{}"},
        health=f"http://{HOST}:{port}/",
        heap="32m",
        resident=50,
    )


def waves(home, settings):
    ports = settings.ports
    if settings.lite:
        return ((web_server("broker", ports.rest),),)
    return (
        (web_server("search", ports.search), web_server("broker", ports.rest)),
        (web_server("webapps", ports.webapps),),
    )


@pytest.fixture
def offset():
    return spare_offset()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "waves_of", waves)
    monkeypatch.setattr(engine, "waves_of", waves)
    monkeypatch.setattr(store, "provide", lambda *_: None)
    monkeypatch.setattr(store, "missing", lambda _: ())
    home = Home(tmp_path / "home")
    yield home
    processes.stop(processes.find(home).values())


def up(home, offset, *, lite=False):
    watcher = Silent()
    started = engine.up(home, Settings(lite=lite, port_offset=offset), watcher)
    return started, watcher.told


def test_up_starts_each_wave_when_the_one_before_is_ready(home, offset):
    started, told = up(home, offset)
    assert started.parts == ("search", "broker", "webapps")
    assert told[:2] == [("starting", "search"), ("starting", "broker")]
    assert told[-2:] == [("starting", "webapps"), ("ready", "webapps")]
    found = status(home, Settings())
    assert found.running
    assert found.port_offset == offset
    assert {part.name for part in found.parts} == set(processes.find(home))


def test_a_second_up_finds_everything_running(home, offset):
    up(home, offset)
    before = processes.find(home)
    started, _ = up(home, offset)
    assert started.parts == ()
    assert processes.find(home) == before


def test_up_starts_only_what_was_killed(home, offset):
    up(home, offset)
    before = processes.find(home)
    before["broker"].kill()
    before["broker"].wait(10)
    found = status(home, Settings())
    assert not found.running
    assert [p.name for p in found.parts if p.health == "not running"] == ["broker"]
    started, _ = up(home, offset)
    assert started.parts == ("broker",)
    assert processes.find(home)["search"] == before["search"]


def test_up_after_lite_restarts_the_broker_with_the_rest(home, offset):
    up(home, offset, lite=True)
    alone = processes.find(home)["broker"]
    started, told = up(home, offset)
    assert started.parts == ("search", "broker", "webapps")
    assert told[0][0] == "stopping"
    assert not processes.alive(alone)


@pytest.mark.parametrize(
    ("last", "wanted", "changes"),
    [("lite", "lite", False), ("lite", "full", True), ("full", "lite", True)],
)
def test_it_is_known_beforehand_whether_other_data_will_be_used(home, last, wanted, changes):
    assert not engine.changes_data(home, Settings(lite=wanted == "lite"))
    Settings(lite=last == "lite").save(home)
    assert engine.changes_data(home, Settings(lite=wanted == "lite")) == changes


def test_an_engine_that_stays_as_it_is_keeps_its_data(home, offset):
    up(home, offset)
    assert not engine.changes_data(home, Settings(lite=True))


def test_lite_leaves_an_engine_with_more_alone(home, offset):
    up(home, offset)
    started, _ = up(home, offset, lite=True)
    assert started.parts == ()
    assert not started.settings.lite


def test_a_running_engine_keeps_its_ports(home, offset):
    up(home, offset, lite=True)
    assert engine.port_offset(home) == offset
    with pytest.raises(DeployError, match=f"already runs, with port offset {offset}"):
        up(home, offset + 1000, lite=True)


def test_what_runs_without_a_readable_record_is_ended_and_started_anew(home, offset):
    up(home, offset, lite=True)
    leftover = processes.find(home)["broker"]
    home.state.write_bytes(b'{"lite": tr')
    started, told = up(home, offset, lite=True)
    assert started.parts == ("broker",)
    assert told[0][0] == "stopping"
    assert not processes.alive(leftover)


def test_a_record_without_processes_is_only_a_record(home, offset):
    Settings(lite=True, port_offset=offset).save(home)
    assert not status(home, Settings()).running
    started, _ = up(home, spare_offset(), lite=True)
    assert started.parts == ("broker",)


def test_down_leaves_no_process_and_keeps_the_data(home, offset):
    up(home, offset)
    (home.data / "kept").write_text("x")
    running = processes.find(home).values()
    assert set(engine.down(home)) == {"search", "broker", "webapps"}
    assert not any(processes.alive(process) for process in running)
    assert (home.data / "kept").exists()
    assert not home.tmp.exists()
    assert engine.down(home) == ()


def test_purge_deletes_the_data(home, offset):
    up(home, offset, lite=True)
    engine.purge(home)
    assert [path.name for path in home.root.iterdir()] == ["lock"]
    assert processes.find(home) == {}


def test_a_process_that_does_not_listen_is_killed(home, offset, monkeypatch):
    up(home, offset, lite=True)
    process = processes.find(home)["broker"]
    process.suspend()
    monkeypatch.setattr(processes, "STOP_TIMEOUT_S", 1)
    engine.down(home)
    assert not processes.alive(process)


def test_a_part_that_ends_while_starting_takes_the_others_with_it(home, offset, monkeypatch):
    def broken(home, settings):
        port = settings.ports.webapps
        return (*waves(home, settings)[:1], (_ending("webapps", port),))

    monkeypatch.setattr(engine, "waves_of", broken)
    with pytest.raises(DeployError, match=r"Webapps ended while starting: .*nowhere") as error:
        up(home, offset)
    assert str(home.logs / "webapps.log") in str(error.value)
    assert processes.find(home) == {}


def _ending(name, port):
    part = web_server(name, port)
    return Part(
        **{f: getattr(part, f) for f in part.__struct_fields__ if f != "java"},
        java=("-jar", "ERROR-nowhere.jar"),
    )


def test_a_part_that_never_answers_is_given_up(home, offset, monkeypatch):
    monkeypatch.setattr(health, "START_TIMEOUT_S", 0.5)
    monkeypatch.setattr(health, "answers", lambda _: False)
    with pytest.raises(DeployError, match="did not answer within"):
        up(home, offset, lite=True)
    assert processes.find(home) == {}


def test_a_failing_up_leaves_running_what_ran_before(home, offset, monkeypatch):
    up(home, offset)
    before = processes.find(home)
    before["webapps"].kill()
    before["webapps"].wait(10)
    monkeypatch.setattr(
        engine,
        "waves_of",
        lambda home, settings: (
            *waves(home, settings)[:1],
            (_ending("webapps", settings.ports.webapps),),
        ),
    )
    with pytest.raises(DeployError, match="ended while starting"):
        up(home, offset)
    assert set(processes.find(home)) == {"search", "broker"}
    assert home.state.exists()


def test_two_ups_at_a_time_start_one_engine(home, offset):
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(up(home, offset, lite=True)[0].parts))
        for _ in range(2)
    ]
    # Signal handlers belong to the main thread; this path needs none.
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [(), ("broker",)]


def test_the_log_of_the_start_before_is_kept(home, offset):
    up(home, offset, lite=True)
    engine.down(home)
    (home.logs / "broker.log").write_text("earlier")
    up(home, offset, lite=True)
    assert (home.logs / "broker.log.1").read_text() == "earlier"


def test_only_this_homes_processes_are_found(home, offset, tmp_path):
    up(home, offset, lite=True)
    assert processes.find(Home(tmp_path)) == {}
    assert processes.find(Home(tmp_path / "home-2")) == {}


def test_parts_do_not_inherit_settings_meant_for_others(home, offset, monkeypatch):
    monkeypatch.setenv("ZEEBE_BROKER_CLUSTER_CLUSTERSIZE", "3")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1k")
    up(home, offset, lite=True)
    environment = processes.find(home)["broker"].environ()
    assert not {"ZEEBE_BROKER_CLUSTER_CLUSTERSIZE", "JAVA_TOOL_OPTIONS"} & set(environment)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_up_asked_to_stop_leaves_no_process(tmp_path, offset, number):
    """As a program of its own: with a part that never gets ready, asked to stop twice."""
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(PROGRAM))
    home = Home(tmp_path / "home")
    child = subprocess.Popen([sys.executable, program, str(home.root), str(offset)])
    try:
        _wait_for(lambda: processes.find(home))
        child.send_signal(number)
        time.sleep(0.05)
        child.send_signal(number)
        assert child.wait(30) in {130, -number}  # the second may come when all is cleaned up
        assert processes.find(home) == {}
    finally:
        child.kill()
        processes.stop(processes.find(home).values())


PROGRAM = """
    import sys
    from pathlib import Path

    from deploy.engine import engine, health, processes
    from deploy.engine.artefacts import CAMUNDA
    from deploy.engine.home import Home
    from deploy.engine.part import Part
    from deploy.engine.ports import HOST
    from deploy.engine.progress import Narrator
    from deploy.engine.settings import Settings
    from deploy.signals import terminable

    home = Home(Path(sys.argv[1]))
    settings = Settings(port_offset=int(sys.argv[2]))
    port = settings.ports.rest
    part = Part(
        name="broker", title="Broker", artefact=CAMUNDA, ports={"HTTP": port}, files={},
        java=("-m", "jdk.httpserver", "-b", HOST, "-p", str(port), "-d", "/usr"),
        health=f"http://{HOST}:{port}/never", heap="32m", resident=50,
    )
    engine.waves_of = lambda *_: ((part,),)
    engine.parts_of = lambda *_: (part,)
    engine.store.provide = lambda *_: None
    try:
        with terminable(), Narrator() as narrator:
            engine.up(home, settings, narrator)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def _wait_for(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_process_not_yet_collected_counts_as_ended():
    child = subprocess.Popen([sys.executable, "-c", ""])
    process = psutil.Process(child.pid)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not processes.alive(process)
    child.wait()


def test_ports_are_all_different_and_move_together():
    usual, moved = Ports().numbers(), Ports.at(1000).numbers()
    assert len(set(usual)) == len(usual)
    assert [new - old for old, new in zip(usual, moved, strict=True)] == [1000] * len(usual)


@pytest.mark.parametrize("offset", [-1, 40000])
def test_an_offset_that_leaves_no_port_is_refused(offset):
    with pytest.raises(DeployError, match="leaves no valid port"):
        Ports.at(offset)
