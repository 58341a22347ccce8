"""Handlers for child processes: well-behaved ones, and some that end the process they run in."""

import ctypes
import gc
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import msgspec
from sqlalchemy import Column, Integer, Table, insert

from workers.handler import BpmnError, Context
from workers.state.database import METADATA, Key

CPU_EFFECTS = Table(
    "cpu_toy_effects",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("instance", Key, nullable=False),
)


class Given(msgspec.Struct):
    applicant_name: str | None = None
    file: str | None = None


class Done(msgspec.Struct):
    pid: int


class Zone(msgspec.Struct):
    zone: str


def tell_zone(inputs: Given, context: Context) -> Zone:
    return Zone(zone=str(context.now.tzinfo))


class Frozen(msgspec.Struct):
    frozen: int


def count_frozen(inputs: Given, context: Context) -> Frozen:
    return Frozen(frozen=gc.get_freeze_count())


def reckon(inputs: Given, context: Context) -> Done:
    return Done(pid=os.getpid())


def write(inputs: Given, context: Context) -> Done:
    instance = context.job.process_instance_key
    context.db.execute(insert(CPU_EFFECTS).values(instance=instance))
    return Done(pid=os.getpid())


def refuse(inputs: Given, context: Context) -> Done:
    raise BpmnError("TOY_REFUSED", "Refused.", {"toy_reason": "closed"})


def stumble(inputs: Given, context: Context) -> Done:
    raise ValueError(inputs.applicant_name)


def crash(inputs: Given, context: Context) -> Done:
    write(inputs, context)
    ctypes.string_at(0)


def vanish(inputs: Given, context: Context) -> Done:
    write(inputs, context)
    os._exit(3)


def devour(inputs: Given, context: Context) -> Done:
    """Ask for more memory than there is, as a limit of a gigabyte has it."""
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    return Done(pid=len(bytearray(2**32)))


def overrun(inputs: Given, context: Context) -> Done:
    write(inputs, context)
    while True:
        pass


def hog(inputs: Given, context: Context) -> Done:
    """Keep the interpreter's lock until a file is there: beside it no thread would get to work."""
    file = Path(inputs.file)
    file.with_suffix(".begun").touch()
    sleep = ctypes.PyDLL(None).usleep  # a call that keeps the lock
    while not file.exists():
        sleep(500_000)
    return reckon(inputs, context)


def wait(inputs: Given, context: Context) -> Done:
    """Wait for a file, having said where we are in another beside it."""
    file = Path(inputs.file)
    file.with_suffix(".begun").write_text(str(os.getpid()))
    while not file.exists():
        time.sleep(0.01)
    return write(inputs, context)


def delegate(inputs: Given, context: Context) -> Done:
    """Leave a program running that has inherited what it could, and die."""
    with subprocess.Popen(["sleep", "30"]) as program:
        Path(inputs.file).write_text(str(program.pid))
        os._exit(3)


def interrupt(inputs: Given, context: Context) -> Done:
    """Hear the signals that reach a whole process group."""
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(os.getpid(), number)
    return reckon(inputs, context)


CPU_TOYS = {
    f"cpu-{function.__name__}": function
    for function in (reckon, write, refuse, stumble, crash, vanish, devour, overrun, hog, wait)
}
