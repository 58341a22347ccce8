"""The workers' ledger of done jobs, where it meets the engine's data.

The ledger knows a job by its key, and each set of engine data counts keys from the start: to the
ledger, jobs of new data would look done.
"""

from __future__ import annotations


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
