"""What only a bucket does: its URL, its prefix, and the faults of a service across a network."""

import os
import subprocess
import sys

import pytest

from workers.config import ConfigError
from workers.state.documents import (
    DocumentsAwayError,
    DocumentStoreError,
    DocumentUnavailableError,
    open_documents,
)
from workers.state.passing import is_passing


def put(store, content=b"surat"):
    return store.put(content, content_type="text/plain", file_name="surat.txt")


def outcome(call):
    with pytest.raises((DocumentsAwayError, DocumentStoreError)) as caught:
        call()
    return caught.value


@pytest.mark.parametrize(
    "url", ["s3://", "s3:///documents", "gs://office", "s3://key:secret@office", "s3://office?x=1"]
)
def test_a_url_that_is_no_bucket_is_refused_and_not_shown(url):
    with pytest.raises(ConfigError, match="s3://BUCKET/PREFIX") as caught:
        open_documents(url)
    assert "secret" not in str(caught.value)


def test_a_bucket_can_be_opened_before_and_after_other_systems_are_called(s3_settings):
    s3_settings("https://127.0.0.1:9")
    order = "open_documents('s3://office'); trust_system(); open_documents('s3://office')"
    imports = "from workers.http import trust_system; from workers.state.documents import *"
    subprocess.run([sys.executable, "-c", f"{imports}; {order}"], check=True)


def test_prefixes_share_a_bucket_without_seeing_each_other(bucket_url):
    one, other = open_documents(bucket_url), open_documents(f"{bucket_url}-2/x/")
    whole = open_documents(bucket_url.rpartition("/")[0])
    reference = put(one)
    with pytest.raises(DocumentUnavailableError, match="not in the store"):
        other.get(reference)
    assert (one.get(reference), other.objects()) == (b"surat", [])
    assert [name.split("/")[0] for name in whole.place.names("")] == ["documents"]


def test_credentials_and_region_may_come_from_files(s3_server, s3_settings, bucket_url, tmp_path):
    (tmp_path / "credentials").write_text(
        "[office]\naws_access_key_id = test\naws_secret_access_key = test\n"
    )
    (tmp_path / "config").write_text("[profile office]\nregion = ap-southeast-3\n")
    s3_settings(
        s3_server.url,
        AWS_PROFILE="office",
        AWS_CONFIG_FILE=str(tmp_path / "config"),
        AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "credentials"),
    )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del os.environ[name]
    store = open_documents(bucket_url)
    assert store.get(put(store)) == b"surat"


def test_settings_of_aws_that_lead_nowhere_are_told(s3_settings):
    s3_settings("http://127.0.0.1:1", AWS_PROFILE="nobody")
    with pytest.raises(ConfigError, match="nobody"):
        open_documents("s3://office")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (503, "SlowDown"),
        (500, "InternalError"),
        (429, "TooManyRequests"),
        (400, "RequestTimeout"),
        (409, "OperationAborted"),
    ],
)
def test_what_the_service_cannot_do_just_now_passes(faulty, s3_settings, status, code):
    server = faulty(status, code)
    s3_settings(server.url)
    store = open_documents("s3://office")
    error = outcome(store.check)
    assert is_passing(error)
    assert "s3://office" in str(error)
    assert code in str(error)


def test_every_request_of_a_service_that_is_away_passes(s3_settings, faulty):
    server = faulty(503, "SlowDown")
    s3_settings("http://127.0.0.1:1")
    away = open_documents("s3://office").place
    s3_settings(server.url)
    slow = open_documents("s3://office").place
    for place in (away, slow):
        for ask in (place.read, place.has, place.remove, lambda name, p=place: p.write(name, b"")):
            assert is_passing(outcome(lambda ask=ask: ask("ab/abcd")))


def test_an_answer_that_breaks_off_passes(faulty, s3_settings):
    server = faulty(200, "-")
    server.promised += 10
    s3_settings(server.url)
    assert is_passing(outcome(lambda: open_documents("s3://office").place.read("ab/abcd")))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "InvalidAccessKeyId"),
        (403, "SignatureDoesNotMatch"),
        (403, "AccessDenied"),
        (404, "NoSuchBucket"),
        (400, "AuthorizationHeaderMalformed"),
        (501, "NotImplemented"),
    ],
)
def test_what_only_a_person_can_mend_is_told_without_the_services_words(
    faulty, s3_settings, status, code
):
    made_up = "kunci"
    s3_settings(faulty(status, code).url, AWS_SECRET_ACCESS_KEY=made_up)
    store = open_documents("s3://office")
    for ask in (store.check, lambda: store.place.read("ab/abcd")):
        error = outcome(ask)
        assert isinstance(error, DocumentStoreError)
        assert f"s3://office cannot be used ({code})" in str(error)
        assert "rahasia" not in str(error)
        assert made_up not in str(error)


def test_a_bucket_that_is_not_there_is_no_missing_document(bucket_url):
    store = open_documents(bucket_url.replace("office", "nobody"))
    for ask in (store.check, lambda: put(store), lambda: store.place.read("ab/abcd")):
        assert "NoSuchBucket" in str(outcome(ask))


def test_without_credentials_the_remedy_is_told(s3_settings):
    s3_settings("http://127.0.0.1:1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        del os.environ[name]
    error = outcome(open_documents("s3://office").check)
    assert isinstance(error, DocumentStoreError)
    assert "NoCredentialsError" in str(error)
