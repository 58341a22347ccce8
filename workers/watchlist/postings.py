"""The index of a list: to whom each key leads, in blocks that are rows of a table.

A block holds the keys whose hashes begin alike. Hashes are spread evenly, so the blocks are of one
size, and the beginning of a hash tells its block: nothing is sorted, and nothing searched.

With a key stand the names that have it, as spoken, and with these the people of that name and when
they were born: who is near is told by the index, and nobody else's row is opened. Thousands
may have a key, so people are packed: Python would go through as many objects of its own again and
again in search of garbage.
"""

from __future__ import annotations

from array import array
from struct import Struct
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HASH_BITS = 64
PER_BLOCK = 256  # postings in a block, about; a common key makes a larger one
_SHARD_BITS = 6  # while they are gathered, so that one shard at a time is put in blocks

# Whom a key leads to: the people of each name as spoken; packed.
Named = dict[str, bytes]
Block = dict[int, bytes]  # what each key leads to, by the keys' hashes; encoded

_PERSON = Struct("<II")  # number on the list, date of birth
_ENCODER = msgspec.msgpack.Encoder()
_BLOCK = msgspec.msgpack.Decoder(Block)
_NAMED = msgspec.msgpack.Decoder(Named)


class Postings:
    """An index that is being made, in memory.

    It takes 12 bytes for each key of a name, and 12 and its letters for each name.
    """

    def __init__(self) -> None:
        self._shards = [(array("Q"), array("I")) for _ in range(1 << _SHARD_BITS)]
        self._people = bytearray()
        self._names = bytearray()
        self._ends = array("I", [0])  # of each name

    def add(self, hashes: Iterable[int], *, spoken: str, number: int, born: int) -> None:
        """Enter a name of a person under the hashes of its keys.

        Args:
            hashes: of the keys.
            spoken: the whole name.
            number: the person's on the list.
            born: the date of birth, packed; 0: unknown.
        """
        name = len(self._ends) - 1
        self._people += _PERSON.pack(number, born)
        self._names += spoken.encode()
        self._ends.append(len(self._names))
        for each in hashes:
            keys, names = self._shards[block_of(each, _SHARD_BITS)]
            keys.append(each)
            names.append(name)

    @property
    def block_bits(self) -> int:
        """How many bits of a hash tell its block."""
        total = sum(len(keys) for keys, _ in self._shards)
        return max(_SHARD_BITS, (total // PER_BLOCK).bit_length())

    def blocks(self) -> Iterator[tuple[int, bytes]]:
        """Give each block that holds something, by its number."""
        bits = self.block_bits
        for shard in self._shards:
            found: dict[int, dict[int, dict[str, bytearray]]] = {}
            for key, name in zip(*shard, strict=True):
                named = found.setdefault(block_of(key, bits), {}).setdefault(key, {})
                start, end = self._ends[name], self._ends[name + 1]
                people = named.setdefault(self._names[start:end].decode(), bytearray())
                people += self._people[name * _PERSON.size : (name + 1) * _PERSON.size]
            for number, block in found.items():
                encoded = {key: _ENCODER.encode(named) for key, named in block.items()}
                yield number, _ENCODER.encode(encoded)


def block_of(key: int, bits: int) -> int:
    """Return the number of the block that a key's hash belongs to."""
    return key >> (HASH_BITS - bits)


def read_block(content: bytes) -> Block:
    """Return what ``Postings.blocks`` gave."""
    return _BLOCK.decode(content)


def read_key(content: bytes) -> Named:
    """Return whom a key of a block leads to."""
    return _NAMED.decode(content)


def merge(several: Iterable[Named]) -> Named:
    """Return whom any of several keys leads to; some of them more than once."""
    merged: Named = {}
    for named in several:
        for spoken, people in named.items():
            before = merged.get(spoken, b"")
            if before != people:
                merged[spoken] = before + people
    return merged


def read_people(packed: bytes) -> Iterator[tuple[int, int]]:
    """Give the number and the packed date of birth of each of a name's people."""
    return _PERSON.iter_unpack(packed)
