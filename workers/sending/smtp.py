"""A session with a mail server: messages handed over so that it is known what became of each.

A server takes charge of a message when it answers the end of its content, a line with a dot
(RFC 5321, section 4.2.5 and 6.1). What is lost before that dot was never sent; what is lost
between the dot and its answer is unknown. So all but the dot is told first, and only then, when
the caller has noted that it is due, the dot.
"""

from __future__ import annotations

import re
import select
import smtplib
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from workers.sending.carrier import ServerUnavailableError
from workers.sending.claims import SENT, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from workers.sending.config import SmtpConfig
    from workers.sending.envelope import Envelope

# The standard wants ten minutes: servers look for viruses before they answer. Section 4.5.3.2.6.
END_OF_CONTENT_S = 600.0
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_OK = frozenset({250, 251, 252})
_GO_AHEAD = frozenset({354})
# "Sign in first", "wrong password" and the like are about us, not about the message.
_OURS = frozenset({421, 454, 530, 534, 535, 538})


class _RefusedError(Exception):
    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(str(code))


class SmtpSession:
    """An open connection, for one message after the other."""

    def __init__(self, config: SmtpConfig) -> None:
        """Connect, encrypt and sign in.

        Raises:
            ServerUnavailableError: one of these failed.
        """
        self._config = config
        self._smtp: smtplib.SMTP | None = None
        try:
            self._smtp = self._connect()
            self._sign_in(self._smtp)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise ServerUnavailableError(reason_of(error)) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._smtp is not None and kind is None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._hang_up()

    @property
    def is_open(self) -> bool:
        """Whether another message can be sent on it."""
        return self._smtp is not None

    def deliver(self, envelope: Envelope, begin: Callable[[], bool]) -> Outcome | None:
        """Hand over a message.

        Args:
            envelope: the message and whom it is from and for.
            begin: called when all but the last line is told: notes that this is due now, and
                says whether it still is; when it is not, or raises, the server gets to know
                nothing more and discards the message.

        Returns:
            What became of it; None: it was no longer due.
        """
        if (smtp := self._smtp) is None:
            return Outcome(status="ready", reason="disconnected")
        try:
            self._tell(smtp, envelope)
        except _RefusedError as refused:
            return self._refused(smtp, refused.code)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Outcome(status="ready", reason=reason_of(error))
        due = False
        try:
            due = begin()
        finally:
            if not due:
                self._hang_up()
        return self._end(smtp) if due else None

    def _connect(self) -> smtplib.SMTP:
        config = self._config
        if config.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                config.host, config.port, timeout=config.timeout, context=context
            )
        return smtplib.SMTP(config.host, config.port, timeout=config.timeout)

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._config.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if self._config.username:
            smtp.login(self._config.username, self._config.password)

    def _tell(self, smtp: smtplib.SMTP, envelope: Envelope) -> None:
        """Tell all but the dot.

        Raises:
            _RefusedError: the server does not want it.
        """
        content = _LEADING_DOT.sub(b"..", _LINE_END.sub(b"\r\n", envelope.content))
        content += b"" if content.endswith(b"\r\n") else b"\r\n"
        size = [f"SIZE={len(content)}"] if smtp.has_extn("size") else []
        _expect(smtp.mail(envelope.sender, size), _OK)
        for recipient in envelope.recipients:
            _expect(smtp.rcpt(recipient), _OK)
        _expect(smtp.docmd("DATA"), _GO_AHEAD)
        smtp.send(content)
        if _has_spoken(smtp):
            code, _ = smtp.getreply()
            self._hang_up()  # it would take the next command for content
            raise _RefusedError(code)

    def _refused(self, smtp: smtplib.SMTP, code: int) -> Outcome:
        if code in _OURS or code < 400:  # noqa: PLR2004 -- not a refusal: it lost the thread
            self._hang_up()
        else:
            try:
                smtp.rset()
            except (OSError, smtplib.SMTPException):
                self._hang_up()
        return _outcome(code)

    def _end(self, smtp: smtplib.SMTP) -> Outcome:
        """Send the dot and hear what the server says to it."""
        try:
            smtp.send(b".\r\n")
        except (ConnectionError, smtplib.SMTPServerDisconnected) as error:
            self._hang_up()  # known before the dot went out
            return Outcome(status="ready", reason=reason_of(error))
        except OSError as error:
            self._hang_up()
            return Outcome(status="unknown", reason=reason_of(error))
        try:
            assert smtp.sock is not None  # noqa: S101 -- it was just sent on
            smtp.sock.settimeout(max(END_OF_CONTENT_S, self._config.timeout))
            code, _ = smtp.getreply()
            smtp.sock.settimeout(self._config.timeout)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Outcome(status="unknown", reason=reason_of(error))
        return SENT if code in _OK else self._refused(smtp, code)

    def _hang_up(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def reason_of(error: Exception) -> str:
    """Name a fault by its code or kind; the server's words may quote an address."""
    code = getattr(error, "smtp_code", None)
    return str(code) if code else type(error).__name__


def _expect(reply: tuple[int, bytes], codes: frozenset[int]) -> None:
    code, _ = reply
    if code not in codes:
        raise _RefusedError(code)


def _outcome(code: int) -> Outcome:
    """5xx is for good, unless it is about us; all else may be better later."""
    for_good = 500 <= code < 600 and code not in _OURS  # noqa: PLR2004
    return Outcome(status="failed" if for_good else "ready", reason=str(code))


def _has_spoken(smtp: smtplib.SMTP) -> bool:
    """Whether the server hung up or refused without hearing the end: better known now than then."""
    poll = select.poll()
    assert smtp.sock is not None  # noqa: S101 -- it was just sent on
    poll.register(smtp.sock, select.POLLIN)
    return bool(poll.poll(0))
