"""What a bad document is answered with: one message that says what, where and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class DocumentError(Exception):
    """A document (or an SOP in it) that cannot be read.

    Args:
        code: stable name of the fault, lower case with hyphens (tests cite it).
        what: what is wrong, a sentence in Indonesian.
        remedy: what the owner can do, a sentence in Indonesian.
        file: the file's name.
        line: 1-based line (or page, or row) where it was found; None: the whole file.
    """

    def __init__(
        self, code: str, what: str, remedy: str, *, file: str, line: int | None = None
    ) -> None:
        self.code = code
        self.what = what
        self.remedy = remedy
        self.file = file
        self.line = line
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {what} {remedy}")

    def __reduce__(self) -> tuple[Callable[..., DocumentError], tuple[str | int | None, ...]]:
        """How it is sent from a process that reads to the one that tells."""
        return _again, (self.code, self.what, self.remedy, self.file, self.line)


def _again(code: str, what: str, remedy: str, file: str, line: int | None) -> DocumentError:
    return DocumentError(code, what, remedy, file=file, line=line)
