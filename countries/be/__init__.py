"""Belgium. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import Country, Ordinary
from countries.be.cases import CaseKinds
from countries.be.contracts import CONTRACT_TYPES
from countries.be.declarations import DECLARATIONS
from countries.be.einvoice import EINVOICE
from countries.be.labels import LABELS
from countries.be.payslip import PAYSLIP
from countries.be.vat import treat_sale
from countries.be.worker import Worker, check_person_id
from shared_tools.i18n import N_
from shared_tools.identifiers import belgian_reference


def structured_communication(number: int) -> str:
    """Payment reference ``+++ddd/dddd/ddddd+++`` of a key of at most ten digits."""
    return f"+++{belgian_reference(number).strip('+')}+++"


COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=structured_communication,
    contract_types=CONTRACT_TYPES,
    declarations=DECLARATIONS,
    einvoice=EINVOICE,
    labels=LABELS,
    payslip=PAYSLIP,
    worker=Worker,
    ordinary=Ordinary(
        contract_type="employee",
        said=N_("Born in 1990, single, no children; employed by the day, joint committee 200."),
    ),
    check_person_id=check_person_id,
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
