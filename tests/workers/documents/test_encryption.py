"""What a key changes: what lies in the place, what was there before, and keys that follow keys."""

import hashlib
import os
import threading
import time

import pytest

from workers.state.documents import DocumentStoreError, DocumentUnavailableError
from workers.state.documents.folder import ABANDONED_S
from workers.state.documents.key import make_secret

FIRST, SECOND = make_secret(), make_secret()
LETTERS = [b"surat", b"izin", b"nota dinas " * 1000]


def put(store, content):
    return store.put(content, content_type="text/plain", file_name="surat.txt")


def encrypt_all(store):
    """As `tertib documents encrypt`: how many had to be."""
    changed = sum(store.encrypt(name) for name in store.objects())
    store.retire_keys()
    return changed


def all_there(store):
    return {name: store.place.read(name) for name in store.place.names("")}


def test_without_a_key_a_document_is_the_file_of_its_hash(tmp_path, open_with):
    store = open_with(tmp_path)
    digest = hashlib.sha256(b"surat").hexdigest()
    path = store.path(put(store, b"surat"))
    assert path == tmp_path / digest[:2] / digest
    assert path.read_bytes() == b"surat"
    assert list(all_there(store)) == [f"{digest[:2]}/{digest}"]


def test_with_a_key_neither_contents_nor_their_hashes_are_to_be_found(place, open_with):
    store = open_with(place, FIRST)
    references = [put(store, letter) for letter in LETTERS]
    everything = b"".join(name.encode() + content for name, content in all_there(store).items())
    for letter, reference in zip(LETTERS, references, strict=True):
        assert letter[:10] not in everything
        assert reference.document_id.encode() not in everything
        assert store.path(reference) is None


def test_the_same_document_encrypted_by_two_stores_differs(tmp_path, open_with):
    stores = [open_with(tmp_path / name, FIRST) for name in "ab"]
    [first, second] = [put(store, b"surat") and store.objects() for store in stores]
    assert first == second  # one name, so that it is found again
    assert stores[0].place.read(first[0]) != stores[1].place.read(first[0])


def test_what_is_plain_stays_readable_after_a_key_is_given_and_is_not_stored_twice(
    place, open_with
):
    reference = put(open_with(place), b"surat")
    store = open_with(place, FIRST)
    assert store.get(reference) == b"surat"
    assert put(store, b"surat") == reference
    assert len(store.objects()) == 1


def test_what_is_there_is_encrypted_once(place, open_with):
    plain = open_with(place)
    references = [put(plain, letter) for letter in LETTERS]
    store = open_with(place, FIRST)
    assert encrypt_all(store) == len(LETTERS)
    assert [store.get(reference) for reference in references] == LETTERS
    assert not {reference.document_id for reference in references} & {
        name.rpartition("/")[2] for name in store.objects()
    }
    assert encrypt_all(store) == 0


def test_a_new_key_takes_over_from_an_old_one(place, open_with):
    old = open_with(place, FIRST)
    references = [put(old, letter) for letter in LETTERS]
    both = open_with(place, SECOND, FIRST)
    references.append(put(both, b"baru"))
    assert put(both, LETTERS[0]) == references[0]
    assert len(both.objects()) == 4
    assert encrypt_all(both) == len(LETTERS)
    new = open_with(place, SECOND)
    assert [new.get(reference) for reference in references] == [*LETTERS, b"baru"]


@pytest.mark.parametrize("given", [[], [SECOND]])
def test_a_key_that_is_in_use_and_not_given_is_named_by_its_id(place, open_with, given):
    used = open_with(place, FIRST)
    reference = put(used, b"surat")
    store = open_with(place, *given)
    for ask in (store.check, lambda: store.get(reference), lambda: put(store, b"izin")):
        with pytest.raises(DocumentStoreError, match=used.key_id) as caught:
            ask()
        assert "TERTIB_DOCUMENTS_KEY_FILE" in str(caught.value)
        assert FIRST not in str(caught.value)
    assert len(used.objects()) == 1


def test_an_old_key_is_needed_until_all_is_encrypted_anew(place, open_with):
    put(open_with(place, FIRST), b"surat")
    put(open_with(place, SECOND, FIRST), b"izin")
    with pytest.raises(DocumentStoreError):
        open_with(place, SECOND).check()


def test_a_key_that_others_begin_to_use_is_missed_not_the_document(place, open_with):
    without = open_with(place)
    assert without.get(put(without, b"izin")) == b"izin"
    reference = put(open_with(place, FIRST), b"surat")
    with pytest.raises(DocumentStoreError, match="a key that is not given"):
        without.get(reference)


def test_a_damaged_document_stays_as_it_is_when_all_are_encrypted(place, open_with):
    plain = open_with(place)
    put(plain, b"surat")
    [name] = plain.objects()
    plain.place.write(name, b"palsu")
    store = open_with(place, FIRST)
    with pytest.raises(DocumentUnavailableError, match=name):
        store.encrypt(name)
    assert store.place.read(name) == b"palsu"


def test_documents_can_be_read_and_stored_while_they_are_encrypted(place, open_with):
    plain = open_with(place)
    letters = [b"surat %d" % number for number in range(40)]
    references = [put(plain, letter) for letter in letters]
    store, reader = open_with(place, FIRST), open_with(place, FIRST)
    encrypting = threading.Thread(target=encrypt_all, args=(store,))
    encrypting.start()
    rounds = 0
    while encrypting.is_alive() or not rounds:
        rounds += 1
        assert [reader.get(reference) for reference in references] == letters
        assert put(reader, letters[-1]) == references[-1]
    encrypting.join()
    assert encrypt_all(store) == 0
    assert len(store.objects()) == len(letters)


def test_what_killed_writes_left_long_ago_is_removed(tmp_path, open_with):
    store = open_with(tmp_path)
    path = store.path(put(store, b"surat"))
    left = [path.with_name(f".writing-{each}") for each in ("old", "new")]
    for each in left:
        each.write_bytes(b"sur")
    long_ago = time.time() - ABANDONED_S - 60
    os.utime(left[0], (long_ago, long_ago))
    store.place.tidy()
    assert [each.exists() for each in (*left, path)] == [False, True, True]
    assert len(list(store.place.names(""))) == 1


@pytest.mark.parametrize("secrets", [(), (FIRST,), (SECOND, FIRST)])
def test_what_is_removed_is_gone_whatever_key_it_lay_under(place, open_with, secrets):
    reference = put(open_with(place, *secrets), b"surat")
    everybody = open_with(place, SECOND, FIRST)
    assert everybody.has(reference.document_id)
    everybody.remove(reference.document_id)
    assert everybody.objects() == []
