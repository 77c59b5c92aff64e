"""France. The law in one page: README.md; the fact sheet: country.toml."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from core.country import ContractType, Country, Ordinary, Work
from countries.fr import contracts, inputs
from countries.fr.authors import author_rights
from countries.fr.cases import CaseKinds
from countries.fr.declarations import AEM, DPAE
from countries.fr.einvoice import EINVOICE
from countries.fr.identifiers import check_person_id
from countries.fr.labels import LABELS
from countries.fr.ordinary import ordinary
from countries.fr.payslip import PAYSLIP
from countries.fr.spectacle import artist, technician
from countries.fr.vat import treat_sale
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.identifiers import creditor_reference
from shared_tools.paysheet import Pay


def _work_then_payment(work: Work) -> tuple[date, ...]:
    """Contributions follow the period of work, the withheld tax the day of payment."""
    return work.last_day, work.pay_day


def _employment(
    code: str,
    label: str,
    terms: type[msgspec.Struct],
    inputs_: Callable[[Work, Law], msgspec.Struct],
    pay: Pay,
) -> ContractType:
    return ContractType(
        code, label, (DPAE.code,), terms=terms, inputs=inputs_, pay=pay, law_days=_work_then_payment
    )


COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=creditor_reference,
    contract_types=(
        _employment("cdi", N_("Open-ended contract"), contracts.MonthlyTerms, inputs.monthly_inputs, ordinary),
        _employment("cesa", N_("Entrepreneur-employee contract (CESA)"), contracts.CesaTerms, inputs.cesa_inputs,
                    ordinary),
        _employment("cdd", N_("Fixed-term contract (CDD)"), contracts.FixedTermTerms, inputs.fixed_term_inputs,
                    ordinary),
        _employment("cddu", N_("Usage contract outside entertainment (CDDU)"), contracts.UsageTerms,
                    inputs.usage_inputs, ordinary),
        _employment("artist", N_("Usage contract of an artist (annex 10)"), contracts.ArtistTerms,
                    inputs.artist_inputs, artist),
        _employment("technician", N_("Usage contract of a technician (annex 8)"), contracts.TechnicianTerms,
                    inputs.technician_inputs, technician),
        ContractType("author_rights", N_("Rights note of an author"), terms=contracts.RightsTerms,
                     inputs=inputs.rights_inputs, pay=author_rights, law_days=lambda work: (work.pay_day,)),
    ),
    declarations=(DPAE, AEM),
    einvoice=EINVOICE,
    labels=LABELS,
    payslip=PAYSLIP,
    worker=contracts.Worker,
    ordinary=Ordinary(
        contract_type="cddu",
        said=N_("Born in 1990; no rate from the tax office, so the default scale; usage contract by the day."),
    ),
    check_person_id=check_person_id,
)  # fmt: skip
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
