"""``tertib work``: take the engine's jobs and do them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.config import WorkerConfig
    from workers.handler import Handler
    from workers.state.state import State


def work(
    *,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            help="Job type to take; may be repeated. Default: TERTIB_WORKER_TYPES, or all.",
            metavar="",
        ),
    ] = None,
    ready_file: Annotated[
        Path | None,
        typer.Option(help="Write {pid, url} as JSON here once jobs are being taken."),
    ] = None,
) -> None:
    """Take jobs from the engine and do them, until SIGTERM or Ctrl-C.

    It waits for an engine, a database and a bucket that are not there yet. On the first signal it
    finishes the jobs under way and gives the others back; on the second it ends at once. Metrics
    and health are at http://127.0.0.1:9090 (TERTIB_WORKER_HTTP_PORT; 0 takes a free port, which
    the log and the ready file tell). docs/runtime.md lists the settings.

    Examples:

        tertib work

        ZEEBE_ADDRESS=camunda:26500 tertib work --type letter-draft --type letter-number
    """
    from deploy.console import fail
    from workers.config import ConfigError, WorkerConfig, load
    from workers.registry import load_handlers
    from workers.runtime.logs import configure_logs

    if ready_file and not ready_file.absolute().parent.is_dir():
        message = f"there is no folder {ready_file.absolute().parent}"
        raise typer.BadParameter(message, param_hint="--ready-file")
    configure_logs()
    _find_gateway()
    try:
        config = load(WorkerConfig, "worker")
        handlers = _chosen(load_handlers(), types or [], config.types)
        _run(config, handlers, _open_state(config), ready_file)
    except ConfigError as error:
        fail(str(error))
        raise typer.Exit(1) from None


def _find_gateway() -> None:
    """Let the workers find the engine of ``tertib up`` when the environment names no cluster."""
    from deploy.cluster import Cluster

    if not Cluster.is_named() and "CAMUNDA_CLUSTER_ID" not in os.environ:
        os.environ["ZEEBE_ADDRESS"] = Cluster.local().address


def _chosen(
    all_handlers: Mapping[str, Handler], options: list[str], setting: str
) -> Mapping[str, Handler]:
    """The handlers of the types that the options name, else the setting, else all."""
    from workers.config import ConfigError

    names = options or [name.strip() for name in setting.split(",") if name.strip()]
    unknown = [name for name in names if name not in all_handlers]
    if unknown:
        message = f"no such job type: {', '.join(unknown)}. There are: {', '.join(all_handlers)}."
        if not options:
            raise ConfigError(f"worker.types (TERTIB_WORKER_TYPES): {message}")
        raise typer.BadParameter(message, param_hint="--type")
    return {name: all_handlers[name] for name in names} if names else all_handlers


def _open_state(config: WorkerConfig) -> State:
    from workers.state.opening import await_documents, await_state

    # A connection per handler, and two for what the worker itself reads and sweeps.
    state = await_state(config.state_url, config.documents_place, threads=config.threads + 2)
    await_documents(state.documents)
    return state


def _run(
    config: WorkerConfig, handlers: Mapping[str, Handler], state: State, ready_file: Path | None
) -> None:
    from workers.runtime.process import run_process

    run_process(config, handlers, state, ready_file)
