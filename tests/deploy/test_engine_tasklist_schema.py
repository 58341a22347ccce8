"""Tasklist takes in every task, also one completed in the first millisecond of a second."""

from __future__ import annotations

import pytest
import requests

from deploy.engine.settings import Settings

pytestmark = pytest.mark.engine

INDEX = "tasklist-list-view-8.6.0_"


def test_a_completion_time_without_milliseconds_is_taken(full_engine) -> None:
    settings = Settings.load(full_engine.home)
    assert settings
    url = f"http://127.0.0.1:{settings.ports.search}/{INDEX}/_doc/probe"
    task = {"join": {"name": "task", "parent": "1"}, "completionTime": "2026-01-05T09:00:00Z"}
    try:
        answer = requests.put(url, params={"routing": "1"}, json=task, timeout=30)
        assert answer.status_code == 201, answer.text
    finally:
        requests.delete(url, params={"routing": "1", "refresh": "true"}, timeout=30)
