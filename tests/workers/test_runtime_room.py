"""How many jobs may be taken, by asking and by being pushed."""

import asyncio

import pytest

from workers.runtime import room as module
from workers.runtime.room import Room


def now(wait):
    """What a wait gives if it is over at once; raises TimeoutError otherwise."""

    async def at_once():
        return await asyncio.wait_for(wait, 0.01)

    return at_once()


def test_waiting_jobs_may_fill_all_the_room():
    async def run():
        room = Room(10, least=10)
        assert await now(room.for_poll()) == 10
        for _ in range(10):
            room.polled()
        with pytest.raises(TimeoutError):
            await now(room.for_poll())

    asyncio.run(run())


def test_new_jobs_get_half_of_the_room_at_most():
    async def run():
        room = Room(10, least=10)
        for _ in range(5):
            await now(room.for_push())
            room.pushed()
        with pytest.raises(TimeoutError):
            await now(room.for_push())
        assert await now(room.for_poll()) == 5

    asyncio.run(run())


def test_it_is_asked_again_before_all_is_done():
    async def run():
        room = Room(10, least=10)
        for _ in range(10):
            room.polled()
        for _ in range(7):
            room.poll_done()
        assert await now(room.for_poll()) == 7

    asyncio.run(run())


def test_whoever_waits_is_told_of_room():
    async def run():
        room = Room(1, least=1)
        room.pushed()
        waiting = asyncio.create_task(room.for_push())
        await asyncio.sleep(0)
        room.push_done()
        await asyncio.wait_for(waiting, 10)

    asyncio.run(run())


def test_both_waits_end_when_one_place_is_freed():
    async def run():
        room = Room(2, least=2)
        room.pushed()
        room.polled()
        waits = [asyncio.create_task(wait) for wait in (room.for_push(), room.for_poll())]
        await asyncio.sleep(0)
        room.push_done()
        room.poll_done()
        await asyncio.wait_for(asyncio.gather(*waits), 10)

    asyncio.run(run())


def test_at_the_end_nobody_is_held_up():
    async def run():
        room = Room(1, least=1)
        room.polled()
        room.pushed()
        room.throw_open()
        await now(room.for_push())
        assert await now(room.for_poll()) == 1

    asyncio.run(run())


@pytest.fixture
def clock(monkeypatch):
    seconds = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: seconds[0])
    return seconds


def finish(room, number):
    for _ in range(number):
        room.polled()
        room.poll_done()


def test_a_worker_that_is_quick_gets_more_room_at_once(clock):
    async def run():
        room = Room(128, least=16)
        assert await now(room.for_poll()) == 16
        finish(room, 16)
        assert await now(room.for_poll()) == 32
        finish(room, 100)
        assert await now(room.for_poll()) == 128

    asyncio.run(run())


def test_a_worker_that_is_slow_leaves_jobs_to_others(clock):
    async def run():
        room = Room(128, least=4)
        finish(room, 100)
        for _ in range(12):  # one job a second
            clock[0] += 1.0
            finish(room, 1)
        clock[0] += 1.0
        finish(room, 1)
        assert await now(room.for_poll()) <= 24

    asyncio.run(run())


def test_a_pause_is_not_taken_for_quickness(clock):
    async def run():
        room = Room(128, least=16)
        finish(room, 100)
        clock[0] += 60.0
        finish(room, 1)
        assert await now(room.for_poll()) == 16

    asyncio.run(run())
