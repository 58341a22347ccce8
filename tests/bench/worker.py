"""Tertib's worker as it is measured: the whole runtime, handlers that do nothing."""

import msgspec
import typer

from workers.config import WorkerConfig, load
from workers.handler import Context, make_handler
from workers.runtime.logs import configure_logs
from workers.runtime.process import run_process
from workers.state.state import open_state


class Nothing(msgspec.Struct):
    pass


def nothing(inputs: Nothing, context: Context) -> Nothing:
    return inputs


HANDLERS = {
    "bench-task": make_handler("bench-task", nothing),
}


def main(job_types: str) -> None:
    """Work on these types, with commas between."""
    configure_logs()
    config = load(WorkerConfig, "worker")
    state = open_state(config.state_url, config.documents_folder, threads=config.threads + 2)
    run_process(config, {name: HANDLERS[name] for name in job_types.split(",")}, state)


if __name__ == "__main__":
    typer.run(main)
