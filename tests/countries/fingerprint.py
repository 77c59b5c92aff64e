"""Prints what a country says, as digests by part: run in a fresh process that has loaded this country and no other."""

from __future__ import annotations

import hashlib
import sys
from decimal import getcontext

import msgspec
import numpy as np

from core.country import Country, country
from shared_tools.i18n import catalogue


def _decimal_rules() -> str:
    """How decimals are reckoned here; the flags only tell what was reckoned before."""
    rules = getcontext().copy()
    rules.clear_flags()
    return str(rules)


def fingerprint(found: Country) -> dict[str, str]:
    """Fact sheet, chart, numbers of law, catalogues, contract types; and the arithmetic of the process."""
    said = {
        "facts": msgspec.to_builtins(found.facts.sheet),
        "chart": msgspec.to_builtins(list(found.chart.by_role.values())),
        "parameters": {key: repr(found.parameters.history(key).stands) for key in found.parameters},
        "catalogues": {language: catalogue(found.folder, language) for language in found.languages},
        "contract types": [(kind.code, kind.label, kind.terms.__qualname__) for kind in found.contract_types],
        "arithmetic": [_decimal_rules(), repr(np.geterr())],
    }
    return {part: hashlib.sha256(repr(value).encode()).hexdigest() for part, value in said.items()}


if __name__ == "__main__":
    print(msgspec.json.encode(fingerprint(country(sys.argv[1]))).decode())
