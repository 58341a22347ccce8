"""The index of a list: to whom each key leads, in blocks that are rows of a table.

A block holds the keys whose hashes begin alike. Hashes are spread evenly, so the blocks are of one
size, and the beginning of a hash tells its block: nothing is sorted, and nothing searched.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HASH_BITS = 64
PER_BLOCK = 512  # postings in a block, about; a common key makes a larger one
_SHARD_BITS = 6  # while they are gathered, so that one shard at a time is put in blocks

# Who has a key: the person's number on the list, and the year of birth (0: unknown).
Posting = tuple[int, int]
Block = dict[int, list[Posting]]  # by the keys' hashes

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Block)


class Postings:
    """An index that is being made, in memory: 14 bytes for each key of each person."""

    def __init__(self) -> None:
        self._shards = [(array("Q"), array("I"), array("H")) for _ in range(1 << _SHARD_BITS)]

    def add(self, hashes: Iterable[int], number: int, year: int) -> None:
        """Enter a person under the hashes of the person's keys."""
        for each in hashes:
            keys, numbers, years = self._shards[block_of(each, _SHARD_BITS)]
            keys.append(each)
            numbers.append(number)
            years.append(year)

    @property
    def block_bits(self) -> int:
        """How many bits of a hash tell its block."""
        total = sum(len(keys) for keys, _, _ in self._shards)
        return max(_SHARD_BITS, (total // PER_BLOCK).bit_length())

    def blocks(self) -> Iterator[tuple[int, bytes]]:
        """Give each block that holds something, by its number."""
        bits = self.block_bits
        for shard in self._shards:
            found: dict[int, Block] = {}
            for key, number, year in zip(*shard, strict=True):
                block = found.setdefault(block_of(key, bits), {})
                block.setdefault(key, []).append((number, year))
            for number, block in found.items():
                yield number, _ENCODER.encode(block)


def block_of(key: int, bits: int) -> int:
    """Return the number of the block that a key's hash belongs to."""
    return key >> (HASH_BITS - bits)


def read_block(content: bytes) -> Block:
    """Return what ``Postings.blocks`` gave."""
    return _DECODER.decode(content)
