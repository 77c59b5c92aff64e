"""The Netherlands, supplied from outside. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import ContractType, Country, PayslipForm
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.i18n import N_
from shared_tools.identifiers import creditor_reference
from smartcoop_nl.cases import CaseKinds
from smartcoop_nl.contracts import (
    OnCallTerms,
    SelfEmployedTerms,
    Worker,
    check_person_id,
    on_call_inputs,
    self_employed_inputs,
)
from smartcoop_nl.labels import LABELS
from smartcoop_nl.payroll import month, passed_on

_WORDING = Wording(
    reverse_charge=(
        N_("VAT reverse-charged"),
        "Wet OB 1968 art. 12(2); Directive 2006/112/EC art. 44, 196 [believed]",
    ),
    outside_eu=(N_("Outside the scope of Dutch VAT"), "Wet OB 1968 art. 6(1) [believed]"),
    exempt_training=(N_("Exempt from VAT: education"), "Wet OB 1968 art. 11(1)(o) [believed]"),
    exempt=(N_("Exempt from VAT"), "Wet OB 1968 art. 11 [believed]"),
)

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=lambda sale, facts: treat_by_general_rule(sale, facts, _WORDING),
    payment_reference=creditor_reference,
    contract_types=(
        ContractType(
            "zzp", N_("Invoice of a self-employed person"), terms=SelfEmployedTerms, inputs=self_employed_inputs,
            pay=passed_on, cost_role="member_expenses",
        ),
        ContractType(
            "on_call", N_("Employment on call, paid by the month"), terms=OnCallTerms, inputs=on_call_inputs, pay=month,
        ),
    ),
    # The first-day notice was abolished in 2009; it is due only where the tax office orders it.
    declarations=(),
    worker=Worker,
    labels=LABELS,
    payslip=PayslipForm(N_("Payslip"), titles={"zzp": N_("Settlement of an invoice")}),
    check_person_id=check_person_id,
)  # fmt: skip
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
