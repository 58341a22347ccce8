from __future__ import annotations

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from workers.runtime.metrics import Metrics


def samples(metrics):
    families = text_string_to_metric_families(generate_latest(metrics.registry).decode())
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_types_counters_show_zero_before_its_first_job():
    metrics = Metrics()
    metrics.of("letter-draft")
    seen = samples(metrics)
    for action in ("activated", "completed", "failed", "bpmn-error"):
        assert seen["camunda_job_invocations_total", *sorted((action, "letter-draft"))] == 0
    assert seen["tertib_stream_connected", "letter-draft"] == 0
    # An alert asks for the increase: of a series that begins with its first count it is none.
    for reason in ("gone", "given-back", "expired", "refused", "not-heard"):
        assert seen["tertib_jobs_unanswered_total", *sorted((reason, "letter-draft"))] == 0


def test_what_is_counted_on_a_types_meters_is_scraped_under_its_labels():
    metrics = Metrics()
    meters = metrics.of("archive")
    meters.completed.inc()
    meters.bpmn_error.inc(2)
    meters.taken_stream.inc(3)
    meters.taken_poll.inc(4)
    meters.duration.observe(0.2)
    metrics.of("register").completed.inc(5)
    seen = samples(metrics)
    assert seen["camunda_job_invocations_total", "archive", "completed"] == 1
    assert seen["camunda_job_invocations_total", "archive", "bpmn-error"] == 2
    assert seen["camunda_job_invocations_total", "completed", "register"] == 5
    assert seen["tertib_jobs_taken_total", "archive", "stream"] == 3
    assert seen["tertib_jobs_taken_total", "archive", "poll"] == 4
    assert seen["tertib_job_duration_seconds_count", "archive"] == 1


def test_the_meters_of_a_type_are_the_same_whoever_asks():
    metrics = Metrics()
    assert metrics.of("archive") is metrics.of("archive")
