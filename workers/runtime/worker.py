"""The worker: everything put together, run until it is told to stop, then drained."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from workers.config import default_home
from workers.runtime import tracing
from workers.runtime.black_box import BlackBox
from workers.runtime.channel import open_channel
from workers.runtime.endpoint import Endpoint
from workers.runtime.gateway import Gateway
from workers.runtime.health import Health, moving, overdue, unserved
from workers.runtime.intake import Intake
from workers.runtime.jobs import Jobs
from workers.runtime.leases import Leases
from workers.runtime.link import Link
from workers.runtime.metrics import Metrics
from workers.runtime.poller import Poller
from workers.runtime.publisher import Publisher
from workers.runtime.room import Room
from workers.runtime.storage import Storage
from workers.runtime.stream import Stream
from workers.runtime.workshop import Workshop
from workers.sending.sender import Sender
from workers.sending.whatsapp.webhook import open_webhook
from workers.signing.expiry import Expiry
from workers.state import ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence

    from workers.config import WorkerConfig
    from workers.handler import Handler
    from workers.state.state import State

log = structlog.get_logger()

# Polls and streams that are open when the worker stops may be bringing jobs: under load they come
# within this; then it is quiet, or at least there are no more than come up in this moment.
LAST_JOBS_S = 0.2
QUIET_S = 0.03
LONGEST_LAST_S = 1.0
# How long the last spans may take to be sent.
TRACES_S = 2.0
# No job is delivered again after this long; see workers.state.ledger.
LEDGER_KEPT = timedelta(days=90)


class Worker:
    """One worker process. Make it inside the running event loop."""

    def __init__(self, config: WorkerConfig, handlers: Mapping[str, Handler], state: State) -> None:
        """Connect nothing yet.

        Raises:
            ConfigError: a setting cannot be used, or the HTTP port is taken.
        """
        self._config = config
        self._state = state
        self._stopping = asyncio.Event()
        metrics = Metrics()
        connection = open_channel()
        address = connection.address
        tracing.start(address)
        self._gateway = Gateway(connection, f"tertib-{socket.gethostname()}")
        self._link = Link(self._gateway, metrics, address)
        self._metrics = metrics
        self._storage = Storage(state.database)
        self._jobs = Jobs(
            gateway=self._gateway,
            storage=self._storage,
            metrics=metrics,
            lease=config.job_timeout,
        )
        self._black_box = BlackBox(default_home() / "black-boxes")
        self._workshop = Workshop(
            config,
            handlers,
            jobs=self._jobs,
            state=state,
            metrics=metrics,
            cluster=address,
            black_box=self._black_box,
        )
        self._jobs.work = self._workshop.begin
        self._sender = Sender(state, self._show_outbox)
        self._publisher = Publisher(state.database, self._gateway, self._link)
        self._expiry = Expiry(state)
        self._leases = Leases(
            jobs=self._jobs,
            gateway=self._gateway,
            metrics=metrics,
            lease=config.job_timeout,
            limit=config.handler_limit,
        )
        self._intakes = [self._intake(handler) for handler in handlers.values()]
        self._takers: list[Poller | Stream] = [Poller(each, config.poll) for each in self._intakes]
        if config.stream:
            self._takers += [Stream(intake) for intake in self._intakes]
        self.health = self._watched()
        metrics.database.set_function(lambda: float(self._storage.up.is_set()))
        metrics.stuck.set_function(lambda: float(self.health.report().status == "stuck"))
        self._endpoint = Endpoint(config.http_host, config.http_port, metrics.registry, self.health)
        self._webhook = open_webhook(state)
        self.url = self._endpoint.url
        self._types = list(handlers)

    def _watched(self) -> Health:
        """Say what tells that this worker is stuck, and for whom it may be waiting."""
        config, shop = self._config, self._workshop
        health = Health(jobs=self._jobs, link=self._link)
        health.watch("ledger", moving(lambda: shop.bookkeeper.busy))
        for name, group in (("threads", shop.threads), ("child processes", shop.minders)):
            health.watch(name, unserved(group.waited, group.ages, group.count))
            health.watch(name, overdue(group.ages, config.handler_limit, group.count))
        health.need("database", lambda: None if self._storage.up.is_set() else "does not answer")
        return health

    def _intake(self, handler: Handler) -> Intake:
        config = self._config
        at_once = config.processes if handler.cpu_bound else config.threads
        return Intake(
            handler=handler,
            room=Room(config.jobs_per_type, least=2 * at_once),
            gateway=self._gateway,
            link=self._link,
            storage=self._storage,
            jobs=self._jobs,
            metrics=self._metrics,
            lease=config.job_timeout,
        )

    def stop(self) -> None:
        """Begin to drain; ``run`` returns when that is done. From the loop's thread."""
        self._stopping.set()

    async def run(self, ready: Callable[[], None] | None = None) -> None:
        """Work until stopped.

        Args:
            ready: called once, when the gateway has first answered and jobs are being taken.

        Raises:
            Exception: a fault of the worker itself; the process should end and start anew.
        """
        log.info("worker_started", url=self.url, types=self._types, threads=self._config.threads)
        self._sender.start()
        takers = [asyncio.create_task(taker.run()) for taker in self._takers]
        own = [asyncio.create_task(part) for part in (*self._parts(), self._announce(ready))]
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await _first_fault(stopping, [*takers, *own])
        finally:
            await self._drain(takers)
            await _end([*own, stopping])
            await self._gateway.close()
            self._endpoint.close()
            if self._webhook is not None:
                self._webhook.close()
        log.info("worker_stopped", jobs_left=self._jobs.held)

    def _parts(self) -> Iterable[Coroutine[Any, Any, None]]:
        yield self._link.run()
        yield self._storage.run()
        yield self.health.run()
        yield self._leases.run()
        yield self._workshop.children.run()
        yield self._black_box.run()
        yield self._publisher.run()
        yield self._expiry.run()
        yield self._sweep()

    @property
    def abandoned(self) -> bool:
        """Whether a handler is still running after the drain; only the process's end stops it."""
        return bool(self._workshop.ages())

    async def _announce(self, ready: Callable[[], None] | None) -> None:
        await self._link.up.wait()
        log.info("worker_ready", url=self.url)
        if ready is not None:
            ready()

    def _show_outbox(self, counts: Mapping[tuple[str, str], int]) -> None:
        for (channel, status), count in counts.items():
            self._metrics.outbox.labels(channel, status).set(count)

    async def _sweep(self) -> None:
        """Forget ledger entries that no delivery can ask for any more; at start and daily."""
        while True:
            await asyncio.to_thread(self._forget)
            await asyncio.sleep(timedelta(days=1).total_seconds())

    def _forget(self) -> None:
        try:
            with self._state.database.transaction() as transaction:
                count = ledger.forget(transaction.connection, LEDGER_KEPT)
        except (SQLAlchemyError, OSError) as error:
            log.warning("ledger_not_swept", kind=type(error).__name__)
        else:
            log.info("ledger_swept", entries=count)

    async def _drain(self, takers: list[asyncio.Task[None]]) -> None:
        log.info("worker_draining", jobs=self._jobs.held, seconds=self._config.drain)
        self.health.draining = self._jobs.draining = True
        for taker in self._takers:
            taker.stop()
        for intake in self._intakes:
            intake.room.throw_open()
        sending = asyncio.create_task(asyncio.to_thread(self._sender.stop, self._config.drain))
        await self._until_quiet()
        await _end(takers)
        await self._jobs.drain(self._config.drain)
        await asyncio.to_thread(self._workshop.close)
        self._black_box.close()
        await sending
        tracing.stop(TRACES_S)

    async def _until_quiet(self) -> None:
        """Let come what is under way to us: whoever hangs up on a job has it wait for its time."""
        end = time.monotonic() + LONGEST_LAST_S
        await asyncio.sleep(LAST_JOBS_S)
        seen = -1
        while seen != self._jobs.arrived and time.monotonic() < end:
            seen = self._jobs.arrived
            await asyncio.sleep(QUIET_S)


async def _first_fault(stopping: asyncio.Task[bool], parts: list[asyncio.Task[None]]) -> None:
    """Wait until the worker is stopped, or raise what one of its parts failed of."""
    watched = {stopping, *parts}
    while not stopping.done():
        done, watched = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        for part in done:
            part.result()


async def _end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
