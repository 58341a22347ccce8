"""Tasklist takes in every task, and shows them in the order its page asks for."""

from __future__ import annotations

import pytest
import requests

from deploy.client.login import login
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


@pytest.mark.parametrize("field", ["creationTime", "dueDate", "followUpDate", "completionTime"])
def test_the_list_of_tasks_can_be_ordered_as_its_page_orders_it(full_engine, field) -> None:
    """Without this, people see no task at all: Tasklist's page always asks for an order."""
    cluster = full_engine.cluster
    query = {"state": "CREATED", "sort": [{"field": field, "order": "DESC"}]}
    tasklist = login("Tasklist", cluster.tasklist_address, cluster)
    assert isinstance(tasklist.call("POST", "/v1/tasks/search", json=query), list)
