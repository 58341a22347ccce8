"""Where the parts of a local engine answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from deploy.engine.ports import HOST

if TYPE_CHECKING:
    from deploy.engine.ports import Ports


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses as clients want them: host:port for gRPC, URLs without a trailing slash."""

    gateway: str
    rest: str
    operate: str
    tasklist: str

    @classmethod
    def of(cls, ports: Ports) -> Addresses:
        """The addresses of an engine on these ports."""
        webapps = f"http://{HOST}:{ports.webapps}"
        return cls(
            gateway=f"{HOST}:{ports.gateway}",
            rest=f"http://{HOST}:{ports.rest}",
            operate=webapps,
            tasklist=webapps,
        )
