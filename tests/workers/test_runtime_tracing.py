"""Traces as a collector receives them, decoded: of jobs, instances and workers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from tests.workers.collector import CLUSTER, said
from workers.config import ConfigError
from workers.handler import BpmnError
from workers.runtime import tracing
from workers.runtime.answers import Complete, Fail, GiveBack, Throw
from workers.testing import make_job

NAME = "Siti Rahmawati"


def test_nothing_of_opentelemetry_is_imported_while_it_is_off():
    code = (
        "import sys; from workers.runtime import tracing; from workers.testing import make_job\n"
        "tracing.start('x')\n"
        "with tracing.job_span(make_job('archive')) as span: span.answered(None)\n"
        "assert tracing.trace_id(1) is tracing.context() is None\n"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    for others in ({}, {"OTEL_TRACES_EXPORTER": "none"}, {"OTEL_SDK_DISABLED": "true"}):
        endpoint = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"} if others else {}
        subprocess.run([sys.executable, "-c", code], env={**others, **endpoint}, check=True)


def test_a_jobs_span_tells_what_the_engine_says_of_it(traced):
    job = make_job("letter-draft", element_id="Job_5_letter-draft", retries=2)
    with tracing.job_span(job) as span:
        span.answered(Complete(b"{}"))
    tracing.stop(10)
    span = traced.spans["letter-draft"]
    assert span.kind == Span.SPAN_KIND_CONSUMER
    assert span.status.code == Status.STATUS_CODE_UNSET
    assert said(span) == {
        "messaging.system": "camunda",
        "messaging.operation.type": "process",
        "messaging.destination.name": "letter-draft",
        "messaging.message.id": str(job.key),
        "messaging.message.conversation_id": str(job.process_instance_key),
        "camunda.job.retries": 2,
        "camunda.process.id": "proses-uji",
        "camunda.process_instance.key": str(job.process_instance_key),
        "camunda.element.id": "Job_5_letter-draft",
        "camunda.element_instance.key": str(job.element_instance_key),
        "sop.row": "5",
        "camunda.job.answer": "completed",
        "tertib.job.replayed": False,
    }


def test_all_jobs_of_an_instance_are_in_one_trace_whichever_worker_does_them(traced):
    for job_type in ("letter-draft", "archive"):
        tracing.start(CLUSTER)  # as another worker does
        with tracing.job_span(make_job(job_type, process_instance_key=7)):
            pass
        tracing.stop(10)
    first, second = traced.all_spans
    assert first.trace_id == second.trace_id
    assert first.parent_span_id == second.parent_span_id != b""


def test_instances_and_clusters_have_traces_of_their_own(traced):
    ids = {tracing.trace_id(7), tracing.trace_id(8)}
    tracing.stop(10)
    tracing.start("elsewhere:26500")
    ids.add(tracing.trace_id(7))
    assert len(ids) == 3


def test_the_id_that_logs_show_is_the_traces(traced):
    with tracing.job_span(make_job("archive", process_instance_key=7)):
        pass
    shown = tracing.trace_id(7)
    tracing.stop(10)
    assert traced.spans["archive"].trace_id.hex() == shown


@pytest.mark.parametrize(
    ("answer", "shown", "fault"),
    [
        (Fail("Not now.", retries=2), "failed", True),
        (Fail("Set the sender."), "incident", True),
        (Throw("TOY_REFUSED", "Refused."), "bpmn-error", False),
        (GiveBack(3), "given-back", False),
    ],
)
def test_a_span_tells_the_answer_and_only_faults_mark_it(traced, answer, shown, fault):
    with tracing.job_span(make_job("archive")) as span:
        span.answered(answer)
    tracing.stop(10)
    span = traced.spans["archive"]
    assert said(span)["camunda.job.answer"] == shown
    assert (span.status.code == Status.STATUS_CODE_ERROR) is fault


def test_what_is_done_for_an_instance_after_its_jobs_is_in_its_trace(traced):
    with tracing.job_span(make_job("notify-email", process_instance_key=7)):
        pass
    with tracing.instance_span("SMTP send", 7) as span:
        span.failed("450")
    tracing.stop(10)
    job, sending = traced.spans["notify-email"], traced.spans["SMTP send"]
    assert job.trace_id == sending.trace_id
    assert sending.status.code == Status.STATUS_CODE_ERROR
    assert said(sending) == {"camunda.process_instance.key": "7", "error.type": "450"}


def test_what_a_handler_raises_shows_as_its_type_and_never_as_its_text(traced):
    with tracing.job_span(make_job("archive")):
        tracing.raised(ValueError(NAME))
    tracing.stop(10)
    span = traced.spans["archive"]
    assert said(span)["error.type"] == "ValueError"
    assert span.status.code == Status.STATUS_CODE_ERROR
    assert NAME.encode() not in b"".join(traced.bodies)


def test_a_business_error_is_no_fault(traced):
    with tracing.job_span(make_job("archive")):
        tracing.raised(BpmnError("TOY_REFUSED", "Refused."))
    tracing.stop(10)
    assert traced.spans["archive"].status.code == Status.STATUS_CODE_UNSET


def test_a_child_process_continues_its_jobs_span(traced):
    code = (
        "import sys; import requests; from workers.runtime import tracing\n"
        f"tracing.start({CLUSTER!r})\n"
        "with tracing.continued(sys.argv[1]): requests.get(sys.argv[2], timeout=10)\n"
        "tracing.stop(10)"
    )
    with tracing.job_span(make_job("letter-draft")):
        command = [sys.executable, "-c", code, tracing.context(), traced.url]
        subprocess.run(command, check=True)
    tracing.stop(10)
    job, child, call = (traced.spans[name] for name in ("letter-draft", "child process", "GET"))
    assert child.parent_span_id == job.span_id
    assert call.parent_span_id == child.span_id
    assert job.trace_id == child.trace_id == call.trace_id


def test_the_sdk_reads_its_own_variables(collector, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", f"{collector.url}/v1/traces")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=uji")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "kanwil-dki")
    tracing.start(CLUSTER)
    with tracing.job_span(make_job("archive")):
        pass
    tracing.stop(10)
    resource = said(collector.resources[0].resource)
    assert resource["service.name"] == "kanwil-dki"
    assert resource["deployment.environment.name"] == "uji"


def test_an_instance_is_sampled_as_a_whole(collector, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.5")
    tracing.start(CLUSTER)
    for instance in range(40):
        for _ in range(3):
            with tracing.job_span(make_job("archive", process_instance_key=instance)):
                pass
    tracing.stop(10)
    seen = [said(span)["camunda.process_instance.key"] for span in collector.all_spans]
    assert {seen.count(str(instance)) for instance in range(40)} == {0, 3}


def test_a_collector_that_does_not_answer_holds_up_nobodys_end(traced):
    traced.hold.clear()
    with tracing.job_span(make_job("archive")):
        pass
    tracing.stop(0.2)
    assert not traced.hold.is_set()  # it has still not answered, and we are here
    assert traced.bodies == []


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "Install opentelemetry-exporter-zipkin"),
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "Install opentelemetry-exporter-otlp-proto-grpc"),
        ({"OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT": "many"}, "OTEL_..._LIMIT"),
    ],
)
def test_what_cannot_be_used_is_named(monkeypatch, variables, message):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=message):
        tracing.start(CLUSTER)


def test_a_missing_library_is_named_with_the_extra_that_brings_it(monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.delitem(sys.modules, "workers.runtime.telemetry", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(ConfigError, match=r"tertib\[tracing\]"):
        tracing.start(CLUSTER)


@pytest.mark.engine
def test_a_worker_sends_its_last_spans_before_it_ends(collector, zeebe, toys, until, monkeypatch):
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    worker = toys().wait_ready()
    zeebe.start_and_await(zeebe.deploy("toy-count")).result()
    instance = zeebe.start(zeebe.deploy("toy-stumble"), {"applicant_name": NAME})
    until(lambda: worker.seen("job_completed") and worker.seen("job_incident"))
    assert worker.stop() == 0
    zeebe.cancel(instance)
    done, failed = collector.spans["toy-count"], collector.spans["toy-stumble"]
    [line] = worker.seen("job_completed")
    assert done.trace_id.hex() == line["trace_id"]
    inside = [span.name for span in collector.all_spans if span.parent_span_id == done.span_id]
    assert "transaction" in inside
    assert said(failed)["camunda.job.answer"] == "incident"
    assert said(failed)["error.type"] == "ValueError"
    assert NAME.encode() not in b"".join(collector.bodies)
