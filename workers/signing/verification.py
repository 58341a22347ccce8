"""Who signed a document, when, and whether it was changed since.

The document may be from anybody. It is read in a child process with a limit of time and memory,
so that whatever is in it costs no more than a refusal.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec

from workers.decoding import decode
from workers.signing.inspection import Report, SignatureReport, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from asn1crypto import x509

__all__ = ["Report", "SignatureReport", "verify"]

LIMIT_S = 90  # of wall time; the child limits its own CPU time below it
LARGEST_BYTES = 256 << 20


def verify(content: bytes, roots: Sequence[x509.Certificate], now: datetime) -> Report:
    """Verify all signatures of a document.

    Args:
        content: what should be a PDF.
        roots: whom to trust.
        now: aware; as of when certificates have to be valid, where no time stamp proves another.

    Returns:
        The report; a document that cannot be read has one, too.
    """
    if len(content) > LARGEST_BYTES:
        return Report(unreadable="too-much")
    task = Task(content=content, roots=[root.dump() for root in roots], now=now)
    try:
        # -P: nothing of the folder that we happen to be in is imported.
        answer = subprocess.run(
            [sys.executable, "-P", "-m", "workers.signing.inspection"],
            input=msgspec.msgpack.encode(task),
            capture_output=True,
            timeout=LIMIT_S,
            check=True,
        )
        return decode(answer.stdout, Report)
    except (subprocess.SubprocessError, msgspec.DecodeError):
        return Report(unreadable="too-much")
