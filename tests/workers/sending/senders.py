"""The outbox's sender as a process of its own, for tests that kill it.

python tests/workers/sending/senders.py DATABASE_URL DOCUMENTS
"""

import signal
import sys
from pathlib import Path

from workers.runtime.logs import configure_logs
from workers.sending.sender import Sender
from workers.state.state import open_state


def main(url: str, documents: str) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    configure_logs()
    state = open_state(url, Path(documents))
    sender = Sender(state, lambda _: None)
    sender.start()
    signal.sigwait([signal.SIGTERM])
    stopped = sender.stop(30)
    state.close()
    sys.exit(0 if stopped else 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
