"""The ledger, asked and written for many jobs at once."""

import errno
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import msgspec
import pytest
from sqlalchemy import text

from workers.handler import Context, make_handler
from workers.runtime.answers import Complete, Fail
from workers.runtime.bookkeeper import Bookkeeper
from workers.runtime.execution import attempt
from workers.runtime.metrics import Metrics
from workers.testing import make_job, temporary_state

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Given(msgspec.Struct):
    word: str


class Said(msgspec.Struct):
    said: str


def say(inputs: Given, context: Context) -> Said:
    return Said(inputs.word)


HANDLER = make_handler("say", say)


class Desk:
    """A bookkeeper and what it tells."""

    def __init__(self, database):
        self.settled = []
        self.metrics = Metrics()
        self.keeper = Bookkeeper(
            database,
            settled=lambda taken, answer: self.settled.append((taken, answer)),
            batches=self.metrics.ledger_batch,
        )

    def batches(self):
        name = "tertib_ledger_batch_size"
        return [self.metrics.registry.get_sample_value(f"{name}_{of}") for of in ("count", "sum")]


@pytest.fixture
def state():
    with temporary_state() as state:
        yield state


@pytest.fixture
def desk(state):
    return Desk(state.database)


def taken(word="yes", job=None):
    variables = msgspec.json.encode({"word": word}).decode()
    return SimpleNamespace(handler=HANDLER, info=job or make_job("say"), variables=variables)


def done(job, state):
    return attempt(HANDLER, job.info, job.variables, state, NOW)


def enter(desk, job, first):
    desk.keeper.enter(job, first.answer, first.entry)


def test_jobs_that_are_not_done_yet_are_fresh_in_their_order(desk):
    jobs = [taken() for _ in range(50)]
    assert desk.keeper.fresh(jobs) == jobs
    assert not desk.settled


def test_a_result_that_is_recorded_answers_the_job_when_it_comes_again(desk, state):
    job = taken()
    enter(desk, job, done(job, state))
    again, other = taken(job=job.info), taken()
    assert desk.keeper.fresh([again, other]) == [other]
    assert desk.settled[1] == (again, Complete(b'{"said":"yes"}', replayed=True))


def test_the_same_key_with_other_inputs_is_another_job(desk, state):
    job = taken()
    enter(desk, job, done(job, state))
    other = taken("no", job.info)
    assert desk.keeper.fresh([other]) == [other]


def test_the_same_key_and_inputs_of_another_type_is_another_job(desk, state):
    """A cluster that was wiped hands its keys out anew."""
    old = taken()
    enter(desk, old, done(old, state))
    new = taken(job=msgspec.structs.replace(old.info, type="shout"))
    assert desk.keeper.fresh([new]) == [new]
    enter(desk, new, done(new, state))
    assert desk.settled[1] == (new, Complete(b'{"said":"yes"}'))


def test_the_first_of_two_results_of_a_job_stands(desk, state):
    job = taken()
    first = done(job, state)
    second = msgspec.structs.replace(first.entry, outputs=b'{"said":"later"}')
    enter(desk, job, first)
    desk.keeper.enter(job, Complete(second.outputs), second)
    assert [answer.variables for _job, answer in desk.settled] == [b'{"said":"yes"}'] * 2
    assert desk.settled[1][1].replayed


def test_inputs_that_do_not_fit_a_recorded_job_are_told(desk, state):
    job = taken()
    enter(desk, job, done(job, state))
    wrong = taken(job=job.info)
    wrong.variables = "{}"
    assert desk.keeper.fresh([wrong]) == []
    assert desk.settled[1][1] == Fail("variable word is missing")


class Full:
    """A database on a full disk."""

    def __getattr__(self, _name):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_jobs_keep_their_retries_while_the_database_cannot_be_used(state):
    desk = Desk(Full())
    job = taken()
    assert desk.keeper.fresh([job]) == []
    enter(desk, job, done(job, state))
    assert len(desk.settled) == 2
    for _job, answer in desk.settled:
        assert answer.retries == job.info.retries
        assert answer.storage


def test_what_is_recorded_outlives_the_process(desk, state):
    job = taken()
    enter(desk, job, done(job, state))
    with state.database.reading() as connection:
        keys = connection.execute(text("select job_key from job_ledger")).scalars()
        assert list(keys) == [job.info.key]
        # The next writer of effects waits for the disk again.
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_whoever_writes_writes_for_all_that_came_meanwhile(state):
    """Eight threads at once: each result is settled, in fewer transactions than results."""
    desk = Desk(state.database)
    results = [(job, done(job, state)) for job in (taken() for _ in range(400))]

    def work(share):
        for job, first in share:
            enter(desk, job, first)

    with state.database.transaction() as holder:  # nobody can write until all have come
        assert holder.connection
        threads = [threading.Thread(target=work, args=(results[n::8],)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads[1:]:
            thread.join(0.2)
    for thread in threads:
        thread.join(20)
    assert sorted(job.info.key for job, _answer in desk.settled) == sorted(
        job.info.key for job, _first in results
    )
    transactions, entries = desk.batches()
    assert entries == 400
    assert transactions < 400
    assert desk.keeper.busy == 0.0
