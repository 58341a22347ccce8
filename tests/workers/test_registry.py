from __future__ import annotations

import sys
from pathlib import Path

import pytest

import workers.jobs
from workers.config import ConfigError
from workers.handler import HANDLERS, Handler
from workers.registry import load_folder, load_handlers, template_folders

MODULES = Path(workers.jobs.__path__[0])
WORKER = """
import msgspec
from workers.handler import Context, job_handler

class Nothing(msgspec.Struct):
    pass

@job_handler("{job_type}")
def handle(inputs: Nothing, context: Context) -> Nothing:
    return inputs
"""
TEMPLATES = Path(__file__).parents[2] / "bpmn" / "templates"


def test_the_registry_is_the_folder_of_job_modules():
    modules = {path.stem for path in MODULES.glob("*.py")} - {"__init__"}
    assert {name.replace("-", "_") for name in load_handlers()} == modules


def test_each_job_type_has_an_element_template_and_each_template_a_handler():
    assert {path.stem for path in TEMPLATES.glob("*.json")} == set(load_handlers())


def test_a_handler_knows_its_own_type():
    for name, handler in load_handlers().items():
        assert isinstance(handler, Handler)
        assert handler.type == name


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder for an office's workers; what they change in the process is undone."""
    path, modules, handlers = list(sys.path), set(sys.modules), dict(HANDLERS)
    monkeypatch.setenv("TERTIB_WORKERS_FOLDER", str(tmp_path))
    yield tmp_path
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        del sys.modules[name]
    HANDLERS.clear()
    HANDLERS.update(handlers)


def write(folder, name, job_type):
    (folder / name).write_text(WORKER.format(job_type=job_type), encoding="utf-8")


def test_an_offices_workers_stand_beside_tertibs(office):
    before = set(load_handlers())
    write(office, "office_rate.py", "office-rate")
    write(office, "office_fee.py", "office-fee")
    assert set(load_handlers()) == before | {"office-fee", "office-rate"}


def test_helpers_and_tests_in_the_folder_are_no_workers(office):
    write(office, "office_rate.py", "office-rate")
    for name in ("_office_shared.py", "test_office_rate.py", "conftest.py"):
        (office / name).write_text("raise RuntimeError", encoding="utf-8")
    assert set(load_folder(office)) == {"office-rate"}


def test_workers_of_a_folder_import_its_helpers_by_name(office):
    (office / "_office_rates.py").write_text("RATE = 2", encoding="utf-8")
    code = "from _office_rates import RATE" + WORKER.format(job_type="office-rate")
    (office / "office_rate.py").write_text(code, encoding="utf-8")
    assert set(load_folder(office)) == {"office-rate"}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x = 1\ndef broken(:\n", r"office_bad\.py:2: invalid syntax"),
        ("x = 1\nimport no_such_library\n", r"office_bad\.py:2: ModuleNotFoundError: .*no_such"),
        ("x = 1\n", r"office_bad\.py: no function in it has the decorator @job_handler"),
        (WORKER.format(job_type="register"), r"office_bad\.py:8: ValueError: register has two"),
        ("import msgspec\nmsgspec.json.decode(b'{')\n", r"office_bad\.py:2: DecodeError"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(office, code, told):
    (office / "office_bad.py").write_text(code, encoding="utf-8")
    with pytest.raises(ConfigError, match=told):
        load_handlers()


def test_a_file_that_would_hide_behind_another_module_is_named(office):
    write(office, "queue.py", "office-queue")
    with pytest.raises(ConfigError, match=r"queue\.py: another module is called queue"):
        load_handlers()


def test_a_folder_that_is_not_there_is_named(office, monkeypatch):
    monkeypatch.setenv("TERTIB_WORKERS_FOLDER", str(office / "gone"))
    with pytest.raises(ConfigError, match=r"TERTIB_WORKERS_FOLDER: .*gone: there is no such"):
        load_handlers()


@pytest.fixture
def package(office, monkeypatch):
    """An installed package with workers: a distribution's entry point names its package."""
    installed = office / "site"
    inside = installed / "office_package"
    inside.mkdir(parents=True)
    (inside / "__init__.py").touch()
    metadata = installed / "office_package-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: office-package\nVersion: 1.0\n"
    )
    (metadata / "entry_points.txt").write_text("[tertib.workers]\noffice = office_package\n")
    monkeypatch.syspath_prepend(installed)
    return inside


def test_the_entry_point_of_a_package_brings_all_its_workers(package):
    write(package, "rate.py", "office-rate")
    write(package, "fee.py", "office-fee")
    assert {"office-fee", "office-rate"} <= set(load_handlers())


def test_the_entry_point_that_cannot_be_imported_is_named(package):
    (package / "rate.py").write_text("x = 1\nimport no_such_library\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"office-package, entry point office .*no_such_library"):
        load_handlers()


def test_templates_lie_beside_the_workers_and_are_found_without_importing_them(office, package):
    (package / "__init__.py").write_text("raise RuntimeError", encoding="utf-8")
    assert list(template_folders()) == [package / "templates", office / "templates"]
