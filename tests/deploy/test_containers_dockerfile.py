"""The Dockerfile, as far as reading it goes; test_containers_image builds it."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "server" / "Dockerfile"


def locked(name):
    """Names and versions that a lock holds."""
    lines = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ \n]+)", lines, re.MULTILINE))


def test_hadolint_has_nothing_to_say():
    beside = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    hadolint = beside or shutil.which("hadolint")
    if hadolint is None:
        pytest.skip("not tested: the Dockerfile under hadolint (make install brings it)")
    result = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert (result.stdout, result.returncode) == ("", 0)


def test_the_lock_of_the_image_holds_what_the_workers_need_in_the_versions_tested_here():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {*project["dependencies"], *extras["postgresql"], *extras["fingerprints"]}
    wanted |= {*extras["tracing"], *extras["s3"]}
    names = {re.split(r"[^A-Za-z0-9-]", requirement)[0] for requirement in wanted}
    image, here = locked("requirements-worker.lock"), locked("requirements.lock")
    assert names <= image.keys()
    assert {name: image[name] for name in here.keys() & image.keys()} == {
        name: here[name] for name in here.keys() & image.keys()
    }


@pytest.mark.parametrize("lock", ["requirements-worker.lock", "requirements-build.lock"])
def test_each_entry_of_a_lock_has_a_hash(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_only_what_the_dockerfile_copies_reaches_the_builder():
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE.read_text(), re.MULTILINE))
    ignore = DOCKERFILE.with_name("Dockerfile.dockerignore").read_text().splitlines()
    rules = [line for line in ignore if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(" ".join(copied).split())
