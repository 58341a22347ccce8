"""Where the bytes of documents lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Place(Protocol):
    """Objects by name (``ab/abcd...``), each there as a whole or not at all.

    Any of its methods may raise DocumentsAwayError, which passes; DocumentStoreError, which only
    a person can mend; or OSError.
    """

    store_id: str  # in the references of what is put here

    def read(self, name: str) -> bytes | None:
        """Return an object's content; None: there is none of that name."""

    def has(self, name: str) -> bool:
        """Tell whether there is an object of that name."""

    def write(self, name: str, content: bytes) -> None:
        """Put an object here, in place of one that there may be; durable when this returns."""

    def remove(self, name: str) -> None:
        """Remove an object, if there is one of that name."""

    def names(self, under: str) -> Iterator[str]:
        """The names that begin with ``under``: a folder with its slash, or nothing for all."""

    def path(self, name: str) -> Path | None:
        """The file that is, or would be, the object; None: objects are no files here."""

    def tidy(self) -> None:
        """Remove what writes left behind that never came to their end."""
