"""What a worker costs that has nothing to do, with all of Tertib's job types."""

import time
from contextlib import ExitStack

import pytest

from tests.bench.clients import CLIENTS, Work, running
from tests.bench.sizes import BUILD, IDLE_SECONDS, clients

SETTLED_S = 20


@pytest.mark.bench
@pytest.mark.engine
def test_idle(broker, report):
    """``tertib work``, and Java's and Node's with as many types, all at the same time."""
    from workers.registry import load_handlers

    work = Work(types=tuple(load_handlers()), all_types=True)
    with ExitStack() as stack:
        workers = {
            client: stack.enter_context(running(client, broker.gateway, work, BUILD / "workers"))
            for client in clients(*CLIENTS)
        }
        time.sleep(SETTLED_S)
        begun = {client: worker.cpu() for client, worker in workers.items()}
        time.sleep(IDLE_SECONDS)
        for client, worker in workers.items():
            share = (worker.cpu() - begun[client]) / IDLE_SECONDS * 100
            report.add("idle", client, 1, CPU_percent=share, resident_MB=worker.memory())
