"""The dispatch of one channel: a thread that sends what the outbox holds for it."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Generic

import structlog
from sqlalchemy.exc import DBAPIError

from workers.runtime import tracing
from workers.runtime.backoff import Backoff
from workers.sending import claims, pace
from workers.sending.carrier import L, ServerUnavailableError
from workers.sending.claims import SENT, Outcome
from workers.sending.envelope import UnsendableError
from workers.sending.repeating import repeat
from workers.state.documents import DocumentUnavailableError
from workers.state.passing import is_passing

if TYPE_CHECKING:
    from workers.sending.carrier import Carrier, Session
    from workers.sending.claims import Claim
    from workers.state.state import State

log = structlog.get_logger()

LOOK_S = 2.0  # how often it looks for new messages
TEND_S = 30.0  # how often it takes the claims of the dead
LONGEST_PAUSE_S = 60.0
LAST_TRIES = 5  # to enter a result while the worker stops and the database is away


class Dispatch(Generic[L]):
    """Sends what is ready, one message after the other, until stopped.

    Any number of them may work on one database, in any number of processes.
    """

    def __init__(self, carrier: Carrier[L], state: State, stopping: threading.Event) -> None:
        """Nothing is sent before the thread is started.

        Args:
            carrier: takes the messages out.
            state: the outbox's.
            stopping: set, lets the thread finish the message under way and end.
        """
        self._carrier = carrier
        self._state = state
        self._stopping = stopping
        self._tend_at = 0.0
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._pause = Backoff(1.0, LONGEST_PAUSE_S)
        self.thread = threading.Thread(
            target=self._run, name=f"outbox {carrier.channel}", daemon=True
        )

    def _run(self) -> None:
        repeat(self._step, self._stopping, every=LOOK_S, pause=self._pause)

    def _step(self) -> None:
        """Send all that is due.

        Raises:
            ServerUnavailableError: the server went away, or does not let us in; it is logged.
        """
        if time.monotonic() >= self._tend_at:
            self._tend_at = time.monotonic() + TEND_S
            self._release_stale()
        with self._state.database.reading() as connection:
            carrier = self._carrier
            if not claims.is_waiting(connection, carrier.channel, _now(), carrier.pace):
                return
        try:
            self._send_waiting()
        except ServerUnavailableError as error:
            self._carrier.report_away(str(error))
            raise

    def _release_stale(self) -> None:
        carrier = self._carrier
        with self._state.database.transaction() as transaction:
            released = claims.release_stale(
                transaction.connection,
                carrier.channel,
                _now(),
                claimed=carrier.claimed,
                sending=carrier.sending,
            )
        if any(released.values()):
            log.warning("mail_claims_released", channel=carrier.channel, **released)

    def _send_waiting(self) -> None:
        with self._carrier.open() as session:
            while not self._stopping.is_set() and (held := self._claim()):
                outcome = self._deliver(session, held)
                if outcome is not None:
                    self._enter(held, outcome)
                    if outcome.status == SENT.status:
                        self._pause.reset()
                if not session.is_open:
                    told = outcome or Outcome(status="ready")
                    raise ServerUnavailableError(told.reason or "disconnected", wait=told.wait)

    def _claim(self) -> Claim | None:
        """Claim the next message, as soon as the channel's pace allows it."""
        carrier = self._carrier
        while not self._stopping.is_set():
            with self._state.database.transaction() as transaction:
                connection, now = transaction.connection, _now()
                wait = pace.wait(connection, carrier.channel, carrier.pace, now)
                if not wait:
                    return claims.claim(
                        connection, carrier.channel, self._holder, now, carrier.pace
                    )
            self._stopping.wait(wait.total_seconds())
        return None

    def _deliver(self, session: Session[L], held: Claim) -> Outcome | None:
        def begin() -> bool:
            with self._state.database.transaction() as transaction:
                return claims.begin_sending(transaction.connection, held, _now())

        try:
            letter = self._carrier.read(held)
        except DocumentUnavailableError:
            return Outcome(status="failed", reason="document-unavailable")
        except UnsendableError:
            return Outcome(status="failed", reason="no-address")
        try:
            with tracing.instance_span(self._carrier.span, held.process_instance_key) as span:
                outcome = session.deliver(letter, begin)
                if outcome is not None and outcome.status != SENT.status:
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
        self._log_result(held, outcome)

    def _try_to_enter(self, held: Claim, outcome: Outcome) -> bool:
        wait = self._carrier.retry
        try:
            with self._state.database.transaction() as transaction:
                claims.finish(transaction.connection, held, outcome, _now(), first_wait=wait)
        except (DBAPIError, OSError) as error:
            if not is_passing(error):
                raise
            return False
        return True

    def _log_result(self, held: Claim, outcome: Outcome) -> None:
        channel = self._carrier.channel
        said = {"message": held.number, "channel": channel, "attempts": held.attempts}
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
