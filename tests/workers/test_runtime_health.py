import asyncio
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import msgspec
import pytest

from workers.config import ConfigError
from workers.runtime import health as module
from workers.runtime.endpoint import Endpoint
from workers.runtime.health import (
    BATCH_S,
    UNSERVED_S,
    Health,
    end_when_stuck,
    moving,
    overdue,
    unserved,
)
from workers.runtime.metrics import Metrics
from workers.runtime.probe import probe


class Jobs:
    def __init__(self, *ages, held=0):
        self._ages = list(ages)
        self.held = max(held, len(ages))

    def ages(self):
        return self._ages


class Link:
    def __init__(self, *, up):
        self.up = asyncio.Event()
        if up:
            self.up.set()


def make_health(*ages, up=True, held=0):
    jobs = Jobs(*ages, held=held)
    health = Health(jobs=jobs, link=Link(up=up))
    health.watch("handlers", overdue(jobs.ages, 300.0, 2))
    return health


def status(health):
    report = health.report()
    return report.status, report.reasons


def test_a_worker_without_jobs_whose_gateway_answers_is_idle():
    assert status(make_health()) == ("idle", [])


def test_a_worker_all_of_whose_threads_are_busy_is_working():
    assert status(make_health(10.0, 20.0)) == ("working", [])


def test_a_worker_that_holds_jobs_nobody_has_begun_is_working():
    assert status(make_health(held=3)) == ("working", [])


def test_a_worker_whose_gateway_is_away_is_waiting_for_it():
    assert status(make_health(up=False)) == ("waiting", ["gateway: does not answer"])


def test_a_worker_waits_for_whatever_it_needs():
    health = make_health()
    health.need("database", lambda: "OperationalError")
    assert status(health) == ("waiting", ["database: OperationalError"])


def test_a_worker_with_one_job_past_its_time_is_working_and_says_so():
    report = make_health(10.0, 900.0).report()
    assert report.status == "working"
    assert report.longest_handler_seconds == 900.0


def test_a_worker_all_of_whose_threads_are_past_their_time_is_stuck():
    reasons = ["handlers: all 2 have been running for more than 300 s"]
    assert status(make_health(900.0, 901.0)) == ("stuck", reasons)


def test_a_worker_whose_loop_stands_still_is_stuck(monkeypatch):
    health = make_health()
    later = module.time.monotonic() + 60
    monkeypatch.setattr(module.time, "monotonic", lambda: later)
    assert status(health) == ("stuck", ["event loop: has not turned for 60 s"])


def test_a_worker_that_is_stuck_says_so_even_when_it_also_waits():
    health = make_health(900.0, 901.0, up=False)
    assert health.report().status == "stuck"


def test_a_worker_that_stays_stuck_ends_and_one_that_was_suspended_does_not(monkeypatch):
    """Docker starts anew what ends, and left a stuck worker as it was."""
    monkeypatch.setattr(module, "LOOK_S", 0.0)
    good, bad = make_health().report(), make_health(301.0, 302.0).report()
    reports, told = iter([bad] * 29 + [good] + [bad] * 30), []
    end_when_stuck(lambda: next(reports), told.append)
    assert told == [["handlers: all 2 have been running for more than 300 s"]]
    assert list(reports) == []


def test_a_worker_that_drains_says_so():
    health = make_health(10.0)
    health.draining = True
    assert status(health) == ("draining", [])


@pytest.mark.parametrize(
    ("waited", "running", "stuck"),
    [
        (UNSERVED_S + 1, 1, True),
        (UNSERVED_S + 1, 2, False),  # all threads have other work
        (UNSERVED_S - 1, 0, False),
    ],
)
def test_a_job_that_waits_beside_a_free_thread_is_a_sign_of_being_stuck(waited, running, stuck):
    health = make_health()
    health.watch("queue", unserved(lambda: waited, lambda: [1.0] * running, 2))
    assert (health.report().status == "stuck") is stuck


@pytest.mark.parametrize(
    ("busy", "reasons"),
    [(0.0, []), (BATCH_S + 1, [f"ledger: at one batch for {BATCH_S + 1:.0f} s"])],
)
def test_a_ledger_that_does_not_move_is_a_sign_of_being_stuck(busy, reasons):
    health = make_health()
    health.watch("ledger", moving(lambda: busy))
    assert health.report().reasons == reasons


def test_a_worker_is_ready_while_nobody_it_needs_is_away_and_it_is_not_stopping():
    health = make_health()
    assert health.readiness()[0]
    health.draining = True
    assert health.readiness() == (False, {"status": "draining"})
    waiting = {"status": "waiting", "reasons": ["gateway: does not answer"]}
    assert make_health(up=False).readiness() == (False, waiting)


@pytest.fixture
def endpoint(request):
    given = getattr(request, "param", {})
    health = make_health(*given.pop("ages", ()), **given)
    endpoint = Endpoint("127.0.0.1", 0, Metrics().registry, health)
    yield endpoint
    endpoint.close()


STUCK = {"ages": (900.0, 900.0)}


def get(endpoint, path):
    try:
        with urllib.request.urlopen(endpoint.url + path, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_the_endpoint_answers_health_readiness_and_metrics(endpoint):
    code, body = get(endpoint, "/healthz")
    assert (code, msgspec.json.decode(body)["status"]) == (200, "idle")
    assert get(endpoint, "/readyz") == (200, b'{"status":"ready"}\n')
    assert b"tertib_gateway_connected 0.0" in get(endpoint, "/metrics")[1]
    assert get(endpoint, "/elsewhere")[0] == 404


@pytest.mark.parametrize("endpoint", [dict(STUCK)], indirect=True)
def test_a_stuck_worker_answers_that_it_wants_a_restart(endpoint):
    assert get(endpoint, "/healthz")[0] == 503


@pytest.mark.parametrize("endpoint", [{"up": False}], indirect=True)
def test_a_waiting_worker_does_not_want_a_restart(endpoint):
    code, body = get(endpoint, "/healthz")
    assert (code, msgspec.json.decode(body)["status"]) == (200, "waiting")
    assert get(endpoint, "/readyz")[0] == 503


def test_the_endpoint_listens_on_an_ipv6_address_and_is_asked_there():
    endpoint = Endpoint("::1", 0, Metrics().registry, make_health())
    assert probe(f"{endpoint.url}/healthz")[0]
    endpoint.close()


def test_a_port_in_use_is_named_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"{port}.*TERTIB_WORKER_HTTP_PORT"):
            Endpoint("127.0.0.1", port, Metrics().registry, make_health())


def run_probe(*arguments, **environment):
    command = [sys.executable, "-m", "workers.runtime.probe", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=30, env=environment, check=False
    )


def test_a_containers_check_passes_a_worker_that_works(endpoint):
    port = endpoint.url.rpartition(":")[2]
    everywhere = "0.0.0.0"  # noqa: S104 -- nothing listens there
    done = run_probe(TERTIB_WORKER_HTTP_HOST=everywhere, TERTIB_WORKER_HTTP_PORT=port)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"status":"idle"' in done.stdout


@pytest.mark.parametrize("endpoint", [dict(STUCK)], indirect=True)
def test_a_containers_check_fails_a_stuck_worker(endpoint):
    done = run_probe(f"{endpoint.url}/healthz")
    assert (done.returncode, done.stderr) == (1, "")
    assert "all 2 have been running" in done.stdout


@pytest.mark.parametrize("port", ["closed", "silent", "no-number"])
def test_a_containers_check_fails_without_a_traceback_when_nobody_answers(port):
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = str(server.getsockname()[1]) if port == "silent" else port
        if port == "silent":
            threading.Thread(target=_hang_up, args=(server,), daemon=True).start()
        if port == "closed":
            number = str(server.getsockname()[1])
            server.close()
        done = run_probe(TERTIB_WORKER_HTTP_PORT=number)
    assert (done.returncode, done.stderr) == (1, "")
    assert "No worker answers" in done.stdout


def _hang_up(server):
    server.accept()[0].close()


def test_a_containers_check_needs_no_library():
    code = "import sys, workers.runtime.probe; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    foreign = {"msgspec", "grpc", "requests", "structlog", "prometheus_client"}
    assert foreign.isdisjoint(done.stdout.split())


STUCK_WORKER = """
import sys
from pathlib import Path
from workers.config import WorkerConfig
from workers.runtime import health
from workers.runtime.logs import configure_logs
from workers.runtime.process import run_process
from workers.state.state import open_state

configure_logs()
health.LOOK_S, health.SILENCE_S = 0.01, -1.0
folder = Path(sys.argv[1])
state = open_state(f"sqlite:///{folder / 'workers.db'}", folder / "documents")
run_process(WorkerConfig(http_port=0), {}, state)
"""


def test_the_process_of_a_stuck_worker_ends_and_says_why(tmp_path):
    command = [sys.executable, "-c", STUCK_WORKER, str(tmp_path)]
    environment = os.environ | {"TERTIB_HOME": str(tmp_path), "ZEEBE_ADDRESS": "127.0.0.1:1"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert "event loop: has not turned" in done.stderr
