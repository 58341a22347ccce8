"""Packages that are too large for their order to be seen tell it in their docstring."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules, walk_packages

import pytest

import converters

LARGE = 8  # modules; whoever opens a folder of so many asks where to begin
LISTED = {"converters.check.rules"}  # all alike: a registry has them


def modules_of(package):
    return {found.name for found in iter_modules(import_module(package).__path__)}


PACKAGES = [
    name
    for name in (
        "converters",
        *(p.name for p in walk_packages(converters.__path__, "converters.") if p.ispkg),
    )
    if len(modules_of(name)) >= LARGE and name not in LISTED
]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_large_package_tells_what_each_of_its_modules_is_for(package):
    told = set(re.findall(r"``(\w+)", import_module(package).__doc__))
    assert sorted(modules_of(package) - told) == []
