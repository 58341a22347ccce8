"""Letters numbered by many processes at once, each killed before another line of the program.

python tests/workers/jobs/numbering.py DATABASE_URL DOCUMENTS AT_ONCE EACH

The first process counts the lines of `workers` that numbering a letter runs through; then comes one
process for each of them, or for one of EACH. Each has a letter of its own; at most
AT_ONCE are alive.
"""

import gc
import json
import os
import signal
import sys
import traceback
from collections import Counter
from pathlib import Path

import workers
from workers.handler import HANDLERS, JobInfo
from workers.registry import load_handlers
from workers.runtime.execution import execute
from workers.state.state import open_state
from workers.testing import NOW

JOB_TYPE = "letter-number"
VARIABLES = {"office": {"code": "W.6"}, "classification": "OT.02.02", "subject": "Undangan"}
PROGRAM = str(Path(workers.__file__).parent)


def job(number: int) -> JobInfo:
    """The job of a letter; the same one whoever asks."""
    keys = dict.fromkeys(("key", "process_instance_key", "element_instance_key"), number)
    return JobInfo(type=JOB_TYPE, process_id="surat", element_id="Nomor", retries=3, **keys)


class Lines:
    """Counts the program's lines as they are run, and dies before the one it is told."""

    def __init__(self, last: int | None = None) -> None:
        self.seen = 0
        self._last = last

    def __call__(self, frame, event, _argument):
        if not frame.f_code.co_filename.startswith(PROGRAM):
            return None
        if event == "line":
            self.seen += 1
            if self.seen == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def number_letter(url: str, documents: str, number: int, lines: Lines) -> None:
    state = open_state(url, Path(documents), threads=1, make=False)
    sys.settrace(lines)
    execute(HANDLERS[JOB_TYPE], job(number), json.dumps(VARIABLES), state, NOW)
    sys.settrace(None)
    state.close()


def in_child(work) -> int:
    """Do it in a process of its own, which has imported all it needs."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 -- whatever it is, this process is no other one
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def count_lines(url: str, documents: str) -> int:
    reader, writer = os.pipe()

    def work() -> None:
        lines = Lines()
        number_letter(url, documents, 0, lines)
        os.write(writer, str(lines.seen).encode())

    in_child(work)
    os.wait()
    return int(os.read(reader, 20))


def how_one_ended() -> str:
    _child, status = os.wait()
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return "killed"
    return "finished" if status == 0 else "failed"


def main(url: str, documents: str, at_once: int, each: int) -> None:
    load_handlers()
    gc.freeze()  # what is imported is not copied for each process
    lines = range(1, count_lines(url, documents) + 1, each)
    ended: Counter[str] = Counter()
    for begun, number in enumerate(lines):
        if begun >= at_once:
            ended[how_one_ended()] += 1
        in_child(lambda last=number: number_letter(url, documents, last, Lines(last)))
    while ended.total() < len(lines):
        ended[how_one_ended()] += 1
    print(json.dumps({"letters": [0, *lines], **ended}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
