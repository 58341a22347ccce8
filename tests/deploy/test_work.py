import os
import subprocess
import sys

import pytest


@pytest.fixture
def work(tmp_path):
    def run(*options, **settings):
        environment = dict(os.environ) | {
            "TERTIB_HOME": str(tmp_path),
            "ZEEBE_ADDRESS": "127.0.0.1:1",
            **settings,
        }
        command = [sys.executable, "-m", "deploy", "work", *options]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def test_a_job_type_that_does_not_exist_is_wrong_usage_and_lists_those_that_do(work):
    result = work("--type", "letter-burn")
    assert result.returncode == 2
    assert "letter-burn" in result.stderr
    assert "letter-draft" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("TERTIB_WORKER_THREADS", "many", "worker.threads"),
        ("TERTIB_WORKER_TYPES", "letter-draft, letter-burn", "no such job type: letter-burn"),
        ("TERTIB_WORKER_DATABASE_URL", "oracle-of-delphi://x", "worker.database_url"),
        ("TERTIB_WORKER_DATABASE_URL", "sqlite:////dev/null/x.db", "TERTIB_WORKER_DATABASE_URL"),
        ("TERTIB_WORKER_HTTP_HOST", "256.0.0.1", "256.0.0.1"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(work, name, value, setting):
    result = work(**{name: value})
    assert result.returncode == 1
    assert setting in result.stderr
    assert "Traceback" not in result.stderr


def test_a_ready_file_in_a_folder_that_is_not_there_is_wrong_usage(work, tmp_path):
    """It ended the worker once it was ready."""
    result = work("--ready-file", str(tmp_path / "none" / "ready"))
    assert result.returncode == 2
    assert "there is no folder" in result.stderr


def test_a_ready_file_of_an_earlier_worker_tells_nobody_that_this_one_is_ready(work, tmp_path):
    ready = tmp_path / "ready"
    ready.write_text("{}")
    work("--ready-file", str(ready), TERTIB_WORKER_HTTP_HOST="256.0.0.1")
    assert not ready.exists()
