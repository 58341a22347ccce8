"""A new worker: four files that work as they are, or none."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy import conversion
from deploy.cli import app
from deploy.errors import DeployError
from deploy.scaffold.names import LONGEST, Name
from deploy.scaffold.place import Place, place_for
from deploy.scaffold.refresh import refreshed
from deploy.scaffold.worker import make_worker, update_worker
from deploy.scaffold.write import write_all
from workers.registry import own_handlers

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "bpmn" / "templates"
NEW = "uji-pekerja-baru"  # nobody else will call a worker this
LONG = "a" * LONGEST


@pytest.fixture
def tree(tmp_path):
    """Tertib's own tree, as far as a new worker changes it."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    shutil.copytree(ROOT / "docs" / "jobs", tmp_path / "docs")
    return Place(
        root=tmp_path,
        modules=tmp_path / "jobs",
        templates=tmp_path / "templates",
        pages=tmp_path / "docs",
        tests=tmp_path / "tests",
        own=True,
    )


def run(*arguments, **options):
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def files_below(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


def test_in_an_offices_folder_the_files_pass_their_own_test(tmp_path):
    made = make_worker(Name(NEW), place_for(tmp_path), None)
    tested = run("pytest", "-q", made.test, cwd=tmp_path)
    assert tested.returncode == 0, tested.stdout
    assert "4 passed" in tested.stdout


def test_in_tertibs_tree_the_test_needs_nothing_but_the_registered_worker(tree):
    made = make_worker(Name(NEW), tree, None)
    assert "load_folder" not in made.test.read_text(encoding="utf-8")
    index = (tree.pages / "README.md").read_text(encoding="utf-8")
    before = (ROOT / "docs" / "jobs" / "README.md").read_text(encoding="utf-8")
    added = set(index.splitlines()) - set(before.splitlines())
    assert [line.split(" | ")[1] for line in added] == ["Uji pekerja baru"]


@pytest.mark.parametrize("name", ["a", NEW, LONG])
@pytest.mark.parametrize("own", [True, False])
def test_names_of_any_length_give_code_that_the_linters_accept(name, own, tree):
    made = make_worker(Name(name), tree if own else place_for(tree.root / "office"), None)
    rules = ("--config", ROOT / "pyproject.toml")
    for task in (("check", "--ignore", "INP001,S101,D103,ANN201,PLR2004"), ("format", "--check")):
        linted = run("ruff", *task, *rules, made.module, made.test)
        assert linted.returncode == 0, linted.stdout


def test_the_code_passes_the_strict_type_check(tmp_path):
    made = make_worker(Name(NEW), place_for(tmp_path), None)
    checked = run("mypy", "--strict", "--follow-imports=silent", made.module, cwd=ROOT)
    assert checked.returncode == 0, checked.stdout


def test_the_template_says_what_modeler_shows_and_what_the_form_asks(tmp_path):
    made = make_worker(Name(NEW), place_for(tmp_path), "Nomor surat keluar")
    template = json.loads(made.template.read_bytes())
    values = {item["id"]: item.get("value") for item in template["properties"]}
    assert template["name"] == "Nomor surat keluar"
    assert template["id"] == f"tertib.{NEW}"
    assert (values["type"], values["order"]) == (NEW, "before")
    (field,) = json.loads(values["form"])
    assert field["key"] == values["result_number"] == "uji_pekerja_baru_number"


@pytest.mark.parametrize("there", ["module", "template", "page", "test"])
def test_nothing_is_overwritten_and_nothing_written_beside_it(there, tmp_path):
    made = make_worker(Name(NEW), place_for(tmp_path), None)
    kept = getattr(made, there)
    kept.write_text("mine", encoding="utf-8")
    for file in set(made.files) - {kept}:
        file.unlink()
    with pytest.raises(DeployError, match="exists already; nothing was written"):
        make_worker(Name(NEW), place_for(tmp_path), None)
    assert files_below(tmp_path) == {kept}
    assert kept.read_text(encoding="utf-8") == "mine"


def test_when_one_file_cannot_be_written_none_stays(tmp_path):
    place = place_for(tmp_path / "office")
    place.root.mkdir()
    (place.root / "docs").write_text("a file where the pages go", encoding="utf-8")
    with pytest.raises(OSError, match="docs"):
        make_worker(Name(NEW), place, None)
    assert list(place.root.iterdir()) == [place.root / "docs"]


def test_what_was_replaced_comes_back_when_the_next_cannot_be(tmp_path):
    index, blocked = tmp_path / "README.md", tmp_path / "README.md" / "page.md"
    index.write_text("before", encoding="utf-8")
    new = tmp_path / "new.py"
    with pytest.raises(OSError, match=r"README\.md"):
        write_all({new: b"new"}, {index: b"after", blocked: b"page"})
    assert index.read_text(encoding="utf-8") == "before"
    assert not new.exists()


@pytest.mark.parametrize("name", ["Surat", "surat_keluar", "-a", "a--b", "1a", "import", "x" * 41])
def test_a_name_that_is_no_job_type_is_refused(name):
    with pytest.raises(DeployError, match="cannot be the name of a job type"):
        Name.checked(name)


def test_a_job_type_that_has_a_worker_is_refused(tmp_path):
    with pytest.raises(DeployError, match=r"register has a worker: .*register\.py"):
        make_worker(Name("register"), place_for(tmp_path), None)


def test_a_folders_file_may_not_hide_behind_a_module_of_python(tmp_path):
    with pytest.raises(DeployError, match="kantor-email"):
        make_worker(Name("email"), place_for(tmp_path), None)
    assert not files_below(tmp_path)


@pytest.mark.parametrize("name", ["test-baru", "conftest"])
def test_a_folders_file_may_not_be_called_as_those_that_are_no_workers(name, tmp_path):
    with pytest.raises(DeployError, match=f"kantor-{name}"):
        make_worker(Name(name), place_for(tmp_path), None)
    assert not files_below(tmp_path)


def test_the_next_steps_can_be_pasted_whatever_the_folder_is_called(tmp_path):
    folder = tmp_path / "kantor kita"
    arguments = ["new-worker", NEW, "--folder", str(folder), "--json"]
    steps = json.loads(CliRunner().invoke(app, arguments).stdout)["next"]
    assert shlex.split(steps[0])[-1] == str(folder / "test_uji_pekerja_baru.py")
    assert f"TERTIB_WORKERS_FOLDER={folder}" in shlex.split(steps[1])
    assert str(folder) in shlex.split(steps[3])


def test_outside_a_checkout_the_command_asks_for_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DeployError, match=r"no checkout of Tertib.*--folder office-workers"):
        CliRunner().invoke(app, ["new-worker", NEW], catch_exceptions=False)


def test_json_names_the_files_and_the_next_steps(tmp_path):
    arguments = ["new-worker", NEW, "--folder", str(tmp_path), "--json"]
    told = json.loads(CliRunner().invoke(app, arguments).stdout)
    assert {told[kind] for kind in ("module", "template", "page", "test")} == {
        str(path) for path in files_below(tmp_path)
    }
    assert f"TERTIB_WORKERS_FOLDER={tmp_path}" in " ".join(told["next"])


def test_conversion_and_check_know_the_offices_job_types(tmp_path, monkeypatch):
    make_worker(Name(NEW), place_for(tmp_path), None)
    monkeypatch.setenv("TERTIB_WORKERS_FOLDER", str(tmp_path))
    known = conversion.templates.__wrapped__()
    assert set(known) == {*own_handlers(), NEW}
    conversion.lay_out_templates(tmp_path / "out")
    laid_out = tmp_path / "out" / conversion.MODELER_TEMPLATES
    assert {path.stem for path in laid_out.iterdir()} == {*known, "signature-decided"}


def test_a_broken_template_of_the_offices_is_named(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "x.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("TERTIB_WORKERS_FOLDER", str(tmp_path))
    with pytest.raises(DeployError, match=r"templates/x\.json"):
        conversion.templates.__wrapped__()


@pytest.mark.parametrize("job_type", sorted(own_handlers()))
def test_a_template_that_fits_its_handler_is_left_as_it_is(job_type):
    template = (TEMPLATES / f"{job_type}.json").read_bytes()
    assert refreshed(template, own_handlers()[job_type]) == template


def test_an_update_follows_the_code_and_keeps_what_people_wrote(tmp_path):
    name = Name("kurs-pajak-uji")
    made = make_worker(name, place_for(tmp_path), None)
    relabelled = made.template.read_text(encoding="utf-8").replace("Nama buku", "Buku besar")
    made.template.write_text(relabelled, encoding="utf-8")
    code = made.module.read_text(encoding="utf-8")
    code = code.replace("    book: Ann", "    currency: str\n    book: Ann").replace(
        "    number: Annotated[str, ", "    rate: float = 1.0\n    number: Annotated[str, "
    )
    made.module.write_text(code, encoding="utf-8")
    # As a stranger would: in a program of its own, for a module is imported once.
    updated = run("deploy", "new-worker", name.job, "--folder", tmp_path, "--update", cwd=ROOT)
    assert updated.returncode == 0, updated.stderr
    template = json.loads(made.template.read_bytes())
    labels = {item["id"]: item.get("label") for item in template["properties"]}
    assert template["version"] == 2
    assert (labels["book"], labels["currency"]) == ("Buku besar", "Currency")
    assert labels["result_rate"] == "Rate"
    page = made.page.read_text(encoding="utf-8")
    assert "| `currency` | text | `=currency` | Currency |" in page


def test_an_update_drops_the_form_field_of_an_output_that_is_gone(tmp_path):
    made = make_worker(Name(NEW), place_for(tmp_path), None)
    template = made.template.read_bytes()
    other = own_handlers()["register"]
    assert b"tertib:form" in template
    assert b"tertib:form" not in refreshed(template, other)


def test_an_update_keeps_what_is_done_about_errors_for_as_long_as_there_are_any(tmp_path):
    made = make_worker(Name(NEW), place_for(tmp_path), None)
    template = made.template.read_bytes().replace(b"Tidak berhasil", b"Nama terlalu panjang")
    with_errors, without = own_handlers()["document-scan"], own_handlers()["register"]
    assert b"Nama terlalu panjang" in refreshed(template, with_errors)
    bare = refreshed(template, without)
    assert b"tertib:caught" not in bare
    assert b"Tidak berhasil" in refreshed(bare, with_errors)


def test_an_update_of_a_worker_that_is_not_there_says_so(tmp_path):
    with pytest.raises(DeployError, match="no worker of the type"):
        update_worker(Name(NEW), place_for(tmp_path))
