"""Sweden. The law in one page: README.md; the fact sheet: country.toml."""

from datetime import date
from pathlib import Path

from core.country import ContractType, Country, Ordinary, Work
from countries.se import payroll
from countries.se.cases import CaseKinds
from countries.se.contracts import assignment_inputs, monthly_inputs, supplier_inputs
from countries.se.declarations import DECLARATIONS
from countries.se.einvoice import EINVOICE
from countries.se.labels import LABELS
from countries.se.payslip import PAYSLIP
from countries.se.persons import check_person_id
from countries.se.terms import AssignmentTerms, MonthlyTerms, SupplierTerms, Worker
from countries.se.vat import treat_sale
from shared_tools.i18n import N_
from shared_tools.identifiers import luhn_reference


def _pay_day(work: Work) -> tuple[date, ...]:
    """The day of payment rules tax and contributions alike."""
    return (work.pay_day,)


def _counts_in(work: Work) -> date:
    """Tax table, youth ceiling and the yearly floor go by the day of payment (SFL 10-11 ch.)."""
    return work.pay_day


COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=luhn_reference,
    contract_types=(
        ContractType(
            "assignment", N_("Employment by assignment"), terms=AssignmentTerms,
            inputs=assignment_inputs, pay=payroll.assignment, law_days=_pay_day, counts_in=_counts_in,
        ),
        ContractType(
            "monthly", N_("Employment with monthly pay"), terms=MonthlyTerms,
            inputs=monthly_inputs, pay=payroll.monthly, law_days=_pay_day, counts_in=_counts_in,
        ),
        ContractType(
            "f_tax", N_("Invoice of a self-employed member"), terms=SupplierTerms,
            inputs=supplier_inputs, pay=payroll.supplier, law_days=_pay_day, counts_in=_counts_in,
            cost_role="member_expenses",
        ),
        ContractType(
            "right_of_use", N_("Right of use of a work"), terms=SupplierTerms,
            inputs=supplier_inputs, pay=payroll.supplier, law_days=_pay_day, counts_in=_counts_in,
            cost_role="copyright_concessions",
        ),
    ),
    declarations=DECLARATIONS,
    einvoice=EINVOICE,
    labels=LABELS,
    payslip=PAYSLIP,
    worker=Worker,
    ordinary=Ordinary(
        contract_type="assignment",
        said=N_("Born in 1990, lives in Stockholm (tax table 30); employed by assignment."),
        worker={"tax": "table", "tax_table": 30},
    ),
    check_person_id=check_person_id,
)  # fmt: skip
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters, COUNTRY.facts))
