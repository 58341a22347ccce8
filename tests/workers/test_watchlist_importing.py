"""A list comes into the database beside the one before, sealed, whole or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select, update

from workers.handler import IncidentError, RetryableError
from workers.state.documents import DocumentStoreError, open_documents
from workers.state.documents.key import make_secret
from workers.state.state import State
from workers.testing import NOW
from workers.watchlist import earlier, importing
from workers.watchlist.entries import COLUMNS, Entry
from workers.watchlist.importing import refresh
from workers.watchlist.lists import (
    BLOCKS,
    CURRENT,
    FORM,
    IMPORTING,
    IMPORTS,
    PEOPLE,
    RETIRED,
    consult,
)
from workers.watchlist.pages import Listed
from workers.watchlist.screening import Person, screen

MARKED = ("Rukmini Tersembunyi", "1979-11-30", "X7654321", "Khayalistan", "sebab rahasia")
ROW = "C-1,{},,{},{},{},{}".format(*(MARKED[n] for n in (0, 1, 3, 2, 4)))
OTHERS = tuple(f"C-{n},Bintang Samudra {letter * 4}a,,,,," for n, letter in enumerate("bdgkl", 2))
SOUGHT = Person(names=("Tersembunyi, Rukmini",))


@pytest.fixture
def list_file(tmp_path):
    file = tmp_path / "cekal.csv"
    write(file, ROW)
    return file


def write(file, *rows):
    file.write_text("\n".join((",".join(COLUMNS), *rows, "")), encoding="utf-8")


def bring(state, file):
    refresh(state.database, state.documents, file, NOW)


def found(state, person=SOUGHT):
    answer = consult(
        state.database, state.documents, lambda listed: screen(listed, person, least_score=75)
    )
    return answer and [hit.entry.number for hit in answer[1].hits]


def with_keys(state, folder, monkeypatch, *keys):
    """The same state, opened with these keys."""
    monkeypatch.setenv("TERTIB_DOCUMENTS_KEY", "\n".join(keys))
    return State(database=state.database, documents=open_documents(folder / "documents"))


def lists(state):
    with state.database.reading() as db:
        return [tuple(row) for row in db.execute(select(IMPORTS.c.name, IMPORTS.c.status))]


def rows(state, table):
    with state.database.reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def everything_in(state):
    """All that the new tables hold, as one would find it on the disk."""
    with state.database.reading() as db:
        return b"".join(
            value if isinstance(value, bytes) else str(value).encode()
            for table in (IMPORTS, PEOPLE, BLOCKS)
            for row in db.execute(select(table))
            for value in row
        )


def test_with_a_key_nothing_of_the_list_is_to_be_read(any_state, tmp_path, monkeypatch, list_file):
    bring(any_state, list_file)
    plain = everything_in(any_state)
    assert [word for word in MARKED if word.encode() in plain] == list(MARKED)
    sealed = with_keys(any_state, tmp_path, monkeypatch, make_secret())
    bring(sealed, list_file)
    content = everything_in(sealed)
    assert [word for word in MARKED if word.encode() in content] == []
    assert found(sealed) == ["C-1"]


def test_numbers_and_birth_dates_are_found_in_a_sealed_list(
    any_state, tmp_path, monkeypatch, list_file
):
    sealed = with_keys(any_state, tmp_path, monkeypatch, make_secret())
    bring(sealed, list_file)
    assert found(sealed, Person(names=(), documents=("x 765-4321",))) == ["C-1"]
    born = Person(names=("Rukmini Tersembunyo", "Rukmini"), birth_date="30-11-1979")
    assert found(sealed, born) == ["C-1"]


def test_another_key_seals_the_list_anew(any_state, tmp_path, monkeypatch, list_file):
    first, second = make_secret(), make_secret()
    bring(with_keys(any_state, tmp_path, monkeypatch, first), list_file)
    both = with_keys(any_state, tmp_path, monkeypatch, second, first)
    assert found(both) == ["C-1"]  # what the old key sealed is still read
    bring(both, list_file)
    assert found(with_keys(any_state, tmp_path, monkeypatch, second)) == ["C-1"]


def test_a_list_whose_key_is_not_given_is_told(any_state, tmp_path, monkeypatch, list_file):
    sealed = with_keys(any_state, tmp_path, monkeypatch, make_secret())
    bring(sealed, list_file)
    with pytest.raises(DocumentStoreError, match=sealed.documents.key_id):
        found(with_keys(any_state, tmp_path, monkeypatch, make_secret()))


def test_a_new_list_takes_the_place_of_the_old_one_which_goes(any_state, list_file):
    bring(any_state, list_file)
    write(list_file, *OTHERS)
    bring(any_state, list_file)
    assert found(any_state) == []
    assert lists(any_state) == [("cekal.csv", CURRENT)]
    assert rows(any_state, PEOPLE) == 1


def test_people_whose_names_sound_alike_lie_beside_each_other():
    listed = Listed()
    listed.add(
        Entry(number=name, names=(name,)) for name in ("Soerjadi", "Budi", "Tono", "Dr. Suryadi")
    )
    order = [entry.number for entry in listed.in_order()]
    assert sorted(order) == ["Budi", "Dr. Suryadi", "Soerjadi", "Tono"]
    assert abs(order.index("Soerjadi") - order.index("Dr. Suryadi")) == 1


def test_a_list_that_another_version_wrote_is_not_read_but_imported_anew(any_state, list_file):
    bring(any_state, list_file)
    with any_state.database.transaction() as transaction:
        stamp = IMPORTS.c.stamp
        older = func.replace(stamp, f"{FORM}:", f"{FORM - 1}:")
        transaction.connection.execute(update(IMPORTS).values(stamp=older))
    assert found(any_state) is None
    bring(any_state, list_file)
    assert found(any_state) == ["C-1"]
    assert rows(any_state, PEOPLE) == 1


def test_a_list_that_breaks_off_leaves_the_one_before(any_state, list_file, monkeypatch):
    monkeypatch.setattr(importing, "_PEOPLE_AT_ONCE", 2)
    bring(any_state, list_file)
    write(list_file, *OTHERS, "C-9,")
    with pytest.raises(IncidentError, match="line 7"):
        bring(any_state, list_file)
    assert found(any_state) == ["C-1"]
    assert lists(any_state) == [("cekal.csv", CURRENT)]
    assert rows(any_state, PEOPLE) == 1


def test_an_import_whose_worker_died_is_begun_anew(any_state, list_file, monkeypatch):
    monkeypatch.setattr(importing, "ABANDONED_S", 0.3)
    with any_state.database.transaction() as transaction:
        db = transaction.connection
        left = {"name": "cekal.csv", "stamp": "x", "progress": 3}
        db.execute(insert(IMPORTS).values(id=1, status=IMPORTING, **left))
        db.execute(insert(PEOPLE).values(list_id=1, number=1, person=b"x"))
    bring(any_state, list_file)
    assert found(any_state) == ["C-1"]
    assert lists(any_state) == [("cekal.csv", CURRENT)]
    assert rows(any_state, PEOPLE) == 1


def test_a_worker_whose_import_was_given_up_by_others_writes_nothing_more(
    any_state, list_file, monkeypatch
):
    read = importing.read

    def slow(lines, name):
        yield from read(lines, name)
        with any_state.database.transaction() as transaction:
            transaction.connection.execute(update(IMPORTS).values(status=RETIRED))

    monkeypatch.setattr(importing, "read", slow)
    with pytest.raises(RetryableError, match="another worker"):
        bring(any_state, list_file)
    assert lists(any_state) == []
    assert rows(any_state, PEOPLE) == rows(any_state, BLOCKS) == 0


def test_a_search_during_which_the_list_changes_finds_who_is_on_both(any_state, list_file):
    bring(any_state, list_file)
    changes = [lambda: write(list_file, ROW, *OTHERS)]

    def look(listed):
        if changes:
            changes.pop()()
            bring(any_state, list_file)
        return screen(listed, SOUGHT, least_score=75)

    _, found = consult(any_state.database, any_state.documents, look)
    assert [hit.entry.number for hit in found.hits] == ["C-1"]


def test_what_an_older_version_kept_in_the_clear_is_removed(any_state, list_file):
    with any_state.database.transaction() as transaction:
        db = transaction.connection
        old = {"name": "x", "stamp": "x", "entries": 1, "imported_at": NOW}
        db.execute(insert(earlier.LISTS).values(id=1, **old))
        db.execute(insert(earlier.ENTRIES).values(id=1, entry="Rukmini"))
        db.execute(insert(earlier.KEYS).values(key="RKMN", entry_id=1))
    bring(any_state, list_file)
    tables = (earlier.LISTS, earlier.ENTRIES, earlier.KEYS)
    assert [rows(any_state, table) for table in tables] == [0, 0, 0]
