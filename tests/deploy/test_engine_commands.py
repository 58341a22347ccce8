"""``tertib up``, ``down`` and ``status`` as an operator runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.testing.engine import spare_offset

TERTIB = Path(sys.executable).with_name("tertib")


@pytest.fixture
def tertib(tmp_path):
    def run(*arguments, home=tmp_path, **variables):
        environment = {**os.environ, "TERTIB_HOME": str(home), **variables}
        return subprocess.run(
            [TERTIB, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run


def test_status_of_no_engine_says_how_to_start_one_and_is_no_success(tertib):
    done = tertib("status")
    assert done.returncode == 1
    assert "Start one with `tertib up`" in done.stdout


def test_down_without_an_engine_is_no_error(tertib):
    done = tertib("down")
    assert (done.returncode, done.stdout) == (0, "No engine was running.\n")


def test_purge_asks_first_and_takes_silence_for_no(tertib, tmp_path):
    (tmp_path / "data").mkdir()
    done = tertib("down", "--purge")
    assert done.returncode == 1
    assert f"Delete all instances, tasks and logs in {tmp_path}?" in done.stderr
    assert (tmp_path / "data").exists()
    assert tertib("down", "--purge", "--yes").returncode == 0
    assert not (tmp_path / "data").exists()


def test_without_network_and_cache_the_message_is_one_sentence_with_a_way_out(tertib, tmp_path):
    done = tertib(
        "up",
        "--lite",
        "--port-offset",
        str(spare_offset()),
        TERTIB_CACHE=str(tmp_path / "cache"),
        TERTIB_MAVEN_REPOSITORY="http://127.0.0.1:9",
    )
    assert done.returncode == 1
    assert "camunda-zeebe-8.6.0.tar.gz could not be downloaded" in done.stderr
    assert "Check the network" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_offset_that_is_no_number_is_wrong_usage(tertib):
    assert tertib("up", "--port-offset", "ten").returncode == 2


@pytest.mark.engine
def test_a_second_up_says_that_it_is_up_and_where(tertib, lite_engine):
    done = tertib("up", "--lite", home=lite_engine.home.root)
    assert done.returncode == 0
    assert done.stdout.startswith("The engine is already up.\n")
    assert lite_engine.addresses.gateway in done.stdout


@pytest.mark.engine
def test_up_as_json_holds_the_addresses(tertib, lite_engine):
    done = tertib("up", "--lite", "--json", home=lite_engine.home.root)
    answer = json.loads(done.stdout)
    assert answer["started"] == []
    assert answer["rest"] == lite_engine.addresses.rest


@pytest.mark.engine
def test_status_of_a_running_engine_is_a_success(tertib, lite_engine):
    done = tertib("status", home=lite_engine.home.root)
    assert done.returncode == 0
    assert "ready" in done.stdout
    answer = json.loads(tertib("status", "--json", home=lite_engine.home.root).stdout)
    assert answer["running"]
    assert [part["name"] for part in answer["parts"]] == ["broker"]


@pytest.mark.engine
def test_a_port_another_engine_holds_is_named(tertib, lite_engine):
    offset = str(int(lite_engine.addresses.gateway.split(":")[1]) - 26500)
    done = tertib("up", "--lite", "--port-offset", offset)
    assert done.returncode == 1
    assert "is in use by java (pid " in done.stderr
