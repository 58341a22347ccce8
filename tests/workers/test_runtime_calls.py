"""Outgoing calls in the traces: HTTP, mail, the database; nothing personal of any of them."""

from __future__ import annotations

import smtplib
import socket
from contextlib import suppress
from email.message import EmailMessage

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from sqlalchemy import text

from tests.workers.collector import said
from workers.runtime import tracing
from workers.state.database import Database
from workers.testing import make_job

NAME = "Siti Rahmawati"


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


def test_after_the_end_the_libraries_are_as_they_were(traced):
    assert hasattr(requests.adapters.HTTPAdapter.send, "__wrapped__")
    tracing.stop(10)
    assert not hasattr(requests.adapters.HTTPAdapter.send, "__wrapped__")
    assert not hasattr(smtplib.SMTP.sendmail, "__wrapped__")
