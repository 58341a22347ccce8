"""The one way a command of ``deploy`` fails: what is wrong, and what to do about it."""

from __future__ import annotations


class DeployError(Exception):
    """Something an operator can mend. Printed as one message; the exit status is 1.

    Args:
        what: what is wrong and where, as a sentence. Never holds personal data.
        remedy: what to do about it, as a sentence.
    """

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what} {remedy}")
