"""The people of a list, in the order in which they lie in the database: as their names sound."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import msgspec

from workers.watchlist.entries import Entry
from workers.watchlist.names import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Entry)


class Listed:
    """All of a list's people, in memory: some 100 bytes each, and their names once more."""

    def __init__(self) -> None:
        self._content = bytearray()
        self._ends = array("Q", [0])  # of each person in the content
        self._names: list[str] = []

    def add(self, entries: Iterable[Entry]) -> None:
        """Take people as they come in the file."""
        for entry in entries:
            self._content += _ENCODER.encode(entry)
            self._ends.append(len(self._content))
            self._names.append(spoken(entry.names[0]))

    def in_order(self) -> Iterator[Entry]:
        """Give them back, those whose first names sound alike beside each other; once."""
        order = array("I", sorted(range(len(self._names)), key=self._names.__getitem__))
        self._names.clear()
        for each in order:
            start, end = self._ends[each], self._ends[each + 1]
            yield _DECODER.decode(memoryview(self._content)[start:end])
