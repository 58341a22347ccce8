"""What a new worker is called: in diagrams, in Python, in Modeler."""

from __future__ import annotations

import importlib.util
import keyword
import re

import msgspec

from deploy.errors import DeployError
from workers.registry import is_workers_name

# Columns of the database that hold a job type take 40 characters.
LONGEST = 40
_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Name(msgspec.Struct, frozen=True):
    """A job type's name, as diagrams have it: ``surat-keluar-counter``."""

    job: str

    @classmethod
    def checked(cls, text: str) -> Name:
        """Take a name that may be one.

        Raises:
            DeployError: it may not.
        """
        name = cls(text)
        if not _KEBAB.fullmatch(text) or len(text) > LONGEST or keyword.iskeyword(name.module):
            raise DeployError(
                f"{text!r} cannot be the name of a job type.",
                f"Take lower-case words with hyphens between, at most {LONGEST} characters and no "
                "word of the Python language: surat-keluar-counter.",
            )
        return name

    @property
    def module(self) -> str:
        """The Python module: ``surat_keluar_counter``."""
        return self.job.replace("-", "_")

    @property
    def label(self) -> str:
        """What Modeler shows when nobody says otherwise: ``Surat keluar counter``."""
        return self.job.replace("-", " ").capitalize()

    @property
    def variable(self) -> str:
        """The process variable that its first output goes to."""
        return f"{self.module}_number"

    def must_be_findable(self) -> None:
        """Make sure that its file is known for a worker's by its name, and that no other has it.

        Raises:
            DeployError: it is a test's, or another module's.
        """
        way_out = f"Take another name: kantor-{self.job}, for example."
        if not is_workers_name(f"{self.module}.py"):
            raise DeployError(f"{self.module}.py would count as a test, not as a worker.", way_out)
        if importlib.util.find_spec(self.module) is not None:
            raise DeployError(f"There is a Python module {self.module} already.", way_out)
