"""Jobs handed over together, or each at once."""

import asyncio

import pytest

from workers.runtime import gathering
from workers.runtime.gathering import Gathering


@pytest.fixture(autouse=True)
def _longer(monkeypatch):
    """A pause that no test machine's hiccup outlasts."""
    monkeypatch.setattr(gathering, "PAUSE_S", 0.5)


def handed_over(held, *bursts):
    """Add bursts of jobs, each as soon as there was a handing over; return what came together."""
    handed = []

    async def run():
        changed = asyncio.Event()

        def hand_over(jobs):
            handed.append(list(jobs))
            changed.set()

        passing = Gathering(hand_over, held=lambda: held, many=16)
        for burst in bursts:
            changed.clear()
            for number, turns in burst:
                for _ in range(turns):
                    await asyncio.sleep(0)  # the loop goes round
                passing.add(number)
            await asyncio.wait_for(changed.wait(), 10)

    asyncio.run(run())
    return handed


def test_few_jobs_are_handed_over_at_once():
    assert handed_over(3, [(1, 0)], [(2, 0)], [(3, 0)]) == [[1], [2], [3]]


def test_jobs_of_one_poll_are_handed_over_together():
    assert handed_over(3, [(1, 0), (2, 0), (3, 0)]) == [[1, 2, 3]]


def test_while_many_are_here_later_ones_join_those_that_wait():
    assert handed_over(100, [(1, 0), (2, 3), (3, 3)]) == [[1, 2, 3]]


def test_while_few_are_here_nobody_waits_for_later_ones():
    assert handed_over(3, [(1, 0), (2, 3)])[0] == [1]
