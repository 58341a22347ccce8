"""What every store does, wherever its documents lie and whether they are encrypted."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import msgspec
import pytest

from workers.state.documents import (
    DocumentReference,
    DocumentsAwayError,
    DocumentUnavailableError,
    JobDocuments,
)


def put(store, content=b"surat"):
    return store.put(content, content_type="text/plain", file_name="surat.txt")


@pytest.mark.parametrize("content", [b"surat", b"", bytes(range(256)) * 20_000])
def test_a_document_comes_back_as_it_went_in(store, content):
    reference = put(store, content)
    assert store.get(reference) == content
    assert store.read(reference.document_id) == content


def test_a_reference_has_the_shape_of_camundas_document_handling(store):
    reference = msgspec.to_builtins(put(store))
    digest = hashlib.sha256(b"surat").hexdigest()
    assert reference == {
        "camunda.document.type": "camunda",
        "storeId": store.place.store_id,
        "documentId": digest,
        "contentHash": digest,
        "metadata": {"contentType": "text/plain", "fileName": "surat.txt", "size": 5},
    }
    assert msgspec.convert(reference, DocumentReference) == put(store)


def test_the_same_bytes_twice_are_one_object(store):
    first, second = put(store), put(store)
    assert first == second
    assert len(store.objects()) == 1


def test_the_same_bytes_from_many_threads_are_one_object(store):
    def put_as_jobs_do(_):
        """Moto answers 500 at times when many write one object; a job would come again."""
        while True:
            with suppress(DocumentsAwayError):
                return str(put(store, b"x" * 100_000))

    with ThreadPoolExecutor(8) as threads:
        references = set(threads.map(put_as_jobs_do, range(24)))
    assert len(references) == 1
    assert len(store.objects()) == 1
    assert store.get(put(store, b"x" * 100_000)) == b"x" * 100_000


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content[:20] + bytes([content[20] ^ 1]) + content[21:],
        lambda content: content[:-1],
        lambda content: content[:30],
        lambda content: content + b"\0",
        lambda _: b"",
        lambda _: b"palsu",
    ],
)
def test_a_damaged_document_is_not_given_out(store, damage):
    reference = put(store, b"surat " * 20)
    [name] = store.objects()
    store.place.write(name, damage(store.place.read(name)))
    with pytest.raises(DocumentUnavailableError, match=f"{reference.document_id} is damaged"):
        store.get(reference)


def test_a_document_under_anothers_name_is_not_given_out(store):
    letter = put(store, b"surat")
    [name] = store.objects()
    permit = put(store, b"izin")
    [other] = set(store.objects()) - {name}
    store.place.write(other, store.place.read(name))
    with pytest.raises(DocumentUnavailableError, match="damaged"):
        store.get(permit)
    assert store.get(letter) == b"surat"


def test_a_document_that_looks_like_an_encrypted_one_comes_back(store):
    from workers.state.documents.key import Key

    foreign = Key(bytes(32)).seal("0" * 64, b"surat")
    for content in (foreign, b"tertib-sealed-1\n"):
        assert store.get(put(store, content)) == content


def test_a_missing_document_is_named_by_its_id(store):
    reference = put(store)
    [name] = store.objects()
    store.place.remove(name)
    with pytest.raises(DocumentUnavailableError, match=f"{reference.document_id} is not in"):
        store.get(reference)


@pytest.mark.parametrize("changed", [{"store_id": "s3"}, {"document_id": "../../etc/passwd"}])
def test_a_reference_of_another_store_opens_no_file(store, changed):
    reference = msgspec.structs.replace(put(store), **changed)
    for ask in (store.get, store.path):
        with pytest.raises(DocumentUnavailableError, match="another store"):
            ask(reference)


def test_a_document_keeps_its_reference_when_the_store_moves(tmp_path, bucket_url, open_with):
    folder, bucket = open_with(tmp_path), open_with(bucket_url)
    reference = put(folder)
    for name in folder.objects():
        bucket.place.write(name, folder.place.read(name))
    assert bucket.get(reference) == folder.get(put(bucket)) == b"surat"


def test_what_is_removed_is_gone_and_the_others_stay(store):
    first, second = put(store), put(store, b"izin")
    assert store.has(first.document_id)
    for _ in range(2):  # the second time there is nothing to do
        store.remove(first.document_id)
        assert not store.has(first.document_id)
    with pytest.raises(DocumentUnavailableError, match="not in the store"):
        store.get(first)
    assert store.get(second) == b"izin"
    assert store.get(put(store)) == b"surat"


def test_a_jobs_store_is_the_same_and_knows_what_was_stored(store):
    kept = put(store)
    of_job = JobDocuments(store)
    assert of_job.get(kept) == b"surat"
    stored = put(of_job, b"izin")
    assert store.get(stored) == b"izin"
    assert of_job.stored == {stored.document_id}
    assert JobDocuments(store).stored == set()
