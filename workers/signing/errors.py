"""What stops a signature."""

from __future__ import annotations


class SigningError(Exception):
    """Something the official or the operator can mend: what, and what to do about it.

    Its text is for the official at the desk, in Indonesian. It names files, settings and numbers;
    it never holds a passphrase, a key or a person's name.
    """


class UnknownOutcomeError(SigningError):
    """A signature was asked for, and nobody knows whether it was made.

    Args:
        reason: a short word for the log and the request: timeout, cut, http-502, answer.
        message: for the official.
    """

    def __init__(self, reason: str, message: str = "") -> None:
        self.reason = reason
        super().__init__(message or reason)
