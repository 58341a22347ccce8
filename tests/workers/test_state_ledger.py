from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from workers.state import ledger
from workers.testing import NOW, make_job


@pytest.fixture
def state(any_state):
    return any_state


def record(state, job, inputs=b"{}", outputs=b'{"number":1}', now=NOW):
    with state.database.transaction() as transaction:
        ledger.record(transaction.connection, ledger.entry(job, inputs, outputs, now))


def recorded(state, job, inputs=b"{}"):
    with state.database.reading() as connection:
        return ledger.recorded_outputs(connection, job, inputs)


def test_a_job_done_is_found_with_its_result(state):
    job = make_job("letter-number")
    assert recorded(state, job) is None
    record(state, job)
    assert recorded(state, job) == b'{"number":1}'


def test_another_job_of_the_same_element_is_another_job(state):
    job = make_job("letter-number", element_instance_key=7)
    record(state, job)
    assert recorded(state, make_job("letter-number", element_instance_key=7)) is None


def test_a_key_that_a_wiped_cluster_gives_again_is_another_job(state):
    job = make_job("letter-number")
    record(state, job, inputs=b'{"subject":"lama"}')
    assert recorded(state, job, inputs=b'{"subject":"baru"}') is None
    record(state, job, inputs=b'{"subject":"baru"}', outputs=b'{"number":2}')
    assert recorded(state, job, inputs=b'{"subject":"baru"}') == b'{"number":2}'


def test_the_second_to_enter_a_job_is_refused(state):
    job = make_job("letter-number")
    record(state, job)
    with pytest.raises(IntegrityError):
        record(state, job, outputs=b'{"number":2}')
    assert recorded(state, job) == b'{"number":1}'


def test_old_entries_are_forgotten_and_young_ones_kept(state):
    old, young = make_job("archive"), make_job("archive")
    record(state, old, now=NOW - timedelta(days=100))
    record(state, young)
    with state.database.transaction() as transaction:
        assert ledger.forget(transaction.connection, timedelta(days=90)) == 1
    assert recorded(state, old) is None
    assert recorded(state, young) is not None


def test_jobs_entered_together_keep_the_first_entry_of_one_that_is_there(state):
    known, new = make_job("archive"), make_job("archive")
    record(state, known, outputs=b'{"number":1}')
    entries = [ledger.entry(job, b"{}", b'{"number":2}', NOW) for job in (known, new)]
    with state.database.transaction(relaxed=True) as transaction:
        assert not ledger.record_all(transaction.connection, entries)
    assert recorded(state, known) == b'{"number":1}'
    assert recorded(state, new) == b'{"number":2}'


def test_many_jobs_entered_together_are_all_new(state):
    entries = [ledger.entry(make_job("archive"), b"{}", b"{}", NOW) for _ in range(100)]
    with state.database.transaction(relaxed=True) as transaction:
        assert ledger.record_all(transaction.connection, entries)
    with state.database.reading() as connection:
        found = ledger.entries_of(connection, [entry.job_key for entry in entries])
    assert len(found) == 100
