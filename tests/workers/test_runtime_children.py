"""Child processes do the CPU-bound jobs, and take the worst of them upon themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy import select

from workers.config import WorkerConfig
from workers.handler import make_handler
from workers.runtime.answers import Complete, Fail, GiveBack, Throw
from workers.runtime.children import Children
from workers.runtime.metrics import Metrics
from workers.state import ledger
from workers.state.state import open_state
from workers.testing import NOW, make_job

PERSON = "Siti Aminah 3201010101010001"
SIGNALS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture
def cpu_toys(monkeypatch):
    """The toys by a name that the children know them by, too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import cpu_toys

    return cpu_toys


@pytest.fixture
def state(tmp_path, cpu_toys):
    state = open_state(f"sqlite:///{tmp_path / 'workers.db'}", tmp_path / "documents")
    yield state
    state.close()


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
def make_children(tmp_path, state, metrics):
    made = []

    def make(**settings):
        url, documents = f"sqlite:///{tmp_path / 'workers.db'}", str(tmp_path / "documents")
        config = WorkerConfig(database_url=url, documents=documents, **settings)
        made.append(Children(config, metrics, "127.0.0.1:26500"))
        return made[-1]

    yield make
    for each in made:
        each.close(0)


def work(children, function, *, job=None, now=NOW, **variables):
    """Run a toy in a child and return the answer."""
    job = job or make_job(f"cpu-{function.__name__}")
    handler = make_handler(job.type, function, cpu_bound=True)
    return children.work(handler, job, msgspec.json.encode(variables), now).answer


def pid_of(answer):
    return msgspec.json.decode(answer.variables)["pid"]


def is_running(pid):
    """Whether there is such a process that is not just waiting to be buried."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def effects(state, cpu_toys):
    with state.database.reading() as connection:
        return list(connection.execute(select(cpu_toys.CPU_EFFECTS.c.instance)).scalars())


def test_a_job_is_done_in_another_process_which_stays_for_the_next(make_children, cpu_toys):
    children = make_children()
    first, second = (pid_of(work(children, cpu_toys.reckon)) for _ in range(2))
    assert first == second != os.getpid()


def test_searches_for_garbage_in_a_child_leave_out_what_stays(make_children, cpu_toys):
    answer = work(make_children(), cpu_toys.count_frozen)
    assert msgspec.json.decode(answer.variables)["frozen"] > 10_000


def test_what_a_job_writes_is_entered_with_it_and_the_rest_is_for_the_bookkeeper(
    make_children, cpu_toys, state
):
    children = make_children()
    job, silent = make_job("cpu-write"), make_job("cpu-reckon")
    answer = work(children, cpu_toys.write, job=job)
    assert effects(state, cpu_toys) == [job.process_instance_key]
    with state.database.reading() as connection:
        query = select(ledger.LEDGER.c.job_key, ledger.LEDGER.c.outputs)
        assert connection.execute(query).all() == [(job.key, answer.variables)]
    handler = make_handler(silent.type, cpu_toys.reckon, cpu_bound=True)
    assert children.work(handler, silent, "{}", NOW).entry.job_key == silent.key


def test_no_more_children_than_allowed_and_each_does_one_job_at_a_time(make_children, cpu_toys):
    children = make_children(processes=2)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: work(children, cpu_toys.reckon), range(30)))
    assert 1 <= len({pid_of(answer) for answer in answers}) <= 2


def test_errors_answer_as_they_do_in_a_thread(make_children, cpu_toys, capfd):
    children = make_children()
    answer = work(children, cpu_toys.refuse)
    assert answer == Throw("TOY_REFUSED", "Refused.", b'{"toy_reason":"closed"}')
    fault = work(children, cpu_toys.stumble, applicant_name=PERSON)
    assert fault.message.startswith("Fault in the worker: ValueError at ")
    assert fault.retries == 0
    assert "Siti" not in fault.message + capfd.readouterr().err


@pytest.mark.parametrize(
    ("toy", "how"), [("crash", "SIGSEGV"), ("vanish", "status 3"), ("overrun", "ran for 0.5 s")]
)
def test_a_job_that_ends_its_process_fails_alone_and_leaves_nothing(  # noqa: PLR0917 -- fixtures
    make_children, cpu_toys, state, metrics, toy, how
):
    children = make_children(handler_limit=0.5 if toy == "overrun" else 3600)
    answer = work(children, getattr(cpu_toys, toy), applicant_name=PERSON)
    assert isinstance(answer, Fail)
    assert how in answer.message
    assert "Siti" not in answer.message
    assert (answer.retries, answer.wait.total_seconds() > 1) == (2, True)
    assert effects(state, cpu_toys) == []
    deaths = {"type": f"cpu-{toy}"}
    assert metrics.registry.get_sample_value("tertib_child_deaths_total", deaths) == 1
    assert isinstance(work(children, cpu_toys.reckon), Complete)


def test_a_job_that_kills_each_child_ends_as_an_incident(make_children, cpu_toys):
    job = make_job("cpu-vanish", retries=1)
    assert work(make_children(), cpu_toys.vanish, job=job).retries == 0


def test_a_crash_says_in_which_line_of_ours_it_was(make_children, cpu_toys):
    answer = work(make_children(), cpu_toys.crash)
    assert answer.place.startswith("workers/runtime/execution.py:")


def test_a_job_that_wants_more_memory_than_there_is_is_a_fault_of_its_own(make_children, cpu_toys):
    answer = work(make_children(), cpu_toys.devour)
    assert answer.message.startswith("Fault in the worker: MemoryError at ")


def test_when_memory_runs_out_a_child_goes_before_its_worker(make_children, cpu_toys):
    pid = pid_of(work(make_children(), cpu_toys.reckon))
    assert int(Path(f"/proc/{pid}/oom_score_adj").read_text()) == 1000


def test_a_child_leaves_the_processor_to_the_worker(make_children, cpu_toys):
    pid = pid_of(work(make_children(), cpu_toys.reckon))
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)


def test_a_crash_beside_others_fails_no_other_job(make_children, cpu_toys):
    children = make_children(processes=3)
    toys = [cpu_toys.crash, cpu_toys.reckon, cpu_toys.vanish, cpu_toys.write] * 2
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda toy: work(children, toy), toys))
    assert Counter(map(type, answers)) == {Complete: 4, Fail: 4}
    assert all(isinstance(answer, Complete) for answer in answers[1::2])


def test_a_child_that_died_between_two_jobs_costs_neither(make_children, cpu_toys, until):
    children = make_children()
    first = pid_of(work(children, cpu_toys.reckon))
    os.kill(first, signal.SIGKILL)
    until(lambda: not is_running(first))
    assert pid_of(work(children, cpu_toys.reckon)) != first


def test_a_program_that_outlives_its_child_does_not_keep_the_job(make_children, cpu_toys, tmp_path):
    file = tmp_path / "program"
    answer = work(make_children(), cpu_toys.delegate, file=str(file))
    os.kill(int(file.read_text()), signal.SIGKILL)  # it was running still
    assert "status 3" in answer.message


def test_children_leave_it_to_the_worker_when_to_end(make_children, cpu_toys):
    assert isinstance(work(make_children(), cpu_toys.interrupt), Complete)


def test_a_child_that_is_idle_for_long_goes_and_another_comes(make_children, cpu_toys, metrics):
    children = make_children()
    first = pid_of(work(children, cpu_toys.reckon))
    before = time.monotonic()
    assert work(children, cpu_toys.reckon) is not None
    children.rest(before)  # it has worked since
    assert is_running(first)
    children.rest(time.monotonic())
    assert not is_running(first)
    assert metrics.registry.get_sample_value("tertib_children") == 0
    assert pid_of(work(children, cpu_toys.reckon)) != first


def test_a_job_under_way_is_finished_when_the_worker_stops(
    make_children, cpu_toys, state, tmp_path, until
):
    children, file = make_children(), tmp_path / "go"
    job = make_job("cpu-wait")
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(work, children, cpu_toys.wait, job=job, file=str(file))
        until(file.with_suffix(".begun").exists)
        closing = pool.submit(children.close, 60)
        file.touch()
        assert isinstance(waiting.result(60), Complete)
        closing.result(60)
    assert effects(state, cpu_toys) == [job.process_instance_key]
    assert isinstance(work(children, cpu_toys.reckon), GiveBack)


def test_a_job_that_outlasts_the_drain_is_killed_and_given_back(
    make_children, cpu_toys, state, tmp_path, until
):
    children, file = make_children(), tmp_path / "never"
    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(work, children, cpu_toys.wait, file=str(file))
        until(file.with_suffix(".begun").exists)
        waiting = pool.submit(work, children, cpu_toys.reckon)
        children.close(0.1)
        assert running.result(60) == waiting.result(60) == GiveBack(3)
    assert not is_running(int(file.with_suffix(".begun").read_text()))
    assert effects(state, cpu_toys) == []


def test_no_signal_that_a_worker_hears_reaches_a_child_that_is_starting(make_children, cpu_toys):
    """The whole group gets them; Python's own start takes long enough to be hit."""
    children = make_children()
    stop = threading.Event()
    pids: set[int] = set()

    def disturb():
        while not stop.wait(0.002):
            for pid in _children_of(os.getpid()):
                pids.add(pid)
                for number in SIGNALS:
                    os.kill(pid, number)

    disturber = threading.Thread(target=disturb)
    disturber.start()
    try:
        answer = work(children, cpu_toys.reckon)
    finally:
        stop.set()
        disturber.join()
    assert isinstance(answer, Complete)
    assert pid_of(answer) in pids


def _children_of(pid):
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=False
    )
    own = {int(word) for word in found.stdout.split()}
    return [pid for pid in own if b"workers.runtime.child" in _command(pid)]


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def test_a_child_of_a_worker_killed_in_the_middle_finishes_its_job_and_ends(
    cpu_toys, state, tmp_path, until
):
    file = tmp_path / "go"
    program = [sys.executable, "-c", ORPHANING, str(tmp_path), str(file)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen(program, env=environment, stderr=subprocess.DEVNULL) as worker:
        begun = file.with_suffix(".begun")
        until(lambda: begun.exists() and begun.read_text())
        worker.kill()
    orphan = int(begun.read_text())
    assert is_running(orphan)
    file.touch()
    until(lambda: not is_running(orphan))
    assert len(effects(state, cpu_toys)) == 1


ORPHANING = """
import sys
import cpu_toys, msgspec
from workers.config import WorkerConfig
from workers.handler import make_handler
from workers.runtime.children import Children
from workers.runtime.metrics import Metrics
from workers.testing import NOW, make_job
folder, file = sys.argv[1:]
url = f"sqlite:///{folder}/workers.db"
config = WorkerConfig(database_url=url, documents=f"{folder}/documents")
handler = make_handler("cpu-wait", cpu_toys.wait, cpu_bound=True)
variables = msgspec.json.encode({"file": file})
Children(config, Metrics(), "127.0.0.1:26500").work(handler, make_job("cpu-wait"), variables, NOW)
"""


def test_a_handler_that_a_child_cannot_import_is_a_fault_of_the_job(
    make_children, tmp_path, monkeypatch
):
    module = tmp_path / "passing_toys.py"
    module.write_text(PASSING)
    monkeypatch.syspath_prepend(str(tmp_path))
    import passing_toys

    module.unlink()
    answer = work(make_children(), passing_toys.reckon)
    assert answer.message.startswith("Fault in the worker: ModuleNotFoundError at ")
    assert answer.retries == 0


PASSING = """
import msgspec
from workers.handler import Context

class Given(msgspec.Struct):
    pass

def reckon(inputs: Given, context: Context) -> Given:
    return inputs
"""


def test_a_database_that_is_away_when_the_child_starts_costs_the_job_no_retry(
    make_children, cpu_toys, state, tmp_path
):
    state.close()
    (tmp_path / "workers.db").unlink()
    (tmp_path / "workers.db").mkdir()
    answer = work(make_children(), cpu_toys.write)
    assert "storage cannot be used" in answer.message
    assert answer.retries == 3


def test_the_moment_keeps_its_time_zone(make_children, cpu_toys):
    now = NOW.astimezone(ZoneInfo("Asia/Jayapura"))
    answer = work(make_children(), cpu_toys.tell_zone, now=now)
    assert msgspec.json.decode(answer.variables) == {"zone": "Asia/Jayapura"}
