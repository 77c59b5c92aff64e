"""Hungary. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import ContractType, Country, DeclarationKind, Ordinary
from core.country.vat import Wording, treat_by_general_rule
from countries.hu.cases import CaseKinds
from countries.hu.payroll import Worker, employment, employment_inputs
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
    contract_types=(
        ContractType("employee", N_("Employment"), "t1041", inputs=employment_inputs, pay=employment),
    ),
    declarations=(
        DeclarationKind(
            "t1041", "T1041", "NAV", "2017/CL annex 1 point 3: before the work begins [believed]"
        ),
    ),
    worker=Worker,
    ordinary=Ordinary(
        contract_type="employee",
        said=N_("Born in 1990, no children, no allowance claimed; employed by the day."),
    ),
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
