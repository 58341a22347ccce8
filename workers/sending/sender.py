"""The sender: a thread of the worker process that sends the outbox's e-mails and counts them."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import DBAPIError

from workers.runtime import tracing
from workers.runtime.answers import place_of
from workers.runtime.backoff import Backoff
from workers.sending import claims
from workers.sending.claims import SENT, Outcome
from workers.sending.config import bounce_address, smtp_config
from workers.sending.envelope import UnsendableError, read_envelope
from workers.sending.smtp import END_OF_CONTENT_S, ServerUnavailableError, SmtpSession
from workers.state.documents import DocumentUnavailableError
from workers.state.passing import is_passing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workers.sending.claims import Claim
    from workers.state.state import State

log = structlog.get_logger()

CHANNEL = "email"
LOOK_S = 2.0  # how often it looks for new messages
COUNT_S = 30.0  # how often it counts all there are, and takes the claims of the dead
LONGEST_PAUSE_S = 60.0
LAST_TRIES = 5  # to enter a result while the worker stops and the database is away


class Sender:
    """Sends what is ready, one message after the other, until stopped.

    Any number of them may work on one database, in any number of processes.
    """

    def __init__(
        self, state: State, on_counts: Callable[[Mapping[tuple[str, str], int]], None]
    ) -> None:
        """Read the settings; nothing is sent yet.

        Args:
            state: the outbox's.
            on_counts: told now and then, from the sender's thread, how many messages there are
                by channel and status; a status that has none any more is told once with 0.

        Raises:
            ConfigError: a setting of section ``smtp`` or ``mail`` cannot be used.
        """
        self._state = state
        self._config = smtp_config()
        self._from = bounce_address(self._config)
        self._on_counts = on_counts
        self._counted: dict[tuple[str, str], int] = {}
        self._count_at = 0.0
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._pause = Backoff(1.0, LONGEST_PAUSE_S)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Finish the message under way; wait for that at most so long and tell whether it ended.

        It blocks: call it off the event loop.
        """
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._tend()
                if self._config.host:
                    self._send_waiting()
            except ServerUnavailableError as error:
                log.warning("smtp_unavailable", reason=str(error))
                self._rest()
            except (DBAPIError, OSError) as error:
                if not is_passing(error):
                    self._report(error)
                log.warning("outbox_unavailable", reason=type(error).__name__)
                self._rest()
            except Exception as error:  # noqa: BLE001 -- a bug must not end the sending unseen
                self._report(error)
                self._rest()
            else:
                self._pause.reset()
                self._stopping.wait(LOOK_S)

    def _rest(self) -> None:
        self._stopping.wait(self._pause.next())

    @staticmethod
    def _report(error: Exception) -> None:
        log.error("outbox_fault", kind=type(error).__name__, place=place_of(error))

    def _tend(self) -> None:
        """Count the messages and take the claims of the dead, when it is time to."""
        if time.monotonic() < self._count_at:
            return
        self._count_at = time.monotonic() + COUNT_S
        if self._config.host:
            self._release_stale()
        with self._state.database.reading() as connection:
            counted = claims.count(connection)
        self._on_counts(dict.fromkeys(self._counted, 0) | counted)
        self._counted = counted

    def _release_stale(self) -> None:
        with self._state.database.transaction() as transaction:
            released = claims.release_stale(
                transaction.connection,
                CHANNEL,
                _now(),
                claimed=timedelta(seconds=10 * self._config.timeout),
                sending=timedelta(seconds=2 * END_OF_CONTENT_S),
            )
        if any(released.values()):
            log.warning("mail_claims_released", **released)

    def _send_waiting(self) -> None:
        """Send all that is due.

        Raises:
            ServerUnavailableError: the server went away, or does not let us in.
        """
        with self._state.database.reading() as connection:
            if not claims.is_waiting(connection, CHANNEL, _now()):
                return
        with SmtpSession(self._config) as session:
            while not self._stopping.is_set() and (held := self._claim()):
                outcome = self._deliver(session, held)
                if outcome is not None:
                    self._enter(held, outcome)
                if outcome == SENT:
                    self._pause.reset()
                if not session.is_open:
                    reason = outcome.reason if outcome else None
                    raise ServerUnavailableError(reason or "disconnected")

    def _claim(self) -> Claim | None:
        with self._state.database.transaction() as transaction:
            return claims.claim(transaction.connection, CHANNEL, self._holder, _now())

    def _deliver(self, session: SmtpSession, held: Claim) -> Outcome | None:
        def begin() -> bool:
            with self._state.database.transaction() as transaction:
                return claims.begin_sending(transaction.connection, held, _now())

        try:
            envelope = read_envelope(self._state.documents, held.message_id, self._from)
        except DocumentUnavailableError:
            return Outcome(status="failed", reason="document-unavailable")
        except UnsendableError:
            return Outcome(status="failed", reason="no-address")
        try:
            with tracing.instance_span("SMTP send", held.process_instance_key) as span:
                outcome = session.deliver(envelope, begin)
                if outcome is not None and outcome != SENT:
                    span.failed(outcome.reason or outcome.status)
                return outcome
        except DBAPIError:  # it could not be noted, so the end was not told
            return Outcome(status="ready", reason="database-away")

    def _enter(self, held: Claim, outcome: Outcome) -> None:
        """Enter what became of a message, however long the database is away."""
        backoff = Backoff(0.2, 5.0)
        tries = 0
        while not self._try_to_enter(held, outcome):
            tries += self._stopping.is_set()
            if tries == LAST_TRIES:
                log.error("mail_result_lost", message=held.number, status=outcome.status)
                return
            time.sleep(backoff.next())
        _log_result(held, outcome)

    def _try_to_enter(self, held: Claim, outcome: Outcome) -> bool:
        wait = timedelta(seconds=self._config.retry)
        try:
            with self._state.database.transaction() as transaction:
                claims.finish(transaction.connection, held, outcome, _now(), first_wait=wait)
        except (DBAPIError, OSError) as error:
            if not is_passing(error):
                raise
            return False
        return True


def _log_result(held: Claim, outcome: Outcome) -> None:
    said = {"message": held.number, "attempts": held.attempts}
    match outcome.status:
        case "sent":
            log.info("mail_sent", **said)
        case "ready":
            log.warning("mail_postponed", reason=outcome.reason, **said)
        case "failed":
            log.error("mail_failed", reason=outcome.reason, **said)
        case "unknown":
            log.error("mail_unknown", reason=outcome.reason, **said)


def _now() -> datetime:
    return datetime.now(UTC)
