"""CPU-bound and poisoned jobs beside others, in a worker on a real broker."""

from __future__ import annotations

import os
import signal

import pytest

pytestmark = pytest.mark.engine

PERSON = "Siti Aminah 3201010101010001"


@pytest.fixture
def file(tmp_path):
    """A file that a toy waits for; the one beside it says that it is running."""
    return tmp_path / "go"


def test_jobs_are_done_while_a_cpu_bound_one_keeps_the_interpreter(zeebe, toys, until, file):
    worker = toys(threads=2, processes=1).wait_ready()
    long = zeebe.start_and_await(zeebe.deploy("cpu-hog"), {"file": str(file)})
    until(file.with_suffix(".begun").exists)
    process = zeebe.deploy("toy-count")
    for waiting in [zeebe.start_and_await(process) for _ in range(50)]:
        assert waiting.result()["toy_result"] == "toy-count"
    assert worker.get("/healthz").status_code == 200
    assert not long.done()
    file.touch()
    assert long.result()["pid"] != worker.process.pid


@pytest.mark.parametrize(
    ("toy", "reason"),
    [
        ("crash", "died (SIGSEGV)"),
        ("vanish", "died (status 3)"),
        ("devour", "MemoryError"),
        ("overrun", "ran for 1 s"),
    ],
)
def test_a_poisoned_job_is_an_incident_and_the_others_are_done(zeebe, toys, until, toy, reason):
    worker = toys(processes=1, handler_limit=1).wait_ready()
    poison, sound = zeebe.deploy(f"cpu-{toy}", retries=1), zeebe.deploy("cpu-write")
    poisoned = [zeebe.start(poison, {"applicant_name": PERSON}) for _ in range(3)]
    for waiting in [zeebe.start_and_await(sound) for _ in range(10)]:
        assert waiting.result()["pid"] != worker.process.pid
    for instance in poisoned:
        until(lambda key=instance: worker.seen("job_incident", process_instance_key=str(key)))
        zeebe.cancel(instance)
    assert all(reason in line["reason"] for line in worker.seen("job_incident"))
    assert not worker.seen("job_incident", job_type="cpu-write")
    assert "Siti" not in worker.log
    assert worker.stop() == 0


def test_a_job_whose_child_dies_is_tried_again_later(zeebe, toys, until):
    worker = toys()
    instance = zeebe.start(zeebe.deploy("cpu-vanish", retries=2))
    until(lambda: worker.seen("job_failed", retries=1))
    line = worker.seen("child_died")[0]
    assert (line["how"], line["job_type"]) == ("status 3", "cpu-vanish")
    assert worker.metric("tertib_child_deaths_total", type="cpu-vanish") == 1
    zeebe.cancel(instance)


def test_a_cpu_bound_job_under_way_is_finished_before_the_worker_ends(zeebe, toys, until, file):
    worker = toys(job_timeout=600).wait_ready()
    waiting = zeebe.start_and_await(zeebe.deploy("cpu-wait"), {"file": str(file)})
    until(file.with_suffix(".begun").exists)
    os.killpg(worker.process.pid, signal.SIGTERM)  # as systemd does: the children hear it, too
    until(lambda: worker.seen("worker_draining"))
    file.touch()
    assert waiting.result()["pid"] != worker.process.pid
    assert worker.process.wait(60) == 0


def test_a_cpu_bound_job_that_outlasts_the_drain_is_given_back_and_killed(zeebe, toys, until, file):
    worker = toys(job_timeout=600, drain=0.5).wait_ready()
    waiting = zeebe.start_and_await(zeebe.deploy("cpu-wait"), {"file": str(file)})
    begun = file.with_suffix(".begun")
    until(lambda: begun.exists() and begun.read_text())
    first = begun.read_text()
    assert worker.stop() == 0
    assert len(worker.seen("job_given_back", job_type="cpu-wait")) == 1
    toys().wait_ready()
    until(lambda: begun.read_text() not in {"", first})
    file.touch()
    assert waiting.result()["pid"] == int(begun.read_text())


def test_the_children_of_a_worker_killed_in_the_middle_do_nothing_twice(zeebe, toys, until, file):
    """The orphan finishes what it is at; the next worker finds it done, or does it."""
    first = toys(job_timeout=3).wait_ready()
    waiting = zeebe.start_and_await(zeebe.deploy("cpu-wait"), {"file": str(file)})
    until(file.with_suffix(".begun").exists)
    first.signal(signal.SIGKILL)
    toys(job_timeout=3).wait_ready()
    file.touch()
    waiting.result()
    assert len(first.effects("cpu_toy_effects")) == 1
