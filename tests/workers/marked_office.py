"""Every job type, done by the worker's own runtime for a person whose data nobody could mistake.

python tests/workers/marked_office.py FOLDER

There is no broker: what the worker would tell it is written to told.json and published.json in
FOLDER, its metrics page to metrics.txt. Its log goes to standard error and its traces to where the
environment says. When the jobs are done, the worker's other parts run until nothing is left:
requests for signatures expire, the outbox is sent, waiting processes are told.
"""

import asyncio
import dataclasses
import itertools
import json
import shutil
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import msgspec
from prometheus_client import generate_latest
from pyzeebe.proto.gateway_pb2 import ActivatedJob
from sqlalchemy import insert, select

from workers.config import WorkerConfig
from workers.handler import BpmnError, IncidentError, RetryableError
from workers.jobs.signature_request import SIGNATURES
from workers.messages import MESSAGES
from workers.outbox import OUTBOX, SENDINGS
from workers.people import read_applicant
from workers.registry import load_handlers
from workers.runtime import tracing
from workers.runtime.black_box import BlackBox
from workers.runtime.gateway import Gateway
from workers.runtime.jobs import Jobs
from workers.runtime.logs import configure_logs, log
from workers.runtime.metrics import Metrics
from workers.runtime.publisher import Publisher
from workers.runtime.storage import Storage
from workers.runtime.workshop import Workshop
from workers.samples import FOLDER, store_fingerprints
from workers.sending.sender import Sender
from workers.signing.expiry import Expiry
from workers.state.state import open_state
from workers.testing import NOW, run_handler

PERSON = {
    "name": "Zulqarnain Wirabhaskara",
    "aliases": ["Zulkarnaen Wirabaskara"],
    "nik": "3174099901999017",
    "passport_number": "X9081726",
    "phone": "0812-9081-7263",
    "email": "zulqarnain@bhaskara.example",
    "address": "Jalan Kenanga Ungu 77",
    "birth_date": "1977-11-30",
    "institution": "Sekolah Tinggi Merpati Biru",
    "student_number": "NIM-ZW-5512",
}
NUMBERS = ", ".join(PERSON[each] for each in ("nik", "passport_number", "phone", "email"))
EVERYTHING = json.dumps(PERSON)
# What an officer types into forms.
TYPED = (
    "archive_place", "guest_purpose", "instruction", "message", "review_note",
)  # fmt: skip
SCAN = f"paspor {PERSON['name']} {PERSON['nik']}.png"
STEP = {
    "row": "4",
    "activity": "Memproses surat izin magang kepada pemohon",
    "subject": "Surat Izin Magang",
    "role": "Petugas Layanan",
    "next_role": "Pemohon",
    "process_title": "Permohonan Izin Magang",
    "kind": "surat-izin",
    "enrol": True,
} | {f"u{number}": "4" for number in range(1, 10)}
KEYS = itertools.count(2251799813685249)


class Engine:
    """Takes the worker's answers, as the gateway's stub does."""

    def __init__(self):
        self.told, self.published = [], []
        self.ways = {}  # by the job's key

    async def _take(self, request, **_):
        self.told.append([*self.ways[request.jobKey], type(request).__name__, str(request)])

    CompleteJob = FailJob = ThrowError = _take

    async def _hear(self, request, **_):
        self.published.append(str(request))

    PublishMessage = _hear


class EngineGateway(Gateway):
    def __init__(self, engine):
        self._stub = engine


def failing(handler, fail):
    """The handler, in a thread; it is done with its work or has read the record, and fails."""
    return dataclasses.replace(handler, function=fail(handler.function), cpu_bound=False)


def bug(function):
    def stumble(inputs, context):
        function(inputs, context)
        raise ValueError(EVERYTHING)

    return stumble


def raising(kind, *arguments):
    def fail(function):
        def refuse(inputs, context):
            read_applicant(context.documents, getattr(inputs, "applicant", None))
            log.warning(NUMBERS, exc_info=ValueError(EVERYTHING), person=[NUMBERS, Path(NUMBERS)])
            raise kind(*arguments)

        return refuse

    return fail


WAYS = {
    "bug": bug,
    "exit": raising(SystemExit, EVERYTHING),
    "key": raising(KeyError, EVERYTHING),
    "bpmn-error": raising(BpmnError, "TOY_REFUSED", f"Refused: {NUMBERS}."),
    "retry": raising(RetryableError, f"Not now: {NUMBERS}."),
    "incident": raising(IncidentError, f"Mend this: {NUMBERS}."),
}


class Office:
    def __init__(self, folder, state):
        self.folder, self.state = folder, state
        scans = store_fingerprints(state.documents)
        references = {"captured": as_variable(scans.captured)}
        applicant = self.record(PERSON)
        drafted = run_handler("letter-draft", STEP | {"applicant": applicant}, state=state)
        self.known = STEP | {
            "applicant": applicant,
            "document": drafted["letter"],
            **dict.fromkeys(TYPED, EVERYTHING),
            "signature_request": self.signed(drafted["letter_pdf"]),
        }
        self.with_prints = self.record(PERSON | {"fingerprint": references})
        self.unreadable = self.record({"name": 5, "nik": PERSON["nik"], "phone": EVERYTHING})
        self.unreachable = self.record(PERSON | {"phone": NUMBERS, "email": EVERYTHING})
        (folder / "inbox").mkdir()

    def put(self, content, name, kind="application/json"):
        return as_variable(self.state.documents.put(content, content_type=kind, file_name=name))

    def record(self, person):
        return self.put(json.dumps(person).encode(), "pemohon.json")

    def signed(self, document):
        """A request decided on paper: signature-result is of one."""
        request = {"number": "TTD-00077/2025", "official": "Kepala Kantor", "status": "signed"}
        facts = {"subject": EVERYTHING, "element_id": "Job_3", "process_instance_key": next(KEYS)}
        facts |= {"requested_at": NOW, "decided_at": NOW, "document_id": document["documentId"]}
        with self.state.database.transaction() as transaction:
            transaction.connection.execute(insert(SIGNATURES).values(request | facts))
        return request

    def jobs(self, handler):
        """The ways in which a type's jobs go: name, handler, variables."""
        prints = {"applicant": self.with_prints} if handler.type == "biometric-check" else {}
        yield "well", handler, self.given() | prints
        yield "unreadable", handler, self.given() | {"applicant": self.unreadable}
        yield "unreachable", handler, self.given() | {"applicant": self.unreachable}
        yield "wrong", handler, {name: {"wrong": PERSON} for name in handler.variables}
        for way, fail in WAYS.items():
            yield way, failing(handler, fail), self.given()

    def given(self):
        """What a job is given: what is known, and a scan of its own."""
        name = f"{next(KEYS)} {SCAN}"
        shutil.copy(FOLDER / "fingerprint-captured.png", self.folder / "inbox" / name)
        return self.known | {"scan_file": name}


def as_variable(reference):
    return msgspec.to_builtins(reference)


def activated(handler, variables):
    return ActivatedJob(
        key=next(KEYS),
        type=handler.type,
        processInstanceKey=next(KEYS),
        elementInstanceKey=next(KEYS),
        bpmnProcessId="izin-magang",
        elementId=f"Job_4_{handler.type}",
        customHeaders="{}",
        retries=3,
        variables=json.dumps(variables),
    )


async def work(state, office, engine, metrics):
    handlers = load_handlers()
    in_threads = {
        name: dataclasses.replace(each, cpu_bound=False) for name, each in handlers.items()
    }
    jobs = Jobs(
        gateway=EngineGateway(engine), storage=Storage(state.database), metrics=metrics, lease=600
    )
    config = WorkerConfig(threads=2, processes=1)
    common = {"jobs": jobs, "state": state, "metrics": metrics, "cluster": "test"}
    box = BlackBox(office.folder / "black-boxes")
    shops = [Workshop(config, each, black_box=box, **common) for each in (handlers, in_threads)]
    freed = asyncio.Semaphore(0)
    jobs.work = lambda taken: shops[handlers[taken.info.type] is not taken.handler].begin(taken)
    for handler in handlers.values():
        for way, variant, variables in office.jobs(handler):
            raw = activated(variant, variables)
            engine.ways[raw.key] = (handler.type, way)
            jobs.take(variant, raw, freed.release)
    for _ in engine.ways:
        await freed.acquire()
    for shop in shops:
        await asyncio.to_thread(shop.close)


async def after_work(state, engine, metrics):
    """Let the other parts of the worker do what the jobs have left them."""
    reached = asyncio.Event()
    reached.set()
    link = SimpleNamespace(up=reached)
    sender = Sender(state, lambda counts: count(metrics, counts))
    sender.start()
    parts = (Expiry(state), Publisher(state.database, EngineGateway(engine), link))
    tasks = [asyncio.create_task(part.run()) for part in parts]
    await asyncio.to_thread(await_end, state)
    for task in tasks:
        task.cancel()
    await asyncio.to_thread(sender.stop, 30)


def count(metrics, counts):
    for labels, number in counts.items():
        metrics.outbox.labels(*labels).set(number)


def await_end(state):
    while is_left(state):
        time.sleep(0.1)


def is_left(state):
    """Whether a request has not expired, a message was not tried, or a process not told."""
    left = (
        select(SIGNATURES.c.id).where(SIGNATURES.c.status == "waiting"),
        select(OUTBOX.c.id).join(SENDINGS, isouter=True).where(
            OUTBOX.c.status.in_(("ready", "claimed", "sending")), SENDINGS.c.reason.is_(None)
        ),
        select(MESSAGES.c.id).where(MESSAGES.c.published_at.is_(None)),
    )  # fmt: skip
    with state.database.reading() as db:
        return any(db.execute(query).first() for query in left)


def main(folder):
    configure_logs()
    tracing.start("test")
    load_handlers()
    state = open_state(WorkerConfig().state_url, WorkerConfig().documents_place)
    engine, metrics = Engine(), Metrics()
    asyncio.run(work(state, Office(folder, state), engine, metrics))
    asyncio.run(after_work(state, engine, metrics))
    tracing.stop(10)
    state.close()
    (folder / "told.json").write_text(json.dumps(engine.told), encoding="utf-8")
    (folder / "published.json").write_text(json.dumps(engine.published), encoding="utf-8")
    (folder / "metrics.txt").write_bytes(generate_latest(metrics.registry))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
