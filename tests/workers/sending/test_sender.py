"""The outbox is sent, each message once, whatever happens to who sends it."""

from __future__ import annotations

import random
import signal
import time
from datetime import timedelta

import pytest
import structlog

from workers.config import ConfigError
from workers.sending.sender import Sender
from workers.testing import run_handler


def test_a_message_is_sent_to_its_recipient_as_it_was_composed(mail_server, smtp, room, until):
    smtp(mail_server.port)
    room.compose()
    room.start_sender()
    until(lambda: room.statuses() == {"sent": 1})
    (message,) = mail_server.taken
    assert mail_server.recipients == ["pemohon0@example.org"]
    assert message["To"] == "Rukmini Tjokro <pemohon0@example.org>"
    assert "Yth. Rukmini Tjokro," in message.get_content()


def test_without_a_mail_server_the_outbox_keeps_its_messages_and_counts_them(room, until):
    room.compose(2)
    room.start_sender()
    until(lambda: room.counts == {("email", "ready"): 2})
    assert room.statuses() == {"ready": 2}


def test_messages_that_nobody_is_named_for_are_not_sent(mail_server, smtp, room, until):
    smtp(mail_server.port)
    run_handler(
        "notify-email", {"next_role": "Kabid AHU", "recipient": "Kabid AHU"}, state=room.state
    )
    room.start_sender()
    until(lambda: room.counts == {("email", "unaddressed"): 1})
    assert mail_server.taken == []


def test_four_workers_send_two_hundred_messages_once_each(mail_server, smtp, room, until):
    smtp(mail_server.port)
    room.compose(200)
    workers = [room.start_process() for _ in range(4)]
    until(lambda: room.statuses() == {"sent": 200}, pause=0.1)
    assert len(mail_server.times) == 200
    assert set(mail_server.times.values()) == {1}
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(60) for worker in workers] == [0] * 4


def test_workers_that_are_killed_at_any_moment_double_nothing_and_lose_nothing(
    mail_server, smtp, room, until
):
    smtp(mail_server.port, timeout=0.2)  # a claim is given up after two seconds
    room.compose(120)
    chance = random.Random(20250304)
    workers = [room.start_process() for _ in range(3)]
    for _ in range(6):
        sent = room.statuses()["sent"]
        until(lambda sent=sent: room.statuses()["sent"] > sent or not room.statuses()["ready"])
        time.sleep(chance.uniform(0, 0.05))
        workers.pop(0).kill()
        workers.append(room.start_process())
    dead = timedelta(days=1, seconds=5)  # by tomorrow's clock: only what the killed left behind

    def is_settled() -> bool:
        room.release_stale(claimed=dead, sending=dead)
        return room.statuses()["sent"] + room.statuses()["unknown"] == 120

    until(is_settled, pause=0.1)
    assert set(mail_server.times.values()) == {1}
    assert room.statuses()["sent"] <= len(mail_server.times)


def test_a_worker_that_is_killed_before_the_end_is_told_loses_nothing(
    mail_server, smtp, room, until
):
    smtp(mail_server.port, timeout=0.2)
    room.compose(3)
    doomed = room.start_process()
    mail_server.at_recipient = doomed.kill
    doomed.wait(60)
    assert room.statuses() == {"claimed": 1, "ready": 2}
    room.start_sender()
    until(lambda: room.statuses()["sent"] == 2)
    assert room.release_stale() == {"ready": 1, "unknown": 0}
    until(lambda: room.statuses() == {"sent": 3})
    assert set(mail_server.times.values()) == {1}


def test_a_worker_that_is_killed_before_it_hears_the_answer_doubles_nothing(
    mail_server, smtp, room, until
):
    smtp(mail_server.port)
    room.compose(3)
    doomed = room.start_process()
    mail_server.at_end = doomed.kill
    doomed.wait(60)
    assert room.statuses() == {"sending": 1, "ready": 2}
    room.start_sender()
    until(lambda: room.statuses() == {"sending": 1, "sent": 2})
    assert room.release_stale() == {"ready": 0, "unknown": 1}
    room.compose()
    until(lambda: room.statuses() == {"unknown": 1, "sent": 3})
    assert len(mail_server.taken) == 4
    assert set(mail_server.times.values()) == {1}


def test_a_database_that_is_killed_in_the_middle_doubles_nothing_and_loses_nothing(
    mail_server, smtp, own_postgres, open_room, until
):
    room = open_room(own_postgres.create_database())
    smtp(mail_server.port, timeout=0.2)
    room.compose(60)
    room.start_sender()
    for _ in range(3):
        sent = len(mail_server.taken)
        until(lambda sent=sent: len(mail_server.taken) > sent or not room.statuses()["ready"])
        own_postgres.restart("immediate")
    until(lambda: not {"ready", "claimed", "sending"} & room.statuses().keys(), pause=0.1)
    assert set(mail_server.times.values()) == {1}
    assert room.statuses()["sent"] == len(mail_server.taken)
    assert sum(room.statuses().values()) == 60


def test_a_message_under_way_is_finished_before_the_sender_stops(mail_server, smtp, room, until):
    smtp(mail_server.port)
    room.compose(50)
    running = room.start_sender()
    until(lambda: room.statuses()["sent"])
    assert running.stop(30)
    assert set(room.statuses()) <= {"sent", "ready"}
    assert room.statuses()["sent"] == len(mail_server.taken)


def test_a_server_that_says_not_now_is_asked_again(mail_server, smtp, room, until):
    smtp(mail_server.port)
    mail_server.answers = ["450 greylisted"] * 2
    room.compose()
    room.start_sender()
    until(lambda: room.statuses() == {"sent": 1})
    assert len(mail_server.taken) == 1


def test_a_content_that_is_refused_for_now_is_told_again(mail_server, smtp, room, until):
    smtp(mail_server.port)
    mail_server.data_answers = ["451 try later"]
    room.compose()
    room.start_sender()
    until(lambda: room.statuses() == {"sent": 1})
    assert len(mail_server.taken) == 1


def test_a_message_refused_for_good_fails_with_the_code_and_holds_up_no_other(
    mail_server, smtp, room, until
):
    smtp(mail_server.port)
    mail_server.answers = ["550 no such user pemohon0@example.org"]
    room.compose(2)
    with structlog.testing.capture_logs() as logs:
        room.start_sender()
        until(lambda: room.statuses() == {"failed": 1, "sent": 1})
    assert "550" in room.reasons()
    assert "example.org" not in str(logs)


@pytest.mark.parametrize("stage", ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "content"])
def test_a_server_that_hangs_up_before_the_end_of_the_content_is_told_again(
    rude_server, smtp, room, until, stage
):
    server = rude_server(stage)
    smtp(server.port)
    # More content than waits in the sockets between the two.
    room.compose(enclosed=bytes(8_000_000 if stage == "content" else 0))
    room.start_sender()
    until(lambda: room.statuses() == {"sent": 1})
    assert server.taken == 1


def test_a_server_that_hangs_up_instead_of_answering_the_end_leaves_it_unknown(
    rude_server, smtp, room, until
):
    server = rude_server("dot")
    smtp(server.port)
    room.compose(2)
    room.start_sender()
    until(lambda: room.statuses() == {"unknown": 1, "sent": 1})
    assert server.taken == 2


def test_a_server_that_is_away_is_waited_for(mail_server, smtp, room, until):
    mail_server.stop()
    smtp(mail_server.port)
    room.compose()
    with structlog.testing.capture_logs() as logs:
        room.start_sender()
        until(lambda: any(line["event"] == "smtp_unavailable" for line in logs))
        assert room.statuses() == {"ready": 1}
        mail_server.start()
        until(lambda: room.statuses() == {"sent": 1})


def test_a_message_that_is_gone_from_the_store_fails_alone(mail_server, smtp, room, until):
    smtp(mail_server.port)
    room.compose(2)
    room.message_files()[0].unlink()
    room.start_sender()
    until(lambda: room.statuses() == {"failed": 1, "sent": 1})
    assert "document-unavailable" in room.reasons()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"password": "rahasia"}, "smtp.security"),
        ({"sender": "nobody"}, "smtp.sender"),
        ({"timeout": "long"}, "smtp.timeout"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_without_its_value(room, smtp, settings, named):
    smtp(25, **settings)
    with pytest.raises(ConfigError, match=named) as caught:
        Sender(room.state, lambda _: None)
    assert "rahasia" not in str(caught.value)
