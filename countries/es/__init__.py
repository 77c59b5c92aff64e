"""Spain. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import ContractType, Country
from countries.es import contracts
from countries.es.cases import CaseKinds
from countries.es.declarations import DECLARATIONS
from countries.es.family import Worker
from countries.es.identity import person_id
from countries.es.payroll import artist, general
from countries.es.vat import treat_sale
from shared_tools.i18n import N_
from shared_tools.identifiers import creditor_reference

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=creditor_reference,
    contract_types=tuple(
        ContractType(code, label, "alta", terms, contracts.KINDS[code].inputs, pay)
        for code, label, terms, pay in (
            ("discontinuous", N_("Discontinuous indefinite contract"), contracts.Discontinuous, general),
            ("indefinite", N_("Indefinite contract"), contracts.Terms, general),
            (
                "fixed_term",
                N_("Fixed-term contract, circumstances of production"),
                contracts.FixedTerm,
                general,
            ),
            ("substitution", N_("Substitution contract"), contracts.Substitution, general),
            ("artist", N_("Artistic employment contract"), contracts.Artist, artist),
            ("worker_member", N_("Worker member of the cooperative"), contracts.Member, general),
        )
    ),
    declarations=DECLARATIONS,
    worker=Worker,
    check_person_id=person_id,
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
