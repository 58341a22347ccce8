"""Rows of tables that are sealed with a key of the documents, and found by hashes."""

from __future__ import annotations

import pytest

from workers.state.documents import DocumentStoreError, open_documents
from workers.state.documents.key import make_secret, read_keys
from workers.state.sealing import SealedError, Sealing, sealing

ONE, OTHER = (Sealing(bytes([each]) * 32) for each in (1, 2))
PLAIN = Sealing(None)


def test_a_sealed_row_tells_nothing_and_opens_again():
    sealed = ONE.seal("row 1", b"Rukmini")
    assert b"Rukmini" not in sealed
    assert sealed != ONE.seal("row 1", b"Rukmini")
    assert ONE.open("row 1", sealed) == b"Rukmini"


@pytest.mark.parametrize(
    ("by", "place", "change"),
    [(OTHER, "row 1", bytes), (ONE, "row 2", bytes), (ONE, "row 1", lambda s: s[:-1])],
    ids=["another secret", "another place", "damaged"],
)
def test_a_row_opens_with_its_secret_at_its_place_undamaged(by, place, change):
    sealed = change(ONE.seal("row 1", b"Rukmini"))
    with pytest.raises(SealedError, match=f"{place} does not open"):
        by.open(place, sealed)


def test_a_hash_is_the_same_every_time_and_another_with_another_secret():
    assert ONE.hashed("RKMN") == ONE.hashed("RKMN") != ONE.hashed("RKM")
    assert len({each.hashed("RKMN") for each in (ONE, OTHER, PLAIN)}) == 3
    assert 0 <= ONE.hashed("RKMN") < 1 << 64


def test_without_a_key_rows_are_plain(tmp_path):
    plain = sealing(open_documents(tmp_path), None, "tests")
    assert plain.seal("row 1", b"Rukmini") == b"Rukmini" == plain.open("row 1", b"Rukmini")


def test_uses_of_one_key_do_not_open_each_others_rows(tmp_path, monkeypatch):
    monkeypatch.setenv("TERTIB_DOCUMENTS_KEY", make_secret())
    store = open_documents(tmp_path)
    sealed = sealing(store, store.key_id, "one").seal("row", b"Rukmini")
    assert sealing(store, store.key_id, "one").open("row", sealed) == b"Rukmini"
    with pytest.raises(SealedError):
        sealing(store, store.key_id, "other").open("row", sealed)


def test_a_key_that_is_not_given_is_named_by_its_id(tmp_path):
    [key] = read_keys(make_secret())
    with pytest.raises(DocumentStoreError, match=key.id):
        sealing(open_documents(tmp_path), key.id, "tests")
