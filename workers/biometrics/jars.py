"""The fingerprint matcher's Java archives: pinned, fetched once per user, verified when loaded."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import requests

from workers.files import write_whole
from workers.handler import IncidentError, RetryableError
from workers.http import trust_system
from workers.maven import REPOSITORY_VARIABLE, repositories

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT_S = (10, 30)  # to connect, and between two pieces

# com.machinezoo.sourceafis:sourceafis:3.18.1 (Apache-2.0) and what it runs on, as its POM has it.
JARS = {
    "com/machinezoo/sourceafis/sourceafis/3.18.1/sourceafis-3.18.1.jar": (
        "850582c842a7c7bf4ab87d8e8785674d9e092eb379a021d46bc053d2fc6028c0"
    ),
    "com/machinezoo/stagean/stagean/1.3.0/stagean-1.3.0.jar": (
        "19a77e39c6db01950c6caedc72323995f4be38368a16f72ffce5ea49ef3c7650"
    ),
    "com/machinezoo/closeablescope/closeablescope/1.0.1/closeablescope-1.0.1.jar": (
        "3e3554e56a831a68e168ee0e267b7e5ede9a9623c5814065888de49de0debfc8"
    ),
    "com/machinezoo/noexception/noexception/1.9.1/noexception-1.9.1.jar": (
        "29b002c8ccb17e73f06e2a237b083a38ca8e83cf833e0483c2366ff492965a8d"
    ),
    "com/machinezoo/fingerprintio/fingerprintio/1.3.1/fingerprintio-1.3.1.jar": (
        "2c2b1e3a35eb12317a75966e2b33e27d68d6b79e21120de8220f9fb20b20429c"
    ),
    "it/unimi/dsi/fastutil/8.5.12/fastutil-8.5.12.jar": (
        "b5543ee08d062d551cf0a5c9bc0fb70588b0382079029ba48941fa9c9be8a5d4"
    ),
    "commons-io/commons-io/2.15.0/commons-io-2.15.0.jar": (
        "a328dad730921d197b6a9b195dffa00e41c974c2dac8fe37e84d31706bca7792"
    ),
    "com/google/code/gson/gson/2.10.1/gson-2.10.1.jar": (
        "4241c14a7727c34feea6507ec801318a3d4a90f070e4525681079fb94ee4c593"
    ),
    "com/fasterxml/jackson/core/jackson-databind/2.15.3/jackson-databind-2.15.3.jar": (
        "c3c53333a2172a80678bda1803e39cff45bec6ae3e9c7d4f44a81ec4e2ab18dc"
    ),
    "com/fasterxml/jackson/core/jackson-annotations/2.15.3/jackson-annotations-2.15.3.jar": (
        "aae865c3d88256d61b11523cb1e88bd48d5b9ad5855fa1fc859504fd2204708a"
    ),
    "com/fasterxml/jackson/core/jackson-core/2.15.3/jackson-core-2.15.3.jar": (
        "51fab7aad51ed588482edc507fd542747936c5094d1ab76ed21ddb63b96b610d"
    ),
    "com/fasterxml/jackson/dataformat/jackson-dataformat-cbor/2.15.3/"
    "jackson-dataformat-cbor-2.15.3.jar": (
        "b8c7ae4a9d82e3fd0aecfd4599f42eaf503d0faf99e2f97abfb8b2c33bc09da7"
    ),
    "com/github/mhshams/jnbis/2.1.2/jnbis-2.1.2.jar": (
        "275046559dbfcf11adf0811fcc71646627f00964b8421029b2d1e8340b292fe5"
    ),
    "org/slf4j/slf4j-api/2.0.9/slf4j-api-2.0.9.jar": (
        "0818930dc8d7debb403204611691da58e49d42c50b6ffcfdce02dadb7c3c2b6c"
    ),
    # Not in the POM: without a provider slf4j writes to the worker's standard error.
    "org/slf4j/slf4j-nop/2.0.9/slf4j-nop-2.0.9.jar": (
        "5612367b12bac3eacf4e6ff4e06ce5ba1c83c4d8d6d5e2ea5f924635717a6d83"
    ),
}


def classpath(folder: Path) -> list[Path]:
    """Return all archives, fetching into ``folder`` those that are missing or damaged.

    Raises:
        RetryableError: the network is out, or what came is not what was pinned.
        IncidentError: no repository has one of them.
    """
    paths = []
    for source, sha256 in JARS.items():
        path = folder / source.rpartition("/")[2]
        if not _is_intact(path, sha256):
            write_whole(path, _fetch(source, sha256))  # another worker may be reading the folder
        paths.append(path)
    return paths


def cache_folder() -> Path:
    """Where a user's downloads lie: TERTIB_CACHE, or the system's place for them."""
    if chosen := os.environ.get("TERTIB_CACHE"):
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("tertib")


def _is_intact(path: Path, sha256: str) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _fetch(source: str, sha256: str) -> bytes:
    for content in _answers(source):
        if hashlib.sha256(content).hexdigest() == sha256:
            return content
        raise RetryableError(f"{source} came damaged; check {REPOSITORY_VARIABLE} and any proxy.")
    message = f"No Maven repository has {source}; set {REPOSITORY_VARIABLE} to one that has it."
    raise IncidentError(message)


def _answers(source: str) -> Iterator[bytes]:
    """Ask each repository in turn."""
    trust_system()
    for base in repositories():
        try:
            response = requests.get(f"{base}/{source}", timeout=TIMEOUT_S)
        except requests.RequestException as error:
            message = f"The fingerprint matcher cannot be fetched: {type(error).__name__}."
            raise RetryableError(message) from None
        if response.ok:
            yield response.content
