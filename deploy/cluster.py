"""The Camunda cluster that commands talk to: the environment's, else the local engine."""

from __future__ import annotations

import base64
import os

import msgspec

from deploy.errors import DeployError

ADDRESSES = {
    "gateway": "ZEEBE_ADDRESS",
    "rest": "ZEEBE_REST_ADDRESS",
    "operate": "CAMUNDA_OPERATE_BASE_URL",
    "tasklist": "CAMUNDA_TASKLIST_BASE_URL",
}
# Operate and Tasklist of the distribution know this user, for trying out.
LOCAL_USER = "demo"
TOKEN_TIMEOUT_S = 30


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """Where a cluster answers and how to sign in. A None address is one nobody has set."""

    gateway: str | None
    rest: str | None
    operate: str | None
    tasklist: str | None
    authorization_server: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    audience: str | None = None
    basic_user: str | None = None
    basic_password: str | None = None
    user: str = LOCAL_USER
    password: str = LOCAL_USER

    @classmethod
    def from_environment(cls) -> Cluster:
        """The cluster that the environment names; the local engine when it names none.

        The two never mix: a cluster elsewhere does not get a local Operate.
        """
        if not cls.is_named():
            return cls.local()
        named = {field: os.environ.get(name) or None for field, name in ADDRESSES.items()}
        return cls(
            gateway=named["gateway"],
            rest=named["rest"],
            operate=named["operate"],
            tasklist=named["tasklist"],
            authorization_server=os.environ.get("ZEEBE_AUTHORIZATION_SERVER_URL") or None,
            client_id=os.environ.get("CAMUNDA_CLIENT_ID"),
            client_secret=_secret("CAMUNDA_CLIENT_SECRET"),
            audience=os.environ.get("ZEEBE_TOKEN_AUDIENCE"),
            basic_user=os.environ.get("CAMUNDA_BASIC_AUTH_USERNAME"),
            basic_password=_secret("CAMUNDA_BASIC_AUTH_PASSWORD"),
        )

    @staticmethod
    def is_named() -> bool:
        """Whether the environment names a cluster: then the local engine is not meant."""
        return any(os.environ.get(name) for name in ADDRESSES.values())

    @classmethod
    def local(cls) -> Cluster:
        """The engine of `tertib up`, on the ports it runs on."""
        from deploy.engine.addresses import Addresses
        from deploy.engine.home import Home
        from deploy.engine.ports import Ports
        from deploy.engine.settings import Settings, usual_offset

        settings = Settings.load(Home.from_environment())
        ports = settings.ports if settings else Ports.at(usual_offset())
        return cls(**msgspec.structs.asdict(Addresses.of(ports)))

    @property
    def address(self) -> str:
        """The gateway's gRPC address, host:port."""
        return self._known("gateway")

    @property
    def rest_address(self) -> str:
        """The base of the gateway's REST API."""
        return self._known("rest")

    @property
    def operate_address(self) -> str:
        """The base of Operate."""
        return self._known("operate")

    @property
    def tasklist_address(self) -> str:
        """The base of Tasklist."""
        return self._known("tasklist")

    def headers(self) -> dict[str, str]:
        """Headers that authorise a request: none for the local engine.

        Raises:
            DeployError: the authorization server hands out no token.
        """
        if self.basic_user is not None:
            return {"Authorization": f"Basic {self._basic_token()}"}
        if self.authorization_server is None:
            return {}
        return {"Authorization": f"Bearer {self._token(self.authorization_server)}"}

    def _known(self, field: str) -> str:
        address: str | None = getattr(self, field)
        if address is None:
            raise DeployError(
                f"The environment names a cluster, but not its {field} address.",
                f"Set {ADDRESSES[field]} too, or none of them to use the local engine.",
            )
        return address.rstrip("/")

    def _basic_token(self) -> str:
        pair = f"{self.basic_user}:{self.basic_password or ''}"
        return base64.b64encode(pair.encode()).decode()

    def _token(self, server: str) -> str:
        import requests

        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "audience": self.audience,
        }
        try:
            answer = requests.post(server, data=form, timeout=TOKEN_TIMEOUT_S)
            answer.raise_for_status()
            return str(answer.json()["access_token"])
        except (requests.RequestException, ValueError, KeyError) as error:
            raise DeployError(
                f"{server} gave no token ({type(error).__name__}).",
                "Check CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET and ZEEBE_TOKEN_AUDIENCE.",
            ) from None


def _secret(name: str) -> str | None:
    """The variable's value, or what the file that the variable with _FILE after it names holds."""
    from workers.config import ConfigError, read_variable

    try:
        return read_variable(name)
    except ConfigError as error:
        raise DeployError(str(error), "The workers read it from the same place.") from None
