"""All job types, with a person's data in every place that can carry it: what came out where."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tests.workers.collector import Collector
from tests.workers.marked_office import NUMBERS, PERSON, WAYS
from tests.workers.sending.conftest import MailServer
from workers.jobs.archive import ARCHIVE
from workers.registry import own_handlers
from workers.samples import FOLDER
from workers.state.database import METADATA
from workers.state.personal import declared
from workers.state.state import open_state

SCRIPT = Path(__file__).with_name("marked_office.py")
NATURAL = ("well", "unreadable", "unreachable", "wrong")
# As the data stand in the record, and as workers write them elsewhere.
MARKS = {
    "name": ("Zulqarnain", "Wirabhaskara", "Zulkarnaen", "Wirabaskara"),
    "nik": ("3174099901999017", "3174 0999 0199 9017"),
    "passport_number": ("X9081726", "9081726"),
    "phone": ("0812-9081-7263", "81290817263"),
    "email": ("bhaskara.example",),
    "address": ("Kenanga",),
    "birth_date": ("1977-11-30", "30 November 1977"),
    "institution": ("Merpati",),
    "student_number": ("NIM-ZW",),
}
MESSAGES = {"tertib-signature-decided", "message-failed"}
EVENTS = {
    *("job_completed", "job_incident", "job_failed", "job_bpmn_error"),
    *("mail_sent", "mail_failed", "signature_expired", "message_published"),
}
# What an officer types, or calls a scan, may name somebody; the list is the state's.
TYPED = {
    *("register_entries.subject", "archive.place", "signature_requests.subject", "scans.file_name")
}
LISTED = {"watchlist_people.person", "watchlist_blocks.block"}
KEPT = ("documents", "inbox", "workers.db")
# The finger's image that lies beside the one that the record refers to: nobody's.
SAMPLE = hashlib.sha256((FOLDER / "fingerprint-enrolled.png").read_bytes()).hexdigest()
LIST = (
    "nomor,nama,alias,tanggal_lahir,kewarganegaraan,nomor_dokumen,alasan\n"
    f"C-1,{PERSON['name']},,{PERSON['birth_date']},,{PERSON['passport_number']},Contoh\n"
)


@pytest.fixture(scope="module")
def rude_mail():
    """A mail server that quotes whom it does not know."""
    server = MailServer()
    server.answers = [f"550 5.1.1 <{PERSON['email']}>: unknown"]
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def office(tmp_path_factory, rude_mail):
    """What the worker wrote where, after it did every job in every way and all that follows."""
    folder, scratch = tmp_path_factory.mktemp("marked"), tmp_path_factory.mktemp("scratch")
    watchlist = folder.with_name("cekal.csv")
    watchlist.write_text(LIST, encoding="utf-8")
    collector = Collector()
    environment = os.environ | {
        "TERTIB_HOME": str(folder),
        "TMPDIR": str(scratch),
        "TERTIB_WATCHLIST_FILE": str(watchlist),
        "TERTIB_SIGNATURE_REQUEST_EXPIRES": "0.000001",
        "TERTIB_SMTP_HOST": "127.0.0.1",
        "TERTIB_SMTP_PORT": str(rude_mail.port),
        "TERTIB_SMTP_SECURITY": "none",
        "TERTIB_WHATSAPP_PROVIDER": "gateway",
        "TERTIB_WHATSAPP_GATEWAY_URL": collector.url,
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
    }
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    collector.shutdown()
    collector.server_close()
    assert done.returncode == 0, done.stderr[-3000:]
    return SimpleNamespace(
        folder=folder,
        scratch=scratch,
        printed=done.stdout,
        log=done.stderr,
        told=json.loads((folder / "told.json").read_text(encoding="utf-8")),
        published=json.loads((folder / "published.json").read_text(encoding="utf-8")),
        metrics=(folder / "metrics.txt").read_text(encoding="utf-8"),
        traces=b"".join(collector.bodies).decode("latin-1"),
        spans=collector.all_spans,
    )


def leaked(text):
    """Which of the person's data are in a text."""
    folded = text.casefold()
    return sorted(
        kind for kind, marks in MARKS.items() if any(mark.casefold() in folded for mark in marks)
    )


def test_the_marks_are_those_of_the_person():
    """Or they would be looked for in vain."""
    for kind, marks in MARKS.items():
        assert marks[0] in PERSON[kind]


def test_every_job_type_was_done_in_every_way_and_each_was_answered(office):
    """Or the others here would find nothing because nothing was done."""
    ways = Counter(tuple(each[:2]) for each in office.told)
    expected = {(name, way) for name in own_handlers() for way in (*NATURAL, *WAYS)}
    assert ways == dict.fromkeys(expected, 1)
    answers = {each[1]: set() for each in office.told}
    for _, way, request, _ in office.told:
        answers[way].add(request)
    assert answers["well"] == {"CompleteJobRequest"}
    assert answers["bpmn-error"] == answers["unreachable"] - {"CompleteJobRequest"}
    assert answers["bpmn-error"] == {"ThrowErrorRequest"}
    assert answers["unreadable"] == {"CompleteJobRequest", "FailJobRequest"}
    assert answers["retry"] == answers["incident"] == answers["bug"] == {"FailJobRequest"}


def test_the_engine_is_told_nothing_of_the_person(office):
    """Variables of what was completed or thrown, messages of incidents and errors, their codes."""
    found = {(*each[:2], *leaked(each[3])) for each in office.told if leaked(each[3])}
    assert found == set()
    named = {name for each in office.published for name in MESSAGES if f'name: "{name}"' in each}
    assert named == MESSAGES
    assert leaked("\n".join(office.published)) == []


def test_messages_that_held_numbers_came_masked_and_not_empty(office):
    shown = "[nik], [passport], [phone], [email]"
    for way in ("bpmn-error", "retry", "incident"):
        assert all(shown in each[3] for each in office.told if each[1] == way)


def test_the_log_holds_nothing_of_the_person(office):
    lines = [json.loads(line) for line in office.log.splitlines()]
    assert {line["event"] for line in lines} >= EVENTS
    assert [line for line in lines if leaked(json.dumps(line))] == []
    assert leaked(office.printed) == []


def test_what_handlers_log_themselves_is_masked(office):
    lines = [json.loads(line) for line in office.log.splitlines()]
    [shown] = {line["event"] for line in lines if "[nik]" in line["event"]}
    assert shown == "[nik], [passport], [phone], [email]"
    careless = [line for line in lines if line["event"] == shown]
    assert {tuple(line["person"]) for line in careless} == {(shown, "<PosixPath>")}
    assert {line["kind"] for line in careless} == {"ValueError"}


def test_the_metrics_page_and_the_traces_hold_nothing_of_the_person(office):
    assert 'type="letter-draft"' in office.metrics
    assert leaked(office.metrics) == []
    assert {"letter-draft", "child process", "transaction"} <= {span.name for span in office.spans}
    assert leaked(office.traces) == []


def test_the_names_of_files_hold_nothing_of_the_person(office):
    """But for the scanner's inbox, where whoever scans gives the names."""
    names = [path.relative_to(office.folder) for path in office.folder.rglob("*")]
    kept = [str(name) for name in names if name.parts[0] != "inbox"]
    assert len(kept) > 50
    assert leaked("\n".join(kept)) == []


def test_no_file_but_documents_and_the_database_holds_anything_of_the_person(office):
    others = [
        path
        for path in office.folder.rglob("*")
        if path.is_file() and path.relative_to(office.folder).parts[0] not in KEPT
    ]
    assert [path.name for path in others if leaked(text_of(path))] == []
    assert [path.name for path in office.scratch.rglob("*")] == []


def test_in_the_database_it_is_only_what_was_typed_and_what_the_list_holds(office):
    found = columns_with_marks(office.folder)
    assert found == TYPED | LISTED
    for table, column in (name.split(".") for name in found):
        said = declared(METADATA.tables[table])
        assert column in said.words + said.kept


def test_it_is_in_the_documents_where_it_may_be(office):
    """Or the person was never processed."""
    documents = [path for path in office.folder.glob("documents/??/*") if path.is_file()]
    assert leaked("".join(map(text_of, documents))) == sorted(MARKS)
    assert NUMBERS not in office.log


def test_erased_the_person_is_nowhere_but_where_the_law_keeps_it(office, tmp_path):
    """Whatever job stored it, whether or not it came to its end."""
    home = tmp_path / "home"
    shutil.copytree(office.folder, home)
    before = archived_and_stored(home)[1]
    command = [sys.executable, "-m", "deploy", "people", "erase", "--search", "--yes", "--file=-"]
    environment = os.environ | {"TERTIB_HOME": str(home)}
    done = subprocess.run(
        command, env=environment, input=PERSON["nik"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1  # some is kept
    archived, left = archived_and_stored(home)
    assert columns_with_marks(home) == LISTED | {"archive.place"}
    assert left - archived == {SAMPLE}
    assert archived < left < before


def archived_and_stored(home):
    """The ids of the documents that the archive keeps, and of all there are."""
    state = open_state(f"sqlite:///{home / 'workers.db'}", home / "documents")
    with state.database.reading() as db:
        archived = set(db.execute(select(ARCHIVE.c.document_id)).scalars())
    stored = {name[-64:] for name in state.documents.objects()}
    state.close()
    return archived, stored


def columns_with_marks(home):
    """Which columns of the database hold the person's data, by table."""
    state = open_state(f"sqlite:///{home / 'workers.db'}", home / "documents")
    with state.database.reading() as db:
        found = {
            f"{table.name}.{name}"
            for table in METADATA.sorted_tables
            for row in db.execute(select(table)).mappings()
            for name, value in row.items()
            if leaked(value.decode("latin-1") if isinstance(value, bytes) else str(value))
        }
    state.close()
    return found


def text_of(path):
    return path.read_bytes().decode("latin-1")
