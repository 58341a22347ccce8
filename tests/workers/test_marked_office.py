"""All job types, with a person's data in every place that can carry it: what came out where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.workers.collector import Collector
from tests.workers.marked_office import NUMBERS, PERSON, WAYS
from workers.registry import own_handlers

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
LIST = (
    "nomor,nama,alias,tanggal_lahir,kewarganegaraan,nomor_dokumen,alasan\n"
    f"C-1,{PERSON['name']},,{PERSON['birth_date']},,{PERSON['passport_number']},Contoh\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """What the worker wrote where, after it did every job in every way."""
    folder = tmp_path_factory.mktemp("marked")
    watchlist = folder.with_name("cekal.csv")
    watchlist.write_text(LIST, encoding="utf-8")
    collector = Collector()
    environment = os.environ | {
        "TERTIB_HOME": str(folder),
        "TERTIB_WATCHLIST_FILE": str(watchlist),
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
        printed=done.stdout,
        log=done.stderr,
        told=json.loads((folder / "told.json").read_text(encoding="utf-8")),
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


def test_messages_that_held_numbers_came_masked_and_not_empty(office):
    shown = "[nik], [passport], [phone], [email]"
    for way in ("bpmn-error", "retry", "incident"):
        assert all(shown in each[3] for each in office.told if each[1] == way)


def test_the_log_holds_nothing_of_the_person(office):
    lines = [json.loads(line) for line in office.log.splitlines()]
    assert {"job_completed", "job_incident", "job_failed", "job_bpmn_error"} <= {
        line["event"] for line in lines
    }
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


def test_it_is_in_the_documents_where_it_may_be(office):
    """Or the person was never processed."""
    documents = [path for path in office.folder.glob("documents/??/*") if path.is_file()]
    plain = "".join(path.read_bytes().decode("latin-1") for path in documents)
    assert leaked(plain) == sorted(MARKS)
    assert NUMBERS not in office.log
