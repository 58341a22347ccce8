import base64
import re
import subprocess

import pytest

from workers.config import ConfigError
from workers.state.documents.key import Key, key_id, make_secret, read_keys


def test_a_key_file_holds_a_key_a_line_and_remarks():
    first, second = make_secret(), make_secret()
    keys = read_keys(f"# since 2025\n{first}\n\n  {second}\r\n")
    assert [key.id for key in keys] == [read_keys(each)[0].id for each in (first, second)]
    assert len({key.id for key in keys}) == 2


def test_a_key_may_come_from_openssl_too():
    made = subprocess.run(
        ["openssl", "rand", "-base64", "32"], check=True, capture_output=True, text=True
    )
    assert len(read_keys(made.stdout)) == 1


@pytest.mark.parametrize("text", ["", "\n", "# only a remark"])
def test_a_key_file_without_a_key_does_not_mean_no_encryption(text):
    with pytest.raises(ConfigError, match="holds no key"):
        read_keys(text)


_SECRET = base64.b64encode(bytes(range(32))).decode()


@pytest.mark.parametrize("line", ["rahasia", "rahasia!", _SECRET[:-4], _SECRET + "AAAA", "é" * 44])
def test_a_line_that_is_no_key_is_named_by_its_number_and_not_shown(line):
    with pytest.raises(ConfigError, match="line 2") as caught:
        read_keys(f"{make_secret()}\n{line}")
    assert line not in str(caught.value)


def test_what_a_key_shows_of_itself_is_its_id():
    secret = make_secret()
    [key] = read_keys(secret)
    assert re.fullmatch(r"[0-9a-f]{16}", key.id)
    assert key.id not in base64.b64decode(secret).hex()
    assert secret not in repr(key)


def test_the_same_content_never_looks_the_same_and_opens_under_its_name_alone():
    key, name, other = Key(bytes(32)), "a" * 64, "b" * 64
    sealed = [key.seal(name, b"surat") for _ in range(3)]
    assert len({each[24:] for each in sealed}) == 3
    assert {key_id(each) for each in sealed} == {key.id}
    assert [key.open(name, each) for each in sealed] == [b"surat"] * 3
    assert key.open(other, sealed[0]) is None
    assert Key(b"1" * 32).open(name, sealed[0]) is None


def test_an_object_keeps_the_form_it_has_today():
    """What was encrypted once must open for ever."""
    key = Key(bytes(range(32)))
    document = "f" * 64
    assert (key.id, key.digest(document)) == (ID, DIGEST)
    assert key.open(DIGEST, base64.b64decode(SEALED)) == b"surat"


ID = "385fda1514a5dfb4"
DIGEST = "4cb1df37fbcbd4aade4f96125ffc564c27381693fcf0daa992f526bc8eb7588b"
SEALED = "dGVydGliLXNlYWxlZC0xCjhf2hUUpd+075hA3oN+3d57A0CpCwf9v6dWimAR/ZSwsfrMdayhnDYF"
