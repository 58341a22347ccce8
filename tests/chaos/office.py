"""The office whose day this is: three of its SOPs, its applicants, its officers."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec

from converters.documents import read_document
from deploy.client.broker import Broker
from deploy.conversion import convert_sop
from deploy.errors import DeployError
from deploy.rehearsal import sample
from deploy.rehearsal.officer import NO, YES, fill_in
from deploy.resources import bundles_in
from workers.samples import store_fingerprints
from workers.state.documents import open_documents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from deploy.cluster import Cluster
    from deploy.resources import Bundle
    from tests.chaos.recorder import Recorder, Task

# Of the three none files its letter. Here two do, as they would if the document said so.
MORE_JOBS: dict[str, dict[str, tuple[str, ...]]] = {
    "layanan-keimigrasian-warga-negara-asing": {},
    "percepatan-pelayanan-research-and-work-internship": {"7": ("archive",)},
    "permohonan-izin-magang-dan-penelitian": {"5": ("archive",)},
}
OFFICERS = 8
REFUSALS = 0.25  # of the decisions, the first two times each comes up
PATIENCE_S = 300.0
AGAIN_S = 5.0  # an officer whose click was not heard clicks again


def bundles(samples: Path, out: Path) -> list[Bundle]:
    """The three diagrams with their forms."""
    sops = [sop for doc in map(read_document, sorted(samples.glob("*.txt"))) for sop in doc.sops]
    chosen = [_with_more_jobs(sop) for sop in sops if sop.id in MORE_JOBS]
    for sop in chosen:
        convert_sop(sop, out, file=sop.source.file, force=True)
    return list(bundles_in(out / "processes" / f"{sop.id}.bpmn" for sop in chosen))


def _with_more_jobs(sop: Any) -> Any:
    more = MORE_JOBS[sop.id]
    steps = [
        msgspec.structs.replace(step, jobs=(*step.jobs, *more.get(step.number, ())))
        for step in sop.steps
    ]
    return msgspec.structs.replace(sop, steps=type(sop.steps)(steps))


class Office:
    """Takes requests in, and does what people do in them."""

    def __init__(
        self, cluster: Cluster, recorder: Recorder, documents: Path, found: list[Bundle], seed: int
    ) -> None:
        self._broker = Broker(cluster)
        self._counter = Broker(cluster)  # connections of its own: requests keeps ten
        self._recorder = recorder
        self._store = open_documents(documents)
        self._prints = store_fingerprints(self._store)
        self._bundles = {bundle.diagram.stem: bundle for bundle in found}
        self._seed = seed
        self._tried: dict[int, float] = {}  # when an officer last let go of a task
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.faults: list[str] = []
        self.started = 0

    def open(self) -> None:
        for bundle in self._bundles.values():
            self._broker.deploy(bundle.files)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()

    def take_in(self, number: int) -> None:
        """Start so many instances, of each process in turn."""
        with ThreadPoolExecutor(OFFICERS) as officers:
            list(officers.map(self._start, range(self.started, self.started + number)))
        self.started += number

    def _start(self, case: int) -> None:
        applicant = msgspec.structs.replace(
            sample.APPLICANT,
            name=f"Pemohon Contoh {case}",
            email=f"pemohon-{case}@example.org",
            phone=f"0812-0000-{case:04}",
            fingerprint=self._prints,
        )
        record = self._store.put(
            msgspec.json.encode(applicant),
            content_type="application/json",
            file_name="pemohon.json",
        )
        first = {
            "case": case,
            "applicant": msgspec.to_builtins(record),
            "office": sample.OFFICE,
        }
        process = list(self._bundles)[case % len(self._bundles)]
        deadline = time.monotonic() + PATIENCE_S
        while not self._heard(lambda: self._counter.start(process, first)):
            assert time.monotonic() < deadline, "the engine takes nothing in any more"
            time.sleep(1)

    def _work(self) -> None:
        with ThreadPoolExecutor(OFFICERS) as officers:
            while not self._closing.wait(0.1):
                now = time.monotonic()
                for task in self._recorder.waiting():
                    if now - self._tried.get(task.key, -AGAIN_S) >= AGAIN_S:
                        self._tried[task.key] = float("inf")
                        officers.submit(self._do, task)

    def _do(self, task: Task) -> None:
        try:
            answers = self._answers(task)
            officer = (task.groups or ["petugas"])[0]
            self._heard(lambda: self._broker.complete(str(task.key), answers, by=officer))
        except Exception as error:  # noqa: BLE001 -- a fault of the test, told at its end
            self.faults.append(f"{task.element}: {type(error).__name__}: {error}")
        self._tried[task.key] = time.monotonic()

    def _answers(self, task: Task) -> Mapping[str, Any]:
        form = msgspec.json.decode(self._bundles[task.process].forms[task.element])
        return fill_in(form, lambda key: self._decide(task, key), {"scan_file": sample.scan})

    def _decide(self, task: Task, key: str) -> str:
        """The same for the same seed, whichever instance key the case has this time."""
        turn = self._recorder.turns[task.instance, task.element]
        case = self._recorder.variables[task.instance]["case"]
        drawn = random.Random(f"{self._seed}/{case}/{key}/{turn}").random()
        return NO if turn <= 2 and drawn < REFUSALS else YES

    @staticmethod
    def _heard(say: Any) -> bool:
        """False: the gateway did not answer, or refused for now. Said again later."""
        try:
            say()
        except DeployError:
            return False
        return True
