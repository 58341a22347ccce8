"""How many people whose names are written otherwise are found, how many strangers are, how fast."""

from __future__ import annotations

import itertools
import os
import random
import threading
import time
from datetime import UTC, datetime

import pytest

from tests.workers.made_up_people import (
    CORRUPTIONS,
    corrupted_twice,
    misdated,
    people,
    write_list,
)
from workers.state import probe
from workers.state.documents.key import make_secret
from workers.testing import temporary_state
from workers.watchlist.importing import refresh
from workers.watchlist.lists import consult
from workers.watchlist.screening import Person, screen

NOW = datetime(2025, 3, 4, tzinfo=UTC)
LEAST_SCORE = 75
SIZE = int(os.environ.get("TERTIB_BENCH_PEOPLE", "1000000"))
SOUGHT = int(os.environ.get("TERTIB_BENCH_SOUGHT", "300"))  # of each corruption


def search(state, person):
    _, found = consult(
        state.database,
        state.documents,
        lambda searched: screen(searched, person, least_score=LEAST_SCORE),
    )
    return {hit.entry.number for hit in found.hits}


def imported(state, folder, listed):
    file = folder / "cekal.csv"
    write_list(file, listed)
    refresh(state.database, state.documents, file, NOW)


@pytest.fixture(scope="module")
def listed():
    return list(people(1000))


@pytest.fixture(scope="module")
def state(tmp_path_factory, listed):
    folder = tmp_path_factory.mktemp("accuracy")
    with temporary_state(folder) as opened:
        imported(opened, folder, listed)
        yield opened


@pytest.mark.parametrize("corrupt", CORRUPTIONS)
def test_ninety_nine_in_a_hundred_names_corrupted_once_are_found_by_name_alone(
    state, listed, corrupt
):
    rng = random.Random(11)
    sought = [(corrupt(each.name, rng), each.number) for each in listed[:200]]
    missed = [name for name, n in sought if n not in search(state, Person(names=(name,)))]
    assert len(missed) <= 2, missed


def test_a_slip_in_the_birth_date_hides_nobody(state, listed):
    rng = random.Random(12)
    sought = [
        (rng.choice(CORRUPTIONS)(each.name, rng), misdated(each.birth_date, rng), each.number)
        for each in listed[:200]
    ]
    missed = [
        name
        for name, born, number in sought
        if number not in search(state, Person(names=(name,), birth_date=born))
    ]
    assert len(missed) <= 2, missed


def test_few_strangers_are_reported(state, listed):
    known = {each.name for each in listed}
    strangers = [each.name for each in people(200, seed=13) if each.name not in known]
    reported = sum(bool(search(state, Person(names=(name,)))) for name in strangers)
    assert reported <= len(strangers) * 0.1


@pytest.mark.bench
@pytest.mark.parametrize("sealed", [True, False])
def test_recall_and_time_on_a_million_people(tmp_path, monkeypatch, sealed):
    if sealed:
        monkeypatch.setenv("TERTIB_DOCUMENTS_KEY", make_secret())
    with temporary_state(tmp_path) as state:
        longest_wait, took = import_beside_a_writer(state, tmp_path)
        size = sum(path.stat().st_size for path in tmp_path.glob("workers.db*")) / 1e6
        kind = "sealed" if sealed else "plain"
        print(f"\n{SIZE} people, {kind}: imported in {took:.0f} s, ", end="")
        print(f"{size:.0f} MB; another writer waited {1000 * longest_wait:.0f} ms at most")
        measure(state)


def import_beside_a_writer(state, folder):
    """Import while somebody writes all the time; how long that one waited at most, and all took."""
    over, waits = threading.Event(), [0.0]

    def write():
        while not over.wait(0.05):
            began = time.perf_counter()
            assert probe.answers(state.database)
            waits.append(time.perf_counter() - began)

    writer = threading.Thread(target=write)
    file = folder / "cekal.csv"
    write_list(file, people(SIZE))
    writer.start()
    began = time.perf_counter()
    refresh(state.database, state.documents, file, NOW)
    took = time.perf_counter() - began
    over.set()
    writer.join()
    file.unlink()
    return max(waits), took


def measure(state):
    rng = random.Random(17)
    every = max(1, SIZE // SOUGHT)
    sample = list(itertools.islice(people(SIZE), rng.randrange(every), None, every))
    times, busy, all_found = [], [], []
    for corrupt in (*CORRUPTIONS, corrupted_twice):
        for dated in (False, True):
            found, took, used = [], [], []
            for each in sample:
                born = misdated(each.birth_date, rng) if dated else None
                person = Person(names=(corrupt(each.name, rng),), birth_date=born)
                began, used_before = time.perf_counter(), time.thread_time()
                found.append(each.number in search(state, person))
                took.append(time.perf_counter() - began)
                used.append(time.thread_time() - used_before)
            line(f"{corrupt.__name__}{' and misdated' if dated else ''}", found, took, used)
            times += took
            busy += used
            all_found += found if corrupt is not corrupted_twice else []
    line("all (found: corrupted once)", all_found, times, busy)


def line(what, found, times, busy):
    """By the clock, and by the processor: on a machine with other work the two differ."""
    figures = "  ".join(
        f"p{100 * share:g} {1000 * took[int(len(took) * share)]:.1f} ms"
        for took in (sorted(times), sorted(busy))
        for share in (0.5, 0.99)
    )
    print(f"{what:32} found {sum(found) / len(found):.4f}  {figures} of processor", flush=True)
