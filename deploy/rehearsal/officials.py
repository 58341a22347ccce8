"""Simulated officials: they sign what waits for them in the run, as ``tertib sign`` does.

Their keys are made for the run by the local certificate authority, and gone after it. Nobody of
these names exists.
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from deploy.state import office_now, opened
from workers import samples
from workers.config import load
from workers.jobs.signature_request import SIGNATURES
from workers.letters.filling import LettersConfig
from workers.officials import holder
from workers.signing import queue
from workers.signing.authority import open_authority
from workers.signing.config import signing_config
from workers.signing.errors import SigningError
from workers.signing.key import open_key
from workers.signing.pades import PadesSigner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workers.signing.key import OfficialKey
    from workers.state.state import State

ANYBODY = "Pejabat Contoh"


class Waiting(NamedTuple):
    """A request that nobody has decided."""

    number: str
    official: str  # a title
    document_id: str | None  # None: it is on paper


class Officials:
    """The officials of a run."""

    def __init__(self, state: State, instances: Iterable[str], folder: Path) -> None:
        """Nobody has a key yet.

        Args:
            state: the workers'.
            instances: keys of the process instances whose documents are theirs to sign.
            folder: for the keys, while they are needed.
        """
        self._state = state
        self._instances = [int(key) for key in instances]
        self._folder = folder
        self._passphrase = secrets.token_urlsafe()
        self._keys: dict[str, OfficialKey] = {}
        self._left: set[str] = set()  # requests that cannot be signed

    def sign(self) -> None:
        """Sign everything that waits; what is on paper, there."""
        for request in self._waiting():
            try:
                self._sign(request)
            except SigningError:  # such as one that a corrected document replaced in this moment
                self._left.add(request.number)

    def refuse_one(self, reason: str) -> bool:
        """Refuse what has waited longest; False: nothing waits."""
        request = next(iter(self._waiting()), None)
        if request:
            queue.close(self._state, request.number, "refused", reason, office_now())
        return request is not None

    def _sign(self, request: Waiting) -> None:
        if request.document_id is None:
            queue.sign_on_paper(self._state, request.number, office_now())
            return
        signer = PadesSigner(self._key(request.official), signing_config())
        queue.sign(self._state, request.number, signer, office_now())

    def _waiting(self) -> list[Waiting]:
        query = (
            select(*(SIGNATURES.c[name] for name in Waiting._fields))
            .where(
                SIGNATURES.c.status == "waiting",
                SIGNATURES.c.process_instance_key.in_(self._instances),
            )
            .order_by(SIGNATURES.c.id)
        )
        with self._state.database.reading() as db:
            found = [Waiting(*row) for row in db.execute(query)]
        return [each for each in found if each.number not in self._left]

    def _key(self, title: str) -> OfficialKey:
        """The official's key, made when it is first needed."""
        if title not in self._keys:
            authority = open_authority(signing_config(), office_now())
            file = self._folder / f"{len(self._keys)}.p12"
            file.write_bytes(authority.issue(_name(title), title, self._passphrase, office_now()))
            self._keys[title] = open_key(file, self._passphrase)
        return self._keys[title]


def _name(title: str) -> str:
    """Whom the list of officials names; it is the sample's unless there is another."""
    file = load(LettersConfig, "letters").officials or str(samples.OFFICIALS)
    return holder(file, title).name or ANYBODY


@contextmanager
def officials(instances: Iterable[str]) -> Iterator[Officials]:
    """Have officials for the documents of some process instances."""
    with opened() as state, TemporaryDirectory(prefix="tertib-") as folder:
        yield Officials(state, instances, Path(folder))
