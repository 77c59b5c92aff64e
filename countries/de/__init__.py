"""Germany. The law in one page: README.md; the fact sheet: country.toml."""

from dataclasses import replace
from pathlib import Path

from core.country import ContractType, Country, Ordinary
from countries.de.cases import CaseKinds
from countries.de.contracts import (
    EmploymentTerms,
    HiringOutTerms,
    employment_inputs,
    hiring_out_inputs,
    tax_days,
)
from countries.de.declarations import DECLARATIONS
from countries.de.einvoice import EINVOICE
from countries.de.labels import LABELS
from countries.de.marginal import (
    MinijobTerms,
    ShortTermTerms,
    minijob,
    minijob_inputs,
    short_term,
    short_term_inputs,
)
from countries.de.payroll import insured_month, jumps
from countries.de.payslip import payslip_form
from countries.de.people import Worker, check_person_id
from countries.de.vat import treat_sale
from shared_tools.i18n import N_
from shared_tools.identifiers import creditor_reference

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=creditor_reference,
    contract_types=(
        ContractType(
            "employment", N_("Employment"), ("deuev_registration",), EmploymentTerms, employment_inputs, insured_month,
            jumps=jumps, law_days=tax_days,
        ),
        ContractType(
            "hiring_out", N_("Hiring out of workers"), ("deuev_registration",), HiringOutTerms, hiring_out_inputs, insured_month,
            jumps=jumps, law_days=tax_days,
        ),
        ContractType("minijob", N_("Minijob"), ("deuev_minijob",), MinijobTerms, minijob_inputs, minijob),
        ContractType("short_term", N_("Short-term employment"), ("deuev_short_term",), ShortTermTerms, short_term_inputs, short_term),
    ),
    declarations=DECLARATIONS,
    einvoice=EINVOICE,
    labels=LABELS,
    worker=Worker,
    ordinary=Ordinary(
        contract_type="employment",
        said=N_("Born in 1990, tax class I, no children, no church; statutory health fund at 2.9 %, employed for the whole month."),
        worker={"tax_class": 1, "health_fund": "TK", "health_extra_percent": "2.9", "u1_percent": "1.6", "u2_percent": "0.44"},
        whole_month=True,
    ),
    check_person_id=check_person_id,
)  # fmt: skip
COUNTRY = replace(COUNTRY, payslip=payslip_form(COUNTRY.parameters)).with_cases(CaseKinds(COUNTRY.parameters))
