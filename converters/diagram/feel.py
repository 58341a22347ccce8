"""FEEL, the expression language of Camunda 8: literals."""

from __future__ import annotations


def literal(text: str) -> str:
    """An expression that is the given text, whatever it holds.

    A plain value would not do: the engine reads "5" as a number and "=..." as an expression.
    """
    return f"={quoted(text)}"


def quoted(text: str) -> str:
    """The text within an expression."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\r", "").replace("\n", "\\n").replace("\t", " ")
    return f'"{escaped}"'
