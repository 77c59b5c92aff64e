"""VAT of a sale in Italy (DPR 633/1972) and the sentences the law wants on the document."""

from __future__ import annotations

import msgspec

from core.country import FactSheet, Sale, VatTreatment
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.i18n import N_
from shared_tools.money import percent

_WORDING = Wording(
    reverse_charge=(
        N_("Reverse charge"),
        "DPR 633/1972 art. 7-ter, art. 21 c. 6-bis a); Directive 2006/112/EC art. 196",
    ),
    outside_eu=(
        N_("Not subject to Italian VAT: the client is established outside the European Union"),
        "DPR 633/1972 art. 7-ter, art. 21 c. 6-bis b)",
    ),
    exempt_training=(N_("Exempt from VAT: training, article 10 no. 20"), "DPR 633/1972 art. 10 c. 1 no. 20"),
    exempt=(N_("Exempt from VAT: article 10"), "DPR 633/1972 art. 10"),
)
_SPLIT_PAYMENT = (
    N_("Split payment: the client pays the VAT to the Treasury"),
    "DPR 633/1972 art. 17-ter [believed]",
)


def treat_sale(sale: Sale, facts: FactSheet) -> VatTreatment:
    """VAT of ``sale``: the general place-of-supply rule, training exempt by art. 10 no. 20, and split payment.

    Training is exempt on a line of the code ``exempt`` or from an exempt structure. A taxed sale to an Italian
    authority keeps its rate and carries the sentence of art. 17-ter: the client pays the net amount to us and the
    VAT to the Treasury. Raises Refusal ``vat_number_missing`` or ``unknown_vat_code``.
    """
    treatment = treat_by_general_rule(sale, facts, _WORDING)
    if treatment.category == "E" and sale.training and sale.structure_vat != "exempt":
        note, source = _WORDING.exempt_training
        return VatTreatment("E", percent(0), "VATEX-EU-132-1I", note, source)
    if treatment.category == "S" and sale.client_kind == "authority":
        note, source = _SPLIT_PAYMENT
        return msgspec.structs.replace(treatment, note=note, source=f"{treatment.source}; {source}")
    return treatment
