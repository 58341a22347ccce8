"""Where the files of a new worker go: into Tertib's own tree, or into an office's folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from deploy.errors import DeployError
from workers.registry import office_folder

ROOT = Path(__file__).parents[2]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of workers, and where in it each kind of file lies."""

    root: Path
    modules: Path
    templates: Path
    pages: Path
    tests: Path
    own: bool  # Tertib's own tree, with an index of all pages

    def refuse_to_overwrite(self, files: tuple[Path, ...]) -> None:
        """Make sure that none of the files is there.

        Raises:
            DeployError: one is.
        """
        there = [str(file) for file in files if file.exists()]
        if there:
            raise DeployError(
                f"{', '.join(there)} exists already; nothing was written.",
                "Take another name, or move the file away.",
            )


def place_for(folder: Path | None) -> Place:
    """Say where a new worker goes.

    Args:
        folder: an office's folder; None: the configured one, else Tertib's own checkout.

    Raises:
        DeployError: none was named, and this is no checkout of Tertib.
        ConfigError: the configured folder does not exist.
    """
    chosen = folder or office_folder()
    if chosen is not None:
        return _office(chosen.expanduser().resolve())
    if not _is_checkout(ROOT) or not Path.cwd().is_relative_to(ROOT):
        where = f" (Tertib's own is at {ROOT})" if _is_checkout(ROOT) else ""
        raise DeployError(
            f"{Path.cwd()} is no checkout of Tertib{where}.",
            "Name a folder for your office's own workers: --folder office-workers.",
        )
    return Place(
        root=ROOT,
        modules=ROOT / "workers" / "jobs",
        templates=ROOT / "bpmn" / "templates",
        pages=ROOT / "docs" / "jobs",
        tests=ROOT / "tests" / "workers" / "jobs",
        own=True,
    )


def _office(folder: Path) -> Place:
    return Place(
        root=folder,
        modules=folder,
        templates=folder / "templates",
        pages=folder / "docs",
        tests=folder,
        own=False,
    )


def _is_checkout(root: Path) -> bool:
    """Whether the tests are there, too: an installed package has none."""
    return (root / "pyproject.toml").is_file() and (root / "tests" / "workers" / "jobs").is_dir()
