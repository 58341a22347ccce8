"""A process killed between any two writes: what it said it stored is there, and nothing else."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from workers.state.documents.key import make_secret

STORING = Path(__file__).with_name("storing.py")


@contextmanager
def storing(what, place):
    command = [sys.executable, str(STORING), what, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def letter(number):
    return f"surat {number} ".encode() * 5_000


@pytest.mark.parametrize("after", [1, 20])
def test_what_was_stored_before_a_kill_is_whole_and_nothing_else_is_there(store, place, after):
    """The fixture `store` has put its key, if any, into the environment."""
    with storing("put", place) as process:
        stored = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        stored += process.stdout.read().split()
    assert [store.read(each) for each in stored] == [letter(n) for n in range(len(stored))]
    # The last one may have been stored and not told.
    assert len(store.objects()) - len(stored) in (0, 1)
    for name in store.objects():
        assert store.encrypt(name) is False  # it is what its name says


@pytest.mark.parametrize("after", [1, 5])
def test_encrypting_goes_on_after_a_kill_and_loses_nothing(place, open_with, after):
    plain = open_with(place)
    letters = [letter(number) for number in range(12)]
    put = [plain.put(each, content_type="text/plain", file_name="x") for each in letters]
    store = open_with(place, make_secret())
    with storing("encrypt", place) as process:
        assert [process.stdout.readline() for _ in range(after)] == ["True\n"] * after
        process.kill()
    assert [store.get(each) for each in put] == letters
    with storing("encrypt", place) as process:
        assert set(process.stdout.read().split()) <= {"True", "False"}
        assert process.wait() == 0
    assert [store.get(each) for each in put] == letters
    assert len(store.objects()) == len(letters)
    assert not any(store.encrypt(name) for name in store.objects())
