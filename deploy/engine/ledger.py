"""The workers' ledger of done jobs, where it meets the engine's data.

The ledger knows a job by its key, and each set of engine data counts keys from the start: to the
ledger, jobs of new data would look done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deploy.engine.engine import Started
    from deploy.engine.home import Home
    from deploy.engine.settings import Settings


def up(home: Home, wanted: Settings) -> Started:
    """Start the engine as ``engine.up`` does, told on the terminal; jobs of other data are new.

    Raises:
        DeployError: it cannot be started.
    """
    from deploy.engine import engine
    from deploy.engine.progress import Narrator

    if engine.changes_data(home, wanted):
        forget_jobs()
    with Narrator() as narrator:
        return engine.up(home, wanted, narrator)


def forget_jobs() -> None:
    """Forget which jobs are done. Registers, outbox and documents stay."""
    from workers.config import WorkerConfig, load
    from workers.state import ledger
    from workers.state.state import open_state

    config = load(WorkerConfig, "worker")
    state = open_state(config.state_url, config.documents_place)
    with state.database.transaction() as transaction:
        ledger.forget_all(transaction.connection)
    state.close()
