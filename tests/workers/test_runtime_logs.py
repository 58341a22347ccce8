import pytest

from workers.runtime.logs import job_fields, sop_row
from workers.testing import make_job


@pytest.mark.parametrize(
    ("element_id", "row"),
    [
        ("Job_5_letter-draft", "5"),
        ("Job_12_notify-whatsapp", "12"),
        ("Job_5_1_letter-draft", "5_1"),
        ("Job_7a_archive", "7a"),
        ("Row_5", "5"),
        ("Activity_0x1", None),
    ],
)
def test_the_row_is_read_off_the_elements_id(element_id, row):
    assert sop_row(make_job("letter-draft", element_id=element_id)) == row


def test_a_header_goes_before_the_elements_id():
    job = make_job("archive", element_id="Job_5_archive", headers={"sop:row": "6"})
    assert sop_row(job) == "6"


def test_keys_are_texts_because_log_readers_round_large_numbers():
    fields = job_fields(make_job("archive", key=2251799813685249))
    assert fields["job_key"] == "2251799813685249"
