"""Where a letter gets its number: once, before the job that passes it on to be signed."""

from __future__ import annotations

import pytest

from converters.model import Branch, Part

NUMBERS = "//bpmn:serviceTask[contains(@id, 'letter-number')]/@id"
DRAFTS = {"jobs": ("letter-draft",)}
SIGNS = {"jobs": ("signature-request",)}
TO_END = (Branch(to="4", answer=None),)


def mapped(drawing, job, direction):
    found = drawing.find(f"//*[@id='{job}']//zeebe:{direction}")
    return [(each.get("source"), each.get("target")) for each in found]


def test_a_drafted_letter_is_numbered_right_before_its_signature_is_asked_for(draw, step):
    drawing = draw(step(1, **DRAFTS), step(2), step(3, "Menandatangani surat", **SIGNS))
    assert drawing.find(NUMBERS) == ["Job_3_letter-number"]
    at = drawing.path().index("Job_3_letter-number")
    assert drawing.path()[at + 1] == "Job_3_signature-request"
    assert ("=letter", "document") in mapped(drawing, "Job_3_letter-number", "input")


def test_who_drafts_and_signs_in_one_row_reads_the_draft_before_it_is_numbered(draw, step):
    jobs = ("signature-request", "letter-draft")
    drawing = draw(step(1, "Membuat telaahan dan menandatangani berita acara", jobs=jobs))
    number, request = "Job_1_letter-number", "Job_1_signature-request"
    in_order = ["Start", "Job_1_letter-draft", "Row_1", number, request, "Wait_1"]
    assert [node for node in drawing.path() if not node.startswith("Join")][:6] == in_order
    form = str(drawing.forms["uji-1.form"])
    assert "letter_summary" in form
    assert "signature_summary" not in form  # nothing is asked for yet


def test_who_drafts_and_forwards_in_one_row_reads_the_draft_before_it_is_numbered(draw, step):
    drawing = draw(step(1, jobs=("sisumaker-forward", "letter-draft")))
    assert drawing.path()[1:-1] == [
        *("Job_1_letter-draft", "Row_1", "Job_1_letter-number"),
        *("Job_1_sisumaker-forward", "Row_1_sisumaker-forward"),
    ]


def test_what_has_nothing_to_do_with_the_draft_stays_before_the_person(draw, step):
    jobs = ("letter-draft", "watchlist-check", "letter-number")
    drawing = draw(step(1, jobs=jobs))
    assert drawing.path()[1:-1] == [
        *("Job_1_watchlist-check", "Job_1_letter-draft", "Row_1", "Job_1_letter-number")
    ]


def test_a_letter_that_is_forwarded_to_be_signed_elsewhere_is_numbered_after_the_ya(draw, step):
    jobs = ("letter-draft", "sisumaker-forward")
    drawing = draw(step(1, decision=("1", None), jobs=jobs))
    assert drawing.path()[-4:-1] == [
        *("Job_1_letter-number", "Job_1_sisumaker-forward", "Row_1_sisumaker-forward")
    ]
    assert "number_summary" not in str(drawing.forms["uji-1.form"])  # it is not drawn yet


@pytest.mark.parametrize(
    "activity",
    [
        "Menandatangani perjanjian kinerja",
        "Perjanjian kerja sama ditandatangani kedua pihak",
        "Memeriksa, dan menandatangani draft SP/MP",
    ],
)
def test_another_document_that_is_signed_gets_no_number(draw, step, activity):
    assert draw(step(1, **DRAFTS), step(2, activity, **SIGNS)).find(NUMBERS) == []


@pytest.mark.parametrize(
    "activity",
    [
        "Memeriksa dan menandatangani",
        "Menandatangani konsep dan mengembalikannya",
        "Nota dinas yang telah ditandatangani diteruskan",
        "Menanda tangani undangan rapat",
        "Meminta paraf Kabid",
    ],
)
def test_a_letter_is_numbered_however_the_row_says_that_it_signs(draw, step, activity):
    drawing = draw(step(1, **DRAFTS), step(2, activity, **SIGNS))
    assert drawing.find(NUMBERS) == ["Job_2_letter-number"]


def test_what_was_never_drafted_gets_no_number(draw, step):
    assert draw(step(1), step(2, "Menandatangani surat", **SIGNS)).find(NUMBERS) == []
    later = draw(step(1, "Menandatangani surat", **SIGNS), step(2, **DRAFTS))
    assert later.find(NUMBERS) == []


def test_an_sop_that_says_itself_where_letters_are_numbered_gets_no_more(draw, step):
    own = {"jobs": ("letter-number",)}
    drawing = draw(step(1, **DRAFTS), step(2, **own), step(3, "Menandatangani surat", **SIGNS))
    assert drawing.find(NUMBERS) == ["Job_2_letter-number"]
    drawing = draw(step(1, **DRAFTS), step(2, "Menandatangani surat", **SIGNS), step(3, **own))
    assert drawing.find(NUMBERS) == ["Job_3_letter-number"]


def test_a_letter_that_two_officials_sign_is_numbered_once(draw, step):
    drawing = draw(step(1, **DRAFTS), *(step(n, "Menandatangani surat", **SIGNS) for n in (2, 3)))
    assert drawing.find(NUMBERS) == ["Job_2_letter-number"]


def test_of_two_ways_that_each_sign_both_number(draw, step):
    to = (Branch(to="2", answer="Ya"), Branch(to="3", answer="Tidak"))
    drawing = draw(
        step(1, **DRAFTS, parts=(Part(role="Kasi", question="Mendesak?", branches=to),)),
        step(2, "Menandatangani surat", **SIGNS, parts=(Part(role="Kasi", branches=TO_END),)),
        step(3, "Menandatangani surat", **SIGNS),
        step(4),
    )
    assert drawing.find(NUMBERS) == ["Job_2_letter-number", "Job_3_letter-number"]


def test_a_letter_that_two_branches_sign_at_the_same_time_is_numbered_before_they_part(draw, step):
    apart = (Branch(to="2", answer=None), Branch(to="3", answer=None))
    drawing = draw(
        step(1, **DRAFTS, parts=(Part(role="Kasi", branches=apart),)),
        step(2, "Menandatangani surat", **SIGNS, parts=(Part(role="Kasi", branches=TO_END),)),
        step(3, "Menandatangani surat", **SIGNS),
        step(4),
    )
    assert drawing.find(NUMBERS) == ["Job_1_letter-number"]
    onward = "//bpmn:sequenceFlow[@sourceRef='Job_1_letter-number']/@targetRef"
    assert drawing.find(onward) == ["Fork_1"]


def test_each_of_two_letters_keeps_its_own_number(draw, step):
    both = {"jobs": ("letter-draft", "signature-request")}
    drawing = draw(step(1, **both), step(2), step(3, **both))
    for row in ("1", "3"):
        own = (f"=letter_number_{row}", "letter_number")
        assert own in mapped(drawing, f"Job_{row}_letter-draft", "input")
        assert own in mapped(drawing, f"Job_{row}_letter-number", "input")
        assert mapped(drawing, f"Job_{row}_letter-number", "output")[:2] == [
            ("=letter_number", "letter_number"),
            ("=string(letter_number)", f"letter_number_{row}"),
        ]


def test_the_only_letter_of_a_process_is_drafted_again_with_its_number(draw, step):
    drawing = draw(step(1, **DRAFTS), step(2, "Menandatangani surat", **SIGNS))
    for job in ("Job_1_letter-draft", "Job_2_letter-number"):
        assert ("=letter_number", "letter_number") in mapped(drawing, job, "input")


def test_letters_drafted_at_the_same_time_do_not_overwrite_one_another(draw, step):
    apart = (Branch(to="2", answer=None), Branch(to="3", answer=None))
    both = {"jobs": ("letter-draft", "signature-request")}
    drawing = draw(
        step(1, parts=(Part(role="Kasi", branches=apart),)),
        step(2, **both, parts=(Part(role="Kasi", branches=TO_END),)),
        step(3, **both),
        step(4, jobs=("archive",)),
    )
    assert ("=letter", "letter") in mapped(drawing, "Job_2_letter-draft", "output")
    assert ("=letter", "letter_3") in mapped(drawing, "Job_3_letter-draft", "output")
    assert ("=letter_3", "document") in mapped(drawing, "Job_3_letter-number", "input")
    assert mapped(drawing, "Job_3_letter-number", "output")[:2] == [
        ("=letter_number", "letter_number_3"),
        ("=numbered_letter", "numbered_letter_3"),
    ]
    kept = "=if signed_document = null then letter_3 else signed_document"
    assert (kept, "letter_3") in mapped(drawing, "Job_3_signature-result", "output")
    assert ("=letter_number_3", "letter_number") in mapped(drawing, "Job_3_letter-draft", "input")
    assert "letter_summary_3" in str(drawing.forms["uji-3.form"])
    assert ("=letter", "document") in mapped(drawing, "Job_4_archive", "input")  # the first's


def test_who_archives_or_forwards_on_a_branch_has_the_letter_of_that_branch(draw, step):
    apart = (Branch(to="2", answer=None), Branch(to="3", answer=None))
    drawing = draw(
        step(1, parts=(Part(role="Kasi", branches=apart),)),
        step(2, **DRAFTS, parts=(Part(role="Kasi", branches=(Branch(to="5", answer=None),)),)),
        step(3, **DRAFTS),
        step(4, jobs=("archive",)),
        step(5),
    )
    assert ("=letter_3", "document") in mapped(drawing, "Job_4_archive", "input")


def test_the_only_letter_of_a_fork_is_the_process_s_letter(draw, step):
    apart = (Branch(to="2", answer=None), Branch(to="3", answer=None))
    drawing = draw(
        step(1, parts=(Part(role="Kasi", branches=apart),)),
        step(2, parts=(Part(role="Kasi", branches=TO_END),)),
        step(3, **DRAFTS),
        step(4, jobs=("archive",)),
    )
    assert ("=letter", "letter") in mapped(drawing, "Job_3_letter-draft", "output")
    assert ("=letter", "document") in mapped(drawing, "Job_4_archive", "input")
