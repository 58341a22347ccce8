"""A worker of toy handlers, run as a process by the runtime's tests (run_toys.py)."""

import time
from datetime import timedelta
from pathlib import Path

import msgspec
from cpu_toys import CPU_TOYS, vanish
from sqlalchemy import Column, Table, insert

from workers.config import WorkerConfig, load
from workers.handler import BpmnError, Context, RetryableError, make_handler
from workers.runtime.logs import configure_logs
from workers.runtime.process import run_process
from workers.state.database import METADATA, Key
from workers.state.state import open_state

# One row per effect: what was done twice is there twice.
EFFECTS = Table("toy_effects", METADATA, Column("instance", Key, nullable=False))


class Given(msgspec.Struct):
    applicant_name: str | None = None
    seconds: float = 0.0


class Strict(msgspec.Struct):
    needed: int


class Done(msgspec.Struct):
    toy_result: str


class Nothing(msgspec.Struct):
    pass


def count(inputs: Given, context: Context) -> Done:
    time.sleep(0.005)
    context.db.execute(insert(EFFECTS).values(instance=context.job.process_instance_key))
    return Done(toy_result=context.job.type)


def slow(inputs: Given, context: Context) -> Done:
    time.sleep(inputs.seconds)
    return count(inputs, context)


def refuse(inputs: Given, context: Context) -> Done:
    raise BpmnError("TOY_REFUSED", "Refused.", {"toy_reason": "closed"})


def struggle(inputs: Given, context: Context) -> Done:
    """Fail until the last of three tries."""
    if context.job.retries > 1:
        raise RetryableError("Not now.", after=timedelta(seconds=0.2))
    return count(inputs, context)


def stumble(inputs: Given, context: Context) -> Done:
    raise ValueError(inputs.applicant_name)


def quit_(inputs: Given, context: Context) -> Done:
    raise SystemExit(inputs.applicant_name)


def strict(inputs: Strict, context: Context) -> Done:
    return Done(toy_result="strict")


def nothing(inputs: Nothing, context: Context) -> Nothing:
    return inputs


def blind(inputs: Nothing, context: Context) -> Done:
    return count(Given(), context)


TOYS = {
    f"toy-{function.__name__.rstrip('_')}": function
    for function in (count, slow, refuse, struggle, stumble, quit_, strict, blind, nothing)
} | {"toy-other": count, "toy-third": count, "toy-vanish": vanish}


def main(ready_file: Path) -> None:
    configure_logs()
    config = load(WorkerConfig, "worker")
    state = open_state(config.state_url, config.documents_place, threads=config.threads + 2)
    handlers = {name: make_handler(name, function) for name, function in TOYS.items()}
    handlers |= {
        name: make_handler(name, function, cpu_bound=True) for name, function in CPU_TOYS.items()
    }
    run_process(config, handlers, state, ready_file)
