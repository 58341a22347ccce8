"""Configuration of the workers: defaults, then a TOML file, then the environment.

A section is a struct with a default for each field. ``load(Smtp, "smtp")`` reads the table
``[smtp]`` of the file that ``TERTIB_CONFIG`` names, then ``TERTIB_SMTP_HOST`` and the like::

    [worker]
    threads = 16

A variable with ``_FILE`` after its name, such as ``TERTIB_MAIL_PASSWORD_FILE``, names a file that
holds the value instead: secrets of containers are files.

The cluster is named by the ecosystem's own variables (``ZEEBE_ADDRESS`` and so on), which
``workers.runtime.channel`` reads.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta

from workers.decoding import convert

if TYPE_CHECKING:
    from collections.abc import Mapping

S = TypeVar("S", bound=msgspec.Struct)
Count = Annotated[int, Meta(ge=1, le=1000)]
Seconds = Annotated[float, Meta(gt=0)]


class ConfigError(Exception):
    """A setting that cannot be used. Names it and where it is set, never its value."""


class WorkerConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``worker``."""

    database_url: str = ""  # SQLAlchemy URL; empty: workers.db in the home folder
    documents: str = ""  # a folder or s3://bucket/prefix; empty: documents in the home folder
    timezone: str = "Asia/Jakarta"  # the office's: dates of letters, days of queue numbers
    types: str = ""  # job types to take, with commas between; empty: all there are
    threads: Count = 8  # handlers running at once
    processes: Count = 2  # child processes beside them, for CPU-bound handlers
    jobs_per_type: Count = 128  # jobs of one type held at once at most; fewer if they are slow
    job_timeout: Seconds = 60.0  # when nothing is heard of us the engine hands the job on
    handler_limit: Seconds = 3600.0  # after this a handler counts as stuck: its job fails
    stream: bool = True  # let the engine push new jobs, beside asking for those that wait
    poll: Seconds = 30.0  # how long one request waits for jobs at the gateway
    drain: Seconds = 25.0  # after SIGTERM; below Kubernetes' 30 seconds of grace
    http_host: str = "127.0.0.1"  # metrics and health
    http_port: Annotated[int, Meta(ge=0, le=65535)] = 9090  # 0: any free one

    @property
    def state_url(self) -> str:
        """The database's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{default_home() / 'workers.db'}"

    @property
    def documents_place(self) -> Path | str:
        """Where the documents lie: a folder, or the URL of a bucket."""
        if "://" in self.documents:
            return self.documents
        return Path(self.documents).expanduser() if self.documents else default_home() / "documents"

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone.

        Raises:
            ConfigError: there is no such zone.
        """
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            message = "worker.timezone: no such time zone; use a name like Asia/Jayapura"
            raise ConfigError(message) from None


def default_home() -> Path:
    """``TERTIB_HOME``, or where this user's programs keep their data."""
    if home := os.environ.get("TERTIB_HOME"):
        return Path(home).expanduser()
    from platformdirs import user_data_path

    return user_data_path("tertib")


def load(kind: type[S], section: str, environment: Mapping[str, str] | None = None) -> S:
    """Read a section.

    Args:
        kind: the section's struct.
        section: its name, e.g. ``letter-number``.
        environment: variables; None: the process's own.

    Raises:
        ConfigError: a file cannot be read, or a setting has a value it does not allow.
    """
    variables = os.environ if environment is None else environment
    file = variables.get("TERTIB_CONFIG")
    settings = _from_file(Path(file), section) if file else {}
    prefix = f"TERTIB_{section}_".upper().replace("-", "_")
    for field in msgspec.structs.fields(kind):
        if (value := read_variable(prefix + field.name.upper(), variables)) is not None:
            settings[field.encode_name] = value
    try:
        return convert(settings, kind, strict=False)
    except msgspec.ValidationError as error:
        message = f"{section}{_setting(str(error))} (in {file or 'the environment'}, {prefix}*)"
        raise ConfigError(message) from None


def read_variable(name: str, environment: Mapping[str, str] | None = None) -> str | None:
    """The value of a variable, or of the file that the variable with ``_FILE`` after it names.

    Editors and ``echo`` end a file with a newline that is no part of the value: one is dropped.

    Args:
        name: the variable's, e.g. ``CAMUNDA_CLIENT_SECRET``.
        environment: variables; None: the process's own.

    Raises:
        ConfigError: both are set, or the file cannot be read.
    """
    variables = os.environ if environment is None else environment
    value, file = variables.get(name), variables.get(f"{name}_FILE")
    if file is None:
        return value
    if value is not None:
        raise ConfigError(f"{name} and {name}_FILE are both set: keep the one that is meant.")
    try:
        return re.sub(r"\r?\n\Z", "", Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{name}_FILE: {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{name}_FILE: {file} is not UTF-8 text") from None


def _from_file(path: Path, section: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"TERTIB_CONFIG: {path}: {error.strerror}"
        raise ConfigError(message) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"TERTIB_CONFIG: {path} is not TOML: {error}"
        raise ConfigError(message) from None
    settings = content.get(section, {})
    if not isinstance(settings, dict):
        message = f"TERTIB_CONFIG: {path}: {section} must be a table"
        raise ConfigError(message)
    return settings


def _setting(message: str) -> str:
    """Name the setting; values may be secrets, and msgspec quotes some."""
    if unknown := re.search(r"unknown field `([^`]+)`", message):
        return f".{unknown[1]}: there is no such setting"
    place = re.search(r"at `\$\.?([^`]*)`", message)
    wanted = re.match(r"Expected `[^`]+`(?: [<>=]+ [\d.]+)?", message)
    return f".{place[1] if place else ''}: {wanted[0] if wanted else 'not an allowed value'}"
