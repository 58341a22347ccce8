"""Filling a Word template in.

The template is the office's: what stands in it may look at the values it is given and nothing
else (``workers.letters.language``), and one that was never seen before is looked at and tried in a
process of its own first, so a template from anywhere runs no code and keeps nobody waiting. What is
not known becomes dots, as on paper.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from workers.config import default_home, load
from workers.handler import IncidentError

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLANK = "................"
# What XML cannot hold, whoever wrote it into a form, and what ``places`` marks places with.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class LettersConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``letters``."""

    templates: str = ""  # folder of the office's own templates; empty: letters in the home folder
    address: str = ""  # of the office, for the letterhead: street, town, postal code
    contact: str = ""  # below it: telephone, website, e-mail
    place: str = ""  # the town that letters are dated in; empty: dots
    signatory: str = ""  # title of who signs where the row says nobody; empty: dots
    classification: str = "UM.01.01"  # code of letters whose step names none
    officials: str = ""  # CSV file of who holds which office: jabatan;nama;nip[;surel;telepon]

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
        IncidentError: the office's own template cannot be filled in.
    """
    config = load(LettersConfig, "letters")
    common = {
        "office_address": config.address,
        "office_contact": config.contact,
        "place": config.place,
    }
    return fill_in(_content(name, config), name, common | dict(values), now=now, comment=comment)


def fill_in(
    template: bytes,
    name: str,
    values: Mapping[str, Any],
    *,
    now: datetime,
    comment: str | None = None,
) -> bytes:
    """As ``fill``, with a template that is given, and nothing known besides ``values``."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from lxml.etree import XMLSyntaxError

    from workers.letters import places
    from workers.letters.language import environment
    from workers.letters.word import pack

    opened = DocxTemplate(io.BytesIO(template))
    try:
        opened.render(dict(values), jinja_env=environment(), autoescape=True)
    except (TemplateError, XMLSyntaxError, PackageNotFoundError, KeyError, TypeError) as error:
        raise _unusable(name, type(error).__name__) from None
    document = opened.docx  # get_docx() would open the empty template again
    # In UTC: python-docx writes the hour as it stands and calls it UTC.
    document.core_properties.created = document.core_properties.modified = now.astimezone(UTC)
    if comment:
        _remark(document, comment)
    return pack(document, places.mark)


def delivered(name: str) -> Path:
    """Return the file of a template as Tertib delivers it."""
    return Path(__file__).parent / f"{name}.docx"


def _content(name: str, config: LettersConfig) -> bytes:
    """Read the office's own template, found to be fit, or Tertib's."""
    own = config.folder / f"{name}.docx"
    if not own.exists():
        return delivered(name).read_bytes()
    from workers.letters.trial import read_limited, trial

    content = read_limited(own)
    report = trial(content, name)
    if report.stops:
        raise _unusable(name, ", ".join(report.stops))
    return content


def _unusable(name: str, why: str) -> IncidentError:
    message = f"The template {name}.docx cannot be filled in ({why}). See: tertib letters check"
    return IncidentError(message)


def _remark(document: Any, comment: str) -> None:
    runs = next(paragraph.runs for paragraph in document.paragraphs if paragraph.runs)
    text = UNWRITABLE.sub("", comment)
    document.add_comment(runs=runs, text=text, author="Pemeriksa", initials="P")
