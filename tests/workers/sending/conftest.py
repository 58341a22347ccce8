"""A mail server that keeps what it takes, and an outbox with messages for it."""

from __future__ import annotations

import email
import json
import socket
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from workers.outbox import OUTBOX, SENDINGS
from workers.registry import load_handlers
from workers.sending import claims
from workers.sending.envelope import reference_of
from workers.sending.listing import Line, newest
from workers.sending.sender import Sender
from workers.state.state import open_state
from workers.testing import run_handler

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.state.state import State

SENDERS = Path(__file__).with_name("senders.py")


class MailServer:
    """A real SMTP server that takes all it is sent.

    ``answers`` are given at RCPT, ``data_answers`` after the content, one after the other;
    ``at_recipient`` and ``at_end`` are called once before the answer.
    """

    def __init__(self, **options: object) -> None:
        self.taken: list[email.message.EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []
        self.data_answers: list[str] = []
        self.at_recipient: Callable[[], None] | None = None
        self.at_end: Callable[[], None] | None = None
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self._options = options

    def start(self) -> None:
        self._controller = Controller(self, "127.0.0.1", self.port, **self._options)
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop(no_assert=True)

    @property
    def times(self) -> Counter[str]:
        """How often each message came, by its Message-ID."""
        return Counter(message["Message-ID"] for message in self.taken)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if hook := self.at_recipient:
            self.at_recipient = None
            hook()
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.data_answers:
            return self.data_answers.pop(0)
        self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        if hook := self.at_end:
            self.at_end = None
            hook()
        return "250 OK"


REPLIES = {"EHLO": b"250 rude", "MAIL": b"250 OK", "RCPT": b"250 OK", "DATA": b"354 go ahead"}


class RudeServer(socketserver.ThreadingTCPServer):
    """Says what a mail server says until ``stage``, then hangs up; after that it is polite."""

    daemon_threads = True

    def __init__(self, stage: str) -> None:
        super().__init__(("127.0.0.1", 0), RudeTalk)
        self.port = self.server_address[1]
        self.stage: str | None = stage
        self.taken = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def hangs_up(self, stage: str) -> bool:
        if self.stage != stage:
            return False
        self.stage = None
        return True


class RudeTalk(socketserver.StreamRequestHandler):
    server: RudeServer

    def handle(self) -> None:
        if self.server.hangs_up("greeting"):
            return
        self._say(b"220 rude")
        while (line := self.rfile.readline()) and self._obey(line[:4].decode()):
            pass

    def _say(self, reply: bytes) -> None:
        self.wfile.write(reply + b"\r\n")

    def _obey(self, name: str) -> bool:
        if self.server.hangs_up(name):
            return False
        self._say(REPLIES.get(name, b"250 OK"))
        return self._take() if name == "DATA" else name != "QUIT"

    def _take(self) -> bool:
        self.rfile.readline()
        if self.server.hangs_up("content"):
            return False
        while self.rfile.readline() != b".\r\n":
            pass
        self.server.taken += 1
        if self.server.hangs_up("dot"):
            return False
        self._say(b"250 OK")
        return True


class MailRoom:
    """An outbox, what is in it, and who sends it."""

    def __init__(self, state: State, url: str, folder: Path) -> None:
        self.state = state
        self._url = url
        self._folder = folder
        self._threads: list[Sender] = []
        self._processes: list[subprocess.Popen[bytes]] = []
        self.counts: dict[tuple[str, str], int] = {}

    def compose(self, number: int = 1, *, enclosed: bytes = b"", channel: str = "email") -> None:
        """Put messages to so many people into the outbox."""
        put = self.state.documents.put
        letter = put(enclosed, content_type="application/pdf", file_name="surat.pdf")
        for each in range(number):
            record = {"name": "Rukmini Tjokro", "email": f"pemohon{each}@example.org"}
            record["phone"] = f"0812-3456-{7000 + each}"
            content = json.dumps(record).encode()
            applicant = put(content, content_type="application/json", file_name="data.json")
            variables = {"subject": "Surat izin", "applicant": applicant, "recipient": "applicant"}
            variables |= {"document": letter} if enclosed else {}
            run_handler(f"notify-{channel}", variables, state=self.state)

    def statuses(self) -> Counter[str]:
        """How many messages have which status."""
        return Counter(self._read(OUTBOX.c.status))

    def reasons(self) -> list[str | None]:
        return self._read(SENDINGS.c.reason)

    def release_stale(self, *, channel: str = "email", **ages: timedelta) -> dict[str, int]:
        """Take the claims of the dead, by default of those that died a day ago."""
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        given = {"claimed": timedelta(), "sending": timedelta()} | ages
        with self.state.database.transaction() as transaction:
            return dict(claims.release_stale(transaction.connection, channel, tomorrow, **given))

    def lines(self) -> list[Line]:
        """The messages as an operator sees them, in the order they were composed."""
        with self.state.database.reading() as connection:
            return newest(connection, (), 1000)[::-1]

    def message_files(self) -> list[Path]:
        """The stored messages, in the order they were composed."""
        ids = self._read(OUTBOX.c.message_id)
        return [self.state.documents.path(reference_of(each)) for each in ids]

    def _read(self, column) -> list:
        with self.state.database.reading() as connection:
            return list(connection.execute(select(column).order_by(column.table.c[0])).scalars())

    def start_sender(self) -> Sender:
        self._threads.append(Sender(self.state, self.counts.update))
        self._threads[-1].start()
        return self._threads[-1]

    def stop_senders(self) -> None:
        while self._threads:
            assert self._threads.pop().stop(30)

    def start_process(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(SENDERS), self._url, str(self.state.documents.place.folder)]
        with (self._folder / f"sender-{len(self._processes)}.log").open("wb") as log:
            self._processes.append(subprocess.Popen(command, stderr=log))
        return self._processes[-1]

    def close(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()
        self.stop_senders()
        self.state.close()


@pytest.fixture
def serve_mail():
    """Start mail servers; options are those of aiosmtpd's Controller."""
    started = []

    def start(**options: object) -> MailServer:
        started.append(MailServer(**options))
        started[-1].start()
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def mail_server(serve_mail) -> MailServer:
    return serve_mail()


@pytest.fixture
def rude_server():
    started = []

    def start(stage: str) -> RudeServer:
        started.append(RudeServer(stage))
        return started[-1]

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def smtp(monkeypatch):
    """Set section smtp for this process and its children."""

    def configure(port: int, **settings: object) -> None:
        values = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": 5, "retry": 0.1}
        for name, value in (values | settings).items():
            monkeypatch.setenv(f"TERTIB_SMTP_{name.upper()}", str(value))

    return configure


@pytest.fixture
def open_room(tmp_path):
    """Make an outbox in the database of a URL."""
    opened = []
    load_handlers()

    def open_(url: str) -> MailRoom:
        opened.append(MailRoom(open_state(url, tmp_path / "documents"), url, tmp_path))
        return opened[-1]

    yield open_
    for room in opened:
        room.close()


@pytest.fixture
def room(open_room, database_url) -> MailRoom:
    return open_room(database_url)
