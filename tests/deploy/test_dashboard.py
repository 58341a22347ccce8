"""The dashboard and the alerts on a real Prometheus, fed by a real worker and a real broker."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from deploy.client.broker import Broker
from tests import debian

SERVER = Path(__file__).parents[2] / "deploy" / "server"
PROMETHEUS = SERVER / "prometheus"
DASHBOARD = json.loads((SERVER / "grafana/dashboards/tertib-workers.json").read_text("utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [(panel["title"], target["expr"]) for panel in PANELS for target in panel["targets"]]
ALERTS = re.findall(r"- alert: (\w+)", (PROMETHEUS / "alerts.yml").read_text(encoding="utf-8"))
# Nothing to show until it happens for the first time: a request is repeated, a message is written,
# something is submitted to a system.
RARE = ("tertib_gateway_retries_total", "tertib_outbox_messages", "tertib_circuit_open")
# Whose metrics are not the workers'.
OTHERS = {"up", "ALERTS", "disk_free_bytes", "disk_total_bytes", "zeebe_health"}
NOT_TESTED = "not tested: dashboard and alerts on a real Prometheus"
JOBS = 30
PATIENCE_S = 60
PROCESS = Path(__file__).with_name("one-queue-number.bpmn")


def until(met, what):
    deadline = time.monotonic() + PATIENCE_S
    while not (found := met()):
        assert time.monotonic() < deadline, f"{what}: not within a minute"
        time.sleep(0.2)
    return found


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def programs():
    """Prometheus and promtool, Debian's, installed first where that is possible."""
    names = ("prometheus", "promtool")
    return {name: debian.program(name, "prometheus", NOT_TESTED) for name in names}


@pytest.fixture(scope="module")  # it would do the jobs of the tests after these, too
def worker(lite_engine, tmp_path_factory):
    """A worker that has done some jobs. Gives its address."""
    folder = tmp_path_factory.mktemp("watched-worker")
    ready = folder / "ready.json"
    environment = os.environ | lite_engine.environment
    environment |= {"TERTIB_HOME": str(folder), "TERTIB_WORKER_HTTP_PORT": "0"}
    command = [sys.executable, "-m", "deploy", "work", "--ready-file", str(ready)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        until(ready.exists, "a worker is ready")
        url = json.loads(ready.read_bytes())["url"]
        broker = Broker(lite_engine.cluster)
        broker.deploy({PROCESS.name: PROCESS.read_bytes()})
        for _ in range(JOBS):
            broker.start(PROCESS.stem, {})
        yield url.removeprefix("http://")
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def prometheus(programs, worker, lite_engine, tmp_path_factory):
    """Ask a Prometheus with the server's own configuration; only its targets and pace are ours."""
    from deploy.engine.settings import Settings

    folder = tmp_path_factory.mktemp("prometheus")
    management = f"127.0.0.1:{Settings.load(lite_engine.home).ports.management}"
    own = f"127.0.0.1:{free_port()}"
    text = (PROMETHEUS / "prometheus.yml").read_text(encoding="utf-8")
    text = re.sub(r"dns_sd_configs:\n.*", f'static_configs: [{{targets: ["{worker}"]}}]', text)
    text = text.replace("camunda:9600", management).replace("127.0.0.1:9090", own)
    text = text.replace("interval: 15s", "interval: 1s")
    (folder / "prometheus.yml").write_text(text, encoding="utf-8")
    shutil.copy(PROMETHEUS / "alerts.yml", folder)
    command = [programs["prometheus"], f"--config.file={folder}/prometheus.yml"]
    command += [f"--storage.tsdb.path={folder}/data", f"--web.listen-address={own}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)

    def ask(path, **parameters):
        try:
            answer = requests.get(f"http://{own}/api/v1/{path}", params=parameters, timeout=10)
        except requests.ConnectionError:
            return None
        return answer.json()

    try:
        until(lambda: ask("status/buildinfo"), "Prometheus answers")
        done = f'camunda_job_invocations_total{{action="completed",type="queue-number"}} >= {JOBS}'
        until(lambda: series(ask("query", query=done)), "Prometheus has seen the jobs")
        # A rate needs two points, and the broker's own metrics one.
        two = 'count_over_time(up{job="camunda"}[10m]) > 3'
        until(lambda: series(ask("query", query=two)), "Prometheus has seen the broker")
        yield ask
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def series(answer):
    return (answer or {}).get("data", {}).get("result")


def filled_in(expression):
    """The query as Grafana sends it, all types and workers chosen."""
    return (
        expression.replace("$__rate_interval", "1m")
        .replace("$type", ".*")
        .replace("$instance", ".*")
    )


def test_promtool_finds_no_fault_in_the_configuration_and_the_rules(programs):
    for kind, name in (("config", "prometheus.yml"), ("rules", "alerts.yml")):
        command = [programs["promtool"], "check", kind, PROMETHEUS / name]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr


def test_each_alert_fires_when_it_should_and_none_when_all_is_well(programs, tmp_path):
    shutil.copy(PROMETHEUS / "alerts.yml", tmp_path)
    shutil.copy(Path(__file__).with_name("alerts.yml"), tmp_path / "cases.yml")
    command = [programs["promtool"], "test", "rules", "cases.yml"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    cases = (tmp_path / "cases.yml").read_text(encoding="utf-8")
    assert {*re.findall(r'alertname="(\w+)"', cases)} == {*ALERTS}


@pytest.mark.engine
@pytest.mark.parametrize(("panel", "expression"), QUERIES)
def test_each_query_of_the_dashboard_has_an_answer(prometheus, panel, expression):
    answer = prometheus("query", query=filled_in(expression))
    assert answer["status"] == "success", answer
    assert series(answer) or any(name in expression for name in RARE)


@pytest.mark.engine
def test_the_dashboard_counts_the_jobs_that_were_done(prometheus):
    (expression,) = (expr for title, expr in QUERIES if title == "Jobs done in 24 h")
    plain = re.sub(r"increase\((.*)\[24h\]\)", r"\1", filled_in(expression))
    assert float(series(prometheus("query", query=plain))[0]["value"][1]) >= JOBS


@pytest.mark.engine
def test_the_dashboards_choices_are_the_job_types_and_the_workers(prometheus, worker):
    choices = {}
    for variable in DASHBOARD["templating"]["list"]:
        metric, label = re.fullmatch(
            r"label_values\((.+), (\w+)\)", variable["definition"]
        ).groups()
        answer = prometheus(f"label/{label}/values", **{"match[]": metric})
        choices[variable["name"]] = answer["data"]
    assert "letter-draft" in choices["type"]
    assert choices["instance"] == [worker]


@pytest.mark.engine
def test_prometheus_evaluates_each_alert_and_none_fires_on_a_healthy_server(prometheus):
    def rules():
        groups = prometheus("rules")["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    until(lambda: all(rule["health"] == "ok" for rule in rules()), "all rules are evaluated")
    assert {rule["name"] for rule in rules()} == {*ALERTS}
    serious = [rule["name"] for rule in rules() if rule["state"] == "firing"]
    assert not {*serious} - {"DiskFills", "DiskNearlyFull"}  # of this machine's disk, perhaps


@pytest.mark.engine
def test_each_metric_that_is_asked_for_is_one_the_worker_has(worker):
    text = requests.get(f"http://{worker}/metrics", timeout=10).text
    known = {sample.name for family in families(text) for sample in family.samples}
    known |= {family.name for family in families(text)} | {
        f"{family.name}_total" for family in families(text) if family.type == "counter"
    }
    rules = (PROMETHEUS / "alerts.yml").read_text(encoding="utf-8")
    asked = " ".join([rules, *(expression for _, expression in QUERIES)])
    names = {
        *re.findall(r"\b((?:tertib|camunda|process|zeebe|disk)_\w+|up|ALERTS)(?=[{\[ ])", asked)
    }
    assert names - OTHERS <= known


def test_the_docs_say_what_to_do_about_each_alert_and_no_other():
    page = (SERVER.parents[1] / "docs" / "server.md").read_text(encoding="utf-8")
    table = page[page.index("| alert | what to do |") :].split("\n\n")[0].splitlines()[2:]
    assert sorted(re.findall(r"`(\w+)`", " ".join(row.split("|")[1] for row in table))) == sorted(
        ALERTS
    )


def families(text):
    return list(text_string_to_metric_families(text))


def test_the_dashboard_is_one_that_grafana_takes():
    assert DASHBOARD["schemaVersion"] >= 39
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(numbers) == len(set(numbers))
    source = (SERVER / "grafana/provisioning/datasources/prometheus.yml").read_text(
        encoding="utf-8"
    )
    for panel in PANELS:
        assert f"uid: {panel['datasource']['uid']}" in source
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24
        assert panel["title"]


def test_no_two_panels_of_the_dashboard_overlap():
    taken = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
