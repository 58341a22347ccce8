import asyncio
import base64

import grpc
import pytest
from pyzeebe.proto import gateway_pb2
from pyzeebe.proto.gateway_pb2_grpc import (
    GatewayServicer,
    GatewayStub,
    add_GatewayServicer_to_server,
)

from workers.config import ConfigError
from workers.runtime import channel
from workers.runtime.channel import gateway_address, open_channel

NAMES = (
    "ZEEBE_ADDRESS",
    "ZEEBE_CLIENT_ID",
    "ZEEBE_CLIENT_SECRET",
    "ZEEBE_CLIENT_SECRET_FILE",
    "ZEEBE_AUTHORIZATION_SERVER_URL",
    "ZEEBE_TOKEN_AUDIENCE",
    "ZEEBE_INSECURE_CONNECTION",
    "ZEEBE_CA_CERTIFICATE_PATH",
    "CAMUNDA_CLIENT_ID",
    "CAMUNDA_CLIENT_SECRET",
    "CAMUNDA_CLIENT_SECRET_FILE",
    "CAMUNDA_BASIC_AUTH_USERNAME",
    "CAMUNDA_BASIC_AUTH_PASSWORD",
    "CAMUNDA_BASIC_AUTH_PASSWORD_FILE",
    "CAMUNDA_CLUSTER_ID",
    "CAMUNDA_CLUSTER_REGION",
)


@pytest.fixture
def environment(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)

    def add(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return add


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, "127.0.0.1:26500"),
        ({"ZEEBE_ADDRESS": "camunda:26500"}, "camunda:26500"),
        ({"CAMUNDA_CLUSTER_ID": "abc"}, "abc.bru-2.zeebe.camunda.io:443"),
        (
            {"CAMUNDA_CLUSTER_ID": "abc", "CAMUNDA_CLUSTER_REGION": "sin-1"},
            "abc.sin-1.zeebe.camunda.io:443",
        ),
        ({"CAMUNDA_CLUSTER_ID": "abc", "ZEEBE_ADDRESS": "camunda:26500"}, "camunda:26500"),
    ],
)
def test_the_address_is_the_environments(environment, variables, address):
    environment(**variables)
    assert gateway_address() == address


COMPLETE = {
    "CAMUNDA_CLIENT_ID": "tertib",
    "CAMUNDA_CLIENT_SECRET": "rahasia",
    "ZEEBE_AUTHORIZATION_SERVER_URL": "https://keycloak.example/token",
    "ZEEBE_TOKEN_AUDIENCE": "zeebe-api",
}
WITHOUT_SECRET = {name: COMPLETE[name] for name in COMPLETE if name != "CAMUNDA_CLIENT_SECRET"}


def test_complete_credentials_open_a_channel(environment):
    environment(ZEEBE_ADDRESS="camunda:26500", **COMPLETE)

    async def open_and_close():
        connection = open_channel()
        address, channel = connection.address, connection.channel
        await channel.close()
        return address

    assert asyncio.run(open_and_close()) == "camunda:26500"


@pytest.mark.parametrize("missing", ["CAMUNDA_CLIENT_SECRET", "ZEEBE_AUTHORIZATION_SERVER_URL"])
def test_credentials_named_in_part_are_an_error_that_names_the_rest(environment, missing):
    environment(**{name: value for name, value in COMPLETE.items() if name != missing})
    with pytest.raises(ConfigError, match=missing) as caught:
        open_channel()
    assert "rahasia" not in str(caught.value)


def test_a_certificate_that_cannot_be_read_is_named(environment):
    environment(ZEEBE_INSECURE_CONNECTION="false", ZEEBE_CA_CERTIFICATE_PATH="/nowhere/ca.pem")
    with pytest.raises(ConfigError, match=r"/nowhere/ca\.pem: No such file"):
        open_channel()


@pytest.fixture
def plugins(monkeypatch):
    """What the channel's credentials are made of."""
    made = []

    def make(**settings):
        made.append(settings)
        return real(**settings)

    real = channel.TokenPlugin
    monkeypatch.setattr(channel, "TokenPlugin", make)
    return made


@pytest.mark.parametrize("name", ["CAMUNDA_CLIENT_SECRET_FILE", "ZEEBE_CLIENT_SECRET_FILE"])
def test_the_secret_may_lie_in_a_file(environment, plugins, tmp_path, name):
    file = tmp_path / "secret"
    file.write_text("rahasia\n")
    environment(**WITHOUT_SECRET | {name: str(file)})

    async def open_and_close():
        await open_channel().channel.close()

    asyncio.run(open_and_close())
    assert plugins[0]["client_secret"] == file.read_text().strip()


def test_a_secret_file_that_cannot_be_read_is_named(environment):
    environment(**WITHOUT_SECRET | {"CAMUNDA_CLIENT_SECRET_FILE": "/nowhere/secret"})
    with pytest.raises(ConfigError, match="CAMUNDA_CLIENT_SECRET_FILE: /nowhere/secret"):
        open_channel()


class Doorkeeper(GatewayServicer):
    """Lets in who shows a user and a password, and notes what was shown."""

    def __init__(self):
        self.shown = []

    def _note(self, context):
        self.shown.append(dict(context.invocation_metadata()).get("authorization"))

    async def Topology(self, _request, context):  # noqa: N802
        self._note(context)
        return gateway_pb2.TopologyResponse()

    async def StreamActivatedJobs(self, _request, context):  # noqa: N802
        self._note(context)
        yield gateway_pb2.ActivatedJob(key=1)


def test_a_user_and_a_password_go_with_each_request(environment, tmp_path):
    password = tmp_path / "password"
    password.write_text("rahasia\n")
    doorkeeper = Doorkeeper()

    async def call():
        server = grpc.aio.server()
        add_GatewayServicer_to_server(doorkeeper, server)
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        environment(
            ZEEBE_ADDRESS=f"127.0.0.1:{port}",
            CAMUNDA_BASIC_AUTH_USERNAME="tertib",
            CAMUNDA_BASIC_AUTH_PASSWORD_FILE=str(password),
        )
        channel = open_channel().channel
        stub = GatewayStub(channel)
        await stub.Topology(gateway_pb2.TopologyRequest(), timeout=10)
        request = gateway_pb2.StreamActivatedJobsRequest(type="t")
        jobs = [job.key async for job in stub.StreamActivatedJobs(request, timeout=10)]
        await channel.close()
        await server.stop(None)
        return jobs

    assert asyncio.run(call()) == [1]
    assert doorkeeper.shown == ["Basic " + base64.b64encode(b"tertib:rahasia").decode()] * 2


def test_a_user_without_a_password_is_an_error(environment):
    environment(CAMUNDA_BASIC_AUTH_USERNAME="tertib")

    async def open_it():
        open_channel()

    with pytest.raises(ConfigError, match="CAMUNDA_BASIC_AUTH_PASSWORD is not"):
        asyncio.run(open_it())
