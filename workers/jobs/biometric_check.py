"""biometric-check: the captured fingerprint or face against the enrolled one, or all enrolled.

1:1 when the record (or an input) names the image enrolled for the claimed identity; otherwise 1:N:
whether somebody enrolled is this person already. The answer is a likeness for an officer to weigh.

Fingerprints are compared here, by SourceAFIS, unless `biometrics.url` names who does it instead
(SIMKIM, say); such a matcher keeps its own enrolled people, and `enrol` adds nobody to them. Faces
are compared by such a matcher only: without one the officer does.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Literal

import msgspec

from workers.biometrics import fingerprints, provider
from workers.biometrics.fingerprints import Fingerprint, FingerprintError, similarities
from workers.biometrics.gallery import Gallery, enrol, gallery
from workers.biometrics.jvm import SourceAfisConfig
from workers.biometrics.provider import Comparison, Modality, ProviderConfig
from workers.biometrics.verdicts import Decision, Verdict, judge
from workers.config import load
from workers.handler import BpmnError, Context, job_handler
from workers.people import Applicant, read_applicant
from workers.state.documents import DocumentReference, DocumentUnavailableError
from workers.step import Described, first

ERRORS = {
    "FINGERPRINT_UNUSABLE": "The captured fingerprint is no image, or too poor: take it again.",
    "FACE_UNUSABLE": "The captured face cannot be compared: take it again.",
}
CONFIG = {"biometrics": ProviderConfig, "sourceafis": SourceAfisConfig}

Mode = Literal["verification", "identification"]
Reason = Literal[
    "compared", "not-captured", "nothing-enrolled", "enrolled-unusable", "no-face-matcher"
]
Rate = Annotated[float, msgspec.Meta(gt=0, lt=1)]
Resolution = Annotated[float, msgspec.Meta(ge=100, le=2000)]


class BiometricCheckInputs(msgspec.Struct, frozen=True, kw_only=True):
    """What to compare, and how sure to be."""

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
    retaken: Annotated[
        str | None,
        Described(
            description="Number of the document with the image taken again, as `tertib documents "
            "put` prints it (documentId; its first 12 digits do)."
        ),
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
        Described(description="compared, or what kept the images from being compared."),
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


class _Images(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to compare."""

    modality: Modality
    captured: DocumentReference
    enrolled: DocumentReference | None


@job_handler("biometric-check", cpu_bound=True)
def check(inputs: BiometricCheckInputs, context: Context) -> BiometricCheckOutputs:
    """Compare the captured image with the one on file, or look for it among all enrolled."""
    record = read_applicant(context.documents, inputs.applicant)
    images = _images(inputs, record, _retaken(first(inputs.retaken), context))
    if images is None:
        return _undecided("not-captured", "Sidik jari belum diambil. Periksa identitas pemohon.")
    config = load(ProviderConfig, "biometrics")
    if config.url:
        return _ask(config, images, inputs, context)
    if images.modality == "face":
        text = "Wajah tidak dapat dicocokkan di sini. Cocokkan sendiri foto dengan orangnya."
        return _undecided("no-face-matcher", text)
    probe = _read_captured(context.documents.get(images.captured), inputs.dpi)
    if images.enrolled is not None:
        return _verify(probe, context.documents.get(images.enrolled), inputs)
    return _identify(probe, inputs, context)


def _retaken(number: str | None, context: Context) -> DocumentReference | None:
    """The image that an officer took again: one of the person's documents from then on."""
    if number is None:
        return None
    for meant in context.documents.meant_by(number):
        with suppress(DocumentUnavailableError):
            return context.documents.put(
                context.documents.read(meant),
                content_type="application/octet-stream",
                file_name="gambar-diambil-ulang",
            )
    raise BpmnError(
        "FINGERPRINT_UNUSABLE",
        "No document has the number that the officer gave.",
        {"biometric_summary": "Tidak ada dokumen dengan nomor itu. Periksa nomornya."},
    )


def _images(
    inputs: BiometricCheckInputs, record: Applicant, retaken: DocumentReference | None
) -> _Images | None:
    """The fingerprint, or else the face; None: neither was taken."""
    finger, face = record.fingerprint, record.face
    fingerprint = inputs.captured or (finger.captured if finger else None)
    photo = face.captured if face else None
    captured = retaken or fingerprint or photo
    if captured is None:
        return None
    if photo is not None and fingerprint is None:
        return _Images(modality="face", captured=captured, enrolled=face.enrolled if face else None)
    enrolled = inputs.enrolled or (finger.enrolled if finger else None)
    return _Images(modality="fingerprint", captured=captured, enrolled=enrolled)


def _ask(
    config: ProviderConfig, images: _Images, inputs: BiometricCheckInputs, context: Context
) -> BiometricCheckOutputs:
    """Have them compared elsewhere."""
    enrolled = images.enrolled
    question = Comparison(
        probe=context.documents.get(images.captured),
        reference=context.documents.get(enrolled) if enrolled else None,
        false_match_rate=inputs.false_match_rate,
        dpi=inputs.dpi if images.modality == "fingerprint" else None,
    )
    try:
        answer = provider.compare(config, images.modality, question)
    except provider.NobodyEnrolledError:
        return _nothing_enrolled(images.modality)
    except provider.UnusableError as error:
        if error.image == "probe":
            raise _unusable(images.modality, "the matcher cannot read it") from None
        return _enrolled_unusable(images.modality)
    candidate = _kept(answer.candidate, context) if answer.decision == "match" else None
    mode: Mode = "verification" if enrolled else "identification"
    return _compared(images.modality, mode, answer, candidate)


def _kept(candidate: str | None, context: Context) -> DocumentReference | None:
    """Whom the other system found, in a document: a person's number is no process variable."""
    if candidate is None:
        return None
    content = msgspec.json.encode({"biometric_candidate": candidate})
    return context.documents.put(
        content, content_type="application/json", file_name="hasil-pencarian-biometrik.json"
    )


def _read_captured(content: bytes, dpi: float) -> Fingerprint:
    try:
        return fingerprints.read(content, dpi=dpi)
    except FingerprintError as error:
        raise _unusable("fingerprint", str(error)) from None


def _verify(
    probe: Fingerprint, on_file: bytes, inputs: BiometricCheckInputs
) -> BiometricCheckOutputs:
    try:
        reference = fingerprints.read(on_file, dpi=inputs.dpi)
    except FingerprintError:
        return _enrolled_unusable("fingerprint")
    verdict = judge(similarities(probe, [reference])[0], inputs.false_match_rate)
    return _compared("fingerprint", "verification", verdict)


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
    if by_now.rows != enrolled.rows:
        found = _search(probe, by_now, inputs.false_match_rate)
    if _is_unknown(found):
        enrol(context.db, context.documents, inputs.applicant, probe, context.now)
    return found


def _search(probe: Fingerprint, enrolled: Gallery, rate: float) -> BiometricCheckOutputs:
    scores = enrolled.candidates.similarities(probe)
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    if best is None:
        return _nothing_enrolled("fingerprint")
    # As many chances for a stranger to be like as there are people enrolled.
    verdict = judge(scores[best], rate / len(scores))
    candidate = enrolled.person(best) if verdict.decision == "match" else None
    return _compared("fingerprint", "identification", verdict, candidate)


def _is_unknown(found: BiometricCheckOutputs) -> bool:
    return found.biometric_reason == "nothing-enrolled" or found.biometric_decision == "no-match"


_NAMES: dict[Modality, str] = {"fingerprint": "sidik jari", "face": "wajah"}
_TEXTS: dict[Mode, dict[Decision, str]] = {
    "verification": {
        "match": "Cocok dengan {} yang terdaftar.",
        "no-match": "Tidak cocok dengan {} yang terdaftar.",
        "inconclusive": "Kemiripan {} meragukan. Ambil ulang, atau periksa dengan cara lain.",
    },
    "identification": {
        "match": "Ada {} seperti ini yang sudah terdaftar. Periksa apakah orang yang sama.",
        "no-match": "Tidak ada {} seperti ini yang terdaftar.",
        "inconclusive": "Mirip {} yang terdaftar, tetapi meragukan. Ambil ulang.",
    },
}


def _compared(
    modality: Modality, mode: Mode, verdict: Verdict, candidate: DocumentReference | None = None
) -> BiometricCheckOutputs:
    text = _TEXTS[mode][verdict.decision].format(_NAMES[modality])
    return BiometricCheckOutputs(
        biometric_decision=verdict.decision,
        biometric_mode=mode,
        biometric_reason="compared",
        biometric_score=verdict.score,
        biometric_threshold=verdict.threshold,
        biometric_candidate=candidate,
        biometric_summary=f"{text} Skor {verdict.score:g}, ambang {verdict.threshold:g}.",
    )


def _nothing_enrolled(modality: Modality) -> BiometricCheckOutputs:
    text = f"Belum ada {_NAMES[modality]} terdaftar sebagai banding."
    return _undecided("nothing-enrolled", text)


def _enrolled_unusable(modality: Modality) -> BiometricCheckOutputs:
    text = f"Pembanding {_NAMES[modality]} tidak terbaca. Periksa identitas dengan cara lain."
    return _undecided("enrolled-unusable", text)


def _undecided(reason: Reason, text: str) -> BiometricCheckOutputs:
    return BiometricCheckOutputs(
        biometric_decision="inconclusive", biometric_reason=reason, biometric_summary=text
    )


def _unusable(modality: Modality, reason: str) -> BpmnError:
    text = f"Gambar {_NAMES[modality]} tidak terbaca atau kurang jelas. Ambil ulang."
    return BpmnError(
        f"{modality.upper()}_UNUSABLE",
        f"The captured {modality} cannot be used: {reason}.",
        {"biometric_summary": text},
    )
