"""Whose turn it is."""

import threading
from types import SimpleNamespace

import pytest

from workers.runtime.turns import Turns


def job(job_type, number=0):
    return SimpleNamespace(info=SimpleNamespace(type=job_type), number=number, since=0.0)


def test_the_eldest_of_a_type_comes_first():
    turns = Turns(["a"], 4)
    turns.put([job("a", 1), job("a", 2)])
    assert [turns.next().number, turns.next().number] == [1, 2]


def test_the_type_with_the_fewest_running_is_next():
    turns = Turns(["a", "b"], 4)
    turns.put([job("a"), job("a"), job("b")])
    assert [turns.next().info.type for _ in range(3)] == ["a", "b", "a"]


@pytest.mark.parametrize(("threads", "most"), [(1, 1), (2, 1), (4, 3), (8, 6), (16, 12)])
def test_no_type_gets_all_threads_while_there_are_others(threads, most):
    turns = Turns(["slow", "quick"], threads)
    turns.put([job("slow") for _ in range(threads)])
    begun = [turns.next() for _ in range(most)]
    turns.put([job("quick")])
    if threads > 1:
        assert turns.next().info.type == "quick"
    turns.done(begun[0])
    assert turns.next().info.type == ("slow" if threads > 1 else "quick")


def test_a_single_type_gets_all_threads():
    turns = Turns(["only"], 4)
    turns.put([job("only") for _ in range(4)])
    assert len([turns.next() for _ in range(4)]) == 4


def test_a_thread_that_waits_gets_the_job_that_comes():
    turns, got = Turns(["a"], 1), []
    thread = threading.Thread(target=lambda: got.append(turns.next()))
    thread.start()
    turns.arrive([job("a", 7)])
    thread.join(10)
    assert [taken.number for taken in got[0]] == [7]


def test_what_arrives_meanwhile_is_looked_up_together():
    turns = Turns(["a", "b"], 2)
    for taken in (job("a", 1), job("b", 2)):
        turns.arrive([taken])
    assert [taken.number for taken in turns.next()] == [1, 2]


def test_arrivals_are_looked_up_before_what_waits_is_begun():
    turns = Turns(["a", "b"], 2)
    turns.put([job("a", 1)])
    turns.arrive([job("b", 2)])
    assert [taken.number for taken in turns.next()] == [2]
    assert turns.next().number == 1


def test_whoever_looked_up_many_wakes_others_for_the_rest():
    turns, got = Turns(["a"], 3), []
    threads = [threading.Thread(target=lambda: got.append(turns.next())) for _ in range(2)]
    for thread in threads:
        thread.start()
    turns.put([job("a", 1), job("a", 2), job("a", 3)])
    got.append(turns.next())
    for thread in threads:
        thread.join(10)
    assert sorted(taken.number for taken in got) == [1, 2, 3]


def test_whoever_was_held_back_by_the_share_of_its_type_goes_on_when_one_is_done():
    turns, got = Turns(["a", "b"], 2), []
    turns.put([job("a", 1), job("a", 2)])
    first = turns.next()
    thread = threading.Thread(target=lambda: got.append(turns.next()))
    thread.start()
    turns.done(first)
    thread.join(10)
    assert got[0].number == 2


def test_threads_are_sent_home():
    turns, got = Turns(["a"], 1), []
    thread = threading.Thread(target=lambda: got.append(turns.next()))
    thread.start()
    turns.close()
    thread.join(10)
    assert got == [None]
