"""Hungary. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import Country, Ordinary
from core.country.vat import Wording, treat_by_general_rule
from countries.hu.cases import CaseKinds
from countries.hu.contracts import CONTRACT_TYPES, Worker
from countries.hu.declarations import DECLARATIONS
from countries.hu.deductions import SET_OFF
from countries.hu.einvoice import EINVOICE
from countries.hu.identifiers import tax_id
from countries.hu.labels import LABELS
from countries.hu.payslip import PAYSLIP
from shared_tools.i18n import N_
from shared_tools.identifiers import creditor_reference

_WORDING = Wording(
    reverse_charge=(N_("Reverse charge"), "2007/CXXVII art. 37, 140; Directive 2006/112/EC art. 196"),
    outside_eu=(N_("Outside the territorial scope of Hungarian VAT"), "2007/CXXVII art. 37"),
    exempt_training=(N_("Exempt: training in the public interest"), "2007/CXXVII art. 85(1) i)"),
)

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=lambda sale, facts: treat_by_general_rule(sale, facts, _WORDING),
    payment_reference=creditor_reference,
    contract_types=CONTRACT_TYPES,
    declarations=DECLARATIONS,
    einvoice=EINVOICE,
    labels=LABELS,
    payslip=PAYSLIP,
    set_off=SET_OFF,
    worker=Worker,
    check_person_id=tax_id,
    ordinary=Ordinary(
        contract_type="employee",
        said=N_("Born in 1990, no children, no allowance claimed; employed by the day."),
    ),
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
