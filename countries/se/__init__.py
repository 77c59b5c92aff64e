"""Sweden. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import ContractType, Country
from countries.se.vat import treat_sale
from shared_tools.i18n import N_
from shared_tools.identifiers import luhn_reference

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=luhn_reference,
    contract_types=(
        ContractType("assignment", N_("Employment by assignment"), absent="being written"),
    ),
    declarations=(),
)
