"""Italy. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import Country, Ordinary
from countries.it.cases import CaseKinds
from countries.it.contracts import CONTRACT_TYPES
from countries.it.declarations import DECLARATIONS
from countries.it.einvoice import EINVOICE
from countries.it.labels import LABELS
from countries.it.payslip import PAYSLIP
from countries.it.person_id import check_person_id
from countries.it.terms import Worker
from countries.it.vat import treat_sale
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
        contract_type="spettacolo",
        said=N_("Born in 1990, lives in Milan, no family; engaged by the day in the performing arts."),
        worker={"region": "lombardia", "municipality": "F205"},
    ),
    check_person_id=check_person_id,
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
