"""The channel to the gateway: pyzeebe's, by the ecosystem's own environment variables.

ZEEBE_ADDRESS (host:port), CAMUNDA_CLIENT_ID and CAMUNDA_CLIENT_SECRET with
ZEEBE_AUTHORIZATION_SERVER_URL and ZEEBE_TOKEN_AUDIENCE for OAuth, ZEEBE_INSECURE_CONNECTION=false
for TLS without OAuth, ZEEBE_CA_CERTIFICATE_PATH for a certificate authority of the office's own,
CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD for a cluster that knows users itself
(8.8 and later), CAMUNDA_CLUSTER_ID and CAMUNDA_CLUSTER_REGION for Camunda's cloud. The secret and
the password may lie in files: CAMUNDA_CLIENT_SECRET_FILE, CAMUNDA_BASIC_AUTH_PASSWORD_FILE.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
from pyzeebe import create_insecure_channel, create_secure_channel
from pyzeebe.channel import utils
from pyzeebe.channel.channel_options import get_channel_options
from pyzeebe.errors import SettingsError

from workers.config import ConfigError, read_variable
from workers.runtime.token import TokenPlugin

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_ADDRESS = "127.0.0.1:26500"
CLOUD_AUDIENCE = "zeebe.camunda.io"
CLOUD_TOKENS = "https://login.cloud.camunda.io/oauth/token"
# gRPC on its own waits up to two minutes between attempts to connect: a worker that was there
# before the broker would sit out most of them.
OPTIONS = (
    # Pings with each answer, to learn of bandwidth that jobs do not need; the gateway pays, too.
    ("grpc.http2.bdp_probe", 0),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.keepalive_time_ms", 45_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    # How much may be said is the gateway's to know (4 MB unless its operator allows more): jobs in
    # an answer not read would be ours all the same, and done by nobody until their lease runs out.
    ("grpc.max_receive_message_length", -1),
)


def _nothing() -> None:
    """Stand in for the renewal of a token where there is none."""


@dataclass(frozen=True)
class Connection:
    """The channel to a gateway."""

    address: str
    channel: grpc.aio.Channel
    renew: Callable[[], None] = _nothing  # to be called when the gateway refuses our token


def open_channel() -> Connection:
    """Open the channel; it connects when used.

    Raises:
        ConfigError: the environment names credentials in part, or a file that cannot be read.
    """
    address = gateway_address()
    try:
        if os.environ.get("CAMUNDA_CLIENT_ID") or os.environ.get("ZEEBE_CLIENT_ID"):
            return _with_token(address)
    except SettingsError as error:
        raise ConfigError(str(error)) from None
    if os.environ.get("ZEEBE_INSECURE_CONNECTION", "true").lower() == "false":
        channel = create_secure_channel(address, OPTIONS, _tls())
    else:
        channel = create_insecure_channel(address, OPTIONS)
    user = os.environ.get("CAMUNDA_BASIC_AUTH_USERNAME")
    return Connection(address, _BasicAuthChannel(channel, user) if user else channel)


def gateway_address() -> str:
    """Where the gateway is, as host:port."""
    if _in_the_cloud():
        region = utils.get_camunda_cluster_region("bru-2")
        return f"{utils.get_camunda_cluster_id()}.{region}.zeebe.camunda.io:443"
    return utils.get_zeebe_address(DEFAULT_ADDRESS)


def _in_the_cloud() -> bool:
    return "CAMUNDA_CLUSTER_ID" in os.environ and "ZEEBE_ADDRESS" not in os.environ


def _with_token(address: str) -> Connection:
    cloud = _in_the_cloud()
    plugin = TokenPlugin(
        client_id=utils.get_camunda_client_id(),
        client_secret=_client_secret(),
        authorization_server=utils.get_camunda_oauth_url(CLOUD_TOKENS if cloud else None),
        audience=utils.get_camunda_token_audience(CLOUD_AUDIENCE if cloud else None),
        id_in_body=cloud,
    )
    credentials = grpc.composite_channel_credentials(_tls(), grpc.metadata_call_credentials(plugin))
    channel = grpc.aio.secure_channel(address, credentials, get_channel_options(OPTIONS))
    return Connection(address, channel, plugin.renew)


class _BasicAuthChannel:
    """A channel whose requests carry a user and a password.

    gRPC's own call credentials demand TLS, which between containers of one server nobody speaks;
    its interceptors stand between a stream and its cancellation.
    """

    def __init__(self, channel: grpc.aio.Channel, user: str) -> None:
        password = read_variable("CAMUNDA_BASIC_AUTH_PASSWORD")
        if password is None:
            raise ConfigError(
                "CAMUNDA_BASIC_AUTH_USERNAME is set, CAMUNDA_BASIC_AUTH_PASSWORD is not: set both."
            )
        self._channel = channel
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._metadata = (("authorization", f"Basic {token}"),)

    def unary_unary(self, *arguments: Any, **options: Any) -> Any:
        """A request with one answer, as the stubs make it."""
        return partial(self._channel.unary_unary(*arguments, **options), metadata=self._metadata)

    def unary_stream(self, *arguments: Any, **options: Any) -> Any:
        """A request with a stream of answers, as the stubs make it."""
        return partial(self._channel.unary_stream(*arguments, **options), metadata=self._metadata)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)


def _client_secret() -> str:
    """The secret, from the variable or the file it names; pyzeebe says which are missing."""
    named = (read_variable(name) for name in ("CAMUNDA_CLIENT_SECRET", "ZEEBE_CLIENT_SECRET"))
    return next(filter(None, named), None) or utils.get_camunda_client_secret()


def _tls() -> grpc.ChannelCredentials:
    path = os.environ.get("ZEEBE_CA_CERTIFICATE_PATH")
    try:
        return grpc.ssl_channel_credentials(Path(path).read_bytes() if path else None)
    except OSError as error:
        message = f"ZEEBE_CA_CERTIFICATE_PATH: {path}: {error.strerror}"
        raise ConfigError(message) from None
