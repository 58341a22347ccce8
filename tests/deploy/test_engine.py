"""The local engine, really run."""

from __future__ import annotations

import pytest
import requests

from deploy.client.broker import Broker
from deploy.client.operate import Operate
from deploy.client.tasklist import Tasklist
from deploy.engine.settings import Settings
from deploy.engine.status import status

pytestmark = pytest.mark.engine


def test_lite_engine_answers_on_its_rest_api(lite_engine):
    topology = requests.get(f"{lite_engine.addresses.rest}/v2/topology", timeout=10).json()
    assert topology["gatewayVersion"] == "8.6.0"
    assert topology["partitionsCount"] == 1


def test_status_of_a_running_engine_names_pid_memory_and_health(lite_engine):
    found = status(lite_engine.home, Settings())
    assert found.running
    (broker,) = found.parts
    assert (broker.name, broker.health) == ("broker", "ready")
    assert broker.pid
    assert broker.memory_mb > 100
    assert found.addresses == lite_engine.addresses


def test_full_engine_signs_in_to_operate_and_tasklist(full_engine):
    assert list(Tasklist(full_engine.cluster).waiting()) == []
    assert Operate(full_engine.cluster).incidents() == ()
    assert Broker(full_engine.cluster)
