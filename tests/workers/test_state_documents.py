import msgspec
import pytest

from workers.state.documents import DocumentReference, DocumentStore, DocumentUnavailableError


@pytest.fixture
def store(tmp_path):
    return DocumentStore(tmp_path / "documents")


def put(store, content=b"surat"):
    return store.put(content, content_type="text/plain", file_name="surat.txt")


def test_a_document_comes_back_as_it_went_in(store):
    assert store.get(put(store)) == b"surat"


def test_a_reference_has_the_shape_of_camundas_document_handling(store):
    reference = msgspec.to_builtins(put(store))
    digest = reference["contentHash"]
    assert reference == {
        "camunda.document.type": "camunda",
        "storeId": "tertib-local",
        "documentId": digest,
        "contentHash": digest,
        "metadata": {"contentType": "text/plain", "fileName": "surat.txt", "size": 5},
    }
    assert msgspec.convert(reference, DocumentReference) == put(store)


def test_the_same_bytes_twice_are_one_file(store):
    first, second = put(store), put(store)
    assert first == second
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1


def test_a_write_that_fails_leaves_nothing_behind(store, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(store)
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_a_damaged_document_is_not_given_out(store):
    reference = put(store)
    store.path(reference).write_bytes(b"palsu")
    with pytest.raises(DocumentUnavailableError, match="damaged"):
        store.get(reference)


def test_a_missing_document_is_named_by_its_id(store):
    reference = put(store)
    store.path(reference).unlink()
    with pytest.raises(DocumentUnavailableError, match=reference.document_id):
        store.get(reference)


@pytest.mark.parametrize("changed", [{"store_id": "s3"}, {"document_id": "../../etc/passwd"}])
def test_a_reference_of_another_store_opens_no_file(store, changed):
    reference = msgspec.structs.replace(put(store), **changed)
    with pytest.raises(DocumentUnavailableError, match="another store"):
        store.get(reference)
