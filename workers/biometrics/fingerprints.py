"""One fingerprint, and how like another it is, by SourceAFIS (https://sourceafis.machinezoo.com).

Images: PNG, JPEG, BMP, TIFF and the FBI's WSQ, dark ridges on light ground. Templates: ISO/IEC
19794-2 and ANSI/INCITS 378.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from workers.biometrics.jvm import package

if TYPE_CHECKING:
    from collections.abc import Iterable

# The image of ten fingers rolled at 1000 dpi has less.
LARGEST_BYTES = 16 * 1024 * 1024
# Twelve points are what courts have long asked for; a usable live scan shows thirty and more.
FEWEST_MINUTIAE = 12
_TEMPLATE_MAGIC = b"FMR"
_COUNT_OFFSET = 27  # ISO/IEC 19794-2:2005: 24 bytes of header, then the first view's own


class FingerprintError(Exception):
    """A fingerprint that cannot be used. The message says why, for an officer to mend."""


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """What is compared: the minutiae of one finger."""

    template: Any  # SourceAFIS's FingerprintTemplate
    iso: bytes  # the same as an ISO/IEC 19794-2:2005 template

    @property
    def minutiae(self) -> int:
        """How many ridge endings and bifurcations were found."""
        return self.iso[_COUNT_OFFSET]


def read(content: bytes, *, dpi: float = 500) -> Fingerprint:
    """Extract a fingerprint from an image, or take it over from a standard template.

    Args:
        content: an image or a template, in one of the formats above.
        dpi: the image's resolution in pixels per inch; scanners for identity documents have 500.

    Raises:
        FingerprintError: not a fingerprint, or one with too little in it to compare.
        IncidentError: the matcher is not installed.
        RetryableError: the matcher cannot be fetched.
    """
    if len(content) > LARGEST_BYTES:
        raise FingerprintError(f"larger than {LARGEST_BYTES // 1024**2} MB")
    fingerprint = _convert(content, dpi)
    if fingerprint.minutiae < FEWEST_MINUTIAE:
        message = f"only {fingerprint.minutiae} minutiae; {FEWEST_MINUTIAE} are needed"
        raise FingerprintError(message)
    return fingerprint


def load(isos: Iterable[bytes]) -> list[Any]:
    """Take over templates that ``read`` made, on all processors; they stay in Java.

    Raises:
        FingerprintError: one is none.
        IncidentError, RetryableError: as ``read``.
    """
    given = package("java.util").ArrayList()
    from jpype import JArray, JByte, JException

    for iso in isos:
        given.add(JArray(JByte)(iso))
    try:
        return list(given.parallelStream().map(_importing()).toArray())
    except JException as error:
        raise _unreadable(error) from None


class Candidates:
    """Templates to search among, all at once and on all processors."""

    def __init__(self, templates: Iterable[Any]) -> None:
        self._templates = list(templates)  # SourceAFIS's

    @cached_property
    def _in_java(self) -> Any:
        found = package("java.util").ArrayList(len(self._templates))
        for each in self._templates:
            found.add(each)
        return found

    def similarities(self, probe: Fingerprint) -> list[float]:
        """Return how like ``probe`` each is; threshold_of gives these numbers a meaning."""
        if not self._templates:
            return []
        scores = self._in_java.parallelStream().mapToDouble(_comparison(probe)).toArray()
        return [float(score) for score in scores]


def similarities(probe: Fingerprint, candidates: Iterable[Fingerprint]) -> list[float]:
    """Return how like ``probe`` each candidate is; see Candidates."""
    return Candidates(each.template for each in candidates).similarities(probe)


def threshold_of(false_match_rate: float) -> float:
    """Return the similarity that two different fingers reach with this probability.

    SourceAFIS shapes its score so: 20 is 1 %, 30 is 0.1 %, 40 is 0.01 %.
    """
    return -10 * math.log10(false_match_rate)


def _convert(content: bytes, dpi: float) -> Fingerprint:
    afis = package("com.machinezoo.sourceafis")
    from jpype import JException

    try:
        template = _template(afis, content, dpi)
        iso = afis.FingerprintCompatibility.exportTemplates(
            package("com.machinezoo.fingerprintio").TemplateFormat.ISO_19794_2_2005, template
        )
    except JException as error:
        raise _unreadable(error) from None
    return Fingerprint(template=template, iso=bytes(iso))


def _template(afis: Any, content: bytes, dpi: float) -> Any:
    if content.startswith(_TEMPLATE_MAGIC):
        return afis.FingerprintCompatibility.importTemplate(content)
    options = afis.FingerprintImageOptions().dpi(dpi)
    return afis.FingerprintTemplate(afis.FingerprintImage(content, options))


def _comparison(probe: Fingerprint) -> Any:
    """Return a Java function that compares a template with the probe."""
    afis, invoke = package("com.machinezoo.sourceafis"), package("java.lang.invoke")
    kind = invoke.MethodType.methodType(
        package("java.lang").Double.TYPE, afis.FingerprintTemplate.class_
    )
    match = invoke.MethodHandles.publicLookup().findVirtual(
        afis.FingerprintMatcher.class_, "match", kind
    )
    return _function("ToDoubleFunction", match.bindTo(afis.FingerprintMatcher(probe.template)))


def _importing() -> Any:
    """Return a Java function that makes a template of a standard one."""
    from jpype import JArray, JByte

    afis, invoke = package("com.machinezoo.sourceafis"), package("java.lang.invoke")
    kind = invoke.MethodType.methodType(afis.FingerprintTemplate.class_, JArray(JByte).class_)
    return _function(
        "Function",
        invoke.MethodHandles.publicLookup().findStatic(
            afis.FingerprintCompatibility.class_, "importTemplate", kind
        ),
    )


def _function(interface: str, method: Any) -> Any:
    """Return a Java function for a stream, so that thousands of calls stay in Java.

    A call from Python costs as much as a comparison, and runs on one processor.
    """
    kind = getattr(package("java.util.function"), interface).class_
    return package("java.lang.invoke").MethodHandleProxies.asInterfaceInstance(kind, method)


def _unreadable(error: Exception) -> FingerprintError:
    # Java's own text may quote the content.
    kind = type(error).__name__
    return FingerprintError(f"not a fingerprint image or template that can be read ({kind})")
