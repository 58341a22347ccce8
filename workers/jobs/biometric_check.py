"""biometric-check: the captured fingerprint against the enrolled one, or against all enrolled.

1:1 when the record (or an input) names the print enrolled for the claimed identity; otherwise 1:N:
whether somebody enrolled has this finger already. The answer is a likeness for an officer to weigh.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from workers import people
from workers.biometrics import fingerprints
from workers.biometrics.fingerprints import Fingerprint, FingerprintError, similarities
from workers.biometrics.gallery import Enrolled, enrol, gallery
from workers.biometrics.jvm import SourceAfisConfig
from workers.handler import BpmnError, Context, job_handler
from workers.people import FingerprintScans, read_applicant
from workers.state.documents import DocumentReference
from workers.step import Described

ERRORS = people.ERRORS | {
    "FINGERPRINT_UNUSABLE": "The captured fingerprint is no image, or too poor: take it again.",
}
CONFIG = {"sourceafis": SourceAfisConfig}

# Between the rate asked for and this many times it, a person decides.
DOUBT = 100

Decision = Literal["match", "no-match", "inconclusive"]
Mode = Literal["verification", "identification"]
Reason = Literal["compared", "not-captured", "nothing-enrolled", "enrolled-unusable"]
Rate = Annotated[float, msgspec.Meta(gt=0, lt=1)]
Resolution = Annotated[float, msgspec.Meta(ge=100, le=2000)]


class BiometricCheckInputs(msgspec.Struct, frozen=True, kw_only=True):
    """Which prints to compare, and how sure to be."""

    applicant: Annotated[
        DocumentReference | None,
        Described(description="Reference of the applicant's record in the document store."),
    ] = None
    captured: Annotated[
        DocumentReference | None,
        Described(description="The print just taken; empty: fingerprint.captured of the record."),
    ] = None
    enrolled: Annotated[
        DocumentReference | None,
        Described(description="The print on file; empty: fingerprint.enrolled of the record."),
    ] = None
    false_match_rate: Annotated[
        Rate, Described(description="How often two different fingers may be taken for one.")
    ] = 0.0001
    dpi: Annotated[Resolution, Described(description="Resolution of the images.")] = 500
    enrol: Annotated[
        bool, Described(description="Enrol the captured print when nobody enrolled has it.")
    ] = False


class BiometricCheckOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. No more of the person than a reference."""

    biometric_decision: Annotated[
        Decision, Described(description="match, no-match, or inconclusive: an officer decides.")
    ]
    biometric_mode: Annotated[
        Mode | None, Described(description="verification (1:1) or identification (1:N).")
    ] = None
    biometric_reason: Annotated[
        Reason,
        Described(description="compared, or what kept the prints from being compared."),
    ]
    biometric_score: Annotated[
        float | None, Described(description="Likeness; 40 is reached by 1 in 10,000 strangers.")
    ] = None
    biometric_threshold: Annotated[
        float | None, Described(description="The likeness from which it is a match.")
    ] = None
    biometric_candidate: Annotated[
        DocumentReference | None,
        Described(description="1:N match: the record of the person enrolled with this finger."),
    ] = None
    biometric_summary: Annotated[
        str, Described(description="The result in a sentence, for the officer's form.")
    ]


@job_handler("biometric-check", cpu_bound=True)
def check(inputs: BiometricCheckInputs, context: Context) -> BiometricCheckOutputs:
    """Compare the captured print with the one on file, or look for it among all enrolled."""
    record = read_applicant(context.documents, inputs.applicant).fingerprint or FingerprintScans()
    captured = inputs.captured or record.captured
    enrolled = inputs.enrolled or record.enrolled
    if captured is None:
        return _undecided("not-captured", "Sidik jari belum diambil. Periksa identitas pemohon.")
    probe = _read_captured(context.documents.get(captured), inputs.dpi)
    if enrolled is not None:
        return _verify(probe, context.documents.get(enrolled), inputs)
    return _identify(probe, inputs, context)


def _read_captured(content: bytes, dpi: float) -> Fingerprint:
    try:
        return fingerprints.read(content, dpi=dpi)
    except FingerprintError as error:
        raise BpmnError(
            "FINGERPRINT_UNUSABLE",
            f"The captured fingerprint cannot be used: {error}.",
            {"biometric_summary": "Sidik jari tidak terbaca atau kurang jelas. Ambil ulang."},
        ) from None


def _verify(
    probe: Fingerprint, on_file: bytes, inputs: BiometricCheckInputs
) -> BiometricCheckOutputs:
    try:
        reference = fingerprints.read(on_file, dpi=inputs.dpi)
    except FingerprintError:
        text = "Sidik jari pembanding tidak terbaca. Periksa identitas pemohon dengan cara lain."
        return _undecided("enrolled-unusable", text)
    verdict = _Verdict.of(similarities(probe, [reference])[0], inputs.false_match_rate)
    return verdict.outputs("verification", _VERIFIED[verdict.decision])


def _identify(
    probe: Fingerprint, inputs: BiometricCheckInputs, context: Context
) -> BiometricCheckOutputs:
    """Search while others write; enrol only when nobody enrolled meanwhile has this finger."""
    with context.reading() as db:
        enrolled = gallery(db, context.documents)
    found = _search(probe, enrolled, inputs.false_match_rate)
    if not (inputs.enrol and inputs.applicant and _is_unknown(found)):
        return found
    by_now = gallery(context.db, context.documents)
    if len(by_now) != len(enrolled):
        found = _search(probe, by_now, inputs.false_match_rate)
    if _is_unknown(found):
        enrol(context.db, context.documents, inputs.applicant, probe, context.now)
    return found


def _search(probe: Fingerprint, enrolled: list[Enrolled], rate: float) -> BiometricCheckOutputs:
    scores = similarities(probe, [one.fingerprint for one in enrolled])
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    if best is None:
        return _undecided("nothing-enrolled", "Belum ada sidik jari terdaftar sebagai banding.")
    # As many chances for a stranger to be like as there are people enrolled.
    verdict = _Verdict.of(scores[best], rate / len(scores))
    candidate = enrolled[best].person if verdict.decision == "match" else None
    return verdict.outputs("identification", _IDENTIFIED[verdict.decision], candidate)


def _is_unknown(found: BiometricCheckOutputs) -> bool:
    return found.biometric_reason == "nothing-enrolled" or found.biometric_decision == "no-match"


@dataclass(frozen=True, kw_only=True)
class _Verdict:
    """A likeness, and the two limits it is held against."""

    score: float
    threshold: float
    decision: Decision

    @classmethod
    def of(cls, score: float, rate: float) -> _Verdict:
        threshold = fingerprints.threshold_of(rate)
        doubtful = fingerprints.threshold_of(min(rate * DOUBT, 0.5))
        decision: Decision = "no-match"
        if score >= threshold:
            decision = "match"
        elif score >= doubtful:
            decision = "inconclusive"
        return cls(score=round(score, 1), threshold=round(threshold, 1), decision=decision)

    def outputs(
        self, mode: Mode, text: str, candidate: DocumentReference | None = None
    ) -> BiometricCheckOutputs:
        return BiometricCheckOutputs(
            biometric_decision=self.decision,
            biometric_mode=mode,
            biometric_reason="compared",
            biometric_score=self.score,
            biometric_threshold=self.threshold,
            biometric_candidate=candidate,
            biometric_summary=f"{text} Skor {self.score:g}, ambang {self.threshold:g}.",
        )


_VERIFIED: dict[Decision, str] = {
    "match": "Cocok dengan sidik jari yang terdaftar.",
    "no-match": "Tidak cocok dengan sidik jari yang terdaftar.",
    "inconclusive": "Kemiripan meragukan. Ambil ulang, atau periksa dengan cara lain.",
}
_IDENTIFIED: dict[Decision, str] = {
    "match": "Sidik jari ini sudah terdaftar. Periksa apakah orang yang sama.",
    "no-match": "Sidik jari ini belum terdaftar pada siapa pun.",
    "inconclusive": "Mirip sidik jari yang terdaftar, tetapi meragukan. Ambil ulang.",
}


def _undecided(reason: Reason, text: str) -> BiometricCheckOutputs:
    return BiometricCheckOutputs(
        biometric_decision="inconclusive", biometric_reason=reason, biometric_summary=text
    )
