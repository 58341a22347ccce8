"""A process on a real broker, with its handlers and a simulated officer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec

from deploy.client.broker import Broker
from deploy.errors import DeployError
from deploy.rehearsal.officer import YES, fill_in
from deploy.rehearsal.officials import Officials
from deploy.resources import bundles_in
from deploy.testing.diagram import Diagram
from deploy.testing.history import History, JobDone, Task
from deploy.testing.records import RecordLog
from deploy.testing.staff import Staff, staff
from workers.handler import Handler, make_handler
from workers.registry import load_handlers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deploy.resources import Bundle
    from deploy.testing.engine import RunningEngine
    from workers.state.state import State

    Answer = Mapping[str, Any]
    Answers = Mapping[str, Answer | Sequence[Answer]]
    Handlers = Mapping[str, Handler | Callable[..., Any]]

PAUSE_S = 0.05
SIGNATURE_REQUEST = "signature-request"


class ProcessError(AssertionError):
    """An instance that did not end well; says where it stands and why."""


class RunningProcess:
    """A deployed process whose jobs are done; see ``running_process``."""

    def __init__(
        self,
        engine: RunningEngine,
        bundle: Bundle,
        diagram: Diagram,
        answers: Answers,
        crew: Staff,
        *,
        refusals: Sequence[str],
    ) -> None:
        self._log = RecordLog(engine.home.records)
        self._broker = Broker(engine.cluster)
        self._forms = bundle.forms
        self._diagram = diagram
        self._answers = answers
        self._turns: Counter[str] = Counter()
        self._crew = crew
        self._refusals = list(refusals)
        self._officials: Officials | None = None
        self._history: History | None = None
        (self._deployed,) = self._broker.deploy(bundle.files)

    def start(self, variables: Answer | None = None, *, at: str | None = None) -> None:
        """Start an instance.

        Args:
            variables: its first variables.
            at: element to start before, instead of the start event.
        """
        key = self._broker.start(self._deployed.id, variables or {}, at=at)
        self._history = History(int(key))
        if self._diagram.has_job(SIGNATURE_REQUEST):
            self._officials = Officials(self._crew.state, [key], self._crew.folder)

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until the instance is over, doing what waits for an officer or a signature.

        Raises:
            ProcessError: an incident, or it is not over in time.
        """
        deadline = time.monotonic() + seconds
        while self._state() == "ACTIVE":
            for task in list(self._told.tasks.values()):
                self._complete(task)
            if self._officials:
                self._decide(self._officials)
            if time.monotonic() > deadline:
                raise ProcessError(self._standing(f"is not over after {seconds:.0f} s"))
            time.sleep(PAUSE_S)

    @property
    def variables(self) -> dict[str, Any]:
        """The instance's variables as they are now."""
        return self._told.variables

    @property
    def jobs_done(self) -> tuple[JobDone, ...]:
        """The jobs the broker accepted as completed, in order."""
        return tuple(self._told.jobs_done)

    @property
    def passed(self) -> tuple[str, ...]:
        """The ids of the elements the instance has left, in order."""
        return tuple(self._told.passed)

    @property
    def state(self) -> State:
        """What the handlers keep: the database and the documents."""
        return self._crew.state

    def close(self) -> None:
        """Cancel an instance that is not over: its jobs are not for the next test."""
        if self._history and self._history.state == "ACTIVE":
            self._broker.cancel(str(self._history.key))

    @property
    def _told(self) -> History:
        if self._history is None:
            raise ProcessError(f"{self._deployed.id}: no instance was started; call start().")
        for record, value in self._log.news():
            self._history.take(record, value)
        return self._history

    def _state(self) -> str:
        told = self._told
        if told.incident:
            raise ProcessError(self._standing("has an incident"))
        if self._crew.fault:
            raise ProcessError(self._standing(f"lost its workers ({self._crew.fault!r})"))
        return told.state

    def _complete(self, task: Task) -> None:
        given = self._given(task.element)
        form = msgspec.json.decode(self._forms.get(task.element, b"{}"))
        filled = fill_in(form, lambda key: str(given.get(key, YES)), {})
        officer = (task.groups or ("petugas",))[0]
        self._broker.complete(str(task.key), {**filled, **given}, by=officer)
        self._turns[task.element] += 1
        self._told.tasks.pop(task.key, None)

    def _decide(self, officials: Officials) -> None:
        """Refuse what waits for a signature while the test has reasons to; then sign it."""
        if not self._refusals:
            officials.sign()
        elif officials.refuse_one(self._refusals[0]):
            self._refusals.pop(0)

    def _given(self, element: str) -> Answer:
        """The test's own answer to this turn of a task; the last one holds for all that follow."""
        answers = self._answers.get(element, {})
        if isinstance(answers, Mapping):
            return answers
        return answers[min(self._turns[element], len(answers) - 1)]

    def _standing(self, what: str) -> str:
        told = self._told
        lines = [f"{self._deployed.id}, instance {told.key}, {what}."]
        facts = {
            "incident": told.incident,
            "last fault": told.fault,
            "it stands at": ", ".join(map(self._diagram.named, told.active.values())),
            "it has passed": ", ".join(told.passed),
        }
        lines += [f"  {name}: {text}" for name, text in facts.items() if text]
        return "\n".join(lines)


@contextmanager
def running_process(
    engine: RunningEngine,
    diagram: str | Path,
    *,
    handlers: Handlers | None = None,
    answers: Answers | None = None,
    refusals: Sequence[str] = (),
) -> Iterator[RunningProcess]:
    """Deploy a diagram with its forms and do its jobs until the block is left.

    What waits for a signature is signed, with a key made for the test.

    Args:
        engine: of ``temporary_engine(..., records=True)``, as ``tertib_engine`` is.
        diagram: the .bpmn file.
        handlers: by job type: functions or handlers in the place of the registered ones.
        answers: what officers hand over, by user task (element id): variables, or a list of them
            for the first, second, ... time. What they do not say is filled in as the form asks,
            decisions with "ya".
        refusals: why the first, second, ... request for a signature is refused instead.

    Raises:
        DeployError: there is no such diagram or form, or a job type in it has no handler.
        ApiError: the broker refuses the diagram.
    """
    (bundle,) = bundles_in([Path(diagram)])
    drawn = Diagram(bundle)
    _check_records(engine)
    drawn.check_tasks(answers or {})
    chosen = drawn.handlers_of(dict(load_handlers()) | _made(handlers or {}))
    with TemporaryDirectory() as folder, staff(engine, chosen, Path(folder)) as crew:
        process = RunningProcess(engine, bundle, drawn, answers or {}, crew, refusals=refusals)
        try:
            yield process
        finally:
            process.close()


def _check_records(engine: RunningEngine) -> None:
    if not engine.home.records.exists():
        raise DeployError(
            "This engine does not write down what it does.",
            "Use the fixture tertib_engine, or temporary_engine(..., records=True).",
        )


def _made(handlers: Handlers) -> dict[str, Handler]:
    return {
        job_type: given if isinstance(given, Handler) else make_handler(job_type, given)
        for job_type, given in handlers.items()
    }
