"""Austria. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import Country
from core.country.vat import Wording, treat_by_general_rule
from countries.at.cases import CaseKinds
from countries.at.contracts import CONTRACT_TYPES
from countries.at.worker import Worker
from shared_tools.identifiers import creditor_reference

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=lambda sale, facts: treat_by_general_rule(sale, facts, Wording(("", ""), ("", ""), ("", ""))),
    payment_reference=creditor_reference,
    contract_types=CONTRACT_TYPES,
    declarations=(),
    worker=Worker,
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
