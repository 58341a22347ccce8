"""The contracts: one per system, valid, made from the code, and honest about whose they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from workers.connectors.openapi import FOLDER, contracts, systems

ROOT = Path(__file__).parents[3]
CODES = sorted(target.code for system in systems() for target in system.targets)


def committed(code):
    return json.loads((FOLDER / f"{code}.openapi.json").read_bytes())


def test_there_is_one_for_each_system():
    monev = {"smart-dja", "emonev", "tarja", "eperformance"}
    assert set(CODES) == monev | {"ahu", "eoffice", "sigap", "simkim", "simpeg", "sisumaker"}


def test_the_committed_contracts_are_what_the_code_says_today():
    written = {path.name: path.read_bytes() for path in FOLDER.glob("*.openapi.json")}
    assert written == contracts(), "run: make docs"


@pytest.mark.parametrize("code", CODES)
def test_a_contract_is_valid_openapi_and_says_that_it_is_ours(code):
    contract = committed(code)
    validate(contract, cls=OpenAPIV31SpecValidator)
    assert contract["info"]["description"].startswith("This contract is Tertib's own.")


@pytest.mark.parametrize("system", [*systems()], ids=lambda system: system.code)
def test_only_a_system_that_takes_the_applicants_data_is_told_of_them(system):
    for target in system.targets:
        schemas = committed(target.code)["components"]["schemas"]
        assert ("Person" in schemas) == system.personal
        assert ("person" in schemas["Submission"]["properties"]) == system.personal


@pytest.mark.parametrize("code", CODES)
def test_the_operators_page_leads_to_each_contract_and_its_settings(code):
    page = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")
    assert f"(systems/{code}.openapi.json)" in page
    assert f"`connector-{code}`" in page
