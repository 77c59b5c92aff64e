"""VAT of a sale in Sweden (mervärdesskattelagen 2023:200) and the sentence the law wants on the document."""

from __future__ import annotations

from core.country import FactSheet, Sale, VatTreatment
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.i18n import N_
from shared_tools.money import percent
from shared_tools.refusal import Refusal

_WORDING = Wording(
    reverse_charge=(
        N_("Reverse charge"),
        "ML (2023:200) 6 kap. 33 §, 17 kap. 24 §; Directive 2006/112/EC art. 44, 196 [believed]",
    ),
    outside_eu=(
        N_("Sale outside Sweden, not subject to Swedish VAT"),
        "ML (2023:200) 6 kap. 33 § [believed]",
    ),
    exempt_training=(
        N_("Exempt from VAT: education, ML chapter 10"),
        "ML (2023:200) 10 kap.; Directive 2006/112/EC art. 132(1)(i) [believed]",
    ),
)

# Exempt lines are named by their VAT code: each has its own sentence.
_EXEMPT = {
    "performer": (
        N_("Exempt from VAT: performance of a performing artist, ML chapter 10"),
        "ML (2023:200) 10 kap. [believed]",
        "",
    ),
    "training": (*_WORDING.exempt_training, "VATEX-EU-132-1I"),
}


def treat_sale(sale: Sale, facts: FactSheet) -> VatTreatment:
    """VAT of ``sale``: the general place-of-supply rule, then what Sweden exempts or charges to the buyer.

    Raises Refusal ``vat_number_missing`` and ``buyer_must_be_a_business`` (building services to a consumer are
    taxed at the standard rate, so the line's code is wrong).
    """
    general = treat_by_general_rule(sale, facts, _WORDING)
    if sale.client_country != "SE" and general.category in ("AE", "O"):
        return general
    if sale.vat_code == "building":
        return _building(sale, facts)
    if general.category == "E" and sale.structure_vat != "exempt":
        note, source, reason = _EXEMPT[sale.vat_code]
        return VatTreatment("E", percent(0), reason, note, source)
    return general


def _building(sale: Sale, facts: FactSheet) -> VatTreatment:
    if sale.client_kind == "consumer" or not sale.client_vat_number:
        raise Refusal(
            "buyer_must_be_a_business", "building services carry no VAT only for a buyer who sells building services.",
            field="client", way_out="Enter the buyer's VAT number, or use the standard rate.",
        )  # fmt: skip
    source = facts.vat("building", sale.supply_day).source
    return VatTreatment("AE", percent(0), "VATEX-EU-AE", _WORDING.reverse_charge[0], source)
