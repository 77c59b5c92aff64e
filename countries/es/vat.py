"""VAT of a sale: the EU's general rule in the words and articles of Ley 37/1992 (LIVA)."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from core.country import FactSheet, Sale, VatTreatment
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.i18n import N_

_OUTSIDE = (N_("Transaction not located in the territory of Spanish VAT"), "Ley 37/1992 art. 69.Uno.1º")
_TRAINING = (N_("Exempt transaction: training"), "Ley 37/1992 art. 20.Uno.9º")
WORDING = Wording(
    reverse_charge=(N_("Reverse charge"), "Ley 37/1992 art. 69.Uno.1º; Directive 2006/112/EC art. 196"),
    outside_eu=_OUTSIDE,
    exempt_training=_TRAINING,
    exempt=(N_("Exempt transaction"), "Ley 37/1992 art. 20"),
)


def treat_sale(sale: Sale, facts: FactSheet) -> VatTreatment:
    """VAT of ``sale``. Raises Refusal ``vat_number_missing``.

    Exempt lines of training cite art. 20.Uno.9º. Sales to the Canary Islands, Ceuta and Melilla (rate
    ``outside_territory``) are outside the territory of VAT.
    """
    wording = replace(WORDING, exempt=_TRAINING) if sale.training else WORDING
    treatment = treat_by_general_rule(sale, facts, wording)
    if treatment.category == "E" and sale.training:
        return msgspec.structs.replace(treatment, reason_code="VATEX-EU-132-1I")
    if treatment.category == "O" and not treatment.note:
        note, source = _OUTSIDE
        return VatTreatment("O", treatment.rate, "VATEX-EU-O", note, source)
    return treatment
