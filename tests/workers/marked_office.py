"""Every job type, done by the worker's own runtime for a person whose data nobody could mistake.

python tests/workers/marked_office.py FOLDER

There is no broker: what the worker would tell it is written to told.json in FOLDER, its metrics
page to metrics.txt. Its log goes to standard error and its traces to where the environment says.
"""

import asyncio
import dataclasses
import io
import itertools
import json
import shutil
import sys
from pathlib import Path

import msgspec
from prometheus_client import generate_latest
from pypdf import PdfWriter
from pyzeebe.proto.gateway_pb2 import ActivatedJob
from sqlalchemy import insert

from workers.config import WorkerConfig
from workers.handler import BpmnError, IncidentError, RetryableError
from workers.jobs.signature_request import SIGNATURES
from workers.people import read_applicant
from workers.registry import load_handlers
from workers.runtime import tracing
from workers.runtime.black_box import BlackBox
from workers.runtime.gateway import Gateway
from workers.runtime.jobs import Jobs
from workers.runtime.logs import configure_logs, log
from workers.runtime.metrics import Metrics
from workers.runtime.storage import Storage
from workers.runtime.workshop import Workshop
from workers.samples import FOLDER, store_fingerprints
from workers.state.state import open_state
from workers.testing import NOW

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
# What an officer types into forms, or whoever scans calls a file.
TYPED = (
    "archive_place", "guest_purpose", "instruction", "message", "review_note", "scan_file",
)  # fmt: skip
SCAN = f"paspor {PERSON['name']} {PERSON['nik']}.png"
SCANNED = ("well", "unreadable", "unreachable")  # a file that was taken in is gone
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
        self.told = []
        self.ways = {}  # by the job's key

    async def _take(self, request, **_):
        self.told.append([*self.ways[request.jobKey], type(request).__name__, str(request)])

    CompleteJob = FailJob = ThrowError = _take


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
        self.known = STEP | {
            "applicant": self.record(PERSON),
            "document": self.put(b"surat", "surat.txt", "text/plain"),
            **dict.fromkeys(TYPED, EVERYTHING),
            "scan_file": f"well {SCAN}",
            "signature_request": self.signed_on_paper(),
        }
        self.with_prints = self.record(PERSON | {"fingerprint": references})
        self.unreadable = self.record({"name": 5, "nik": PERSON["nik"], "phone": EVERYTHING})
        self.unreachable = self.record(PERSON | {"phone": NUMBERS, "email": EVERYTHING})
        self.signable = self.put(blank_pdf(), "surat.pdf", "application/pdf")
        (folder / "inbox").mkdir()
        for way in SCANNED:
            shutil.copy(FOLDER / "fingerprint-captured.png", folder / "inbox" / f"{way} {SCAN}")

    def put(self, content, name, kind="application/json"):
        return as_variable(self.state.documents.put(content, content_type=kind, file_name=name))

    def record(self, person):
        return self.put(json.dumps(person).encode(), "pemohon.json")

    def signed_on_paper(self):
        """A decided request: signature-result is of one."""
        request = {"number": "TTD-00077/2025", "official": "Kepala Kantor", "status": "signed"}
        facts = {"subject": EVERYTHING, "element_id": "Job_3", "process_instance_key": next(KEYS)}
        facts |= {"requested_at": NOW, "decided_at": NOW}
        with self.state.database.transaction() as transaction:
            transaction.connection.execute(insert(SIGNATURES).values(request | facts))
        return request

    def jobs(self, handler):
        """The ways in which a type's jobs go: name, handler, variables."""
        prints = {"applicant": self.with_prints} if handler.type == "biometric-check" else {}
        signed = {"document": self.signable} if handler.type == "signature-request" else {}
        known = self.known | signed
        yield "well", handler, known | prints
        for way, person in (("unreadable", self.unreadable), ("unreachable", self.unreachable)):
            yield way, handler, known | {"applicant": person, "scan_file": f"{way} {SCAN}"}
        yield "wrong", handler, {name: {"wrong": PERSON} for name in handler.variables}
        for way, fail in WAYS.items():
            yield way, failing(handler, fail), known


def blank_pdf():
    written = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(written)
    return written.getvalue()


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


def main(folder):
    configure_logs()
    tracing.start("test")
    load_handlers()
    state = open_state(WorkerConfig().state_url, WorkerConfig().documents_place)
    engine, metrics = Engine(), Metrics()
    asyncio.run(work(state, Office(folder, state), engine, metrics))
    tracing.stop(10)
    state.close()
    (folder / "told.json").write_text(json.dumps(engine.told), encoding="utf-8")
    (folder / "metrics.txt").write_bytes(generate_latest(metrics.registry))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
