"""The access token that each request to the gateway carries: pyzeebe's plugin, made robust.

As it comes, pyzeebe 4.7.0 fetches a token without a time limit, once for each request that finds
it expired, anew for every request when tokens live for a minute or less, and never when the
gateway refuses one before its time (a key rotated, a session ended).
"""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from pyzeebe.credentials.oauth import Oauth2ClientCredentialsMetadataPlugin

if TYPE_CHECKING:
    import grpc

FETCH_TIMEOUT_S = 10.0
# A token is replaced this long before its end, or when a quarter of its life is left.
LEEWAY_S = 60.0
# A gateway that refuses every token is not the token's fault.
RENEW_EVERY_S = 5.0


class TokenPlugin(Oauth2ClientCredentialsMetadataPlugin):
    """Fetches tokens by the client credentials grant (RFC 6749, 4.4) and keeps the last one.

    Args:
        client_id: who we are.
        client_secret: what proves it.
        authorization_server: the token endpoint's URL.
        audience: for whom the token is.
        id_in_body: whether the client's id goes into the request's body, as Camunda's cloud asks.
    """

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        authorization_server: str,
        audience: str | None,
        id_in_body: bool,
    ) -> None:
        super().__init__(
            client_id=client_id,
            client_secret=client_secret,
            authorization_server=authorization_server,
            audience=audience,
        )
        self._func_retrieve_token = partial(
            self._func_retrieve_token,
            timeout=FETCH_TIMEOUT_S,
            include_client_id=id_in_body or None,
        )
        self._one_at_a_time = threading.Lock()
        self._fetched = 0.0  # monotonic
        self._refused = False

    def __call__(
        self, context: grpc.AuthMetadataContext, callback: grpc.AuthMetadataPluginCallback
    ) -> None:
        """Sign a request; called in threads of gRPC's."""
        with self._one_at_a_time:
            super().__call__(context, callback)

    def is_token_expired(self) -> bool:
        """Whether the token is too old, or was refused."""
        if self._refused or not self._oauth.authorized:
            return True
        token = self._oauth.token
        leeway = min(LEEWAY_S, float(token.get("expires_in", 0)) / 4)
        return time.time() > float(token.get("expires_at", 0)) - leeway

    def retrieve_token(self) -> None:
        """Fetch a token.

        Raises:
            Exception: the authorization server cannot be reached or refuses us.
        """
        super().retrieve_token()
        self._fetched = time.monotonic()
        self._refused = False

    def renew(self) -> None:
        """Fetch another token for the next request: the gateway refused this one."""
        if time.monotonic() - self._fetched > RENEW_EVERY_S:
            self._refused = True
