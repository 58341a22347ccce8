"""The ports of a local engine, all moved by one offset."""

from __future__ import annotations

import msgspec

from deploy.errors import DeployError

HOST = "127.0.0.1"
LAST_PORT = 65535


class Ports(msgspec.Struct, frozen=True, kw_only=True):
    """Port numbers, all on the loopback."""

    gateway: int = 26500
    command: int = 26501
    internal: int = 26502
    rest: int = 8080
    management: int = 9600
    webapps: int = 8088
    webapps_management: int = 9688
    webapps_cluster: int = 26503
    search: int = 9200
    search_transport: int = 9300

    @classmethod
    def at(cls, offset: int) -> Ports:
        """All ports, ``offset`` higher than usual.

        Raises:
            DeployError: one would leave the range of ports.
        """
        usual = msgspec.structs.asdict(cls())
        highest = LAST_PORT - max(cls().numbers())
        if not 0 <= offset <= highest:
            raise DeployError(
                f"The port offset {offset} leaves no valid port.",
                f"Choose one from 0 to {highest}, 1000 for example.",
            )
        return cls(**{name: port + offset for name, port in usual.items()})

    def numbers(self) -> tuple[int, ...]:
        """All of them."""
        return msgspec.structs.astuple(self)
