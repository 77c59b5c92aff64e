"""The ways of engaging somebody, and the notices to the State they need."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from core.country import ContractType, Country
from core.country.labels import Label, asked
from core.people.rules import worker_facts
from shared_tools.refusal import Refusal

CODE = "__init__.py, contract_types"


def test_at_least_one_contract_type_each_with_its_own_code(country: Country) -> None:
    """Supply contract types whose codes differ."""
    codes = [kind.code for kind in country.contract_types]
    assert codes, f"{country.code}: supply a ContractType ({CODE})"
    assert len(set(codes)) == len(codes), f"{country.code}: a code is used twice: {codes} ({CODE})"
    assert all(code.isidentifier() and code.islower() for code in codes), f"{country.code}: {codes} ({CODE})"


def test_the_label_is_translated(country: Country, contract_type: ContractType, translated: Any) -> None:
    """Translate the label of each contract type, and what ``Ordinary`` says."""
    assert contract_type.label
    translated(contract_type.label, f"the label of {contract_type.code}")
    if country.ordinary:
        translated(country.ordinary.said, "what Ordinary says")


def test_a_payroll_or_the_reason_why_not(country: Country, contract_type: ContractType, to_do: Any) -> None:
    """Supply pay and inputs, or say in ``absent`` what is missing."""
    if contract_type.pay is None and not contract_type.absent:
        to_do.write(f"say in absent why {contract_type.code} has no payroll", CODE)
    if (contract_type.pay is None) != (contract_type.inputs is None):
        to_do.write(f"{contract_type.code} needs both inputs and pay, or neither", CODE)


def test_terms_forbid_unknown_keys(country: Country, contract_type: ContractType, to_do: Any) -> None:
    """Declare terms as a frozen struct that refuses unknown keys: a misspelt term must not be lost."""
    if not contract_type.terms.__struct_config__.forbid_unknown_fields:
        to_do.write(f"write forbid_unknown_fields=True on {contract_type.terms.__name__}", CODE)
    with pytest.raises(msgspec.ValidationError, match="no_such_term"):
        msgspec.convert({"no_such_term": 1}, contract_type.terms)


def test_unknown_facts_of_a_worker_are_refused(country: Country, to_do: Any) -> None:
    """Declare the worker as a frozen struct that refuses unknown keys."""
    if not country.worker.__struct_config__.forbid_unknown_fields:
        to_do.write(f"write forbid_unknown_fields=True on {country.worker.__name__}", CODE)
    with pytest.raises(Refusal) as refused:
        worker_facts({"no_such_fact": 1}, None, country)
    assert refused.value.rule == "worker_data"
    assert "no_such_fact" in str(refused.value)


def test_each_term_and_fact_is_said_in_readers_words(
    country: Country, contract_type: ContractType, to_do: Any, translated: Any
) -> None:
    """Label each field of terms and worker, and each of its choices, and translate the label."""
    for key in dict.fromkeys([*asked(contract_type.terms), *asked(country.worker)]):
        found = country.labels.get(key)
        if not found:
            to_do.write(f"label {key}", "labels.py")
        else:
            translated(found.words if isinstance(found, Label) else found, f"the label of {key}")


def test_no_label_is_left_over(country: Country) -> None:
    """Take away the labels of fields that nobody asks any more."""
    known = set(asked(country.worker)).union(*(asked(kind.terms) for kind in country.contract_types))
    assert not country.labels.keys() - known


def test_its_declarations_exist(country: Country, contract_type: ContractType, to_do: Any) -> None:
    """Name in ``declarations`` DeclarationKinds of the country, each once, or none."""
    known = {kind.code for kind in country.declarations}
    for code in contract_type.declarations:
        if code not in known:
            to_do.write(f"add a DeclarationKind {code!r}", "__init__.py, declarations")
    if len(set(contract_type.declarations)) != len(contract_type.declarations):
        to_do.write(f"{contract_type.code} names a declaration twice", CODE)


def test_each_declaration_names_its_authority_and_law(country: Country, to_do: Any) -> None:
    """Say of each declaration its code (once), name, authority and source."""
    codes = [kind.code for kind in country.declarations]
    assert len(set(codes)) == len(codes), f"{country.code}: a declaration's code is used twice: {codes}"
    for kind in country.declarations:
        for what in ("name", "authority", "source"):
            if not getattr(kind, what):
                to_do.write(f"say the {what} of {kind.code}", "__init__.py, declarations")
