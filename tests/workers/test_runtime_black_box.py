"""What workers had begun that ended without a word, as those see it that outlive them."""

from __future__ import annotations

import subprocess
import sys

from structlog.testing import capture_logs

from workers.runtime import black_box
from workers.runtime.black_box import BlackBox

DYING = """
import os, sys
from pathlib import Path
from workers.runtime.black_box import BlackBox
box = BlackBox(Path(sys.argv[1]))
for key in sys.argv[2:]:
    box.begun(int(key))
os._exit(3)
"""

LIVING = """
import sys, threading, time
from pathlib import Path
from workers.runtime.black_box import BlackBox
box = BlackBox(Path(sys.argv[1]))
for key in sys.argv[2:]:
    thread = threading.Thread(target=box.begun, args=(int(key),))
    thread.start()
    thread.join()
print("begun", flush=True)
time.sleep(60)
"""


def die(folder, *keys):
    """Begin jobs one after another in a process that crashes at the last."""
    subprocess.run([sys.executable, "-c", DYING, str(folder), *map(str, keys)], check=False)


def test_what_a_dead_worker_was_at_is_suspect(tmp_path):
    die(tmp_path, 5, 2251799813685249)
    box = BlackBox(tmp_path)
    assert box.suspects == {2251799813685249}
    box.close()


def test_a_worker_learns_of_another_that_dies_beside_it(tmp_path):
    box = BlackBox(tmp_path)
    die(tmp_path, 7)
    box.look()
    assert box.suspects == {7}
    box.close()


def test_each_thread_has_its_own_place_and_what_lives_is_not_suspect(tmp_path):
    other = BlackBox(tmp_path)
    program = [sys.executable, "-c", LIVING, str(tmp_path), "7", "8"]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as living:
        living.stdout.readline()
        other.look()
        assert other.suspects == set()
        living.kill()
    other.look()
    assert other.suspects == {7, 8}
    other.close()


def test_a_worker_that_ends_well_or_does_nothing_leaves_no_box(tmp_path):
    box = BlackBox(tmp_path)
    box.begun(7)
    box.close()
    die(tmp_path)
    BlackBox(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_boxes_do_not_gather(tmp_path, monkeypatch):
    die(tmp_path, 7)
    monkeypatch.setattr(black_box, "KEPT_S", -1.0)
    box = BlackBox(tmp_path)
    box.close()
    assert box.suspects == set()
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_boxes_the_worker_works_and_says_so(tmp_path):
    (tmp_path / "boxes").write_text("no folder")
    with capture_logs() as logs:
        box = BlackBox(tmp_path / "boxes")
    box.begun(7)
    box.close()
    assert [line["event"] for line in logs] == ["black_box_unavailable"]
