"""Austria. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import Country
from countries.at.cases import CaseKinds
from countries.at.contracts import CONTRACT_TYPES
from countries.at.declarations import DECLARATIONS
from countries.at.identifiers import insurance_number
from countries.at.vat import treat_sale
from countries.at.worker import Worker
from shared_tools.identifiers import creditor_reference

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=creditor_reference,
    contract_types=CONTRACT_TYPES,
    declarations=DECLARATIONS,
    worker=Worker,
    check_person_id=insurance_number,
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
