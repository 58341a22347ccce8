"""Packages that are too large for their order to be seen tell it in their docstring."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules, walk_packages
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE = 8  # modules; whoever opens a folder of so many asks where to begin
ROOTS = ("converters", "workers", "deploy")
# Whose modules are all alike; how the runtime is read, docs/runtime.md tells.
OTHERWISE = {
    *("converters.check.rules", "deploy.commands", "workers.jobs", "workers.runtime"),
    "workers.state.migrations.versions",
}


def modules_of(package: str) -> set[str]:
    found = {one.name for one in iter_modules(import_module(package).__path__)}
    return found - {"__main__"}


def packages(root: str) -> Iterator[str]:
    yield root
    yield from (p.name for p in walk_packages(import_module(root).__path__, f"{root}.") if p.ispkg)


PACKAGES = [
    name
    for root in ROOTS
    for name in packages(root)
    if name not in OTHERWISE and len(modules_of(name)) >= LARGE
]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_large_package_tells_what_each_of_its_modules_is_for(package: str) -> None:
    told = set(re.findall(r"``(\w+)", import_module(package).__doc__ or ""))
    assert sorted(modules_of(package) - told) == [], "name them in the package's docstring"
