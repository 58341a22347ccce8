"""Stores of every kind: in a folder and in a bucket of a real S3 server, plain and encrypted."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from workers.http import trust_system
from workers.state.documents import open_documents
from workers.state.documents.key import make_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from workers.state.documents import DocumentStore

PATIENCE_S = 60
NAMES = (f"office-{number}" for number in itertools.count(1))


class S3Server:
    """Moto's server: it speaks S3 over the network and forgets everything when it ends."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = probe.getsockname()[1]
        self._log = folder / "moto.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE_S
        while not self._answers():
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < deadline, "the S3 server did not start"
            time.sleep(0.05)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def make_bucket(self) -> str:
        """Make a bucket, by the environment's credentials, and return its name."""
        trust_system()
        from botocore.session import Session

        name = next(NAMES)
        client = Session().create_client("s3", region_name="us-east-1", endpoint_url=self.url)
        client.create_bucket(Bucket=name)
        client.close()
        return name

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0


class FaultyServer(ThreadingHTTPServer):
    """Answers each request with one fault."""

    daemon_threads = True

    def __init__(self, status: int, code: str) -> None:
        super().__init__(("127.0.0.1", 0), Faulty)
        self.status = status
        self.content = f"<Error><Code>{code}</Code><Message>rahasia</Message></Error>".encode()
        self.promised = len(self.content)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Faulty(BaseHTTPRequestHandler):
    server: FaultyServer

    def do_GET(self) -> None:
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(self.server.promised))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(self.server.content)
        self.close_connection = True

    do_HEAD = do_PUT = do_DELETE = do_GET  # noqa: N815 -- http.server names them so

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def faulty() -> Iterator[Callable[..., FaultyServer]]:
    started = []

    def start(status: int, code: str) -> FaultyServer:
        started.append(FaultyServer(status, code))
        return started[-1]

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory) -> Iterator[S3Server]:
    """The session's server. Leave it running."""
    if not find_spec("moto"):  # not imported here: it brings botocore, which comes after the trust
        pytest.skip("not tested: documents in a bucket (moto is not installed)")
    server = S3Server(tmp_path_factory.mktemp("moto"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def s3_settings(monkeypatch) -> Callable[..., None]:
    """Let AWS's variables lead to a server, and those of whoever runs the tests to none."""

    def use(endpoint: str, **others: str) -> None:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        settings = {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
        } | others
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

    return use


@pytest.fixture
def bucket_url(s3_server, s3_settings) -> str:
    """A prefix in a new bucket."""
    s3_settings(s3_server.url)
    return f"s3://{s3_server.make_bucket()}/documents"


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path) -> Path | str:
    """Each kind of place, empty, as ``open_documents`` takes it."""
    if request.param == "bucket":
        return request.getfixturevalue("bucket_url")
    return tmp_path / "documents"


@pytest.fixture
def open_with(monkeypatch) -> Callable[..., DocumentStore]:
    """Open a store with these keys, as the settings would have it."""

    def opened(place: Path | str, *secrets: str) -> DocumentStore:
        monkeypatch.setenv("TERTIB_DOCUMENTS_KEY", "\n".join(secrets))
        if not secrets:
            monkeypatch.delenv("TERTIB_DOCUMENTS_KEY")
        return open_documents(place)

    return opened


@pytest.fixture(params=["plain", "encrypted"])
def store(request, place, open_with) -> DocumentStore:
    """An empty store of each kind."""
    return open_with(place, *([make_secret()] if request.param == "encrypted" else []))
