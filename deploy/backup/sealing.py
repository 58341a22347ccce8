r"""A backup encrypted: the archive in chunks, each authenticated with its place in the whole.

::

    "tertib-backup-sealed-1\n"  K or P  key id (8 bytes)  salt (32 bytes)
    chunks: 64 KiB of the archive by AES-256-GCM, each with its tag (16 bytes); the last is shorter

K: encrypted with a key of the document store; P: with a passphrase (scrypt, RFC 7914). Each file
has a key of its own, made of that secret and the salt. A chunk's nonce is its number and whether it
is the last (the STREAM construction), and the header is authenticated with each: chunks that are
exchanged, left out, cut off or taken from another backup do not open.
"""

from __future__ import annotations

import hmac
import io
import os
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from deploy.backup.faults import DamagedError
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from _typeshed import ReadableBuffer, WriteableBuffer

    from workers.state.documents.key import Key

MAGIC = b"tertib-backup-sealed-1\n"
CHUNK = 1 << 16
TAG = 16
_BY_KEY, _BY_PASSPHRASE = b"K", b"P"
_ID_BYTES, _SALT_BYTES = 8, 32
_ID_AT = len(MAGIC) + 1
_SALT_AT = _ID_AT + _ID_BYTES
HEADER_BYTES = _SALT_AT + _SALT_BYTES
# Some tenths of a second and 128 MB for each try at a passphrase.
_SCRYPT = {"n": 1 << 17, "r": 8, "p": 1}


class Secrets(NamedTuple):
    """What a backup is encrypted with: the passphrase if there is one, else the first key."""

    keys: tuple[Key, ...] = ()
    passphrase: str = ""

    @property
    def name(self) -> str | None:
        """What encrypts, for people; None: nothing does."""
        if self.passphrase:
            return "the passphrase"
        return f"key {self.keys[0].id}" if self.keys else None


NOTHING = Secrets()


@contextmanager
def sealed(file: IO[bytes], secrets: Secrets) -> Iterator[IO[bytes]]:
    """A file to write to that encrypts into ``file``; without a secret, ``file`` itself.

    When the block raises, what was written does not open.
    """
    if secrets.name is None:
        yield file
        return
    stream = _Sealing(file, *_new_header(secrets))
    yield cast("IO[bytes]", stream)
    stream.finish()


@contextmanager
def passed_through(folder: Path) -> Iterator[tuple[IO[bytes], Callable[[], IO[bytes]]]]:
    """A nameless file that is written first and read then, encrypted with a key nobody keeps.

    Gives what to write to, and what to call for reading it from its start.
    """
    with tempfile.TemporaryFile(dir=folder) as hidden:
        header, key = MAGIC + bytes(HEADER_BYTES - len(MAGIC)), os.urandom(32)
        stream = _Sealing(hidden, header, key)

        def read_back() -> IO[bytes]:
            stream.finish()
            hidden.flush()
            return io.BufferedReader(_Unsealing(hidden, header, key))

        yield cast("IO[bytes]", stream), read_back


def unsealed(file: IO[bytes], secrets: Secrets) -> IO[bytes]:
    """The archive that a file is: decrypted as it is read, if it is encrypted.

    Raises:
        DeployError: it is encrypted with another key or passphrase, or none is given.
    """
    file.seek(0)
    header = file.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
        return file
    return io.BufferedReader(_Unsealing(file, header, _key_of(header, secrets)))


def _new_header(secrets: Secrets) -> tuple[bytes, bytes]:
    """A header, and the key of the file that it begins."""
    salt = os.urandom(_SALT_BYTES)
    if secrets.passphrase:
        kind, secret = _BY_PASSPHRASE, _stretched(secrets.passphrase, salt)
        key_id = _id_of(secret)
    else:
        kind, secret = _BY_KEY, secrets.keys[0].derived("backups")
        key_id = bytes.fromhex(secrets.keys[0].id)
    return MAGIC + kind + key_id + salt, _file_key(secret, salt)


def _key_of(header: bytes, secrets: Secrets) -> bytes:
    """The key of the file that the header begins."""
    kind, key_id = header[len(MAGIC) : _ID_AT], header[_ID_AT:_SALT_AT]
    salt = header[_SALT_AT:]
    if kind == _BY_KEY:
        fitting = [key for key in secrets.keys if key.id == key_id.hex()]
        if not fitting:
            raise DeployError(
                f"The backup is encrypted with a key that is not given (its id is {key_id.hex()}).",
                "See TERTIB_DOCUMENTS_KEY_FILE.",
            )
        return _file_key(fitting[0].derived("backups"), salt)
    if kind != _BY_PASSPHRASE:
        raise DamagedError("its header has changed")
    if not secrets.passphrase:
        what = "The backup is encrypted with a passphrase, and none is given."
        raise DeployError(what, "See TERTIB_BACKUP_PASSPHRASE_FILE.")
    secret = _stretched(secrets.passphrase, salt)
    if not hmac.compare_digest(_id_of(secret), key_id):
        what = "The backup is encrypted with another passphrase."
        raise DeployError(what, "See TERTIB_BACKUP_PASSPHRASE_FILE.")
    return _file_key(secret, salt)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode())


def _id_of(secret: bytes) -> bytes:
    return hmac.digest(secret, b"tertib backup 1: id", "sha256")[:_ID_BYTES]


def _file_key(secret: bytes, salt: bytes) -> bytes:
    return hmac.digest(secret, b"tertib backup 1: content" + salt, "sha256")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


class _Sealing(io.RawIOBase):
    """Takes the archive and writes it encrypted."""

    def __init__(self, file: IO[bytes], header: bytes, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._file, self._header, self._cipher = file, header, AESGCM(key)
        self._waiting = bytearray()
        self._number = 0
        file.write(header)

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        """Take in some of it; a chunk goes out when it is known not to be the last."""
        before = len(self._waiting)
        self._waiting += content
        taken = len(self._waiting) - before
        while len(self._waiting) > CHUNK:
            self._write_chunk(last=False)
        return taken

    def finish(self) -> None:
        """Write the last chunk."""
        self._write_chunk(last=True)

    def _write_chunk(self, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        chunk = bytes(self._waiting[:CHUNK])
        self._file.write(self._cipher.encrypt(nonce, chunk, self._header))
        del self._waiting[:CHUNK]
        self._number += 1


class _Unsealing(io.RawIOBase):
    """Reads the archive from an encrypted file, from any place in it."""

    def __init__(self, file: IO[bytes], header: bytes, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._file, self._header, self._cipher = file, header, AESGCM(key)
        size = os.fstat(file.fileno()).st_size - HEADER_BYTES
        self._chunks = max(1, -(-size // (CHUNK + TAG)))
        self._length = size - self._chunks * TAG
        self._position = 0
        self._held = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        """The encrypted file's, whose size says how large the archive is."""
        return self._file.fileno()

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._length}
        self._position = max(0, start[whence] + offset)
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if self._position >= self._length:
            return 0
        number, start = divmod(self._position, CHUNK)
        room = memoryview(buffer).cast("B")
        part = self._chunk(number)[start : start + len(room)]
        room[: len(part)] = part
        self._position += len(part)
        return len(part)

    def _chunk(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if self._held[0] != number:
            self._file.seek(HEADER_BYTES + number * (CHUNK + TAG))
            found = self._file.read(CHUNK + TAG)
            nonce = _nonce(number, last=number == self._chunks - 1)
            try:
                self._held = (number, self._cipher.decrypt(nonce, found, self._header))
            except (InvalidTag, ValueError):  # too short for a tag
                raise DamagedError("it is cut off or changed") from None
        return self._held[1]
