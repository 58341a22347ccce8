"""The files of a new worker, made from one another: the code first, the rest from it."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import contextmanager
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

from deploy.errors import DeployError
from deploy.scaffold.refresh import refreshed
from deploy.scaffold.template import Looks, element_template
from deploy.scaffold.write import write_all
from workers import reference
from workers.handler import HANDLERS
from workers.registry import load_folder, load_handlers, own_handlers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deploy.scaffold.names import Name
    from deploy.scaffold.place import Place
    from workers.handler import Handler

TEXTS = Path(__file__).parent


class NewWorker(msgspec.Struct, frozen=True, kw_only=True):
    """What was written."""

    type: str
    module: Path
    template: Path
    page: Path
    test: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """All four."""
        return (self.module, self.template, self.page, self.test)


def make_worker(name: Name, place: Place, label: str | None) -> NewWorker:
    """Write module, element template, page and test of a new worker.

    Args:
        name: the new job type's.
        place: where the files go.
        label: what Modeler shows; None: the name in words.

    Raises:
        DeployError: there is a worker of this name, or one of the files.
        ConfigError: the office's workers that are there cannot be imported.
    """
    made = _files(name, place)
    place.refuse_to_overwrite(made.files)
    _refuse_a_second(name)
    if not place.own:
        name.must_be_findable()
    code = _text("worker.txt", job=name.job)
    with _imported(name, code) as handler:
        template = element_template(handler, _looks(name, label or name.label))
        page, index = _pages(handler, template, place)
    contents = (code, template, page, _test(name, place))
    write_all(dict(zip(made.files, contents, strict=True)), index)
    return made


def update_worker(name: Name, place: Place) -> NewWorker:
    """Bring a worker's element template and page up to its code.

    Raises:
        DeployError: there is no such worker.
        ConfigError: it cannot be imported.
    """
    made = _files(name, place)
    handlers = own_handlers() if place.own else load_folder(place.modules)
    if name.job not in handlers or not made.template.exists():
        raise DeployError(
            f"{place.modules} has no worker of the type {name.job}, or its template is missing.",
            "Leave --update out to make one.",
        )
    template = refreshed(made.template.read_bytes(), handlers[name.job])
    page, index = _pages(handlers[name.job], template, place)
    write_all({}, {made.template: template, made.page: page, **index})
    return made


def _files(name: Name, place: Place) -> NewWorker:
    return NewWorker(
        type=name.job,
        module=place.modules / f"{name.module}.py",
        template=place.templates / f"{name.job}.json",
        page=place.pages / f"{name.job}.md",
        test=place.tests / f"test_{name.module}.py",
    )


def _refuse_a_second(name: Name) -> None:
    if there := load_handlers().get(name.job):
        raise DeployError(
            f"{name.job} has a worker: {there.function.__code__.co_filename}.",
            "Take another name.",
        )


def _text(file: str, **words: str) -> bytes:
    return Template((TEXTS / file).read_text(encoding="utf-8")).substitute(words).encode()


def _test(name: Name, place: Place) -> bytes:
    if place.own:
        return _text("test.txt", job=name.job, imports="", registry="", load="")
    return _text(
        "test.txt",
        job=name.job,
        imports="from pathlib import Path\n\n",
        registry="from workers.registry import load_folder\n",
        load="load_folder(Path(__file__).parent)\n",
    )


def _looks(name: Name, label: str) -> Looks:
    """The words for what the first code does."""
    return Looks(
        name=label,
        description=f"{label}: nomor dari buku sendiri, tanpa lompatan per kantor dan tahun.",
        order="before",
        form=(
            {"key": name.variable, "label": f"Nomor ({label})", "type": "textfield"}
            | {"readonly": True},
        ),
        labels={
            "number": "Nomor yang sudah ada",
            "book": "Nama buku",
            "result_number": f"Nomor ({label})",
        },
        hints={"book": "Kosong: judul SOP."},
        variables={"number": name.variable},
    )


def _pages(handler: Handler, template: bytes, place: Place) -> tuple[bytes, dict[Path, bytes]]:
    """The new page, and the index that has it in."""
    file = f"{handler.type}.md"
    if not place.own:
        pages = reference.pages_of({handler.type: handler}, {handler.type: template})
        return pages[file].encode(), {}
    handlers = dict(sorted({**own_handlers(), handler.type: handler}.items()))
    templates = {
        job: (place.templates / f"{job}.json").read_bytes()
        for job in handlers
        if job != handler.type
    }
    pages = reference.pages_of(handlers, templates | {handler.type: template})
    return pages[file].encode(), {place.pages / "README.md": pages["README.md"].encode()}


@contextmanager
def _imported(name: Name, code: bytes) -> Iterator[Handler]:
    """Import code that has no file yet; afterwards it is as if it never was."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{name.module}.py"
        file.write_bytes(code)
        spec = importlib.util.spec_from_file_location(f"tertib_new_{name.module}", file)
        assert spec is not None  # noqa: S101 -- a file that ends in .py always has one
        assert spec.loader is not None  # noqa: S101
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        try:
            spec.loader.exec_module(module)
            yield HANDLERS[name.job]
        finally:
            HANDLERS.pop(name.job, None)
            del sys.modules[spec.name]
