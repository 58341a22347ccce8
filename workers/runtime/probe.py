"""``python -m workers.runtime.probe [URL]``: ask a worker whether it works.

For containers, which have no curl. Exit status 0: it answers and is not stuck; 1: it does not, or
is. The standard library only, and little of it: this runs every few seconds.
"""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

TIMEOUT_S = 5.0
OK = 200
# One that listens on all addresses is reached on the loopback.
REACHED_AT = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 -- not listened on


def default_url() -> str:
    """Where the environment says that this machine's worker answers."""
    host = os.environ.get("TERTIB_WORKER_HTTP_HOST", "127.0.0.1")
    port = os.environ.get("TERTIB_WORKER_HTTP_PORT", "9090")
    return f"http://{REACHED_AT.get(host, host)}:{port}/healthz"


def probe(url: str) -> tuple[bool, str]:
    """Ask.

    Returns:
        Whether the answer is 200, and what it says.
    """
    try:
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
        connection.request("GET", parts.path or "/healthz")
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace").strip()
    except (OSError, HTTPException, ValueError) as error:
        return False, f"No worker answers at {url} ({type(error).__name__})."
    return answer.status == OK, said


def main(arguments: list[str]) -> int:
    """Ask and print what was said: ``docker inspect`` shows it."""
    good, said = probe(arguments[0] if arguments else default_url())
    print(said)  # noqa: T201 -- see above
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
