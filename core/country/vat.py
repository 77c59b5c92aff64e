"""The part of VAT that EU law settles alike everywhere, for countries to build their ``treat_sale`` on.

Services to a business are taxed where the client is (Directive 2006/112/EC art. 44): reverse charge inside the EU
(art. 196), outside the scope beyond it. Everything else takes the domestic rate of the line, the rate of the day of
supply (art. 63). Exempt training (art. 132(1)(i)) belongs to the structure that is exempt.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.country.contract import Sale, VatTreatment
from core.country.facts import FactSheet
from shared_tools.identifiers import EU
from shared_tools.money import percent
from shared_tools.refusal import Refusal


@dataclass(frozen=True)
class Wording:
    """The sentences a country's law wants on the document, as English message ids, each with its article."""

    reverse_charge: tuple[str, str]
    outside_eu: tuple[str, str]
    exempt_training: tuple[str, str]
    exempt: tuple[str, str] = ("", "")


def treat_by_general_rule(sale: Sale, facts: FactSheet, wording: Wording) -> VatTreatment:
    """VAT of ``sale`` by the general place-of-supply rule. Raises Refusal ``vat_number_missing``, ``vat_number_not_valid``."""
    home = facts.code.upper()
    business = sale.client_kind in ("business", "authority")
    if sale.client_country != home and business:
        if sale.client_country in EU:
            if not sale.client_vat_number:
                raise Refusal(
                    "vat_number_missing",
                    f"a business in {sale.client_country} is invoiced without VAT only with its VAT number.",
                    field="client", way_out="Enter the client's VAT number, or record the client as a consumer.",
                )  # fmt: skip
            if sale.client_vat_valid is False:
                raise Refusal(
                    "vat_number_not_valid",
                    f"VIES answered that {sale.client_vat_number} is not valid: the charge cannot be reversed.",
                    field="client", way_out="Ask the client for its number, or record a new answer of VIES.",
                )  # fmt: skip
            note, source = wording.reverse_charge
            return VatTreatment("AE", percent(0), "VATEX-EU-AE", note, source)
        note, source = wording.outside_eu
        return VatTreatment("O", percent(0), "VATEX-EU-O", note, source)
    if sale.structure_vat == "exempt":
        note, source = wording.exempt_training
        return VatTreatment("E", percent(0), "VATEX-EU-132-1I", note, source)
    rate = facts.vat(sale.vat_code, sale.supply_day)
    note, source = wording.exempt if rate.category == "E" else ("", rate.source)
    return VatTreatment(rate.category, percent(rate.percent), "", note, source or rate.source)
