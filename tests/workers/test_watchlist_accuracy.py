"""How many corrupted names the watchlist still finds, and how many strangers it reports."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workers.testing import temporary_state
from workers.watchlist import entries
from workers.watchlist.screening import Person, screen

NOW = datetime(2025, 3, 4, tzinfo=UTC)
LEAST_SCORE = 75
# Parts of names; put together by chance they are nobody's.
COMMON = Path(__file__).with_name("name_parts.txt").read_text(encoding="utf-8").split()
OLD_SPELLING = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"), ("sy", "sj"), ("kh", "ch"))
MISHEARD = (("f", "p"), ("z", "s"), ("dh", "d"), ("h", ""), ("ai", "ei"), ("i", "y"), ("q", "k"))


def part(rng):
    """A common part of a name, or as often a rare one: two halves of common ones."""
    if rng.random() < 0.5:
        return rng.choice(COMMON)
    first, second = rng.sample(COMMON, 2)
    return first[: len(first) // 2 + 1] + second[len(second) // 2 :]


def made_up(rng):
    return " ".join(part(rng) for _ in range(rng.choice((2, 3, 3, 4))))


def respelled(name, rng):
    old, new = rng.choice(OLD_SPELLING + MISHEARD)
    return name.lower().replace(old, new).title()


def mistyped(name, rng):
    at = rng.randrange(1, len(name) - 1)
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    middle = rng.choice(("", letter, name[at] + letter, name[at + 1] + name[at]))
    rest = name[at + 2 :] if len(middle) == 2 and middle[1] == name[at] else name[at + 1 :]
    return name[:at] + middle + rest


def reordered(name, rng):
    parts = name.split()
    return f"{parts[-1]}, {' '.join(parts[:-1])}" if rng.random() < 0.5 else " ".join(parts[::-1])


def shortened(name, rng):
    parts = name.split()
    if len(parts) < 3:
        return name
    at = rng.randrange(len(parts))
    parts[at : at + 1] = [] if rng.random() < 0.5 else [f"{parts[at][0]}."]
    return " ".join(parts)


def decorated(name, rng):
    return rng.choice(("H. {}", "{}, S.H., M.H.", "Muhammad {}", "{} bin Fulan")).format(name)


def run_together(name, _rng):
    first, second, *rest = name.split()
    return " ".join([first + second.lower(), *rest])


CORRUPTIONS = (respelled, mistyped, reordered, shortened, decorated, run_together)


@pytest.fixture
def make_list(tmp_path):
    """A function that puts made-up people on the list and gives them back with the database."""
    with temporary_state(tmp_path) as state:

        def make(size, seed=5):
            rng = random.Random(seed)
            names = list(dict.fromkeys(made_up(rng) for _ in range(size)))
            rows = (f"{n},{name},,,,,\n" for n, name in enumerate(names, start=1))
            file = tmp_path / "cekal.csv"
            file.write_text(f"{','.join(entries.COLUMNS)}\n{''.join(rows)}", encoding="utf-8")
            with state.database.transaction() as transaction:
                entries.refresh(transaction.connection, file, NOW)
            return names, state.database

        yield make


def found(db, name, number):
    hits = screen(db, Person(names=(name,)), least_score=LEAST_SCORE)
    return str(number) in {hit.entry.number for hit in hits}


def test_ninety_nine_in_a_hundred_names_corrupted_once_are_found(make_list):
    names, database = make_list(250)
    rng = random.Random(11)
    sought = [
        (corrupt(name, rng), number)
        for number, name in enumerate(names, start=1)
        for corrupt in CORRUPTIONS
    ]
    with database.reading() as db:
        missed = [name for name, number in sought if not found(db, name, number)]
    assert len(missed) <= len(sought) / 100, missed


def test_few_strangers_are_reported(make_list):
    names, database = make_list(250)
    rng = random.Random(13)
    strangers = [name for name in (made_up(rng) for _ in range(250)) if name not in names]
    with database.reading() as db:
        reported = sum(
            bool(screen(db, Person(names=(name,)), least_score=LEAST_SCORE)) for name in strangers
        )
    assert reported <= len(strangers) * 0.1


@pytest.mark.bench
def test_recall_strangers_and_time_by_size_of_the_list(make_list):
    for size in (1_000, 10_000):
        started = time.perf_counter()
        names, database = make_list(size, seed=size)
        imported = time.perf_counter() - started
        rng = random.Random(17)
        print(f"\n{len(names)} entries, imported in {imported:.1f} s")
        with database.reading() as db:
            for corrupt in CORRUPTIONS:
                sample = rng.sample(list(enumerate(names, start=1)), 500)
                times, hits = [], 0
                for number, name in sample:
                    began = time.perf_counter()
                    hits += found(db, corrupt(name, rng), number)
                    times.append(time.perf_counter() - began)
                slow = sorted(times)[int(len(times) * 0.99)]
                print(f"{corrupt.__name__:14} recall {hits / 500:.3f}  p99 {1000 * slow:.0f} ms")
