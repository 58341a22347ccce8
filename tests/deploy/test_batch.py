"""Many documents at once: as one by one, and what kills its process costs only itself."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path
from threading import Thread

import msgspec
import psutil
import pytest

from converters.documents import read_document
from converters.errors import DocumentError
from converters.readers import faults
from deploy.batch import read_all

SAMPLES = sorted((Path(__file__).parents[2] / "converters" / "samples").glob("*.txt"))


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> list[Path]:
    """The samples, a large one first; too much text to be read without children."""
    folder = tmp_path_factory.mktemp("documents")
    large = folder / "0.txt"
    large.write_bytes(SAMPLES[-1].read_bytes() * 6)
    return [large, *(Path(shutil.copy(sample, folder)) for sample in SAMPLES)]


def models(readings) -> list[object]:
    return [msgspec.to_builtins(reading.document.sops) for reading in readings]


def one_by_one(paths) -> list[object]:
    return [msgspec.to_builtins(read_document(path).sops) for path in paths]


def test_children_give_what_one_process_gives_in_the_same_order(documents):
    alone = one_by_one(documents)
    for count in (1, 3):
        together = list(read_all(documents, processes=count))
        assert [reading.path for reading in together] == documents
        assert models(together) == alone
        assert not children()


def test_a_document_that_takes_too_long_ends_in_a_message_and_the_others_come(documents, tmp_path):
    endless = tmp_path / "endless.txt"
    endless.write_bytes(SAMPLES[-1].read_bytes() * 60)
    slow, *others = read_all([endless, *SAMPLES], processes=2, limit=1.0)
    (error,) = slow.document.errors
    assert (error.code, error.file) == ("reader-too-slow", "endless.txt")
    assert "1 detik" in error.what
    assert models(others) == [
        msgspec.to_builtins(read.sops) for read in map(read_document, SAMPLES)
    ]


# Rung in the middle of a clean-up, the first time is dropped, and Python says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("times", "limit"), [(5, 0.01), (60, 0.2)], ids=["here", "in a child"])
def test_a_document_that_is_read_alone_has_its_time_limited_too(tmp_path, times, limit):
    endless = tmp_path / "endless.txt"
    endless.write_bytes(SAMPLES[-1].read_bytes() * times)
    (slow,) = read_all([endless], limit=limit)
    assert [error.code for error in slow.document.errors] == ["reader-too-slow"]
    assert models(read_all(SAMPLES[:1], limit=30)) != [()]


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGSEGV, "reader-died"), (signal.SIGKILL, "reader-out-of-memory")],
)
def test_a_document_whose_process_dies_ends_in_a_message_and_the_others_come(
    documents, number, code
):
    readings = read_all([*documents[1:], documents[0], *documents[1:]], processes=2)
    for _ in documents[1:]:
        next(readings)
    for child in children():
        os.kill(child.pid, number)
    rest = list(readings)
    errors = [error for reading in rest for error in reading.document.errors]
    assert {error.code for error in errors} == {code}
    assert len(errors) <= 2  # what the two were reading
    assert len(rest) == len(documents)
    assert not children()


def test_a_document_that_is_read_alone_and_crashes_its_process_ends_in_a_message(tmp_path):
    path = tmp_path / "crash.txt"
    path.write_bytes(SAMPLES[-1].read_bytes() * 60)

    def crash() -> None:
        while not (found := children()):
            time.sleep(0.01)
        found[0].send_signal(signal.SIGSEGV)

    thread = Thread(target=crash)
    thread.start()
    (reading,) = read_all([path])
    thread.join()
    assert [error.code for error in reading.document.errors] == ["reader-died"]


def test_whoever_stops_reading_leaves_no_process_behind(documents):
    readings = read_all(documents, processes=2)
    next(readings)
    assert children()
    readings.close()
    assert not children()


def test_errors_come_from_a_child_as_they_were(documents, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.touch()
    *_, last = read_all([documents[0], empty], processes=2)
    (error,) = last.document.errors
    assert isinstance(error, DocumentError)
    assert str(error) == str(faults.fault("file-empty", file="empty.txt"))


def children() -> list[psutil.Process]:
    """Those that read documents; other tests' servers may be this process's children, too."""
    mine = psutil.Process().children()
    return [child for child in mine if "deploy.batch_child" in " ".join(_command(child))]


def _command(child: psutil.Process) -> list[str]:
    try:
        return child.cmdline()
    except psutil.Error:  # gone, or not yet itself
        return []
