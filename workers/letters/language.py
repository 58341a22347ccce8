"""What a template may say: show a value, leave a part out, repeat one. A form, not a program.

Jinja's sandbox keeps a template from our objects, but not from our time and memory: loops over
made-up ranges, powers, repeated texts. So the tree of a template is read before it is run, and what
is not on the list below is refused. What is left takes time in proportion to what it is given: a
loop runs over a value of ours, and a loop inside it over no more than the item it is at.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from workers.letters.faults import Fault, Kind
from workers.letters.filling import BLANK, UNWRITABLE
from workers.letters.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from jinja2 import Environment, nodes

# A template is a text for its body and some for its properties; each edit of it is another.
COMPILED_KEPT = 64
MOST_NODES = 20_000  # of one part of a template; Tertib's largest has some hundred
NEAR_LENGTH = 60
FILTERS = frozenset((
    "upper", "lower", "title", "capitalize", "trim", "default", "d", "join", "length", "count",
    "first", "last",
))  # fmt: skip
_OF_TEXT = ("upper", "lower", "title", "capitalize")
TESTS = frozenset(("defined", "undefined", "none", "odd", "even"))
_LISTED = (
    "Template", "Output", "TemplateData", "Const", "Name", "Tuple", "If", "CondExpr", "Compare",
    "Operand", "And", "Or", "Not", "Concat", "Getitem", "Keyword",
)  # fmt: skip
_TAG = re.compile(r"\{[{%].*?[}%]\}")
_MARKUP = re.compile(r"<[^>]*>")


@cache
def environment() -> Environment:
    """Jinja, which keeps the templates it has compiled: docxtpl asks anew for each document."""
    from jinja2 import ChainableUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def known(value: Any) -> Any:
        if isinstance(value, Place):
            return value.marked(UNWRITABLE.sub("", value) or BLANK)
        if value is None or value == "" or isinstance(value, ChainableUndefined):
            return BLANK
        return UNWRITABLE.sub("", value) if isinstance(value, str) else value

    jinja = ImmutableSandboxedEnvironment(undefined=ChainableUndefined, finalize=known)
    jinja.globals.clear()  # range, lipsum and the like
    for name in _OF_TEXT:
        jinja.filters[name] = _unless_unknown(jinja.filters[name])
    compiled = lru_cache(maxsize=COMPILED_KEPT)(jinja.from_string)
    jinja.from_string = compiled  # type: ignore[method-assign,assignment]
    return jinja


def _unless_unknown(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What is not known stays so, and becomes dots: "NONE" is no word."""

    def changed(value: Any) -> Any:
        if value is None:
            return None
        return Place(value.name, change(value)) if isinstance(value, Place) else change(value)

    return changed


def slips(source: str, fields: Collection[str], part: str) -> list[Fault]:
    """Find what a part of a template says and may not.

    Args:
        source: what docxtpl makes of the part's XML, for Jinja to read.
        fields: the placeholders there are.
        part: what it is called.
    """
    from jinja2 import TemplateSyntaxError

    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", source).split("\n")
    try:
        tree = environment().parse("\n".join(lines))
    except TemplateSyntaxError as error:
        return [Fault("syntax", error.message or "", part, _near(lines, error.lineno, ""))]
    except RecursionError:
        return [Fault("forbidden", "terlalu dalam", part)]
    found = list(_Reader(fields).read(tree))
    return [Fault(kind, what, part, _near(lines, at, what)) for kind, what, at in found]


Found = tuple[Kind, str, int]  # kind, what, line


class _Reader:
    """Walks a template's tree."""

    def __init__(self, fields: Collection[str]) -> None:
        self._fields = fields
        self._nodes = 0

    def read(self, tree: nodes.Template) -> Iterator[Found]:
        yield from self._node(tree, frozenset(), looping=False)
        if self._nodes > MOST_NODES:
            yield "forbidden", "terlalu banyak", 1

    def _node(self, node: nodes.Node, items: frozenset[str], *, looping: bool) -> Iterator[Found]:
        """Read a node; ``items`` are what the loops around it call the items they are at."""
        from jinja2 import nodes

        self._nodes += 1
        if self._nodes > MOST_NODES:
            return
        if isinstance(node, nodes.For):
            yield from self._loop(node, items, looping=looping)
            return
        if (refused := _refused(node)) is not None:
            yield "forbidden", refused, node.lineno
            return
        if isinstance(node, nodes.Name) and not self._is_known(node, items, looping=looping):
            yield "unknown-field", node.name, node.lineno
        for child in node.iter_child_nodes():
            yield from self._node(child, items, looping=looping)

    def _is_known(self, node: nodes.Name, items: frozenset[str], *, looping: bool) -> bool:
        return node.name in self._fields or node.name in items or (looping and node.name == "loop")

    def _loop(self, node: nodes.For, items: frozenset[str], *, looping: bool) -> Iterator[Found]:
        from jinja2 import nodes

        iterated = node.iter
        inner = isinstance(iterated, nodes.Name) and iterated.name in items
        if node.recursive or not isinstance(iterated, nodes.Name) or (looping and not inner):
            yield "forbidden", "for", node.lineno
            return
        yield from self._node(iterated, items, looping=looping)
        named = frozenset(each.name for each in node.target.find_all(nodes.Name))
        if isinstance(node.target, nodes.Name):
            named = frozenset((node.target.name,))
        parts = [*node.body, *node.else_, *([node.test] if node.test else [])]
        for part in parts:
            yield from self._node(part, items | named, looping=True)


def _refused(node: nodes.Node) -> str | None:
    """Say what of a node is not on the list; None: it is."""
    from jinja2 import nodes

    name = type(node).__name__
    if isinstance(node, nodes.Filter):
        return None if node.name in FILTERS else f"|{node.name}"
    if isinstance(node, nodes.Test):
        return None if node.name in TESTS else f"is {node.name}"
    if isinstance(node, nodes.Getattr):
        of_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
        return None if of_loop and not node.attr.startswith("_") else f".{node.attr}"
    return None if name in _LISTED else name.lower()


def _near(lines: list[str], at: int, what: str) -> str:
    """The words around a place: the paragraph without its markup, cut around the placeholder."""
    line = lines[min(at, len(lines)) - 1] if at else ""
    text = " ".join(_MARKUP.sub(" ", line).split())
    tag = next((each for each in _TAG.findall(text) if what in each), "")
    middle = text.find(tag) + len(tag) // 2 if tag else 0
    start = max(0, middle - NEAR_LENGTH)
    return text[start : middle + NEAR_LENGTH].strip()
