"""The worker as a process, on a real broker."""

import signal
import threading
import time
from collections import Counter

import pytest

from workers.runtime.process import TWICE_S

pytestmark = pytest.mark.engine

PERSON = "Siti Aminah 3201010101010001"
TYPES = ("toy-count", "toy-other", "toy-third")


def start_many(zeebe, number):
    processes = [zeebe.deploy(job_type) for job_type in TYPES]
    return [zeebe.start_and_await(processes[n % len(processes)]) for n in range(number)]


def test_jobs_of_several_types_are_each_done_once(zeebe, toys):
    worker = toys().wait_ready()
    waiting = start_many(zeebe, 200)
    results = Counter(future.result()["toy_result"] for future in waiting)
    assert sum(results.values()) == 200
    assert set(results) == set(TYPES)
    effects = worker.effects()
    assert len(effects) == len(set(effects)) == 200


def test_a_worker_stopped_in_the_middle_loses_nothing_and_ends_well(zeebe, toys, until):
    """What it holds it gives back; a job pushed while it hangs up comes again with its time."""
    first = toys(job_timeout=20, threads=2).wait_ready()
    waiting = start_many(zeebe, 200)
    until(lambda: len(first.effects()) > 50)
    assert first.stop() == 0
    assert first.seen("job_given_back")
    second = toys(job_timeout=20)
    for future in waiting:
        future.result()
    effects = second.effects()
    assert len(effects) == len(set(effects)) == 200


def test_a_worker_killed_in_the_middle_does_nothing_twice(zeebe, toys, until):
    first = toys(job_timeout=3).wait_ready()
    waiting = start_many(zeebe, 200)
    until(lambda: len(first.effects()) > 50)
    first.signal(signal.SIGKILL)
    second = toys(job_timeout=3)
    for future in waiting:
        future.result()
    effects = second.effects()
    assert len(effects) == len(set(effects)) == 200


def test_a_job_under_way_is_finished_before_the_worker_ends(zeebe, toys, until):
    worker = toys(job_timeout=600).wait_ready()
    waiting = zeebe.start_and_await(zeebe.deploy("toy-slow"), {"seconds": 2})
    until(lambda: worker.metric("tertib_threads_busy") == 1)
    assert worker.stop() == 0
    assert waiting.result()["toy_result"] == "toy-slow"


def test_a_job_that_outlasts_the_drain_is_given_back(zeebe, toys, until):
    worker = toys(job_timeout=600, drain=0.5).wait_ready()
    instance = zeebe.start(zeebe.deploy("toy-slow"), {"seconds": 600})
    until(lambda: worker.metric("tertib_threads_busy") == 1)
    assert worker.stop() == 0
    assert len(worker.seen("job_given_back", process_instance_key=str(instance))) == 1
    heir = toys().wait_ready()
    until(lambda: heir.metric("tertib_threads_busy") == 1)
    zeebe.cancel(instance)


def test_a_second_signal_ends_the_worker_at_once(zeebe, toys, until):
    worker = toys(drain=600).wait_ready()
    instance = zeebe.start(zeebe.deploy("toy-slow"), {"seconds": 600})
    until(lambda: worker.metric("tertib_threads_busy") == 1)
    worker.signal(signal.SIGTERM)
    until(lambda: worker.seen("worker_draining"))
    time.sleep(2 * TWICE_S)
    assert worker.stop() == 128 + signal.SIGTERM
    zeebe.cancel(instance)


def test_signals_of_the_same_moment_are_one(zeebe, toys, until):
    """Wrappers pass on what the terminal sends to all, timeout(1) sends it twice: none drained."""
    worker = toys().wait_ready()
    waiting = zeebe.start_and_await(zeebe.deploy("toy-slow"), {"seconds": 2})
    until(lambda: worker.metric("tertib_threads_busy") == 1)
    worker.signal(signal.SIGINT)
    assert worker.stop() == 0
    assert waiting.result()["toy_result"] == "toy-slow"


def test_a_worker_that_is_there_before_the_broker_waits_for_it(zeebe, toys, forwarder, until):
    worker = toys(forwarder.address)
    until(lambda: worker.seen("gateway_unreachable", code="UNAVAILABLE"))
    assert worker.get("/healthz").status_code == 200
    assert worker.get("/readyz").status_code == 503
    waiting = zeebe.start_and_await(zeebe.deploy("toy-count"))
    forwarder.open()
    assert waiting.result()["toy_result"] == "toy-count"
    until(lambda: worker.get("/readyz").status_code == 200)


def test_a_worker_whose_connection_is_cut_carries_on(zeebe, toys, forwarder, until):
    forwarder.open()
    worker = toys(forwarder.address).wait_ready()
    process = zeebe.deploy("toy-count")
    zeebe.start_and_await(process).result()
    forwarder.cut()
    until(lambda: worker.get("/readyz").status_code == 503)
    waiting = zeebe.start_and_await(process)
    forwarder.open()
    assert waiting.result()["toy_result"] == "toy-count"


def test_a_business_error_is_caught_by_the_diagram_with_its_variables(zeebe, toys, until):
    worker = toys()
    result = zeebe.start_and_await(zeebe.deploy("toy-refuse")).result()
    assert result["toy_reason"] == "closed"
    until(lambda: worker.seen("job_bpmn_error", code="TOY_REFUSED", sop_row="5"))


def test_a_passing_fault_is_tried_again_until_it_has_passed(zeebe, toys, until):
    worker = toys()
    result = zeebe.start_and_await(zeebe.deploy("toy-struggle")).result()
    assert result["toy_result"] == "toy-struggle"
    until(lambda: [line["retries"] for line in worker.seen("job_failed")] == [2, 1])


@pytest.mark.parametrize(
    ("job_type", "reason"),
    [
        ("toy-stumble", "ValueError at "),
        ("toy-quit", "SystemExit at "),
        ("toy-strict", "variable needed is missing"),
    ],
)
def test_a_fault_is_an_incident_that_tells_nothing_personal_and_stops_nobody(
    zeebe, toys, until, job_type, reason
):
    worker = toys()
    instance = zeebe.start(zeebe.deploy(job_type), {"applicant_name": PERSON})
    until(lambda: worker.seen("job_incident", process_instance_key=str(instance)))
    assert reason in worker.seen("job_incident")[0]["reason"]
    result = zeebe.start_and_await(zeebe.deploy("toy-count")).result()
    assert result["toy_result"] == "toy-count"
    assert "Siti" not in worker.log
    assert "3201010101010001" not in worker.log
    zeebe.cancel(instance)


def test_a_job_stays_ours_while_its_handler_lives(zeebe, toys):
    worker = toys(job_timeout=1).wait_ready()
    zeebe.start_and_await(zeebe.deploy("toy-slow"), {"seconds": 3}).result()
    activated = "camunda_job_invocations_total"
    assert worker.metric(activated, action="activated", type="toy-slow") == 1
    assert worker.metric("tertib_job_lease_extensions_total", type="toy-slow") > 1


def test_a_job_delivered_again_while_it_runs_is_not_run_twice(zeebe, toys, until):
    worker = toys(job_timeout=1).wait_ready()
    waiting = zeebe.start_and_await(zeebe.deploy("toy-slow"), {"seconds": 6})
    until(lambda: worker.metric("tertib_threads_busy") == 1)
    worker.signal(signal.SIGSTOP)  # nobody extends its lease
    time.sleep(3)
    worker.signal(signal.SIGCONT)
    waiting.result()
    activated = "camunda_job_invocations_total"
    assert worker.metric(activated, action="activated", type="toy-slow") > 1
    assert len(worker.effects()) == 1


def test_a_job_whose_handler_does_not_end_is_an_incident_and_the_worker_goes_on(zeebe, toys, until):
    """It was handed from worker to worker for ever, and nobody was told."""
    worker = toys(job_timeout=1, handler_limit=1).wait_ready()
    instance = zeebe.start(zeebe.deploy("toy-slow", retries=1), {"seconds": 600})
    until(lambda: worker.seen("job_incident", process_instance_key=str(instance)))
    assert "has been running for 1 s" in worker.seen("job_incident")[0]["reason"]
    assert zeebe.start_and_await(zeebe.deploy("toy-count")).result()
    zeebe.cancel(instance)


def test_a_job_that_ends_its_worker_ends_no_other_one(zeebe, toys, until):
    """The next one does it in a child process, which takes the crash upon itself."""
    first = toys(job_timeout=2)
    instance = zeebe.start(zeebe.deploy("toy-vanish", retries=1))
    assert first.process.wait(60) == 3
    second = toys(job_timeout=2).wait_ready()
    until(lambda: second.seen("job_incident", process_instance_key=str(instance)))
    assert "died (status 3)" in second.seen("job_incident")[0]["reason"]
    assert second.stop() == 0
    zeebe.cancel(instance)


def test_a_job_cancelled_meanwhile_is_let_go(zeebe, toys, until):
    worker = toys().wait_ready()
    instance = zeebe.start(zeebe.deploy("toy-slow"), {"seconds": 1})
    until(lambda: worker.metric("tertib_threads_busy") == 1)
    zeebe.cancel(instance)
    until(lambda: worker.seen("job_unanswered", reason="gone"))
    until(lambda: worker.metric("tertib_jobs_in_flight", type="toy-slow") == 0)


def test_a_handler_without_inputs_gets_no_variables(zeebe, toys):
    toys()
    waiting = zeebe.start_and_await(zeebe.deploy("toy-blind"), {"applicant_name": PERSON})
    assert waiting.result()["toy_result"] == "toy-blind"


def test_the_counters_carry_camundas_names(zeebe, toys, until):
    worker = toys().wait_ready()
    for job_type in ("toy-count", "toy-refuse", "toy-struggle"):
        zeebe.start_and_await(zeebe.deploy(job_type)).result()

    def invocations(action, job_type):
        return worker.metric("camunda_job_invocations_total", action=action, type=job_type)

    until(lambda: worker.metric("tertib_jobs_in_flight", type="toy-struggle") == 0)
    assert invocations("activated", "toy-count") == invocations("completed", "toy-count") == 1
    assert invocations("bpmn-error", "toy-refuse") == 1
    assert invocations("failed", "toy-struggle") == 2
    assert worker.metric("tertib_job_duration_seconds_count", type="toy-count") == 1
    assert worker.metric("tertib_gateway_connected") == 1


def test_each_line_of_a_job_says_which_job_of_which_row(zeebe, toys, until):
    worker = toys()
    instance = zeebe.start(zeebe.deploy("toy-count"))
    until(lambda: worker.seen("job_completed"))
    line = worker.seen("job_completed")[0]
    assert line["process_instance_key"] == str(instance)
    assert line["process_id"] == "one-toy-count"
    assert line["element_id"] == "Job_5_toy-count"
    assert line["sop_row"] == "5"
    assert line["job_type"] == "toy-count"
    assert line["job_key"].isdigit()


def test_a_job_that_comes_up_is_pushed(zeebe, toys, until):
    """Once the broker knows of the stream: it hears of one a moment after the gateway."""
    worker = toys().wait_ready()
    process = zeebe.deploy("toy-count")

    def pushed():
        zeebe.start_and_await(process).result()
        return worker.metric("tertib_jobs_taken_total", source="stream", type="toy-count") > 0

    until(pushed)
    assert worker.metric("tertib_stream_connected", type="toy-count") == 1


def test_without_the_stream_jobs_are_asked_for(zeebe, toys):
    worker = toys(stream=False).wait_ready()
    zeebe.start_and_await(zeebe.deploy("toy-count")).result()
    assert worker.metric("tertib_jobs_taken_total", source="poll", type="toy-count") == 1


def test_what_waited_is_done_while_new_jobs_keep_coming(zeebe, toys, until):
    """Pushed jobs overtake those that wait, so there must be room that they cannot take."""
    process = zeebe.deploy("toy-count")
    zeebe.start_many(process, 200)
    worker = toys(threads=2, jobs_per_type=8)
    stop = threading.Event()

    def load():
        while not stop.is_set():
            zeebe.start_many(process, 10)

    loader = threading.Thread(target=load)
    loader.start()
    taken = {"type": "toy-count"}
    try:
        worker.wait_ready()
        until(lambda: worker.metric("tertib_jobs_taken_total", source="poll", **taken) >= 200)
        assert worker.metric("tertib_jobs_taken_total", source="stream", **taken) > 0
    finally:
        stop.set()
        loader.join()
    until(lambda: worker.metric("tertib_jobs_in_flight", **taken) == 0)


def test_a_slow_type_does_not_hold_up_the_others(zeebe, toys, until):
    worker = toys(threads=2).wait_ready()
    slow = zeebe.deploy("toy-slow")
    waiting = [zeebe.start_and_await(slow, {"seconds": 5}) for _ in range(2)]
    until(lambda: worker.metric("tertib_threads_busy") == 1)
    zeebe.start_and_await(zeebe.deploy("toy-count")).result()
    assert not any(instance.done() for instance in waiting)
    for instance in waiting:
        instance.result()
