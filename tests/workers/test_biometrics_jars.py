"""The matcher's archives are fetched once, and only the pinned bytes are ever loaded."""

from __future__ import annotations

import hashlib
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workers.biometrics import jars, jvm
from workers.handler import IncidentError, RetryableError

SOURCE = "org/example/thing/1.0/thing-1.0.jar"
CONTENT = b"the archive"


@pytest.fixture
def repository(monkeypatch):
    """A Maven repository that holds what the test puts in it, and counts what it is asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Repository)
    server.files, server.asked = {f"/{SOURCE}": CONTENT}, []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv(jars.REPOSITORY_VARIABLE, f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(jars, "JARS", {SOURCE: hashlib.sha256(CONTENT).hexdigest()})
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Repository(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        content = self.server.files.get(self.path)
        self.send_response(200 if content else 404)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_):
        pass


def test_an_archive_is_fetched_once(repository, tmp_path):
    assert jars.classpath(tmp_path) == [tmp_path / "thing-1.0.jar"]
    jars.classpath(tmp_path)
    assert (tmp_path / "thing-1.0.jar").read_bytes() == CONTENT
    assert repository.asked == [f"/{SOURCE}"]


@pytest.mark.usefixtures("repository")
def test_an_archive_damaged_on_the_disk_is_fetched_again(tmp_path):
    (tmp_path / "thing-1.0.jar").write_bytes(CONTENT[:5])
    jars.classpath(tmp_path)
    assert (tmp_path / "thing-1.0.jar").read_bytes() == CONTENT


def test_other_bytes_than_the_pinned_ones_are_refused(repository, tmp_path):
    repository.files[f"/{SOURCE}"] = b"something else"
    with pytest.raises(RetryableError, match=r"thing-1\.0\.jar came damaged"):
        jars.classpath(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_no_repository_has_stops_the_job(repository, tmp_path):
    repository.files.clear()
    with pytest.raises(IncidentError, match=jars.REPOSITORY_VARIABLE):
        jars.classpath(tmp_path)


def test_a_network_that_is_out_is_tried_again_later(monkeypatch, tmp_path):
    monkeypatch.setenv(jars.REPOSITORY_VARIABLE, "http://127.0.0.1:9")
    with pytest.raises(RetryableError, match="ConnectionError"):
        jars.classpath(tmp_path)


def test_a_missing_bridge_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "jpype", None)
    with pytest.raises(IncidentError, match=r"pip install 'tertib\[fingerprints\]'"):
        jvm.package("com.machinezoo.sourceafis")
