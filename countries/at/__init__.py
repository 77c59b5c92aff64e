"""Austria. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import Country, Ordinary
from countries.at.cases import CaseKinds
from countries.at.contracts import CONTRACT_TYPES
from countries.at.declarations import DECLARATIONS
from countries.at.einvoice import EINVOICE
from countries.at.identifiers import insurance_number
from countries.at.labels import LABELS
from countries.at.payslip import PAYSLIP
from countries.at.vat import treat_sale
from countries.at.worker import Worker
from shared_tools.i18n import N_
from shared_tools.identifiers import creditor_reference

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=creditor_reference,
    contract_types=CONTRACT_TYPES,
    declarations=DECLARATIONS,
    einvoice=EINVOICE,
    labels=LABELS,
    payslip=PAYSLIP,
    worker=Worker,
    ordinary=Ordinary(
        contract_type="employment",
        said=N_("Born in 1990, no children, no commuting; employed for the whole month in Vienna."),
        worker={"bv_from": "2020-01-01"},
        whole_month=True,
    ),
    check_person_id=insurance_number,
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
