import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workers.runtime.logs import job_fields, sop_row
from workers.testing import make_job

NAME = "Siti Rahmawati"
START = """
import logging, sys, threading, warnings
import structlog
from workers.runtime.logs import configure_logs, of_job
from workers.testing import make_job

NAME = "Siti Rahmawati"
job = make_job("archive", element_id="Job_5_archive")
configure_logs()
log = structlog.get_logger()
"""


def logged(code, **environment):
    """The lines that a program logs, and its standard error as it is."""
    done = subprocess.run(
        [sys.executable, "-c", START + code],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )
    return [json.loads(line) for line in done.stderr.splitlines()], done.stderr


@pytest.mark.parametrize(
    ("element_id", "row"),
    [
        ("Job_5_letter-draft", "5"),
        ("Job_12_notify-whatsapp", "12"),
        ("Job_5_1_letter-draft", "5_1"),
        ("Job_7a_archive", "7a"),
        ("Row_5", "5"),
        ("Activity_0x1", None),
    ],
)
def test_the_row_is_read_off_the_elements_id(element_id, row):
    assert sop_row(make_job("letter-draft", element_id=element_id)) == row


def test_a_header_goes_before_the_elements_id():
    job = make_job("archive", element_id="Job_5_archive", headers={"sop:row": "6"})
    assert sop_row(job) == "6"


def test_keys_are_texts_because_log_readers_round_large_numbers():
    fields = job_fields(make_job("archive", key=2251799813685249))
    assert fields["job_key"] == "2251799813685249"


def test_a_line_is_json_with_event_level_and_a_moment_in_utc():
    lines, _ = logged("log.info('job_completed', seconds=0.5)")
    [line] = lines
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "job_completed", "level": "info", "seconds": 0.5}


def test_every_line_logged_while_a_job_is_done_tells_the_job():
    lines, _ = logged("""
with of_job(job):
    log.info("one")
    logging.getLogger("urllib3").warning("two")
log.info("three")
""")
    inside = {
        "job_type": "archive",
        "process_id": "proses-uji",
        "element_id": "Job_5_archive",
        "sop_row": "5",
    }
    assert [inside.items() <= line.items() for line in lines] == [True, True, False]
    assert {"job_key", "process_instance_key"} <= lines[0].keys()
    assert "trace_id" not in lines[0]
    assert "job_key" not in lines[2]


def test_a_line_of_a_job_tells_its_trace_while_tracing_is_on():
    lines, _ = logged(
        """
from workers.runtime import tracing
tracing.start("camunda:26500")
with of_job(job):
    log.info("one", expected=tracing.trace_id(job.process_instance_key))
tracing.stop(0)
""",
        OTEL_TRACES_EXPORTER="console",
    )
    assert len(lines[0]["trace_id"]) == 32
    assert lines[0]["trace_id"] == lines[0]["expected"]


LIBRARIES = ["pyzeebe.grpc_internals", "grpc.aio", "urllib3", "sqlalchemy.pool", "fontTools"]


def test_what_a_library_logs_is_shown_by_name_and_place_alone():
    lines, printed = logged(f"""
for name in {LIBRARIES}:
    library = logging.getLogger(name)
    library.warning("Cannot print %s", NAME)
    library.error("Cannot print " + NAME)
    try:
        raise ValueError(NAME)
    except ValueError:
        library.exception("Failed")
    library.info(NAME)
""")
    assert [line["logger"] for line in lines] == [name for name in LIBRARIES for _ in range(3)]
    assert {line["event"] for line in lines} == {"library_log"}
    assert [line["level"] for line in lines[:3]] == ["warning", "error", "error"]
    assert [line["kind"] for line in lines[:3]] == [None, None, "ValueError"]
    assert all("(<module>)" in line["place"] for line in lines)
    assert NAME not in printed


def test_a_call_that_is_repeated_does_not_show_whom_it_is_about():
    lines, printed = logged("""
import requests
from requests.adapters import HTTPAdapter

session = requests.Session()
session.mount("http://", HTTPAdapter(max_retries=1))
try:
    session.get("http://127.0.0.1:1/pemohon/siti-rahmawati?nik=3174", timeout=5)
except requests.ConnectionError:
    log.info("given_up")
""")
    assert [line.get("logger") for line in lines] == ["urllib3.connectionpool", None]
    assert "rahmawati" not in printed
    assert "3174" not in printed


def test_what_python_itself_would_print_is_shown_by_type_and_place_alone():
    lines, printed = logged("""
class Careless:
    def __del__(self):
        raise KeyError(NAME)

def fail():
    raise OSError(NAME)

def run(function):
    thread = threading.Thread(target=function, name="test")
    thread.start()
    thread.join()

warnings.warn(NAME)
run(fail)
run(sys.exit)
Careless()
raise ValueError(NAME)
""")
    assert [(line["event"], line["kind"], line.get("thread")) for line in lines] == [
        ("python_warning", "UserWarning", None),
        ("uncaught_exception", "OSError", "test"),
        ("uncaught_exception", "KeyError", "MainThread"),
        ("uncaught_exception", "ValueError", "MainThread"),
    ]
    assert all(line["place"] for line in lines)
    assert NAME not in printed


def test_a_value_that_json_has_no_word_for_is_shown_as_its_type():
    lines, printed = logged("log.info('odd', error=ValueError(NAME), path=sys.stdout)")
    assert lines[0]["error"] == "<ValueError>"
    assert NAME not in printed


def test_numbers_that_name_a_person_are_masked_wherever_they_stand_and_keys_are_not():
    lines, printed = logged("""
with of_job(make_job("archive", key=3171234567890123)):
    log.warning(
        "sent to 0812-3456-7890",
        reason="C7654321",
        number=3171234567890123,
        seconds=0.25,
        tried=["rukmini@example.org", 5],
        found={"0812-3456-7890": ("+62 812 3456 7890",)},
    )
""")
    [line] = lines
    assert line["job_key"] == "3171234567890123"
    assert line["event"] == "sent to [phone]"
    assert line["reason"] == "[passport]"
    assert line["number"] == "[nik]"
    assert line["seconds"] == 0.25
    assert line["tried"] == ["[email]", 5]
    assert line["found"] == {"[phone]": ["[phone]"]}
    assert printed.count("3171234567890123") == 1


def test_an_exception_is_logged_by_kind_and_place_alone():
    lines, printed = logged("""
def fail():
    raise OSError(NAME)

for given in (True, None):
    try:
        fail()
    except OSError as error:
        log.error("failed", exc_info=given or error, stack_info=True)
""")
    assert [line["kind"] for line in lines] == ["OSError", "OSError"]
    assert all("(<module>)" in line["place"] for line in lines)
    assert NAME not in printed


def test_what_msgspec_could_write_out_in_full_is_shown_as_its_type():
    lines, printed = logged("""
from workers.people import Applicant
log.info("odd", applicant=Applicant(name=NAME), many=[Applicant(name=NAME)])
""")
    assert lines[0]["applicant"] == "<Applicant>"
    assert lines[0]["many"] == ["<Applicant>"]
    assert NAME not in printed


def test_what_is_no_character_is_logged_all_the_same():
    """Names of files may hold such; the line, and with it the job, failed."""
    lines, _ = logged("log.info('found', file='surat-\\udcff.pdf', all=['\\udcff'])")
    assert (lines[0]["file"], lines[0]["all"]) == ("surat-?.pdf", ["?"])


def test_a_log_that_cannot_be_written_fails_nobody():
    """Its disk is full: each line raised, which ended the worker or failed the job."""
    code = "log.info('one')\nwarnings.warn('two')\nlog.error('three')\nprint('alive')"
    command = [sys.executable, "-c", START + code]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=full, env=buffered, check=True
        )
    assert done.stdout == b"alive\n"
