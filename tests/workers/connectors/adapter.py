"""An adapter over the loopback: takes submissions as a contract says, holds both sides to it."""

from __future__ import annotations

import io
import json
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

CONTRACTS = Path(__file__).parents[3] / "docs" / "systems"
TOKEN = "token-of-the-office"  # noqa: S105 -- opens nothing but this server
PATIENCE_S = 60


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A submission that the system behind the adapter has taken."""

    submission: dict[str, Any]
    document: bytes
    receipt: str


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How the adapter answers the next request of a method instead of well."""

    method: str
    status: int | None = None  # None: the connection is cut
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    take: bool = False  # the system takes what is submitted all the same
    hold: bool = False  # says nothing until the test is over
    by_contract: bool = True  # the contract knows such an answer


def refusal(reason: str, detail: str, method: str = "POST") -> Fault:
    body = json.dumps({"reason": reason, "detail": detail}).encode()
    headers = {"Content-Type": "application/problem+json"}
    return Fault(method=method, status=422, body=body, headers=headers)


class Adapter(ThreadingHTTPServer):
    """The adapter of one system."""

    daemon_threads = True

    def __init__(self, code: str, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self._scheme = "https" if tls else "http"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.code = code
        self.contract = Contract(code)
        self.taken: dict[str, Taken] = {}  # by key
        self.asked: list[str] = []  # the methods of all requests
        self.faults: list[Fault] = []
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"{self._scheme}://localhost:{self.server_port}/v1"

    def take(self, key: str, submission: dict[str, Any], document: bytes) -> Taken:
        receipt = f"{self.code}/{len(self.taken) + 1:04}"
        new = Taken(submission=submission, document=document, receipt=receipt)
        return self.taken.setdefault(key, new)

    def next_fault(self, method: str) -> Fault | None:
        for fault in self.faults:
            if fault.method == method:
                self.faults.remove(fault)
                return fault
        return None

    def close(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()


class Contract:
    """A committed contract, to hold messages to."""

    def __init__(self, code: str) -> None:
        self.content = json.loads((CONTRACTS / f"{code}.openapi.json").read_bytes())
        resource = Resource(contents=self.content, specification=DRAFT202012)
        self._registry = Registry().with_resource("urn:contract", resource)
        self.broken: list[str] = []

    def check(self, message: Any, *place: str) -> None:
        """Note what is wrong with a message, by the schema at a place of the contract."""
        pointer = "/".join(part.replace("~", "~0").replace("/", "~1") for part in place)
        validator = Draft202012Validator(
            {"$ref": f"urn:contract#/{pointer}"},
            registry=self._registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        self.broken += [f"{place}: {error.message}" for error in validator.iter_errors(message)]

    def check_answer(self, path: str, method: str, status: int, kind: str, body: bytes) -> None:
        """Note an answer that the contract does not know."""
        known = self.content["paths"][path][method]["responses"].get(str(status))
        if known is None:
            self.broken.append(f"{method} {path} is not answered {status}")
        elif "content" in known:
            self.check(
                json.loads(body),
                *("paths", path, method, "responses", str(status), "content", kind, "schema"),
            )


class Exchange(BaseHTTPRequestHandler):
    """A request and its answer."""

    server: Adapter

    def do_POST(self) -> None:
        """Take a submission."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        submission, document = self._parts(content)
        key = self.headers["Idempotency-Key"]
        self._answer(
            "/submissions", 201, lambda: self.server.take(key, submission, document), key=key
        )

    def do_GET(self) -> None:
        """Tell what became of one."""
        key = self.path.rpartition("/")[2]
        self._answer("/submissions/{key}", 200, lambda: self.server.taken.get(key), key=key)

    def _parts(self, content: bytes) -> tuple[dict[str, Any], bytes]:
        kind, options = parse_options_header(self.headers["Content-Type"])
        stream = io.BytesIO(content)
        parser = FormDataParser(stream_factory=lambda *_, **__: io.BytesIO())
        _, form, files = parser.parse(stream, kind, len(content), options)
        submission = json.loads(form["submission"])
        media = ("requestBody", "content", "multipart/form-data", "schema", "properties")
        self.server.contract.check(
            submission, "paths", "/submissions", "post", *media, "submission"
        )
        return submission, files["document"].read() if "document" in files else b""

    def _answer(self, path: str, status: int, result: Any, *, key: str) -> None:
        server, method = self.server, self.command
        server.asked.append(method)
        place = ("paths", path, method.lower(), "parameters", "0", "schema")
        server.contract.check(key, *place)
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._send(path, Fault(method=method, status=401))
            return
        fault = server.next_fault(method)
        taken = result() if fault is None or fault.take else None
        if fault is not None:
            self._send(path, fault)
        elif taken is None:
            self._send(path, Fault(method=method, status=404))
        else:
            body = json.dumps({"status": "accepted", "receipt": taken.receipt}).encode()
            self._send(path, Fault(method=method, status=status, body=body))

    def _send(self, path: str, answer: Fault) -> None:
        if answer.hold:
            self.server.released.wait(PATIENCE_S)
        if answer.status is None or answer.hold:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        headers = {"Content-Type": "application/json"} | answer.headers
        if answer.by_contract:
            self.server.contract.check_answer(
                path, answer.method.lower(), answer.status, headers["Content-Type"], answer.body
            )
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
