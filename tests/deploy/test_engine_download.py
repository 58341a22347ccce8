"""Fetching artefacts from a Maven repository that fails in the ways repositories do."""

from __future__ import annotations

import hashlib
import io
import tarfile
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy.engine import download, store
from deploy.engine.artefacts import CAMUNDA, Artefact
from deploy.errors import DeployError
from workers.maven import repositories

CONTENT = bytes(range(256)) * 4096  # 1 MiB


def artefact_of(content, packaging="jar"):
    return Artefact(
        group="org.example",
        name="thing",
        version="1.0",
        packaging=packaging,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


class Repository:
    """A Maven repository holding one file. ``cut_after``: bytes of an answer before it is cut."""

    def __init__(self, content, path):
        self.content = content
        self.path = path
        self.cuts: list[int] = []
        self.ranges: list[str | None] = []
        self.honours_ranges = True
        self.status: int | None = None

    def answer(self, handler):
        wanted = handler.headers.get("Range")
        self.ranges.append(wanted)
        if self.status or handler.path != self.path:
            handler.send_error(self.status or 404)
            return
        first = int(wanted.removeprefix("bytes=")[:-1]) if wanted and self.honours_ranges else 0
        body = self.content[first:]
        handler.send_response(206 if first else 200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: self.cuts.pop(0)] if self.cuts else body)


@contextmanager
def serving(repository):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            repository.answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def repository(monkeypatch, tmp_path):
    held = Repository(CONTENT, "/org/example/thing/1.0/thing-1.0.jar")
    monkeypatch.setenv("TERTIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(download, "PAUSES_S", (0.0, 0.0))
    with serving(held) as base:
        monkeypatch.setenv("TERTIB_MAVEN_REPOSITORY", base)
        yield held


def fetch(tmp_path, artefact=None):
    target = tmp_path / "thing.jar"
    told = []
    download.fetch(artefact or artefact_of(CONTENT), target, told.append)
    return target, told


def test_a_cut_connection_is_continued_where_it_broke(repository, tmp_path):
    repository.cuts = [300_000, 500_000]
    target, told = fetch(tmp_path)
    assert target.read_bytes() == CONTENT
    first, *later = repository.ranges
    assert first is None
    assert len(later) == 2
    assert all(int(wanted.removeprefix("bytes=")[:-1]) > 0 for wanted in later)
    assert told == sorted(told)
    assert told[-1] == len(CONTENT)


def test_progress_between_cuts_is_reason_enough_to_go_on(repository, tmp_path):
    repository.cuts = [200_000] * 5  # more cuts than there are tries without progress
    target, _ = fetch(tmp_path)
    assert target.read_bytes() == CONTENT


def test_a_half_written_download_is_continued_by_the_next_run(repository, tmp_path):
    (tmp_path / "thing.jar.part").write_bytes(CONTENT[:700_000])
    target, told = fetch(tmp_path)
    assert target.read_bytes() == CONTENT
    assert repository.ranges == ["bytes=700000-"]
    assert told[0] == 700_000


@pytest.mark.parametrize("leftover", [b"\0" * 1000, b"\0" * len(CONTENT), b"\0" * 2_000_000])
def test_a_leftover_that_is_no_good_is_fetched_anew(repository, tmp_path, leftover):
    (tmp_path / "thing.jar.part").write_bytes(leftover)
    target, _ = fetch(tmp_path)
    assert target.read_bytes() == CONTENT
    assert not (tmp_path / "thing.jar.part").exists()


def test_a_server_without_ranges_sends_everything_again(repository, tmp_path):
    repository.honours_ranges = False
    (tmp_path / "thing.jar.part").write_bytes(CONTENT[:700_000])
    target, _ = fetch(tmp_path)
    assert target.read_bytes() == CONTENT


def test_an_altered_file_is_refused_and_not_kept(repository, tmp_path):
    repository.content = CONTENT[:-1] + b"!"
    with pytest.raises(DeployError, match="SHA-256 differs"):
        fetch(tmp_path)
    assert list(tmp_path.glob("thing*")) == []


def test_without_network_the_message_says_what_to_do(monkeypatch, repository, tmp_path):
    monkeypatch.setenv("TERTIB_MAVEN_REPOSITORY", "http://127.0.0.1:9")
    with pytest.raises(DeployError, match=r"could not be downloaded .* Check the network"):
        fetch(tmp_path)


def test_a_failing_server_is_named_by_its_status(repository, tmp_path):
    repository.status = 503
    with pytest.raises(DeployError, match=r"could not be downloaded \(HTTPError 503\)"):
        fetch(tmp_path)


def test_an_artefact_no_repository_has_is_named_by_its_coordinates(repository, tmp_path):
    repository.path = "/elsewhere"
    with pytest.raises(DeployError, match=r"gives out org.example:thing:1.0 \(HTTP 404\)"):
        fetch(tmp_path)


def archive(packaging, names=("thing-1.0/bin/run", "thing-1.0/lib/a.jar")):
    buffer = io.BytesIO()
    if packaging == "zip":
        with zipfile.ZipFile(buffer, "w") as file:
            for name in names:
                file.writestr(name, name)
    else:
        with tarfile.open(fileobj=buffer, mode="w:gz") as file:
            for name in names:
                entry = tarfile.TarInfo(name)
                entry.size = len(name)
                file.addfile(entry, io.BytesIO(name.encode()))
    return buffer.getvalue()


def provide(repository, packaging, content):
    repository.content = content
    repository.path = f"/org/example/thing/1.0/thing-1.0.{packaging}"
    artefact = artefact_of(content, packaging)
    store.provide([artefact], lambda *_: None)
    return store.place(artefact)


@pytest.mark.parametrize("packaging", ["zip", "tar.gz"])
def test_an_archive_is_unpacked_once_and_then_found(repository, packaging):
    content = archive(packaging)
    place = provide(repository, packaging, content)
    assert (place / "lib" / "a.jar").read_text() == "thing-1.0/lib/a.jar"
    assert provide(repository, packaging, content) == place
    assert len(repository.ranges) == 1
    assert not list((place.parents[1] / "downloads").iterdir())


def test_what_a_killed_unpacking_left_is_swept_away(repository):
    leftover = store.place(artefact_of(CONTENT)).parent / f"{store.UNPACKING}x"
    (leftover / "thing-1.0").mkdir(parents=True)
    place = provide(repository, "zip", archive("zip"))
    assert not leftover.exists()
    assert place.is_dir()


@pytest.mark.skipif(not store.TAR_FILTER, reason="this Python's tarfile has no filters")
def test_an_archive_that_reaches_outside_is_refused_and_leaves_nothing(repository):
    content = archive("tar.gz", names=("thing-1.0/../../../evil",))
    with pytest.raises(DeployError, match="could not be unpacked"):
        provide(repository, "tar.gz", content)
    assert list(store.place(artefact_of(content, "tar.gz")).parent.iterdir()) == []


def test_two_at_a_time_fetch_once(repository):
    artefact = artefact_of(CONTENT)
    threads = [
        threading.Thread(target=store.provide, args=([artefact], lambda *_: None)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.place(artefact).read_bytes() == CONTENT
    assert repository.ranges == [None]


def test_the_chosen_repository_is_the_only_one_asked(monkeypatch):
    monkeypatch.setenv("TERTIB_MAVEN_REPOSITORY", "http://nexus.example/maven/")
    assert repositories() == ("http://nexus.example/maven",)


def test_repositories_of_the_users_jgo_configuration_come_first(monkeypatch, tmp_path):
    configuration = tmp_path / "jgo.conf"
    configuration.write_text("[repositories]\noffice = http://nexus.example/maven\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(configuration))
    monkeypatch.delenv("TERTIB_MAVEN_REPOSITORY", raising=False)
    first, *others = repositories()
    assert first == "http://nexus.example/maven"
    assert len(others) == 1


def test_an_artefacts_path_is_mavens():
    assert CAMUNDA.path == "io/camunda/camunda-zeebe/8.6.0/camunda-zeebe-8.6.0.tar.gz"
