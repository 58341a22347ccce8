"""The compose file and what it mounts: resolved by Compose itself, run where its programs exist."""

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.postgres import find_programs

SERVER = Path(__file__).parents[2] / "deploy" / "server"
PAGE = (SERVER.parents[1] / "docs" / "server.md").read_text(encoding="utf-8")
# The one service that may listen beyond the loopback.
DOOR = "proxy"


def compose_command():
    """Docker's Compose 2: the plugin, or the program of that name."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]):
            said = subprocess.run(
                [*command, "version"], capture_output=True, text=True, check=False
            )
            if re.search(r"v?[2-9]\.\d+\.\d+", said.stdout):
                return command
    return None


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A copy of deploy/server with secrets made as the docs say."""
    folder = tmp_path_factory.mktemp("repository") / "deploy" / "server"
    shutil.copytree(SERVER, folder, ignore=shutil.ignore_patterns("secrets", ".env"))
    subprocess.run([folder / "make-secrets.sh"], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def resolved(server):
    """The compose file as Compose understands it, all profiles on."""
    command = compose_command()
    if command is None:
        pytest.skip("not tested: the compose file as Compose reads it (no docker compose here)")
    result = subprocess.run(
        [*command, "--file", server / "compose.yaml", "--profile", "*", "config", "--format=json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stderr, result.returncode) == ("", 0)
    return json.loads(result.stdout)


def test_nothing_but_the_proxy_listens_beyond_the_loopback(resolved):
    for name, service in resolved["services"].items():
        hosts = {port.get("host_ip", "everywhere") for port in service.get("ports", ())}
        assert name == DOOR or hosts <= {"127.0.0.1"}
        assert service.get("network_mode") is None


def test_whoever_needs_no_way_out_has_none(resolved):
    open_networks = {
        n for n, network in resolved["networks"].items() if not network.get("internal")
    }
    services = resolved["services"].items()
    assert {name for name, each in services if open_networks & each["networks"].keys()} == {
        *("proxy", "mailpit", "prometheus")
    }


def test_every_service_is_bounded_and_comes_back(resolved):
    for name, service in resolved["services"].items():
        limits = (
            service["deploy"]["resources"]["limits"] if name != "tertib" else {"memory", "pids"}
        )
        assert {"memory", "pids"} <= set(limits), name
        assert service["logging"]["options"]["max-size"], name
        assert service["restart"] == ("no" if name == "tertib" else "unless-stopped")
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_image_has_a_version_of_its_own(resolved):
    for name, service in resolved["services"].items():
        image, _, tag = service["image"].rpartition(":")
        assert image, name
        assert re.match(r"v?\d+\.\d+", tag) or image == "tertib"


def test_workers_have_longer_to_stop_than_they_take_and_stop_before_what_they_need(resolved):
    from workers.config import WorkerConfig

    for name in ("workers", "workers-heavy"):
        service = resolved["services"][name]
        assert int(service["stop_grace_period"].rstrip("s")) > WorkerConfig().drain + 10
        assert service["init"]
        assert service["read_only"]
        assert {"camunda", "postgres"} <= service["depends_on"].keys()


def test_secrets_reach_services_as_files_alone(resolved, server):
    values = {path.read_text() for path in (server / "secrets").iterdir()}
    text = json.dumps(resolved)
    assert not [value for value in values if value in text]
    for service in resolved["services"].values():
        names = {secret["source"] for secret in service.get("secrets", ())}
        files = re.findall(r"/run/secrets/(\w+)", json.dumps(service.get("environment", {})))
        assert set(files) <= names


def test_each_setting_of_the_workers_exists(resolved):
    from workers.config import WorkerConfig
    from workers.mail import MailConfig
    from workers.sending.config import SmtpConfig

    sections = {"WORKER": WorkerConfig, "SMTP": SmtpConfig, "MAIL": MailConfig}
    variables = resolved["services"]["workers-heavy"]["environment"]
    for variable in (name for name in variables if name.startswith("TERTIB_")):
        _, section, setting = variable.removesuffix("_FILE").split("_", 2)
        assert setting.lower() in sections[section].__struct_fields__


def test_the_program_sees_what_the_workers_keep(resolved):
    """On a database of its own `tertib outbox` would say that there are no messages."""
    program, workers = (resolved["services"][name] for name in ("tertib", "workers"))
    for setting in ("TERTIB_WORKER_DATABASE_URL_FILE", "TERTIB_WORKER_TIMEZONE"):
        assert program["environment"][setting] == workers["environment"][setting]
    (data,) = (volume for volume in workers["volumes"] if volume["target"] == "/data")
    assert data in program["volumes"]
    assert "data" in program["networks"]


def test_each_type_that_a_service_names_exists(resolved):
    from workers.registry import load_handlers

    types = resolved["services"]["workers-heavy"]["environment"]["TERTIB_WORKER_TYPES"]
    assert set(types.split(",")) <= set(load_handlers())


def test_each_file_that_is_mounted_is_there(resolved):
    for service in resolved["services"].values():
        for volume in service.get("volumes", ()):
            if volume["type"] == "bind" and not volume["source"].endswith("/bpmn"):
                assert Path(volume["source"]).exists()


def test_secrets_are_made_once_and_only_their_owner_gets_at_them(server):
    folder = server / "secrets"
    before = {path.name: path.read_text() for path in folder.iterdir()}
    subprocess.run([server / "make-secrets.sh"], check=True, capture_output=True)
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}
    assert len(set(before.values())) == len(before)
    assert before["tertib_database_password"] in before["tertib_database_url"]


def test_each_secret_that_is_mounted_is_made(server):
    text = (server / "compose.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"file: \./secrets/(\w+)", text))
    assert named == {path.name for path in (server / "secrets").iterdir()}


def test_shells_find_no_fault_in_the_scripts(server):
    for script in (server / "make-secrets.sh", server / "postgres" / "databases.sh"):
        assert os.access(script, os.X_OK)
        shell = script.read_text().split("\n")[0].removeprefix("#!")
        subprocess.run([shell, "-n", script], check=True)


def test_camundas_configuration_takes_each_secret_it_is_given(resolved, server):
    text = (server / "camunda" / "application.yaml").read_text(encoding="utf-8")
    given = {secret["source"] for secret in resolved["services"]["camunda"]["secrets"]}
    assert set(re.findall(r"\$\{(\w+)\}", text)) == given


@pytest.fixture(scope="session")
def first_start(server):
    """PostgreSQL after the first start on an empty volume. Gives host, port and the passwords."""
    programs = find_programs()
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="tertib-volume-"))
    secrets = {path.name: path.read_text() for path in (server / "secrets").iterdir()}
    (folder / "databases.sh").write_text(
        (server / "postgres" / "databases.sh").read_text().replace("/run/secrets", str(folder))
    )
    for name, content in secrets.items():
        (folder / name).write_text(content)
    for path in (folder, *folder.iterdir()) if owner else ():
        shutil.chown(path, owner)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    def call(*command):
        result = subprocess.run(
            command,
            env=os.environ | {"PGHOST": str(folder), "PGPORT": str(port)},
            cwd=folder,
            user=owner,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        assert result.returncode == 0, command

    data = ("-D", folder / "data")
    hosts = (
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        f"--pwfile={folder / 'postgres_password'}",
    )
    call(programs / "initdb", *data, "--username=postgres", *hosts)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    call(programs / "pg_ctl", *data, "start", "-w", "-l", folder / "log", "-o", options)
    try:
        call("bash", folder / "databases.sh")
        yield port, secrets
    finally:
        call(programs / "pg_ctl", *data, "stop", "-m", "immediate")
        shutil.rmtree(folder)


@pytest.mark.parametrize(("user", "other"), [("camunda", "tertib"), ("tertib", "camunda")])
def test_each_user_has_a_database_of_its_own_and_no_way_into_the_others(first_start, user, other):
    psycopg = pytest.importorskip("psycopg")
    port, secrets = first_start
    place = {"host": "127.0.0.1", "port": port, "user": user, "connect_timeout": 10}
    password = secrets[f"{user}_database_password"]
    with psycopg.connect(**place, dbname=user, password=password) as connection:
        connection.execute("create table kept (x int)")
    for name in (other, "postgres"):
        wrong = {"dbname": name, "password": password if name == other else "guess"}
        with pytest.raises(psycopg.OperationalError, match=r"permission denied|authentication"):
            psycopg.connect(**place, **wrong)


def test_the_workers_database_url_opens_their_database(first_start):
    from sqlalchemy import create_engine, make_url, text

    pytest.importorskip("psycopg")
    port, secrets = first_start
    url = make_url(secrets["tertib_database_url"])
    assert url.host == "postgres"
    engine = create_engine(url.set(host="127.0.0.1", port=port))
    with engine.connect() as connection:
        assert connection.execute(text("select current_user")).scalar_one() == "tertib"
    engine.dispose()


def test_a_dump_comes_back_by_the_commands_of_the_docs_and_belongs_to_whom_it_did(first_start):
    psycopg = pytest.importorskip("psycopg")
    port, secrets = first_start
    server = {"PGHOST": "127.0.0.1", "PGPORT": str(port)}
    environment = os.environ | server | {"PGPASSWORD": secrets["postgres_password"]}

    def told(program, **streams):
        """The program, with the options that the docs give it."""
        options = re.search(rf"-T postgres {program} (.+?) [<>]", PAGE)[1].replace("$db", "tertib")
        command = [find_programs() / program, *options.split()]
        return subprocess.run(command, env=environment, check=True, stdout=-1, **streams).stdout

    def connected(user, database):
        place = {"host": "127.0.0.1", "port": port, "user": user, "dbname": database}
        return psycopg.connect(**place, password=secrets[f"{user}_database_password"])

    with connected("tertib", "tertib") as connection:
        connection.execute("create table entered (x int)")
    dump = told("pg_dump")
    with connected("tertib", "tertib") as connection:
        connection.execute("drop table entered")
    told("pg_restore", input=dump)
    with connected("tertib", "tertib") as connection:
        connection.execute("insert into entered values (1)")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        connected("camunda", "tertib")
