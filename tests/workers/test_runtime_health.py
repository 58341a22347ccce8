import asyncio
import socket
import urllib.error
import urllib.request

import msgspec
import pytest

from workers.config import ConfigError
from workers.runtime import health as module
from workers.runtime.endpoint import Endpoint
from workers.runtime.health import Health
from workers.runtime.metrics import Metrics


class Jobs:
    held = 0

    def __init__(self, *ages):
        self._ages = list(ages)

    def ages(self):
        return self._ages


class Link:
    def __init__(self, *, up):
        self.up = asyncio.Event()
        if up:
            self.up.set()


def make_health(*ages, up=True):
    return Health(jobs=Jobs(*ages), link=Link(up=up), threads=2, lease=300.0)


def test_an_idle_worker_is_well():
    assert make_health().report().status == "ok"


def test_a_worker_all_of_whose_threads_are_busy_is_well():
    assert make_health(10.0, 20.0).report().status == "ok"


def test_a_worker_with_one_job_past_its_time_is_well_and_says_so():
    report = make_health(10.0, 900.0).report()
    assert report.status == "ok"
    assert report.longest_job_seconds == 900.0


def test_a_worker_all_of_whose_threads_are_past_their_time_is_stuck():
    assert make_health(900.0, 901.0).report().status == "stuck"


def test_a_worker_whose_loop_stands_still_is_stuck(monkeypatch):
    health = make_health()
    later = module.time.monotonic() + 60
    monkeypatch.setattr(module.time, "monotonic", lambda: later)
    assert health.report().status == "stuck"


def test_a_worker_is_ready_while_the_gateway_answers_and_it_is_not_stopping():
    health = make_health()
    assert health.readiness()[0]
    health.draining = True
    assert health.readiness() == (False, {"status": "draining"})
    assert make_health(up=False).readiness() == (False, {"status": "waiting for the gateway"})


@pytest.fixture
def endpoint(request):
    health = make_health(*getattr(request, "param", ()))
    endpoint = Endpoint("127.0.0.1", 0, Metrics().registry, health)
    yield endpoint
    endpoint.close()


def get(endpoint, path):
    try:
        with urllib.request.urlopen(endpoint.url + path, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_the_endpoint_answers_health_readiness_and_metrics(endpoint):
    status, body = get(endpoint, "/healthz")
    assert (status, msgspec.json.decode(body)["status"]) == (200, "ok")
    assert get(endpoint, "/readyz") == (200, b'{"status":"ready"}\n')
    assert b"tertib_gateway_connected 0.0" in get(endpoint, "/metrics")[1]
    assert get(endpoint, "/elsewhere")[0] == 404


@pytest.mark.parametrize("endpoint", [(900.0, 900.0)], indirect=True)
def test_a_stuck_worker_answers_that_it_wants_a_restart(endpoint):
    assert get(endpoint, "/healthz")[0] == 503


def test_a_port_in_use_is_named_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"{port}.*TERTIB_WORKER_HTTP_PORT"):
            Endpoint("127.0.0.1", port, Metrics().registry, make_health())
