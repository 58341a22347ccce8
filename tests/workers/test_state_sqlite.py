import os
import signal
import subprocess
import sys
import threading

import pytest
from sqlalchemy import text

from workers.state.database import Database

HOLD = """
import sys, time
from workers.state.database import Database
with Database(sys.argv[1]).transaction() as transaction:
    transaction.connection
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'folder' / 'test.db'}"


def test_a_writer_that_is_killed_lets_the_next_one_in(url):
    database = Database(url)
    database.create_tables()
    holder = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    written = threading.Event()

    def write():
        with database.transaction() as transaction:
            transaction.connection.execute(text("insert into counters values ('x', 1)"))
        written.set()

    threading.Thread(target=write).start()
    assert not written.wait(0.3)
    os.kill(holder.pid, signal.SIGKILL)
    assert written.wait(10)
    holder.wait()
    holder.stdout.close()
    database.close()
