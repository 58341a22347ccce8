"""What a bad document is answered with: one message that says what, where and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class DocumentError(Exception):
    """A document (or an SOP in it) that cannot be read.

    Args:
        code: stable name of the fault, lower case with hyphens (tests cite it).
        what: what is wrong, a sentence in Indonesian.
        remedy: what the owner can do, a sentence in Indonesian.
        file: the file's name.
        line: 1-based line where it was found; None: the whole file, or a page.
        page: 1-based page or sheet where it was found.
        row: the row of a table on that page, 1-based from its first line on.
    """

    def __init__(
        self,
        code: str,
        what: str,
        remedy: str,
        *,
        file: str,
        line: int | None = None,
        page: int | None = None,
        row: int | None = None,
    ) -> None:
        self.code = code
        self.what = what
        self.remedy = remedy
        self.file = file
        self.line = line
        self.page = page
        self.row = row
        place = file if line is None else f"{file}:{line}"
        place += "" if page is None else f", halaman {page}"
        place += "" if row is None else f", baris {row}"
        super().__init__(f"{place}: {what} {remedy}")

    def in_file(self, name: str) -> DocumentError:
        """The same under another name of the file: one that tells it from its namesakes."""
        return _again({**vars(self), "file": name})

    def __reduce__(self) -> tuple[Callable[..., DocumentError], tuple[dict[str, Any]]]:
        """How it is sent from a process that reads to the one that tells."""
        return _again, (vars(self),)


def _again(fields: dict[str, Any]) -> DocumentError:
    return DocumentError(**fields)
