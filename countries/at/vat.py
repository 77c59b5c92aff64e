"""VAT of a sale in Austria and the sentences the UStG 1994 wants on the invoice."""

from __future__ import annotations

from core.country import FactSheet, Sale, VatTreatment
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.i18n import N_

_WORDING = Wording(
    reverse_charge=(
        N_("Reverse charge: the recipient owes the tax"),
        "UStG 1994 § 3a(6), § 11(1a), § 19(1); Directive 2006/112/EC art. 44, 196",
    ),
    outside_eu=(N_("Not taxable in Austria: place of supply abroad"), "UStG 1994 § 3a(6)"),
    exempt_training=(N_("Exempt from VAT: training"), "UStG 1994 § 6(1) Z 11"),
    exempt=(N_("Exempt from VAT: training"), "UStG 1994 § 6(1) Z 11"),
)

RATE_LABELS = (
    N_("Standard rate"),
    N_("Reduced rate, artists' own work, museums and theatre"),
    N_("Reduced rate, books, food and lodging"),
    N_("Reduced rate, basic foods"),
    N_("Exempt from VAT, training"),
)
"""The labels country.toml gives the rates, marked here for translation."""


def treat_sale(sale: Sale, facts: FactSheet) -> VatTreatment:
    """The general rule with Austrian wording; an exempt line says by which article of the directive.

    Raises Refusal ``vat_number_missing``, ``unknown_vat_code``.
    """
    treatment = treat_by_general_rule(sale, facts, _WORDING)
    if treatment.category == "E" and not treatment.reason_code:
        return VatTreatment("E", treatment.rate, "VATEX-EU-132-1I", treatment.note, treatment.source)
    return treatment
