"""What must hold when all is over. Each check gives what is wrong, in words; nothing when right."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, create_engine, inspect, select

from workers.handoff_register import HANDOFFS
from workers.jobs.archive import ARCHIVE
from workers.jobs.document_scan import SCANS
from workers.jobs.signature_request import SIGNATURES
from workers.messages import MESSAGES
from workers.outbox import OUTBOX
from workers.registers import COUNTERS, ENTRIES
from workers.registry import load_handlers
from workers.state.database import METADATA
from workers.state.ledger import LEDGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Row, Table

    from tests.chaos.recorder import Job
    from tests.chaos.world import World

HASH = re.compile(r"[0-9a-f]{64}")
# PostgreSQL writes down what did not wait within 0.6 s; the engine's record comes some later.
FORGOTTEN_S = 10.0
NOTICES = ("notify-email", "notify-whatsapp")
# The variable that carries the number of a register's entry, by the job type that wrote it; of
# several letters the process keeps each in one of its own besides: letter_number_7.
CARRIES = {
    "letter-number": "letter_number",
    "queue-number": "queue_number",
    "register": "register_number",
}


def findings(world: World) -> dict[str, list[str]]:
    """What each check finds wrong."""
    evidence = Evidence(world)
    return {check.__name__: list(check(evidence)) for check in CHECKS}


class Evidence:
    """What is left: the engine's record, the tables, the folder of documents."""

    def __init__(self, world: World) -> None:
        load_handlers()  # declares every table
        self.recorder = world.recorder
        self.requests = world.requests
        self.world = world
        engine = create_engine(world.state.url)
        made = set(inspect(engine).get_table_names())  # other tests may declare tables of their own
        with engine.connect() as connection:
            self.tables = {
                table: connection.execute(select(table)).all()
                for table in METADATA.sorted_tables
                if table.name in made
            }
        engine.dispose()
        self.written = {
            (row.process_instance_key, row.element_id)
            for table, rows in self.tables.items()
            if table is not LEDGER and {"process_instance_key", "element_id"} <= {*table.c.keys()}
            for row in rows
        }
        self.completed = {
            key: job for key, job in self.recorder.jobs.items() if job.events["COMPLETED"]
        }

    def rows(self, table: Table) -> list[Row[Any]]:
        return list(self.tables[table])


def every_instance_is_completed(found: Evidence) -> Iterator[str]:
    states = Counter(found.recorder.instances.values())
    if states["COMPLETED"] < found.requests:
        yield f"{states['COMPLETED']} instances were completed, {found.requests} were started"
    for key, state in found.recorder.instances.items():
        if state != "COMPLETED":
            yield f"instance {key} is {state}; {_whereabouts(found, key)}"


def _whereabouts(found: Evidence, instance: int) -> str:
    tasks = [t.element for t in found.recorder.waiting() if t.instance == instance]
    jobs = [
        f"{job.element} {dict(job.events)}"
        for key, job in found.recorder.jobs.items()
        if job.instance == instance and key not in found.completed
    ]
    return f"waiting: {tasks + jobs}"


def no_incident_was_raised(found: Evidence) -> Iterator[str]:
    for incident in found.recorder.incidents.values():
        yield f"{incident.element}: {incident.kind}: {incident.message}"


def each_completed_job_is_in_the_ledger_once(found: Evidence) -> Iterator[str]:
    """A killed broker may forget jobs it gave out, and make them anew: those it never told of."""
    entries = Counter(row.job_key for row in found.rows(LEDGER))
    for key, job in found.completed.items():
        if entries[key] != 1 and not (entries[key] == 0 and _may_be_forgotten(found, job)):
            yield f"job {key} ({job.type}) has {entries[key]} entries"
    for key in entries.keys() & found.recorder.jobs.keys() - found.completed.keys():
        yield f"job {key} is in the ledger and was not completed"


def _may_be_forgotten(found: Evidence, job: Job) -> bool:
    """Whether its entry may have gone with the last moments of a database that crashed.

    Only results of jobs that wrote nothing else there are entered without waiting for the disk.
    """
    crashes = found.world.state.crashes
    near = any(abs(job.last_heard - crash) < FORGOTTEN_S for crash in crashes)
    return near and (job.instance, job.element) not in found.written


def no_number_is_missing_or_double(found: Evidence) -> Iterator[str]:
    books: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in found.rows(ENTRIES):
        books[row.kind, row.office, row.book, row.period].append(row.number)
    for row in found.rows(HANDOFFS):
        books["handoff", row.number.split("/")[1]].append(_drawn(row.number.split("/")[0]))
    for row in found.rows(OUTBOX):
        books["outbox", row.number.split("/")[1]].append(_drawn(row.number.split("/")[0]))
    for row in found.rows(SIGNATURES):
        books["signature-request", row.number.split("/")[1]].append(
            _drawn(row.number.split("/")[0])
        )
    for row in found.rows(ARCHIVE):
        *_, drawn, year = row.number.split("/")
        books["archive", row.office, row.classification, year].append(int(drawn))
    last = {tuple(json.loads(row.name)): row.last for row in found.rows(COUNTERS)}
    for book, numbers in books.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"{book}: {_gaps(numbers)}"
        if book in last and last[book] != len(numbers):
            yield f"{book}: the counter says {last[book]}, the book has {len(numbers)}"


def _drawn(written: str) -> int:
    return int(written.rsplit("-", 1)[1])


def _gaps(numbers: list[int]) -> str:
    counted = Counter(numbers)
    missing = sorted(set(range(1, max(numbers) + 1)) - counted.keys())
    double = sorted(number for number, times in counted.items() if times > 1)
    return f"missing {missing}, double {double}"


def each_number_is_carried_by_its_instance(found: Evidence) -> Iterator[str]:
    for row in found.rows(ENTRIES):
        variable = CARRIES.get(row.kind)
        held = _numbers(found.recorder.variables.get(row.process_instance_key, {}), variable)
        if variable and row.label not in held:
            yield f"{row.kind} {row.label}: instance {row.process_instance_key} carries {held}"
    entered = {(row.process_instance_key, row.kind, row.label) for row in found.rows(ENTRIES)}
    for instance, variables in found.recorder.variables.items():
        for kind, variable in CARRIES.items():
            for held in _numbers(variables, variable):
                if (instance, kind, held) not in entered:
                    yield f"instance {instance} carries {variable} {held}, which is in no register"


def _numbers(variables: dict[str, Any], variable: str | None) -> set[Any]:
    own = re.compile(rf"{variable}(?:_\w+)?")
    return {held for name, held in variables.items() if own.fullmatch(name) and held is not None}


def each_notice_is_in_the_outbox_once(found: Evidence) -> Iterator[str]:
    wanted = Counter(
        (job.instance, job.element) for job in found.completed.values() if job.type in NOTICES
    )
    there = Counter((row.process_instance_key, row.element_id) for row in found.rows(OUTBOX))
    for place, times in wanted.items():
        if there[place] != times:
            yield f"instance {place[0]}, {place[1]}: {there[place]} messages for {times} jobs"


def no_mail_was_sent_twice(found: Evidence) -> Iterator[str]:
    for message, times in found.world.mail.taken.items():
        if times > 1:
            yield f"{message} was sent {times} times"


def every_mail_was_sent(found: Evidence) -> Iterator[str]:
    """Where a worker or the server went in the very moment of the handing over, nobody knows."""
    taken, unknown = found.world.mail.taken, 0
    for row in found.rows(OUTBOX):
        if row.channel != "email" or row.status == "unaddressed":
            continue
        message = _message(found, row.message_id)
        if row.status == "sent" and not taken[message]:
            yield f"{row.number} counts as sent and never came"
        elif row.status in {"sending", "unknown"}:
            unknown += 1
        elif row.status != "sent":
            yield f"{row.number} is {row.status}"
    explained = found.world.mail.turns["took it and hung up"] + found.world.crew.killed
    if unknown > explained:
        yield f"{unknown} messages may or may not be sent; {explained} chances to come to that"


def _message(found: Evidence, document: str) -> str:
    content = (found.world.documents / document[:2] / document).read_bytes()
    return str(message_from_bytes(content)["Message-ID"])


def each_request_was_signed_and_told_once(found: Evidence) -> Iterator[str]:
    told = Counter(row.correlation_key for row in found.rows(MESSAGES))
    for row in found.rows(SIGNATURES):
        if row.status != "signed" or row.signed_document_id is None:
            yield f"{row.number} is {row.status}, its document {row.signed_document_id}"
        elif told[row.number] != 1:
            yield f"{row.number} was told {told[row.number]} times"


def no_document_is_lost(found: Evidence) -> Iterator[str]:
    store = found.world.documents
    for document, where in _referenced(found).items():
        file = store / document[:2] / document
        if not file.exists():
            yield f"document {document[:12]} of {where} is not in the store"
    for file in store.glob("??/*"):
        if HASH.fullmatch(file.name):
            if hashlib.sha256(file.read_bytes()).hexdigest() != file.name:
                yield f"document {file.name[:12]} is not what its name says"
        elif not file.name.startswith("."):
            yield f"{file.name} is no document and does not look like a leftover"


def _referenced(found: Evidence) -> dict[str, str]:
    known = {
        document: f"variable {name} of instance {instance}"
        for document, (instance, name) in found.recorder.documents.items()
    }
    for table, rows in found.tables.items():
        columns = [c.name for c in table.columns if _may_name_document(c)]
        for row in rows:
            for value in (getattr(row, column) for column in columns):
                if value and HASH.fullmatch(value):
                    known[value] = f"table {table.name}"
    return known


def _may_name_document(column: Any) -> bool:
    return isinstance(column.type, String) and column.name.endswith("_id")


def every_scan_was_taken_in(found: Evidence) -> Iterator[str]:
    for row in found.rows(SCANS):
        if row.document_id is None:
            yield f"instance {row.process_instance_key}, {row.element_id}: the page was not found"


def workers_ended_only_when_told(found: Evidence) -> Iterator[str]:
    for end in found.world.crew.unexpected:
        yield f"worker {end.member} ended with status {end.status}: {end.last_words[-600:]}"


def no_bug_was_logged(found: Evidence) -> Iterator[str]:
    for line in found.world.crew.logged():
        if line.get("event") == "loop_fault" or line.get("place"):
            yield f"{line}"


def the_test_itself_was_sound(found: Evidence) -> Iterator[str]:
    yield from found.world.office.faults


CHECKS: tuple[Callable[[Evidence], Iterable[str]], ...] = (
    every_instance_is_completed,
    no_incident_was_raised,
    each_completed_job_is_in_the_ledger_once,
    no_number_is_missing_or_double,
    each_number_is_carried_by_its_instance,
    each_notice_is_in_the_outbox_once,
    no_mail_was_sent_twice,
    every_mail_was_sent,
    each_request_was_signed_and_told_once,
    no_document_is_lost,
    every_scan_was_taken_in,
    workers_ended_only_when_told,
    no_bug_was_logged,
    the_test_itself_was_sound,
)
