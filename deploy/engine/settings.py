"""How a local engine was asked to run: what ``tertib up`` remembers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from deploy.engine.ports import Ports
from deploy.errors import DeployError
from deploy.files import write_atomically

if TYPE_CHECKING:
    from deploy.engine.home import Home


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What distinguishes one local engine from another."""

    lite: bool = False
    port_offset: int = 0
    records: bool = False  # the broker writes what it does to a file: for tests, see deploy.testing

    @property
    def ports(self) -> Ports:
        """The ports it listens on."""
        return Ports.at(self.port_offset)

    @classmethod
    def load(cls, home: Home) -> Settings | None:
        """The settings of the last start in ``home``; None without one that can be read."""
        try:
            return msgspec.json.decode(home.state.read_bytes(), type=cls)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def save(self, home: Home) -> None:
        """Remember these settings."""
        write_atomically(home.state, msgspec.json.encode(self))


def usual_offset() -> int:
    """TERTIB_PORT_OFFSET, else 0.

    Raises:
        DeployError: it is no number.
    """
    text = os.environ.get("TERTIB_PORT_OFFSET") or "0"
    if not text.isdecimal():
        raise DeployError(
            f"TERTIB_PORT_OFFSET is {text!r}, which is no number.", "Set it to 1000, for example."
        )
    return int(text)
