import importlib
import pkgutil

import msgspec
import pytest

import workers.jobs
from workers.config import ConfigError, WorkerConfig, load


class Mail(msgspec.Struct, forbid_unknown_fields=True):
    host: str = "localhost"
    port: int = 25
    password: str = ""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tertib.toml"
    path.write_text('[mail-server]\nhost = "mail.example"\nport = 465\n')
    return {"TERTIB_CONFIG": str(path)}


def test_without_a_file_and_variables_the_defaults_hold():
    assert load(Mail, "mail-server", {}) == Mail()


def test_a_variable_goes_before_the_file_and_the_file_before_the_default(file):
    environment = file | {"TERTIB_MAIL_SERVER_PORT": "587"}
    assert load(Mail, "mail-server", environment) == Mail(host="mail.example", port=587)


def test_a_value_that_does_not_fit_is_named_and_not_quoted():
    with pytest.raises(ConfigError) as caught:
        load(Mail, "mail-server", {"TERTIB_MAIL_SERVER_PORT": "rahasia"})
    assert "mail-server.port: Expected `int`" in str(caught.value)
    assert "TERTIB_MAIL_SERVER_*" in str(caught.value)
    assert "rahasia" not in str(caught.value)


def test_a_setting_that_does_not_exist_is_named(tmp_path):
    path = tmp_path / "tertib.toml"
    path.write_text("[worker]\nthread = 3\n")
    with pytest.raises(ConfigError, match=r"worker\.thread: there is no such setting"):
        load(WorkerConfig, "worker", {"TERTIB_CONFIG": str(path)})


@pytest.mark.parametrize("content", ["[worker", "worker = 3", "[worker]\nthreads = 0"])
def test_a_file_that_cannot_be_used_is_named(tmp_path, content):
    path = tmp_path / "tertib.toml"
    path.write_text(content)
    with pytest.raises(ConfigError, match=r"tertib\.toml"):
        load(WorkerConfig, "worker", {"TERTIB_CONFIG": str(path)})


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="nowhere"):
        load(WorkerConfig, "worker", {"TERTIB_CONFIG": str(tmp_path / "nowhere.toml")})


def test_the_state_lies_in_the_home_unless_said_otherwise(monkeypatch, tmp_path):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    config = load(WorkerConfig, "worker", {})
    assert config.state_url == f"sqlite:///{tmp_path}/workers.db"
    assert config.documents_place == tmp_path / "documents"
    other = {"TERTIB_WORKER_DATABASE_URL": "postgresql+psycopg://db/tertib"}
    assert load(WorkerConfig, "worker", other).state_url == "postgresql+psycopg://db/tertib"
    bucket = {"TERTIB_WORKER_DOCUMENTS": "s3://office/documents"}
    assert load(WorkerConfig, "worker", bucket).documents_place == "s3://office/documents"


def test_a_time_zone_that_does_not_exist_is_refused():
    with pytest.raises(ConfigError, match="Asia/Jayapura"):
        _ = WorkerConfig(timezone="Asia/Negeri").zone


@pytest.mark.parametrize("content", ["rahasia", "rahasia\n", "rahasia\r\n"])
def test_a_variable_may_name_a_file_that_holds_the_value(tmp_path, content):
    path = tmp_path / "password"
    path.write_bytes(content.encode())
    environment = {"TERTIB_MAIL_SERVER_PASSWORD_FILE": str(path)}
    assert load(Mail, "mail-server", environment).password == content.strip()


def test_a_value_and_a_file_for_it_are_one_too_many(tmp_path):
    environment = {"TERTIB_MAIL_SERVER_PASSWORD": "rahasia"}
    environment |= {"TERTIB_MAIL_SERVER_PASSWORD_FILE": str(tmp_path / "password")}
    with pytest.raises(ConfigError) as caught:
        load(Mail, "mail-server", environment)
    assert "TERTIB_MAIL_SERVER_PASSWORD_FILE are both set" in str(caught.value)
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "fault"), [(None, "No such file"), (b"rahas\xefa", "is not UTF-8 text")]
)
def test_a_value_file_that_cannot_be_read_is_named(tmp_path, content, fault):
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=f"TERTIB_MAIL_SERVER_PASSWORD_FILE: {path}") as caught:
        load(Mail, "mail-server", {"TERTIB_MAIL_SERVER_PASSWORD_FILE": str(path)})
    assert fault in str(caught.value)
    assert "rahas" not in str(caught.value)


def test_a_value_from_a_file_that_does_not_fit_is_named_and_not_quoted(tmp_path):
    path = tmp_path / "port"
    path.write_text("rahasia")
    with pytest.raises(ConfigError, match=r"mail-server\.port: Expected `int`") as caught:
        load(Mail, "mail-server", {"TERTIB_MAIL_SERVER_PORT_FILE": str(path)})
    assert "rahasia" not in str(caught.value)


def test_no_settings_name_reads_as_another_ones_file():
    sections = [WorkerConfig]
    for module in pkgutil.iter_modules(workers.jobs.__path__, "workers.jobs."):
        sections += getattr(importlib.import_module(module.name), "CONFIG", {}).values()
    for section in sections:
        names = {field.name for field in msgspec.structs.fields(section)}
        assert not {f"{name}_file" for name in names} & names
