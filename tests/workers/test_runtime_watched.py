"""What a worker shows of itself, on a real broker."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

pytestmark = pytest.mark.engine


@pytest.fixture
def watched(zeebe, toys, monkeypatch):
    """A worker that has done one job, traced to its log; and the instance."""
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "console")
    worker = toys().wait_ready()
    zeebe.start_and_await(zeebe.deploy("toy-count")).result()
    return worker


def test_a_jobs_line_tells_where_it_belongs_and_its_trace(watched, until):
    until(lambda: watched.seen("job_completed"))
    [line] = watched.seen("job_completed")
    assert (line["job_type"], line["sop_row"]) == ("toy-count", "5")
    assert line["process_id"] == "one-toy-count"
    assert line["process_instance_key"].isdigit()
    assert len(line["trace_id"]) == 32


def test_a_job_is_counted_once_by_each_of_its_meters(watched, until):
    until(lambda: watched.metric("tertib_jobs_in_flight", type="toy-count") == 0)
    text = watched.get("/metrics").text
    seen = {
        (sample.name, sample.labels.get("action") or sample.labels.get("source")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.labels.get("type") == "toy-count"
    }
    assert seen["camunda_job_invocations_total", "activated"] == 1
    assert seen["camunda_job_invocations_total", "completed"] == 1
    assert seen["tertib_job_duration_seconds_count", None] == 1
    assert seen["tertib_job_queue_seconds_count", None] == 1
    assert seen["tertib_jobs_taken_total", "stream"] + seen["tertib_jobs_taken_total", "poll"] == 1


def test_an_idle_worker_says_so(watched, until):
    until(lambda: watched.get("/healthz").json()["status"] == "idle")
    assert watched.metric("tertib_database_available") == 1
