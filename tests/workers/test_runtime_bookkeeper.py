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
        self.fresh, self.settled = [], []
        self._told = threading.Condition()
        self.metrics = Metrics()
        self.keeper = Bookkeeper(
            database,
            fresh=lambda jobs: self._tell(self.fresh, jobs),
            settled=lambda taken, answer: self._tell(self.settled, [(taken, answer)]),
            batches=self.metrics.ledger_batch,
        )

    def _tell(self, to, what):
        with self._told:
            to.extend(what)
            self._told.notify_all()

    def wait(self, *, fresh=0, settled=0):
        with self._told:
            return self._told.wait_for(
                lambda: len(self.fresh) >= fresh and len(self.settled) >= settled, 20
            )


@pytest.fixture
def state():
    with temporary_state() as state:
        yield state


@pytest.fixture
def desk(state):
    desk = Desk(state.database)
    yield desk
    desk.keeper.close()


def taken(word="yes", job=None):
    variables = msgspec.json.encode({"word": word}).decode()
    return SimpleNamespace(handler=HANDLER, info=job or make_job("say"), variables=variables)


def done(job, state):
    return attempt(HANDLER, job.info, job.variables, state, NOW)


def test_jobs_that_are_not_done_yet_are_passed_on_in_order(desk):
    jobs = [taken() for _ in range(50)]
    for job in jobs:
        desk.keeper.look_up(job)
    assert desk.wait(fresh=50)
    assert desk.fresh == jobs


def test_a_result_that_is_recorded_answers_the_job_when_it_comes_again(desk, state):
    job = taken()
    first = done(job, state)
    desk.keeper.enter(job, first.answer, first.entry)
    assert desk.wait(settled=1)
    desk.keeper.look_up(taken(job=job.info))
    assert desk.wait(settled=2)
    assert desk.settled[1][1] == Complete(b'{"said":"yes"}', replayed=True)
    assert not desk.fresh


def test_the_same_key_with_other_inputs_is_another_job(desk, state):
    job = taken()
    first = done(job, state)
    desk.keeper.enter(job, first.answer, first.entry)
    desk.keeper.look_up(other := taken("no", job.info))
    assert desk.wait(fresh=1)
    assert desk.fresh == [other]


def test_the_first_of_two_results_of_a_job_stands(desk, state):
    job = taken()
    first = done(job, state)
    second = msgspec.structs.replace(first.entry, outputs=b'{"said":"later"}')
    desk.keeper.enter(job, first.answer, first.entry)
    desk.keeper.enter(job, Complete(second.outputs), second)
    assert desk.wait(settled=2)
    assert [answer.variables for _job, answer in desk.settled] == [b'{"said":"yes"}'] * 2
    assert desk.settled[1][1].replayed


def test_inputs_that_do_not_fit_a_recorded_job_are_told(desk, state):
    job = taken()
    first = done(job, state)
    desk.keeper.enter(job, first.answer, first.entry)
    wrong = taken(job=job.info)
    wrong.variables = "{}"
    desk.keeper.look_up(wrong)
    assert desk.wait(settled=2)
    assert desk.settled[1][1] == Fail("variable word is missing")


class Full:
    """A database on a full disk."""

    def __getattr__(self, _name):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_jobs_keep_their_retries_while_the_database_cannot_be_used(state):
    desk = Desk(Full())
    job = taken()
    first = done(job, state)
    desk.keeper.look_up(job)
    desk.keeper.enter(job, first.answer, first.entry)
    assert desk.wait(settled=2)
    for _job, answer in desk.settled:
        assert answer.retries == job.info.retries
        assert answer.storage
    desk.keeper.close()


def test_what_is_recorded_outlives_the_process(desk, state):
    job = taken()
    first = done(job, state)
    desk.keeper.enter(job, first.answer, first.entry)
    assert desk.wait(settled=1)
    with state.database.reading() as connection:
        keys = connection.execute(text("select job_key from job_ledger")).scalars()
        assert list(keys) == [job.info.key]
        # The next writer of effects waits for the disk again.
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_the_thread_ends_after_what_waits(state, until):
    desk = Desk(state.database)
    desk.keeper.look_up(taken())
    desk.keeper.close()
    assert desk.wait(fresh=1)
    until(lambda: not desk.keeper.alive)
