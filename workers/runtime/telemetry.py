"""Spans, and where they go. Imported only while tracing is on.

All jobs of a process instance are spans of one trace, whichever worker does them and however
often: the trace's id is reckoned from the cluster and the instance's key, so that no variable
has to carry it. What else the ``OTEL_*`` variables say (sampling, batches, headers, the
resource), the SDK itself reads. No span holds a variable or an exception's text.

Attributes: OpenTelemetry's conventions for messaging and errors; there are none for workflows
yet, so those of the engine's own terms stand under ``camunda.``.
"""

from __future__ import annotations

import os
import threading
from hashlib import blake2b
from importlib.metadata import entry_points, version
from typing import TYPE_CHECKING, Self

from opentelemetry import context, trace
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, StatusCode, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from workers.config import ConfigError
from workers.handler import BpmnError
from workers.masking import mask
from workers.runtime.answers import Answer, Complete, Fail, GiveBack, Throw
from workers.runtime.calls import OutgoingCalls, mark_fault
from workers.runtime.logs import sop_row
from workers.runtime.tracing import Span

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace.export import SpanExporter

    from workers.handler import JobInfo

_W3C = TraceContextTextMapPropagator()


class LiveSpan(Span):
    """A span of OpenTelemetry's that is the current one in its block."""

    __slots__ = ("_span", "_token")

    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def __enter__(self) -> Self:
        self._token = context.attach(trace.set_span_in_context(self._span))
        return self

    def __exit__(self, *_raised: object) -> None:
        context.detach(self._token)
        self._span.end()

    def answered(self, answer: Answer) -> None:
        """Say what the engine will be told; a fault marks the span, a BPMN error does not."""
        said = self._span.set_attribute
        match answer:
            case Complete(replayed=replayed):
                said("camunda.job.answer", "completed")
                said("tertib.job.replayed", replayed)
            case Throw(code=code):
                said("camunda.job.answer", "bpmn-error")
                said("camunda.job.error_code", mask(code))
            case GiveBack():
                said("camunda.job.answer", "given-back")
            case Fail(retries=retries):
                said("camunda.job.answer", "failed" if retries else "incident")
                self._span.set_status(StatusCode.ERROR)

    def failed(self, kind: str) -> None:
        """Mark it as a fault."""
        mark_fault(self._span, kind)


class Telemetry:
    """The spans of one process on their way to a collector."""

    def __init__(self, cluster: str) -> None:
        """Begin to trace; a collector that is not there is no obstacle.

        Raises:
            ConfigError: there is no exporter of the name that the environment gives.
        """
        self._cluster = blake2b(cluster.encode()).digest()
        # Its own handler at exit would wait for a collector that is gone: ``stop`` does not.
        self._provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(_exporter()))
        self._tracer = self._provider.get_tracer("tertib")
        self._calls = OutgoingCalls(self._tracer)

    def stop(self, seconds: float) -> None:
        """Send what is left; a collector that does not answer is waited for so long at most."""
        self._calls.unwatch()
        last = threading.Thread(target=self._provider.shutdown, name="last-spans", daemon=True)
        last.start()
        last.join(seconds)

    def job_span(self, job: JobInfo) -> Span:
        """Begin a job's span."""
        parent = self._instance(job.process_instance_key)
        span = self._tracer.start_span(job.type, parent, SpanKind.CONSUMER, attributes(job))
        return LiveSpan(span)

    def instance_span(self, name: str, key: int) -> Span:
        """Begin a span of an instance, outside its jobs: a call of ours that a job put off."""
        said = {"camunda.process_instance.key": str(key)}
        return LiveSpan(self._tracer.start_span(name, self._instance(key), SpanKind.CLIENT, said))

    def continued(self, traceparent: str) -> Span:
        """Begin this process's part of a span in another."""
        parent = _W3C.extract({"traceparent": traceparent})
        return LiveSpan(self._tracer.start_span("child process", parent))

    def context(self) -> str | None:
        """Return the current span as a ``traceparent``."""
        carrier: dict[str, str] = {}
        _W3C.inject(carrier)
        return carrier.get("traceparent")

    def raised(self, error: BaseException) -> None:
        """Mark the current span; what the diagram expects is no fault."""
        if not isinstance(error, BpmnError):
            mark_fault(trace.get_current_span(), type(error).__qualname__)

    def trace_id(self, instance_key: int) -> int:
        """The 128 bits that all spans of an instance share."""
        return self._reckon(instance_key, 16)

    def _instance(self, key: int) -> Context:
        """The instance as the parent of its jobs: it begins and ends in the engine, unseen.

        Whether its spans are sent is the root sampler's say, and the same for all of them.
        """
        trace_id = self.trace_id(key)
        sampled = self._provider.sampler.should_sample(None, trace_id, "instance").decision
        flag = TraceFlags.SAMPLED if sampled is Decision.RECORD_AND_SAMPLE else TraceFlags.DEFAULT
        span_id = self._reckon(key, 8)
        parent = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flag))
        return trace.set_span_in_context(NonRecordingSpan(parent))

    def _reckon(self, instance_key: int, size: int) -> int:
        digest = blake2b(b"%d" % instance_key, key=self._cluster, digest_size=size)
        return int.from_bytes(digest.digest()) or 1  # 0 is no id


def attributes(job: JobInfo) -> dict[str, str | int]:
    """What a job's span says of it. Keys as texts: many readers round large numbers."""
    said: dict[str, str | int] = {
        "messaging.system": "camunda",
        "messaging.operation.type": "process",
        "messaging.destination.name": job.type,
        "messaging.message.id": str(job.key),
        "messaging.message.conversation_id": str(job.process_instance_key),
        "camunda.job.retries": job.retries,
        "camunda.process.id": job.process_id,
        "camunda.process_instance.key": str(job.process_instance_key),
        "camunda.element.id": job.element_id,
        "camunda.element_instance.key": str(job.element_instance_key),
    }
    if row := sop_row(job):
        said["sop.row"] = row
    return said


def _resource() -> Resource:
    """Who sends the spans; the environment's word goes before ours."""
    ours = {"service.name": "tertib-worker", "service.version": version("tertib")}
    return Resource.create({**ours, **OTELResourceDetector().detect().attributes})


def _exporter() -> SpanExporter:
    """The exporter that ``OTEL_TRACES_EXPORTER`` names among those installed; OTLP by default."""
    name = os.environ.get("OTEL_TRACES_EXPORTER", "").strip() or "otlp"
    if name == "otlp":
        name = "otlp_proto_grpc" if _protocol() == "grpc" else "otlp_proto_http"
    found = entry_points(group="opentelemetry_traces_exporter", name=name)
    if not found:
        package = f"opentelemetry-exporter-{name.replace('_', '-')}"
        message = (
            f"OTEL_TRACES_EXPORTER: there is no exporter {name} here. Install {package}, or leave "
            "OTEL_TRACES_EXPORTER and OTEL_EXPORTER_OTLP_PROTOCOL away: OTLP over HTTP is there."
        )
        raise ConfigError(message)
    exporter: SpanExporter = next(iter(found)).load()()
    return exporter


def _protocol() -> str:
    names = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
    return next((value for name in names if (value := os.environ.get(name))), "http/protobuf")
