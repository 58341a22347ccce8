"""Who may send a message, and what becomes of the claims of those who are slow or dead."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from workers.sending import claims
from workers.sending.claims import MOST_ATTEMPTS, SENT, Outcome
from workers.sending.listing import newest

NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(room):
    """Take steps in transactions of their own."""

    def step(function, *arguments, now=NOW, **options):
        with room.state.database.transaction() as transaction:
            return function(transaction.connection, *arguments, now, **options)

    return step


def finish(desk, held, outcome, now=NOW):
    return desk(claims.finish, held, outcome, now=now, first_wait=MINUTE)


def test_one_message_is_claimed_by_one(room, desk):
    room.compose(20)
    with ThreadPoolExecutor(8) as pool:
        holders = [f"worker {number}" for number in range(40)]
        held = list(pool.map(lambda holder: desk(claims.claim, "email", holder), holders))
    numbers = [each.number for each in held if each]
    assert len(numbers) == len(set(numbers)) == 20


def test_messages_of_another_channel_are_left_alone(room, desk):
    room.compose()
    assert desk(claims.claim, "whatsapp", "a worker") is None


def test_a_message_that_was_put_off_waits_longer_each_time_and_then_fails(room, desk):
    room.compose()
    now, waits = NOW, []
    while room.statuses() == {"ready": 1}:
        held = desk(claims.claim, "email", "a worker", now=now)
        finish(desk, held, Outcome(status="ready", reason="451"), now)
        waits.append((not_before(desk) or now) - now)
        assert desk(claims.claim, "email", "too early", now=now) is None
        now += waits[-1]
    assert [wait / MINUTE for wait in waits[:8]] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert len(waits) == MOST_ATTEMPTS
    assert room.statuses() == {"failed": 1}


def not_before(desk):
    def read(connection, _now):
        return newest(connection, (), 1)[0].not_before

    return desk(read)


def test_a_slow_worker_whose_claim_was_given_up_must_not_tell_the_end(room, desk):
    room.compose()
    slow = desk(claims.claim, "email", "slow")
    room.release_stale()
    quick = desk(claims.claim, "email", "quick")
    assert not desk(claims.begin_sending, slow)
    assert desk(claims.begin_sending, quick)
    assert not finish(desk, slow, SENT)
    assert finish(desk, quick, SENT)
    assert room.statuses() == {"sent": 1}


def test_an_end_may_be_told_once(room, desk):
    room.compose()
    held = desk(claims.claim, "email", "a worker")
    assert desk(claims.begin_sending, held)
    assert not desk(claims.begin_sending, held)


def test_a_slow_worker_that_hears_the_answer_after_all_settles_what_was_unknown(room, desk):
    room.compose()
    slow = desk(claims.claim, "email", "slow")
    desk(claims.begin_sending, slow)
    room.release_stale()
    assert room.statuses() == {"unknown": 1}
    assert finish(desk, slow, SENT)
    assert room.statuses() == {"sent": 1}


def test_what_a_person_settled_stays_so(room, desk):
    room.compose()
    slow = desk(claims.claim, "email", "slow")
    desk(claims.begin_sending, slow)
    room.release_stale()
    assert desk(claims.settle, slow.number, ("unknown",), "sent") == "unknown"
    assert not finish(desk, slow, Outcome(status="failed"))
    assert room.statuses() == {"sent": 1}


def test_a_message_waits_no_longer_because_a_clock_was_set_back(room, desk):
    room.compose(3)
    ahead = datetime.now(UTC) + timedelta(days=3)
    postponed = desk(claims.claim, "email", "a", now=ahead)
    finish(desk, postponed, Outcome(status="ready", reason="451"), ahead)
    desk(claims.claim, "email", "b", now=ahead)
    desk(claims.begin_sending, desk(claims.claim, "email", "c", now=ahead), now=ahead)
    hour = timedelta(hours=1)
    assert room.release_stale(claimed=hour, sending=hour) == {"ready": 1, "unknown": 1}
    again = desk(claims.claim, "email", "d", now=datetime.now(UTC))
    assert again.number == postponed.number


def test_claims_of_the_living_are_not_given_up(room, desk):
    room.compose(2)
    now = datetime.now(UTC)
    desk(claims.claim, "email", "a", now=now)
    desk(claims.begin_sending, desk(claims.claim, "email", "b", now=now), now=now)
    two_days = timedelta(days=2)
    assert room.release_stale(claimed=two_days, sending=two_days) == {"ready": 0, "unknown": 0}
    assert room.statuses() == {"claimed": 1, "sending": 1}
