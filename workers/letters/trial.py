"""A template on trial: looked at, filled in with samples and set as PDF, in a process of its own.

It may be from anybody. Whatever is in it costs no more than a refusal: the process has a limit of
time and memory, and what it finds is kept for as long as the template stays as it is.
"""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from workers.letters.faults import HARMLESS, Fault
from workers.letters.package import LARGEST_FILE

if TYPE_CHECKING:
    from pathlib import Path

LIMIT_S = 60  # of wall time; the process limits its own CPU time below it
KEPT = 16


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """How a template stood its trial."""

    faults: tuple[Fault, ...] = ()
    left_out: tuple[str, ...] = ()  # features of Word that the PDF does not have
    pdf: bytes = b""  # the template filled in with samples; empty: it could not be

    @property
    def stops(self) -> tuple[str, ...]:
        """The kinds of faults that keep it from being used, each once."""
        return tuple(dict.fromkeys(each.kind for each in self.faults if each.kind != HARMLESS))


class Task(msgspec.Struct, frozen=True):
    """What the process is asked."""

    content: bytes
    name: str


def trial(content: bytes, name: str) -> Report:
    """Try a template.

    Args:
        content: what should be a .docx.
        name: which template it is to be; surat-dinas, for instance.
    """
    if len(content) > LARGEST_FILE:
        return Report(faults=(Fault("too-large", "seluruh berkas"),))
    try:
        return _tried(content, name)
    except subprocess.TimeoutExpired:
        return Report(faults=(Fault("hangs"),))  # not kept: the machine may have been busy


@lru_cache(maxsize=KEPT)
def _tried(content: bytes, name: str) -> Report:
    try:
        # -P: nothing of the folder that we happen to be in is imported.
        answer = subprocess.run(
            [sys.executable, "-P", "-m", "workers.letters.inspection"],
            input=msgspec.msgpack.encode(Task(content, name)),
            capture_output=True,
            timeout=LIMIT_S,
            check=True,
        )
        return msgspec.msgpack.decode(answer.stdout, type=Report)
    except (subprocess.CalledProcessError, msgspec.DecodeError):
        return Report(faults=(Fault("hangs"),))


def read_limited(file: Path) -> bytes:
    """Read a file that should be a template; of one that is too large, just enough to tell."""
    with file.open("rb") as source:
        return source.read(LARGEST_FILE + 1)
