"""Tertib's worker as it is measured: the whole runtime, with the handlers of the benchmarks."""

import typer

from tests.bench.handlers import HANDLERS
from workers.config import WorkerConfig, load
from workers.runtime.logs import configure_logs
from workers.runtime.process import run_process
from workers.state.state import open_state


def main(job_types: str) -> None:
    """Work on these types, with commas between."""
    configure_logs()
    config = load(WorkerConfig, "worker")
    state = open_state(config.state_url, config.documents_place, threads=config.threads + 2)
    run_process(config, {name: HANDLERS[name] for name in job_types.split(",")}, state)


if __name__ == "__main__":
    typer.run(main)
