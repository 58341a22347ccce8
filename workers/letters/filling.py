"""Filling a Word template in.

The template is the office's: what stands in it may look at the values it is given and nothing
else (Jinja's sandbox), so a template from anywhere runs no code. What is not known becomes dots,
as on paper.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from workers.config import default_home, load
from workers.handler import BpmnError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLANK = "................"
ERRORS = {
    "TEMPLATE_UNUSABLE": "The office's own Word template is damaged or holds a wrong placeholder.",
}
# A template is a text for its body and some for its properties; each edit of it is another.
COMPILED_KEPT = 64
# What XML cannot hold, whoever wrote it into a form.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class LettersConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``letters``."""

    templates: str = ""  # folder of the office's own templates; empty: letters in the home folder

    @property
    def folder(self) -> Path:
        """Where a template of the office's own is looked for first."""
        if self.templates:
            return Path(self.templates).expanduser()
        return default_home() / "letters"


def fill(
    name: str, values: Mapping[str, Any], *, now: datetime, comment: str | None = None
) -> bytes:
    """Fill the template ``name`` in.

    Args:
        name: a template's name, without ``.docx``.
        values: what it may mention; None is written as dots.
        now: the document's date of creation.
        comment: a reviewer's remark, put beside the first line as a Word comment.

    Raises:
        BpmnError: TEMPLATE_UNUSABLE: the office's own template cannot be filled in.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from lxml.etree import XMLSyntaxError

    from workers.letters.word import pack

    template = DocxTemplate(_find(name))
    try:
        template.render(dict(values), jinja_env=_environment(), autoescape=True)
    except (TemplateError, XMLSyntaxError, PackageNotFoundError, KeyError, TypeError) as error:
        message = f"The template {name}.docx cannot be filled in ({type(error).__name__})."
        raise BpmnError("TEMPLATE_UNUSABLE", message) from None
    document = template.docx  # get_docx() would open the empty template again
    # In UTC: python-docx writes the hour as it stands and calls it UTC.
    document.core_properties.created = document.core_properties.modified = now.astimezone(UTC)
    if comment:
        _remark(document, comment)
    return pack(document)


def _find(name: str) -> Path:
    own = load(LettersConfig, "letters").folder / f"{name}.docx"
    return own if own.exists() else Path(__file__).parent / f"{name}.docx"


@cache
def _environment() -> Environment:
    """Jinja, which keeps the templates it has compiled: docxtpl asks anew for each document."""
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def known(value: Any) -> Any:
        if value is None or value == "" or isinstance(value, ChainableUndefined):
            return BLANK
        return _UNWRITABLE.sub("", value) if isinstance(value, str) else value

    jinja = ImmutableSandboxedEnvironment(undefined=ChainableUndefined, finalize=known)
    compiled = lru_cache(maxsize=COMPILED_KEPT)(jinja.from_string)
    jinja.from_string = compiled  # type: ignore[method-assign,assignment]
    return jinja


def _remark(document: Any, comment: str) -> None:
    runs = next(paragraph.runs for paragraph in document.paragraphs if paragraph.runs)
    text = _UNWRITABLE.sub("", comment)
    document.add_comment(runs=runs, text=text, author="Pemeriksa", initials="P")
