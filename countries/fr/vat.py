"""VAT of a sale in France: the general rule, admission to shows, exempt training, the small supplier.

Articles are those of the CGI. VAT moved to the CIBS on 1 September 2026 (ordinance 2025-1247); invoices may quote the
old articles until 31 December 2027.
"""

from __future__ import annotations

from core.country import FactSheet, Sale, VatTreatment
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.i18n import N_
from shared_tools.money import percent
from shared_tools.refusal import Refusal

WORDING = Wording(
    reverse_charge=(N_("Reverse charge"), "CGI 259-1°, 283-2; Directive 2006/112/EC art. 44, 196"),
    outside_eu=(
        N_("VAT not applicable: service taxed where the client is, art. 259-1 of the CGI"),
        "CGI 259-1°",
    ),
    exempt_training=(N_("VAT exempt: vocational training, art. 261-4-4° a of the CGI"), "CGI 261-4-4° a"),
)
SMALL_SUPPLIER = N_("VAT not applicable, art. 293 B of the CGI")
ADMISSION = frozenset({"tickets", "tickets_new_work"})

LABELS = (
    N_("Standard rate"),
    N_("Intermediate rate, assignment of copyright and performers' rights"),
    N_("Reduced rate, sale of a show (cession)"),
    N_("Reduced rate, tickets of shows without consumption"),
    N_("Super-reduced rate, tickets of the first 140 performances of a new work"),
    N_("Standard rate in Guadeloupe, Martinique and Réunion"),
    N_("Reduced rate in Guadeloupe, Martinique and Réunion"),
    N_("Exempt, vocational training with the attestation 3511"),
    N_("Exempt, small supplier (franchise en base)"),
)
"""The labels of country.toml, for the catalogue."""


def treat_sale(sale: Sale, facts: FactSheet) -> VatTreatment:
    """VAT of ``sale``. Raises Refusal ``vat_number_missing`` or ``training_not_exempt``.

    Tickets are taxed where the show is (CGI 259 A 5°; Directive art. 53, 54), so in France whoever the client is. A
    small supplier writes no VAT on any line. The exemption of training belongs to the structure with the attestation.
    """
    if sale.vat_code == "small_supplier":
        rate = facts.vat(sale.vat_code, sale.supply_day)
        return VatTreatment("E", percent(0), "VATEX-FR-FRANCHISE", SMALL_SUPPLIER, rate.source)
    if sale.vat_code in ADMISSION:
        rate = facts.vat(sale.vat_code, sale.supply_day)
        return VatTreatment(rate.category, percent(rate.percent), source=f"{rate.source}; CGI 259 A 5°")
    if sale.vat_code == "training_exempt" and sale.structure_vat != "exempt":
        raise Refusal(
            "training_not_exempt",
            f"{sale.structure!r} has no attestation 3511, so its training is not free of VAT (CGI 261-4-4° a).",
            field="vat", way_out="Invoice it through the structure with the attestation, or with the standard rate.",
        )  # fmt: skip
    return treat_by_general_rule(sale, facts, WORDING)
