"""The contracts: an OpenAPI 3.1 file for each system, made from the structs that are sent.

``python -m workers.connectors.openapi`` writes them into ``docs/systems``; nothing in them is by
hand.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from workers.connectors.config import section_of
from workers.connectors.contract import KEY_HEADER, SUBMISSIONS, Answer, Refusal, Submission
from workers.registry import own_handlers
from workers.systems import System

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.systems import Target

FOLDER = Path(__file__).parents[2] / "docs" / "systems"
Json = dict[str, Any]

_HONESTLY = """\
This contract is Tertib's own. {name} has no interface that is open to others, and no description of
one is published: this is what an adapter at the agency that runs {name} has to offer, so that
Tertib can submit to it. No agency has agreed to it so far. It was tried with a server in Tertib's
tests, never with {name}.

What the adapter does is what an officer does by hand where there is none (in Indonesian, as the
officer reads it):

{tasks}

A submission has a key, made by Tertib, that stays the same however often Tertib tries. The adapter
has the system take a submission once per key and per client (the holder of a token), and answers a
key that it knows with the receipt of the first time. Tertib asks for a key before it submits, and
again when a submission was cut off. So a key that the adapter answers 404 for must be one that
nothing was taken under and nothing is being taken under. A submission that is refused at once
leaves its key free.
"""
PROBLEM = "application/problem+json"
_KEY: Json = {"type": "string", "format": "uuid"}
_UNAUTHORIZED: Json = {"description": "The token is not one of the adapter's."}
_LATER: Json = {
    "description": "Nothing was taken; come again later.",
    "headers": {
        "Retry-After": {
            "description": "When: seconds, or an HTTP date (RFC 9110, 10.2.3).",
            "schema": {"type": "string"},
        }
    },
}
_FAULTS: Json = {"401": _UNAUTHORIZED, "429": _LATER, "503": _LATER}


def contracts() -> dict[str, bytes]:
    """Return all contracts, by file name."""
    return {
        f"{target.code}.openapi.json": _written(contract(system, target))
        for system in systems()
        for target in system.targets
    }


def systems() -> Iterator[System]:
    """Give the systems that Tertib's own job types forward to."""
    for handler in own_handlers().values():
        system = getattr(sys.modules[handler.function.__module__], "SYSTEM", None)
        if isinstance(system, System):
            yield system


def contract(system: System, target: Target) -> Json:
    """Return the contract of one system, as OpenAPI 3.1."""
    (submission, answer, refusal), schemas = msgspec.json.schema_components(
        (Submission, Answer, Refusal), ref_template="#/components/schemas/{name}"
    )
    _narrow(schemas, system)
    tasks = "\n".join(f"{number}. {task}" for number, task in enumerate(target.tasks, start=1))
    setting = f"TERTIB_{section_of(target.code)}_URL".upper().replace("-", "_")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{target.name}, as Tertib submits to it",
            "version": "1.0.0",
            "description": _HONESTLY.format(name=target.name, tasks=tasks),
        },
        "servers": [{"url": "https://adapter.example.go.id/v1", "description": setting}],
        "security": [{"token": []}],
        "paths": {
            SUBMISSIONS: {"post": _submit(submission, answer, refusal)},
            f"{SUBMISSIONS}/{{key}}": {"get": _ask(answer, refusal)},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }


def _narrow(schemas: Json, system: System) -> None:
    """Leave only what this system is told."""
    submission = schemas["Submission"]["properties"]
    if not system.personal:
        del submission["person"], schemas["Person"]
    if not system.facts:
        del submission["details"]
        return
    kinds = {"text": "string", "number": "integer"}
    submission["details"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            fact.key: {"type": kinds[fact.kind], "description": fact.label} for fact in system.facts
        },
    }


def _submit(submission: Json, answer: Json, refusal: Json) -> Json:
    parts = {"submission": submission, "document": {"type": "string", "format": "binary"}}
    return {
        "operationId": "submit",
        "summary": "Submit a step of a process.",
        "parameters": [{"name": KEY_HEADER, "in": "header", "required": True, "schema": _KEY}],
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["submission"],
                        "properties": parts,
                    },
                    "encoding": {"submission": {"contentType": "application/json"}},
                }
            },
        },
        "responses": {
            "200": _with(answer, "Known by this key already."),
            "201": _with(answer, "Taken."),
            "202": _with(answer, "Kept; whether the system takes it is not known yet."),
            "409": {"description": "A submission by this key is being taken at this moment."},
            "422": _with(refusal, "Not taken; the key is free.", PROBLEM),
            **_FAULTS,
        },
    }


def _ask(answer: Json, refusal: Json) -> Json:
    return {
        "operationId": "ask",
        "summary": "Ask what became of a submission.",
        "parameters": [{"name": "key", "in": "path", "required": True, "schema": _KEY}],
        "responses": {
            "200": _with(answer, "Known by this key."),
            "404": {"description": "Nothing was taken by this key, and nothing is under way."},
            "422": _with(
                refusal,
                "It was pending, and is not taken. It stays so until the agency frees the key.",
                PROBLEM,
            ),
            **_FAULTS,
        },
    }


def _with(schema: Json, description: str, media_type: str = "application/json") -> Json:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _written(content: Json) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def main() -> None:
    """Write the contracts, and remove those of systems that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = contracts()
    for stale in FOLDER.glob("*.openapi.json"):
        if stale.name not in written:
            stale.unlink()
    for name, content in written.items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
