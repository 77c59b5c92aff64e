"""VAT of a sale (UStG) and the sentence an invoice must carry (UStG 14(4), 14a)."""

from __future__ import annotations

import msgspec

from core.country import FactSheet, Sale, VatTreatment
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.i18n import N_

TRAINING = (
    N_("Exempt from VAT: teaching (section 4 no. 21 UStG)"),
    "UStG 4 no. 21; Directive 2006/112/EC art. 132(1)(i)",
)
CULTURE = (
    N_("Exempt from VAT: performing arts (section 4 no. 20 a UStG)"),
    "UStG 4 no. 20 a; Directive 2006/112/EC art. 132(1)(n)",
)
_REASON = {"culture_exempt": "VATEX-EU-132-1N", "training_exempt": "VATEX-EU-132-1I"}


def _wording(vat_code: str) -> Wording:
    return Wording(
        reverse_charge=(
            N_("Reverse charge: the recipient owes the VAT"),
            "UStG 3a(2), 14a(1), (5); Directive 2006/112/EC art. 44, 196",
        ),
        outside_eu=(N_("Not taxable in Germany: the service is supplied abroad"), "UStG 3a(2)"),
        exempt_training=TRAINING,
        exempt=TRAINING if vat_code == "training_exempt" else CULTURE,
    )


def treat_sale(sale: Sale, facts: FactSheet) -> VatTreatment:
    """The general rule, with the German sentences and the reason of the two exemptions by certificate.

    Raises Refusal ``vat_number_missing`` or ``unknown_vat_code``.
    """
    treatment = treat_by_general_rule(sale, facts, _wording(sale.vat_code))
    if treatment.category == "E" and not treatment.reason_code:
        return msgspec.structs.replace(treatment, reason_code=_REASON.get(sale.vat_code, ""))
    return treatment
