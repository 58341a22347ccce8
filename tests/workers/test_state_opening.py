import signal

import pytest


def test_a_worker_waits_for_its_database_and_says_so_once(own_postgres, work, events, until):
    url = own_postgres.create_database()
    own_postgres.stop()
    process = work(TERTIB_WORKER_DATABASE_URL=url)
    until(lambda: "database_awaited" in events(), lambda: process.poll() is None)
    own_postgres.start()
    until(lambda: "worker_started" in events(), lambda: process.poll() is None)
    assert [event for event in events() if event.startswith("database")] == [
        "database_awaited",
        "database_reached",
        "database_migrated",
    ]
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_wait_for_a_database(work, events, until, number):
    pytest.importorskip("psycopg")
    process = work(TERTIB_WORKER_DATABASE_URL="postgresql+psycopg://tertib@127.0.0.1:1/tertib")
    until(lambda: "database_awaited" in events(), lambda: process.poll() is None)
    process.send_signal(number)
    assert process.wait(60) == 0


def test_a_database_that_is_not_on_the_server_is_not_waited_for(postgres_url, work, tmp_path):
    assert work(TERTIB_WORKER_DATABASE_URL=f"{postgres_url}_none").wait(60) == 1
    log = (tmp_path / "log").read_text()
    assert "TERTIB_WORKER_DATABASE_URL" in log
    assert "does not exist" in log
    assert "Traceback" not in log
