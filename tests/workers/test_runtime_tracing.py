"""Traces as a collector receives them: a real OTLP receiver, decoded."""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from sqlalchemy import text

from workers.config import ConfigError
from workers.handler import BpmnError
from workers.runtime import tracing
from workers.runtime.answers import Complete, Fail, GiveBack, Throw
from workers.state.database import Database
from workers.testing import make_job

CLUSTER = "camunda:26500"
NAME = "Siti Rahmawati"


class Collector(ThreadingHTTPServer):
    """An OTLP receiver."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Receive)
        self.bodies = []
        self.headers = []
        self.hold = threading.Event()  # clear: it answers nothing
        self.hold.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def resources(self):
        requests_ = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return [each for request in requests_ for each in request.resource_spans]

    @property
    def spans(self):
        """By name; a test that makes two of one name looks at ``all_spans``."""
        return {span.name: span for span in self.all_spans}

    @property
    def all_spans(self):
        scopes = [scope for resource in self.resources for scope in resource.scope_spans]
        return [span for scope in scopes for span in scope.spans]


class _Receive(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.hold.wait()
        if self.path == "/v1/traces":
            self.server.bodies.append(body)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        self.server.headers.append(dict(self.headers))
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def collector():
    server = Collector()
    yield server
    server.hold.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def traced(collector, monkeypatch):
    """Trace in this process; what it sent is there after ``stop``."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    tracing.start(CLUSTER)
    yield collector
    tracing.stop(10)


def said(span):
    """A span's attributes."""
    return {
        each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes
    }


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


def test_an_http_call_is_a_child_of_its_job_and_tells_no_path_and_no_query(traced):
    with tracing.job_span(make_job("archive")):
        requests.get(f"{traced.url}/pemohon/siti-rahmawati?nik=3174", timeout=10)
    tracing.stop(10)
    job, call = traced.spans["archive"], traced.spans["GET"]
    assert call.kind == Span.SPAN_KIND_CLIENT
    assert (call.trace_id, call.parent_span_id) == (job.trace_id, job.span_id)
    assert said(call) == {
        "http.request.method": "GET",
        "url.scheme": "http",
        "server.address": "127.0.0.1",
        "server.port": traced.server_port,
        "http.response.status_code": 200,
    }
    assert b"rahmawati" not in b"".join(traced.bodies)
    assert b"3174" not in b"".join(traced.bodies)


def test_what_is_called_can_continue_the_trace(traced):
    with tracing.job_span(make_job("archive")):
        requests.get(traced.url, timeout=10)
    tracing.stop(10)
    call = traced.spans["GET"]
    header = f"00-{call.trace_id.hex()}-{call.span_id.hex()}-01"
    assert traced.headers[0]["traceparent"] == header


@pytest.mark.parametrize(("path", "kind"), [("/missing", "404"), ("", "ConnectionError")])
def test_an_http_call_that_fails_is_marked(traced, path, kind):
    url = f"{traced.url}{path}" if path else "http://127.0.0.1:1"
    with tracing.job_span(make_job("archive")):
        try:
            requests.get(url, timeout=10)
        except requests.ConnectionError:
            assert not path
    tracing.stop(10)
    call = traced.spans["GET"]
    assert call.status.code == Status.STATUS_CODE_ERROR
    assert said(call)["error.type"] == kind


def test_a_call_outside_jobs_is_not_traced(traced):
    requests.get(traced.url, timeout=10)
    tracing.stop(10)
    assert traced.all_spans == []


def test_mail_is_traced_without_sender_recipient_and_text(traced):
    message = EmailMessage()
    message["From"], message["To"] = "kantor@example.go.id", "siti@example.com"
    message.set_content(NAME)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    with (
        tracing.job_span(make_job("notify-email")),
        smtplib.SMTP("127.0.0.1", port, timeout=10) as client,
    ):
        client.send_message(message)
    server.stop()
    tracing.stop(10)
    for name in ("SMTP connect", "SMTP send"):
        span = traced.spans[name]
        assert span.parent_span_id == traced.spans["notify-email"].span_id
        assert said(span) == {
            "network.protocol.name": "smtp",
            "network.peer.address": "127.0.0.1",
            "network.peer.port": port,
        }
    assert b"siti" not in b"".join(traced.bodies)


@pytest.mark.parametrize("fails", [False, True])
def test_a_transaction_is_one_span(traced, tmp_path, fails):
    database = Database(f"sqlite:///{tmp_path}/workers.db")
    with (
        tracing.job_span(make_job("register")),
        suppress(ZeroDivisionError),
        database.transaction() as transaction,
    ):
        for statement in ("create table t (name text)", "insert into t values ('Siti')"):
            transaction.connection.execute(text(statement))
        assert 1 / (not fails)
    database.close()
    tracing.stop(10)
    job, span = traced.spans["register"], traced.spans["transaction"]
    assert len(traced.all_spans) == 2
    assert span.parent_span_id == job.span_id
    committed = {} if fails else {"db.operation.name": "COMMIT"}
    assert said(span) == {"db.system.name": "sqlite", **committed}
    assert b"Siti" not in b"".join(traced.bodies)


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


def test_after_the_end_the_libraries_are_as_they_were(traced):
    assert hasattr(requests.adapters.HTTPAdapter.send, "__wrapped__")
    tracing.stop(10)
    assert not hasattr(requests.adapters.HTTPAdapter.send, "__wrapped__")
    assert not hasattr(smtplib.SMTP.sendmail, "__wrapped__")


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
