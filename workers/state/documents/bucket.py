"""A bucket of documents, in a service that speaks S3.

The service's address, its region and the credentials are found where AWS's own tools find them:
``AWS_ENDPOINT_URL``, ``AWS_REGION``, ``AWS_ACCESS_KEY_ID``, ``AWS_SHARED_CREDENTIALS_FILE``, ...
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from workers.config import ConfigError
from workers.http import trust_system
from workers.state.documents.reference import S3_STORE_ID
from workers.state.documents.s3_faults import is_absent, understood

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECT_S = 5.0
ANSWER_S = 30.0  # for each piece of an answer
CONNECTIONS = 64  # kept open at most; more threads than that open some anew


class Bucket:
    """A place (see Place) in a bucket, under a prefix. May be used by any number of threads."""

    store_id = S3_STORE_ID

    def __init__(self, url: str) -> None:
        """Nothing is asked of the service yet.

        Args:
            url: ``s3://bucket`` or ``s3://bucket/prefix``.

        Raises:
            ConfigError: it is no such URL; the extra ``s3`` is missing; AWS's settings are wrong.
        """
        self._url = url
        self._bucket, self._prefix = _parsed(url)
        self._client = _connect()

    def read(self, name: str) -> bytes | None:
        """Return an object's content, or None."""
        with self._faults():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
            except self._client.exceptions.ClientError as error:
                if is_absent(error):
                    return None
                raise
            content: bytes = answer["Body"].read()
            return content

    def has(self, name: str) -> bool:
        """Tell whether there is an object of that name."""
        with self._faults():
            try:
                self._client.head_object(Bucket=self._bucket, Key=self._prefix + name)
            except self._client.exceptions.ClientError as error:
                if is_absent(error):
                    return False
                raise
            return True

    def write(self, name: str, content: bytes) -> None:
        """Put an object into the bucket; S3 shows it when it has all of it, durably.

        Of two writes at once the last one counts. In a store they hold the same document.
        """
        with self._faults():
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + name, Body=content)

    def remove(self, name: str) -> None:
        """Remove an object, if there is one of that name."""
        with self._faults():
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    def names(self, under: str) -> Iterator[str]:
        """The names of the objects that begin with ``under``."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix + under
        )
        with self._faults():
            for page in pages:
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(self._prefix)

    def path(self, name: str) -> None:
        """Objects are no files."""
        del name

    def tidy(self) -> None:
        """S3 keeps nothing of a write that did not come to its end."""

    @contextmanager
    def _faults(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError, OSError) as error:
            raise understood(error, self._url) from None


def _parsed(url: str) -> tuple[str, str]:
    """The bucket, and what all its names begin with: nothing, or a prefix with its slash."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc or {*"@?#"} & {*url}:
        raise ConfigError("worker.documents: a folder, s3://BUCKET or s3://BUCKET/PREFIX.")
    prefix = parts.path.strip("/")
    return parts.netloc, f"{prefix}/" if prefix else ""


def _connect() -> Any:
    trust_system()  # before botocore is imported: it would keep the class that is replaced then
    try:
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
        from botocore.session import Session
    except ImportError:
        raise ConfigError("worker.documents: a bucket needs Tertib's extra s3.") from None
    config = Config(
        connect_timeout=CONNECT_S,
        read_timeout=ANSWER_S,
        retries={"mode": "standard"},  # three tries, or AWS_MAX_ATTEMPTS
        max_pool_connections=CONNECTIONS,
        # Not all that speak S3 know the newer checksums. The signature covers the content sent,
        # and the store checks the hash of what it gets.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    try:
        # The library itself knows the region by an older name only, AWS_DEFAULT_REGION.
        region = os.environ.get("AWS_REGION")
        return Session().create_client("s3", region_name=region, config=config)
    except (BotoCoreError, ValueError) as error:
        raise ConfigError(f"worker.documents: S3 cannot be set up: {error}") from None
