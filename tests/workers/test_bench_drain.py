"""How fast waiting jobs are done. Counted is what the broker accepted."""

import time

import pytest

JOBS = 3000


@pytest.mark.bench
@pytest.mark.engine
def test_drain(zeebe, toys, until):
    """3,000 waiting one-task jobs of a handler that does nothing but return."""
    zeebe.start_many(zeebe.deploy("toy-nothing"), JOBS)
    worker = toys().wait_ready()

    def completed():
        labels = {"action": "completed", "type": "toy-nothing"}
        return worker.metric("camunda_job_invocations_total", **labels)

    until(lambda: completed() > 0)
    began, first = time.monotonic(), completed()
    until(lambda: completed() == JOBS, pause=0.2)
    seconds = time.monotonic() - began
    print(f"\ndrain: {(JOBS - first) / seconds:.0f} jobs/s ({JOBS} jobs, one worker)")
