"""VAT of a sale: the general rule of the Union, and Belgium's own exemptions with the sentence each wants.

Who sells to whom decides: the line's rate ``exempt_performance`` is for a client who organises the show, records or
films it; ``performance`` (6 %) for any other client of a performing artist.
"""

from __future__ import annotations

from typing import Final

from core.country import FactSheet, Sale, VatTreatment
from core.country.vat import Wording, treat_by_general_rule
from shared_tools.i18n import N_
from shared_tools.money import percent
from shared_tools.refusal import Refusal

TRAINING: Final = (N_("VAT exempt, art. 44 § 2, 4° of the VAT Code"), "VAT Code art. 44 § 2, 4°")

WORDING: Final = Wording(
    reverse_charge=(
        N_("Reverse charge, Art. 44 and 196 Directive 2006/112/EC"),
        "VAT Code art. 21 § 2, 51 § 2; Directive 2006/112/EC art. 44, 196",
    ),
    outside_eu=(N_("Not subject to Belgian VAT, art. 21 § 2 of the VAT Code"), "VAT Code art. 21 § 2"),
    exempt_training=TRAINING,
)

EXEMPT: Final = {
    "exempt_performance": (
        N_("VAT exempt, art. 44 § 2, 8° of the VAT Code"),
        "VAT Code art. 44 § 2, 8°",
    ),
    "exempt_publishing": (N_("VAT exempt, art. 44 § 3, 3° of the VAT Code"), "VAT Code art. 44 § 3, 3°"),
}
"""No VATEX code is known to fit these (the dossier names none), so the sentence alone is the reason."""

CO_CONTRACTOR: Final = N_(
    "Reverse charge. Unless he objects in writing within one month of receiving the invoice, the customer is "
    "presumed to acknowledge that he is a taxable person who must file periodic returns. If that condition is not met, "
    "the customer is liable in respect of it for the tax, interest and fines due."
)


def treat_sale(sale: Sale, facts: FactSheet) -> VatTreatment:
    """VAT of ``sale``. Raises Refusal ``vat_number_missing``, ``training_structure_only``."""
    general = treat_by_general_rule(sale, facts, WORDING)
    if sale.client_country != "BE" and general.category in ("AE", "O"):
        return general
    if sale.structure_vat == "exempt":
        return general
    if sale.vat_code == "exempt_training":
        raise Refusal(
            "training_structure_only", "only the training structure may sell training free of VAT.",
            field="structure", way_out="Invoice it by the training structure, or at the standard rate.",
        )  # fmt: skip
    if sale.vat_code in EXEMPT:
        note, source = EXEMPT[sale.vat_code]
        return VatTreatment("E", percent(0), "", note, source)
    if sale.vat_code == "immovable_works":
        return _immovable_works(sale)
    return general


def _immovable_works(sale: Sale) -> VatTreatment:
    """Works on immovables for a Belgian client who files VAT returns: the client owes the tax (RD no. 1 art. 20)."""
    if sale.client_kind != "business" or not sale.client_vat_number:
        raise Refusal(
            "vat_number_missing", "works on immovables without VAT need a client who files VAT returns.",
            field="client", way_out="Enter the client's VAT number, or use the standard or reduced rate.",
        )  # fmt: skip
    return VatTreatment(
        "AE", percent(0), "VATEX-EU-AE", CO_CONTRACTOR, "RD no. 1 art. 20; VAT Code art. 51 § 2, 5°"
    )
