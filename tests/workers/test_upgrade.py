"""A cluster that is upgraded under a worker."""

import pytest

from deploy.engine import broker, engine, parts
from deploy.engine.artefacts import CAMUNDA, Artefact
from deploy.engine.home import Home
from deploy.engine.ports import HOST, Ports
from deploy.engine.progress import Narrator
from deploy.engine.settings import Settings
from deploy.testing.engine import spare_offset
from tests.workers.conftest import Zeebe

pytestmark = [pytest.mark.engine, pytest.mark.chaos]  # another 212 MB to fetch

BEFORE = Artefact(
    group="io.camunda",
    name="camunda-zeebe",
    version="8.5.8",
    packaging="tar.gz",
    size=212_102_843,
    sha256="53ce62b008e61a87a3f7aed700065ad1352084a24c85771bc4e8300828bf95b4",
)
INSTANCES = 200
# The program's name in each release.
PROGRAMS = {
    BEFORE: "io.camunda.zeebe.broker.StandaloneBroker",
    CAMUNDA: "io.camunda.application.StandaloneBroker",
}


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    """Start, or start anew, the cluster as the release given; its data stay."""
    home = Home(tmp_path / "engine")
    java = broker.camunda_java
    settings = Settings(lite=True, port_offset=spare_offset())

    def become(release):
        for module in (broker, parts):
            monkeypatch.setattr(module, "CAMUNDA", release)
        program = PROGRAMS[release]
        monkeypatch.setattr(
            broker, "camunda_java", lambda home, name, _main: java(home, name, program)
        )
        engine.down(home)
        with Narrator() as narrator:
            engine.up(home, settings, narrator)
        return f"{HOST}:{Ports.at(settings.port_offset).gateway}"

    yield become
    engine.purge(home)


def test_a_worker_outlives_an_upgrade_of_the_cluster(cluster, toys, until):
    address = cluster(BEFORE)
    zeebe = Zeebe(address)
    process = zeebe.deploy("toy-slow")
    worker = toys(address).wait_ready()
    for _ in range(INSTANCES):
        zeebe.start(process, {"seconds": 0.5})
    until(lambda: len(worker.effects()) >= 20)
    zeebe.close()

    assert cluster(CAMUNDA) == address
    zeebe = Zeebe(address)
    late = [zeebe.start_and_await(process) for _ in range(5)]
    until(lambda: len(worker.effects()) >= INSTANCES + 5)
    for instance in late:
        assert instance.result()["toy_result"] == "toy-slow"
    assert len(set(worker.effects())) == INSTANCES + 5 == len(worker.effects())
    until(lambda: worker.metric("tertib_jobs_in_flight", type="toy-slow") == 0)
    assert worker.get("/readyz").status_code == 200
    zeebe.close()
    assert worker.stop() == 0
