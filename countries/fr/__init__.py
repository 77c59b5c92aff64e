"""France. The law in one page: README.md; the fact sheet: country.toml."""

from pathlib import Path

from core.country import ContractType, Country, DeclarationKind
from countries.fr.cases import CaseKinds
from countries.fr.identifiers import check_person_id
from countries.fr.vat import treat_sale
from shared_tools.i18n import N_
from shared_tools.identifiers import creditor_reference

COUNTRY = Country.load(
    Path(__file__).parent,
    treat_sale=treat_sale,
    payment_reference=creditor_reference,
    contract_types=(
        ContractType("cdi", N_("Open-ended contract"), "dpae", absent="being written"),
        ContractType("cesa", N_("Entrepreneur-employee contract (CESA)"), "dpae", absent="being written"),
        ContractType("cdd", N_("Fixed-term contract (CDD)"), "dpae", absent="being written"),
        ContractType(
            "cddu", N_("Usage contract outside entertainment (CDDU)"), "dpae", absent="being written"
        ),
        ContractType("artist", N_("Usage contract of an artist (annex 10)"), "dpae", absent="being written"),
        ContractType(
            "technician", N_("Usage contract of a technician (annex 8)"), "dpae", absent="being written"
        ),
        ContractType("author_rights", N_("Rights note of an author"), absent="being written"),
    ),
    declarations=(
        DeclarationKind("dpae", "DPAE", "Urssaf", "Code du travail L1221-10, R1221-1 to R1221-13"),
    ),
    check_person_id=check_person_id,
)
COUNTRY = COUNTRY.with_cases(CaseKinds(COUNTRY.parameters))
