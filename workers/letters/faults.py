"""What can be wrong with a template."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal[
    "no-such-name",  # no letter is made from a template of this name
    "too-large",  # once it is unpacked, that is
    "unreadable",  # no Word file, or a damaged one
    "macros",
    "embedded",  # objects, controls and files put into it
    "external",  # something that would be fetched from elsewhere
    "doctype",  # declarations that Word does not write
    "field-code",  # a field that fetches or runs something
    "syntax",  # a placeholder that is torn, or not closed
    "forbidden",  # what only a program would say
    "unknown-field",  # a placeholder that nobody fills in
    "hangs",  # looking at it takes too much time or memory
    "not-filled",  # it cannot be filled in
    "not-set",  # no PDF can be made of it
]
# Only this does not keep a template from being used: what nobody fills in becomes dots.
HARMLESS: Kind = "unknown-field"


class Fault(msgspec.Struct, frozen=True):
    """Something that is wrong with a template, and where."""

    kind: Kind
    what: str = ""  # what is named or referred to there
    part: str = ""  # of the document, in Indonesian; empty: the file as a whole
    near: str = ""  # the words around it
