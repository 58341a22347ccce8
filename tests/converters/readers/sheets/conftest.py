"""Workbooks for the tests of their reader."""

import io
import zipfile

import openpyxl
import pytest

from converters.readers.sheets import pages
from tests.converters.readers.sheets.workbooks import Draw, saved, zipped


@pytest.fixture
def draw():
    return Draw


@pytest.fixture
def book():
    """A workbook of openpyxl with one sheet, "Alur"."""
    made = openpyxl.Workbook()
    made.active.title = "Alur"
    return made


@pytest.fixture
def save():
    return saved


@pytest.fixture
def changed():
    """A workbook's bytes with parts changed: name to new content, or to a function of the old."""

    def run(content, changes):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name, change in changes.items():
            parts[name] = change(parts[name]) if callable(change) else change
        return zipped(parts)

    return run


@pytest.fixture
def read_page():
    """The only page of a workbook."""

    def run(book, drawings=()):
        (page,) = pages("sop.xlsx", saved(book, drawings))
        return page

    return run
