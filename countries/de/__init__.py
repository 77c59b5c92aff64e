"""Germany. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import Country
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.identifiers import creditor_reference

_WORDING = Wording(("", ""), ("", ""), ("", ""))

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=lambda sale, facts: treat_by_general_rule(sale, facts, _WORDING),
    payment_reference=creditor_reference,
    contract_types=(),
    declarations=(),
)
