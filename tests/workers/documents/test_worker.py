"""Documents that are away, or that need a key, as a worker meets them."""

import json
import signal

import msgspec

from workers.handler import Context, make_handler
from workers.runtime.answers import Fail
from workers.runtime.execution import attempt
from workers.runtime.faults import STATE_WAIT
from workers.state.documents import DocumentReference, open_documents
from workers.state.documents.key import make_secret
from workers.state.state import open_state
from workers.testing import NOW, make_job

NOTHING_STORED = b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"


class Nothing(msgspec.Struct):
    pass


class Letter(msgspec.Struct):
    letter: DocumentReference


def draft(inputs: Nothing, context: Context) -> Letter:
    put = context.documents.put
    return Letter(letter=put(b"surat", content_type="text/plain", file_name="surat.txt"))


def refused(process, tmp_path):
    """What a worker says that ends at once."""
    assert process.wait(60) == 1
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    return log


def test_a_worker_waits_for_its_bucket_and_says_so_once(faulty, s3_settings, work, events, until):
    server = faulty(503, "SlowDown")
    s3_settings(server.url)
    process = work(TERTIB_WORKER_DOCUMENTS="s3://office")
    until(lambda: "documents_awaited" in events(), lambda: process.poll() is None)
    server.content, server.promised = NOTHING_STORED, len(NOTHING_STORED)
    server.status = 200
    until(lambda: "worker_started" in events(), lambda: process.poll() is None)
    assert [event for event in events() if event.startswith("documents")] == [
        "documents_awaited",
        "documents_reached",
    ]
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_signal_ends_the_wait_for_a_bucket(s3_settings, work, events, until):
    s3_settings("http://127.0.0.1:1")
    process = work(TERTIB_WORKER_DOCUMENTS="s3://office")
    until(lambda: "documents_awaited" in events(), lambda: process.poll() is None)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_bucket_that_refuses_a_worker_is_not_waited_for(bucket_url, work, tmp_path):
    log = refused(work(TERTIB_WORKER_DOCUMENTS=bucket_url.replace("office", "nobody")), tmp_path)
    assert "NoSuchBucket" in log
    assert "AWS_ENDPOINT_URL" in log


def test_a_worker_without_the_key_of_its_documents_does_not_begin(work, tmp_path, open_with):
    secret = make_secret()
    store = open_with(tmp_path / "documents", secret)
    store.put(b"surat", content_type="text/plain", file_name="surat.txt")
    (tmp_path / "key").write_text(make_secret())
    environment = {"TERTIB_DOCUMENTS_KEY_FILE": str(tmp_path / "key")}
    open_with(tmp_path / "documents")  # takes the key out of our own environment
    for settings in ({}, environment):
        log = refused(work(TERTIB_WORKER_DOCUMENTS=tmp_path / "documents", **settings), tmp_path)
        assert store.key_id in log
        assert secret not in log


def test_a_key_that_cannot_be_used_is_named_and_not_shown(work, tmp_path):
    (tmp_path / "key").write_text("rahasia")
    log = refused(
        work(
            TERTIB_WORKER_DOCUMENTS=tmp_path / "documents",
            TERTIB_DOCUMENTS_KEY_FILE=tmp_path / "key",
        ),
        tmp_path,
    )
    assert "documents.key: line 1" in log
    assert "rahasia" not in log


def test_a_job_whose_documents_are_away_keeps_its_retries_and_comes_again(
    faulty, s3_settings, tmp_path
):
    server = faulty(503, "SlowDown")
    s3_settings(server.url)
    state = open_state(f"sqlite:///{tmp_path / 'workers.db'}", "s3://office")
    job = make_job("letter-draft", retries=3)
    handler = make_handler("letter-draft", draft)
    away = attempt(handler, job, b"{}", state, NOW).answer
    server.status, server.content = 403, b"<Error><Code>AccessDenied</Code></Error>"
    server.promised = len(server.content)
    refused_ = attempt(handler, job, b"{}", state, NOW).answer
    state.close()
    assert isinstance(away, Fail)
    assert (away.retries, away.wait, away.storage) == (3, STATE_WAIT, False)
    assert "SlowDown" in away.message
    assert (refused_.retries, refused_.place) == (0, None)
    assert "AccessDenied" in refused_.message


def test_a_child_process_keeps_its_documents_where_the_worker_does(bucket_url, open_with, tmp_path):
    from workers.config import WorkerConfig
    from workers.registry import load_handlers
    from workers.runtime.children import Children
    from workers.runtime.metrics import Metrics

    store = open_with(bucket_url, make_secret())
    config = WorkerConfig(
        database_url=f"sqlite:///{tmp_path / 'workers.db'}", documents=bucket_url, processes=1
    )
    children = Children(config, Metrics(), "127.0.0.1:26500")
    handler = load_handlers()["letter-draft"]
    try:
        answer = children.work(handler, make_job("letter-draft"), b"{}", NOW).answer
    finally:
        children.close(0)
    variables = json.loads(answer.variables)
    letters = [each for each in variables.values() if isinstance(each, dict)]
    assert letters
    assert all(each["storeId"] == "tertib-s3" for each in letters)
    assert all(store.read(each["documentId"]) for each in letters)
    assert not any(store.encrypt(name) for name in store.objects())
    assert open_documents(bucket_url).key_id == store.key_id
