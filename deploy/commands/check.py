"""``tertib check``: lint of diagrams, converted or edited."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from converters.check import Finding


def check(
    diagrams: Annotated[
        list[Path], typer.Argument(help="BPMN diagrams, or folders of them.", show_default=False)
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check diagrams for what the engine would refuse and people could not work with.

    Errors make it fail; warnings do not.

    Examples:

        tertib check bpmn/processes

        tertib check legalisasi-elektronik.bpmn --json
    """
    from converters.check import Severity, check
    from converters.check.forms import load
    from deploy.console import track
    from deploy.conversion import templates
    from deploy.resources import diagrams_in, form_folders

    found: list[tuple[Path, Finding]] = []
    for path in track(diagrams_in(diagrams), "Checking"):
        forms = {k: v for folder in form_folders(path) for k, v in load(folder).items()}
        findings = check(path.read_bytes(), templates=templates(), forms=forms)
        found += [(path, finding) for finding in findings]
    _report(found, as_json=as_json)
    if any(finding.severity is Severity.ERROR for _, finding in found):
        raise typer.Exit(1)


def _report(found: list[tuple[Path, Finding]], *, as_json: bool) -> None:
    import msgspec

    from deploy.console import OUT

    if as_json:
        rows = [{"file": str(path), **msgspec.to_builtins(finding)} for path, finding in found]
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
        return
    for path, finding in found:
        _print(path, finding)
    if not found:
        OUT.print("Tidak ada temuan.")


def _print(path: Path, finding: Finding) -> None:
    from rich.text import Text

    from converters.check import Severity
    from converters.visible import visible
    from deploy.console import OUT

    style = "bold red" if finding.severity is Severity.ERROR else "yellow"
    name = visible(str(path))
    place = f"{name}:{finding.line}" if finding.line else name
    element = f" {finding.element}" if finding.element else ""
    line = Text.assemble(
        f"{place}{element} ",
        (finding.severity, style),
        f" {finding.message} ",
        (finding.rule, "dim"),
    )
    OUT.print(line, soft_wrap=True)
