"""An office that works: each job draws a number, in a book, in the ledger and on a document."""

from __future__ import annotations

import json
import threading

from sqlalchemy import func, select

from workers.registers import COUNTERS, ENTRIES
from workers.state.ledger import LEDGER
from workers.testing import make_job, run_handler

STEP = {"classification": "OT.02.02", "office": {"name": "Kantor Uji", "code": "W.6"}}


class Office:
    """Numbers letters in a state, in as many threads as one likes."""

    def __init__(self, state):
        self.state = state
        self.done = []  # jobs, each with its number

    def number(self, job=None):
        """Do one job, or do it again."""
        job = job or make_job("letter-number")
        content = f"surat {job.key}".encode()
        letter = self.state.documents.put(content, content_type="text/plain", file_name="s.txt")
        variables = {**STEP, "document": letter}
        drawn = run_handler("letter-number", variables, state=self.state, job=job)["letter_number"]
        self.done.append((job, drawn))
        return drawn

    def notify(self):
        """Write a message, which nobody sends."""
        person = json.dumps({"name": "Rukmini Tjokro", "email": "rukmini@example.org"}).encode()
        record = self.state.documents.put(
            person, content_type="application/json", file_name="data.json"
        )
        variables = {"applicant": record, "recipient": "applicant"}
        return run_handler("notify-email", variables, state=self.state)["notification"]["number"]

    def working(self, threads=3):
        """Work while the block runs."""
        return Working(self, threads)


class Working:
    def __init__(self, office, threads):
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(office,)) for _ in range(threads)
        ]

    def _work(self, office):
        while not self._over.is_set():
            office.number()

    def __enter__(self):
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join()


def numbers(state):
    """The numbers in the book, in order."""
    with state.database.reading() as db:
        return list(db.execute(select(ENTRIES.c.number).order_by(ENTRIES.c.number)).scalars())


def book_is_whole(state):
    """No gap, no double; the counter, the ledger and the documents say the same."""
    found = numbers(state)
    with state.database.reading() as db:
        entries = db.execute(select(func.count()).select_from(LEDGER)).scalar()
        last = db.execute(select(COUNTERS.c.last)).scalar() or 0
        documents = db.execute(select(ENTRIES.c.document_id)).scalars().all()
    stored = {name.rpartition("/")[2] for name in state.documents.objects()}
    return found == list(range(1, last + 1)) and entries == last and stored >= {*documents}
