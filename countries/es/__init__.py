"""Spain. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

import msgspec

from core.country import ContractType, Country, Ordinary
from countries.es.cases import CaseKinds
from countries.es.contracts import KINDS, law_days
from countries.es.declarations import DECLARATIONS
from countries.es.deductions import SET_OFF
from countries.es.einvoice import EINVOICE
from countries.es.family import Worker
from countries.es.identity import person_id
from countries.es.labels import LABELS
from countries.es.payroll import artist, artist_jumps, general
from countries.es.payslip import PAYSLIP
from countries.es.terms import Artist, Discontinuous, FixedTerm, Member, Substitution, Terms
from countries.es.vat import treat_sale
from shared_tools.i18n import N_
from shared_tools.identifiers import creditor_reference


def _general(code: str, label: str, terms: type[msgspec.Struct]) -> ContractType:
    return ContractType(code, label, ("alta",), terms, KINDS[code].inputs, general, law_days=law_days)


COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=creditor_reference,
    contract_types=(
        _general("discontinuous", N_("Discontinuous indefinite contract"), Discontinuous),
        _general("indefinite", N_("Indefinite contract"), Terms),
        _general("fixed_term", N_("Fixed-term contract, circumstances of production"), FixedTerm),
        _general("substitution", N_("Substitution contract"), Substitution),
        ContractType(
            "artist",
            N_("Artistic employment contract"),
            ("alta",),
            Artist,
            KINDS["artist"].inputs,
            artist,
            jumps=artist_jumps,
            law_days=law_days,
        ),
        _general("worker_member", N_("Worker member of the cooperative"), Member),
    ),
    declarations=DECLARATIONS,
    einvoice=EINVOICE,
    labels=LABELS,
    payslip=PAYSLIP,
    set_off=SET_OFF,
    worker=Worker,
    ordinary=Ordinary(
        contract_type="discontinuous",
        said=N_("Born in 1990, single, no children; called for the days worked."),
        terms={"called_on": "2026-09-01"},
    ),
    check_person_id=person_id,
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
