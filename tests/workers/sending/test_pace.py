"""No more goes out than the server wants, however many workers send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workers.sending import claims, pace
from workers.sending.claims import SENT
from workers.sending.pace import UNHURRIED, Pace

NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TWO_A_SECOND = Pace(most=2)


@pytest.fixture
def clerk(room):
    """Claim and send messages as one of several workers would, at moments of the test's own."""

    class Clerk:
        def wait(self, limit, now=NOW, channel="email"):
            with room.state.database.transaction() as transaction:
                return pace.wait(transaction.connection, channel, limit, now)

        def send(self, now=NOW, limit=UNHURRIED):
            with room.state.database.transaction() as transaction:
                connection = transaction.connection
                held = claims.claim(connection, "email", "a worker", now, limit)
                if held:
                    claims.begin_sending(connection, held, now)
                    claims.finish(connection, held, SENT, now, first_wait=SECOND)
            return held

    return Clerk()


def test_the_next_message_waits_until_the_period_has_room(room, clerk):
    room.compose(3)
    assert not clerk.wait(TWO_A_SECOND)
    clerk.send(NOW)
    assert not clerk.wait(TWO_A_SECOND)
    clerk.send(NOW + SECOND / 4)
    assert clerk.wait(TWO_A_SECOND, NOW + SECOND / 2) == SECOND / 2
    assert not clerk.wait(TWO_A_SECOND, NOW + SECOND)


def test_each_channel_has_a_pace_of_its_own(room, clerk):
    room.compose(2)
    clerk.send()
    clerk.send()
    assert clerk.wait(TWO_A_SECOND)
    assert not clerk.wait(TWO_A_SECOND, channel="whatsapp")


def test_without_a_limit_nothing_waits(room, clerk):
    room.compose(1)
    clerk.send()
    assert not clerk.wait(UNHURRIED)


def test_a_clock_that_was_set_back_stops_nothing(room, clerk):
    room.compose(2)
    clerk.send(NOW + timedelta(days=1))
    clerk.send(NOW + timedelta(days=1))
    assert not clerk.wait(TWO_A_SECOND)
    assert clerk.wait(TWO_A_SECOND, NOW + timedelta(days=1) - SECOND / 4) <= SECOND


def test_a_person_who_was_just_written_to_waits_and_holds_up_nobody_else(room, clerk):
    apart = Pace(apart=6 * SECOND)
    room.compose(2)  # two people
    room.compose(1)  # and the first of them again
    first, second = clerk.send(NOW, apart), clerk.send(NOW, apart)
    assert None not in {first, second}
    assert clerk.send(NOW + 5 * SECOND, apart) is None
    third = clerk.send(NOW + 7 * SECOND, apart)
    assert third is not None
    assert room.statuses() == {"sent": 3}


def test_messages_to_who_was_just_written_to_do_not_count_as_waiting(room, clerk):
    apart = Pace(apart=6 * SECOND)
    room.compose(1)
    room.compose(1)
    clerk.send(NOW, apart)
    with room.state.database.reading() as connection:
        assert not claims.is_waiting(connection, "email", NOW + SECOND, apart)
        assert claims.is_waiting(connection, "email", NOW + 7 * SECOND, apart)


def test_mail_is_sent_no_faster_than_its_setting_allows(mail_server, smtp, room, until):
    smtp(mail_server.port, per_minute=2)
    room.compose(3)
    workers = [room.start_sender() for _ in range(2)]
    until(lambda: room.statuses() == {"sent": 2, "ready": 1})
    assert all([worker.stop(30) for worker in workers])  # noqa: C419 -- all are to stop
    assert len(mail_server.taken) == 2
