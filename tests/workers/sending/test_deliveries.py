"""What a messenger says of a message rises, whatever is said twice, late or in disorder."""

from __future__ import annotations

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from workers import messages
from workers.outbox import OUTBOX
from workers.sending import claims, deliveries, reports
from workers.sending.claims import Outcome
from workers.sending.deliveries import Delivery, key_of

NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
CHANNEL = "email"  # any will do
ID = "wamid.1"


@pytest.fixture
def desk(room):
    """Take steps in transactions of their own, with one message."""
    room.compose()

    class Desk:
        def do(self, function, *arguments, **options):
            with room.state.database.transaction() as transaction:
                return function(transaction.connection, *arguments, **options)

        def claim(self):
            held = self.do(claims.claim, CHANNEL, "a worker", NOW)
            assert self.do(claims.begin_sending, held, NOW)
            return held

        def finish(self, held, status, **said):
            outcome = Outcome(status=status, **said)
            return self.do(claims.finish, held, outcome, NOW, first_wait=None)

        def send(self):
            held = self.claim()
            assert self.finish(held, "sent", provider_key=key_of(ID))
            return held

        def hear(self, *said, tag=None, reason=None, provider_id=ID):
            for status in said:
                delivery = Delivery(
                    provider_key=key_of(provider_id),
                    tag=tag,
                    status=status,
                    reason=reason,
                    happened_at=NOW,
                )
                found = self.do(deliveries.enter, CHANNEL, delivery, NOW)
            return found

        @property
        def line(self):
            (line,) = room.lines()
            return line

        @property
        def news(self):
            """What the process is to hear."""
            with room.state.database.reading() as connection:
                told = messages.unpublished(connection)
            return [message.name.removeprefix("message-") for message in told]

    return Desk()


def test_a_delivery_is_entered_with_its_time(desk):
    desk.send()
    assert desk.hear("delivered") == desk.line.number
    assert (desk.line.status, desk.line.delivery) == ("sent", "delivered")
    assert desk.line.delivered_at == NOW
    assert desk.news == ["delivered"]


@pytest.mark.parametrize("order", list(itertools.permutations(("sent", "delivered", "read"))))
def test_in_whatever_order_it_is_said_a_message_that_was_read_stays_read(desk, order):
    desk.send()
    desk.hear(*order, *order)
    assert (desk.line.status, desk.line.delivery) == ("sent", "read")
    assert desk.news == ["delivered", "read"]


def test_a_message_that_could_not_be_delivered_fails_with_its_code(desk):
    desk.send()
    desk.hear("sent", "failed", "failed", reason="131026")
    assert (desk.line.status, desk.line.reason) == ("failed", "131026")
    assert desk.news == ["failed"]


def test_what_one_device_received_was_delivered_though_another_failed(desk):
    desk.send()
    desk.hear("failed", reason="131026")
    desk.hear("delivered")
    assert (desk.line.status, desk.line.delivery, desk.line.reason) == ("sent", "delivered", None)
    assert desk.hear("failed", reason="131026") is None


def test_a_message_of_somebody_else_is_passed_over(desk):
    desk.send()
    assert desk.hear("delivered", provider_id="wamid.2") is None
    assert desk.hear("delivered", provider_id="wamid.2", tag="no tag of ours") is None
    assert desk.line.delivery is None


@pytest.mark.parametrize("heard", ["sent", "delivered"])
def test_a_message_that_is_unknown_was_sent_if_the_messenger_tells_of_it(desk, heard):
    held = desk.claim()
    desk.finish(held, "unknown", reason="ReadTimeout")
    assert desk.hear(heard, tag=held.tag) == held.number
    assert (desk.line.status, desk.line.delivery) == ("sent", heard)
    assert desk.hear("read") == held.number  # known by its id from now on


def test_the_word_of_the_messenger_may_come_before_the_answer_to_the_request(desk):
    held = desk.claim()
    desk.hear("delivered", tag=held.tag)
    assert not desk.finish(held, "unknown", reason="ReadTimeout")
    assert (desk.line.status, desk.line.delivery) == ("sent", "delivered")


def test_what_is_said_of_an_attempt_that_a_person_repeated_says_nothing_of_the_new_one(desk):
    first = desk.send()
    desk.hear("failed", reason="131047")
    assert desk.do(claims.settle, first.number, ("failed",), "ready", NOW) == "failed"
    second = desk.claim()
    assert second.tag != first.tag
    assert desk.hear("failed", tag=first.tag, reason="131047") is None
    desk.finish(second, "sent", provider_key=key_of("wamid.2"))
    assert (desk.line.status, desk.line.delivery) == ("sent", None)
    desk.hear("delivered", provider_id="wamid.2")
    assert desk.news == ["failed", "delivered"]


def test_a_message_that_is_refused_for_good_is_news_too(desk):
    desk.finish(desk.claim(), "failed", reason="550")
    assert desk.news == ["failed"]


def test_of_many_that_say_the_same_at_once_one_is_heard(desk):
    desk.send()
    said = ["delivered", "read"] * 8
    with ThreadPoolExecutor(8) as pool:
        heard = list(pool.map(desk.hear, said))
    assert desk.line.delivery == "read"
    assert sorted(desk.news) == ["delivered", "read"]
    assert 1 <= len([number for number in heard if number]) <= 2


def test_what_a_process_is_told_names_message_and_attempt_and_is_told_once(desk, room):
    held = desk.send()
    desk.hear("delivered")
    with room.state.database.reading() as connection:
        number, row = connection.execute(select(OUTBOX.c.number, OUTBOX.c.id)).one()
    said = {"tag": held.tag, "reason": None, "happened_at": NOW}
    desk.do(lambda db: reports.add(db, row, "delivered", **said))
    with room.state.database.reading() as connection:
        (told,) = messages.unpublished(connection)
    assert told.message_id == f"{held.number} delivered {held.tag}"
    assert told.correlation_key == number == held.number
    assert json.loads(told.variables)["delivery"]["status"] == "delivered"
