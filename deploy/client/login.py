"""Signing in to Operate and Tasklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploy.client.http import Api

if TYPE_CHECKING:
    from deploy.cluster import Cluster


def login(name: str, address: str, cluster: Cluster) -> Api:
    """An API of a web app, signed in.

    A cluster with an authorization server takes the client's token. The local engine's web apps
    know a user and a password, and want the token they hand out sent back with each change.

    Raises:
        DeployError: it cannot be reached.
    """
    api = Api(name, address, cluster.headers())
    if cluster.authorization_server is None:
        user = {"username": cluster.user, "password": cluster.password}
        token = api.send("POST", "/api/login", params=user).headers.get("X-CSRF-TOKEN")
        if token:
            api.session.headers["X-CSRF-TOKEN"] = token
    return api
