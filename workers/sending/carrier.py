"""What takes a channel's messages out, as the sender sees it: a mail server's, a messenger's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from workers.sending.claims import Claim, Outcome
    from workers.sending.pace import Pace

L = TypeVar("L")  # a message as its session takes it
L_contra = TypeVar("L_contra", contravariant=True)


class ServerUnavailableError(Exception):
    """The server cannot be reached, or wants nothing from us. Its text is a code or a kind.

    Args:
        reason: that text.
        wait: how long the server wants to be left alone; zero: it did not say.
    """

    def __init__(self, reason: str, *, wait: timedelta = timedelta()) -> None:
        self.wait = wait
        super().__init__(reason)


class Session(Protocol[L_contra]):
    """A server that is ready to take one message after the other, from ``with`` to its end."""

    @property
    def is_open(self) -> bool:
        """Whether another message can be sent on it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None: ...

    def deliver(self, letter: L_contra, begin: Callable[[], bool], /) -> Outcome | None:
        """Hand over a message.

        Args:
            letter: the message.
            begin: called when all but what makes the server take charge is told: notes that this
                is due now, and says whether it still is; when it is not, or raises, no more is
                told.

        Returns:
            What became of it; None: it was no longer due.
        """


class Carrier(Protocol[L]):
    """Takes the messages of one channel, as its settings say."""

    channel: str
    span: str  # what the sending of a message is called in a trace
    pace: Pace
    retry: timedelta  # first wait after "not now"; doubles
    claimed: timedelta  # after this long a claim counts as a dead worker's
    sending: timedelta  # likewise, while the server's answer is awaited

    def read(self, held: Claim) -> L:
        """Read a message from the store.

        Raises:
            DocumentUnavailableError: it, or what is enclosed, is missing or damaged.
            UnsendableError: it names nobody to send it to.
            OSError: the store cannot be read.
        """

    def open(self) -> Session[L]:
        """Begin to send.

        Raises:
            ServerUnavailableError: there is nobody to send to just now.
        """

    def report_away(self, reason: str) -> None:
        """Log that the server is unavailable."""
