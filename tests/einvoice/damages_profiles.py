"""Damaged documents for the rules beyond EN 16931: Peppol, Sweden, Germany."""

from __future__ import annotations

from datetime import date
from typing import Any

from damages import DAMAGES, PEPPOL, SELF, XR, belgian, damage, german, puts, swedish
from einvoice_samples import everything, line, make, with_totals

from shared_tools.einvoice.model import (
    AllowanceCharge,
    Card,
    CreditTransfer,
    DirectDebit,
    Document,
    Identifier,
    Payee,
    PaymentMeans,
    Period,
    SupportingDocument,
)

__all__ = ["DAMAGES"]


NEWER = "in the rules of 2026.5, not in the wheel's of 2025.11"


def _peppol() -> None:
    rich_be = everything("BE", "BE")
    share = AllowanceCharge(
        charge=False, amount=0, base_amount=0, percent="5", reason="r", vat_category="S", vat_rate="21"
    )
    damage("PEPPOL-EN16931-R007", belgian, PEPPOL, process="S1")
    damage("XML-SPACES", belgian, PEPPOL, order=" ", official="PEPPOL-EN16931-R008")
    damage("PEPPOL-EN16931-R003", belgian, PEPPOL, buyer_reference="", order="")
    damage(
        "PEPPOL-EN16931-R005",
        belgian,
        PEPPOL,
        vat_accounting_currency="EUR",
        totals__vat_accounting=belgian.totals.vat,
        silent="the totals in one currency collide before it is asked",
    )
    damage("PEPPOL-EN16931-R010", belgian, PEPPOL, buyer__electronic_address=None)
    damage("PEPPOL-EN16931-R020", belgian, PEPPOL, seller__electronic_address=None)
    damage("PEPPOL-EN16931-R041", belgian, PEPPOL, allowances_charges=(puts(share, base_amount=None),))
    damage("PEPPOL-EN16931-R042", belgian, PEPPOL, allowances_charges=(puts(share, percent=""),))
    damage("PEPPOL-EN16931-R040", belgian, PEPPOL, allowances_charges=(puts(share, base_amount=10000),))
    damage("PEPPOL-EN16931-R046", rich_be, PEPPOL, lines__3__price_discount="1.50")
    damage("PEPPOL-EN16931-R055", belgian, PEPPOL, vat_accounting_currency="HUF", totals__vat_accounting=-1)
    debit = PaymentMeans(code="49", direct_debit=None)
    damage("PEPPOL-EN16931-R061", belgian, PEPPOL, payment_means=(debit,))
    damage(
        "PEPPOL-EN16931-R110",
        rich_be,
        PEPPOL,
        lines__3__period=Period(start=date(2026, 10, 31), end=date(2026, 11, 3)),
    )
    damage(
        "PEPPOL-EN16931-R111",
        rich_be,
        PEPPOL,
        lines__3__period=Period(start=date(2026, 11, 3), end=date(2026, 12, 1)),
    )
    damage("PEPPOL-EN16931-R120", belgian, PEPPOL, lines__0__quantity="3")
    damage("PEPPOL-EN16931-R121", belgian, PEPPOL, lines__0__base_quantity="0")
    damage("PEPPOL-EN16931-P0100", belgian, PEPPOL, type_code="389")
    damage("PEPPOL-EN16931-P0101", make("BE", "BE", credit=True), PEPPOL, type_code="261")
    damage("PEPPOL-EN16931-P0112", belgian, PEPPOL, type_code="384", silent=NEWER)
    damage("PEPPOL-EN16931-P0100", puts(belgian, type_code="380"), SELF, silent=NEWER)
    damage("PEPPOL-EN16931-P0101", make("BE", "BE", credit=True), SELF, silent=NEWER)
    damage(
        "PEPPOL-EN16931-CL008",
        belgian,
        PEPPOL,
        seller__electronic_address=Identifier("1", "0037"),
        silent=NEWER,
    )
    damage(
        "PEPPOL-EN16931-CL008",
        belgian,
        PEPPOL,
        buyer__electronic_address=Identifier("1", "0037"),
        silent=NEWER,
    )
    exempt, abroad = make("BE", "BE", "E"), make("BE", "DE", "AE")
    for code, rule in (("G", "P0104"), ("O", "P0105"), ("IC", "P0106"), ("AE", "P0107")):
        damage(f"PEPPOL-EN16931-{rule}", exempt, PEPPOL, vat_breakdown__0__reason_code=f"VATEX-EU-{code}")
    for code, rule in (("D", "P0108"), ("F", "P0109"), ("I", "P0110"), ("J", "P0111")):
        damage(f"PEPPOL-EN16931-{rule}", abroad, PEPPOL, vat_breakdown__0__reason_code=f"VATEX-EU-{code}")
    payee = Payee(name="Factor SA")
    for rule, scheme, wrong in (
        ("R040", "0088", "7350053850018"), ("R043", "0208", "0896755398"), ("R049", "0007", "5560360794"),
        ("R054", "0106", "1234567"), ("R055", "0190", "1"), ("R057", "0217", "1"),
    ):  # fmt: skip
        bad, silent = Identifier(wrong, scheme), NEWER if rule in ("R054", "R055", "R057", "R049") else ""
        name = f"PEPPOL-COMMON-{rule}"
        damage(name, belgian, PEPPOL, silent=silent, seller__ids=(bad,))
        damage(name, belgian, PEPPOL, silent=silent, buyer__ids=(bad,))
        damage(name, belgian, PEPPOL, silent=silent, seller__legal_id=bad)
        damage(name, belgian, PEPPOL, silent=silent, buyer__legal_id=bad)
        damage(name, belgian, PEPPOL, silent=silent, payee=puts(payee, id=bad))
        damage(name, belgian, PEPPOL, silent=silent, payee=puts(payee, legal_id=bad))
        addressed = name if scheme != "0217" else f"{name} PEPPOL-EN16931-CL008"
        damage(addressed, belgian, PEPPOL, silent=silent, seller__electronic_address=bad)
        damage(addressed, belgian, PEPPOL, silent=silent, buyer__electronic_address=bad)
    damage(
        "PEPPOL-COMMON-R056-1",
        belgian,
        PEPPOL,
        silent=NEWER,
        seller__electronic_address=Identifier("NL1", "9944"),
    )
    damage(
        "PEPPOL-COMMON-R056-1",
        belgian,
        PEPPOL,
        silent=NEWER,
        buyer__electronic_address=Identifier("NL1", "9944"),
    )


def _swedish() -> None:
    giro = swedish.payment_means[0]
    damage("SE-R-001", swedish, PEPPOL, seller__vat_id="SE55603607930101")
    damage("SE-R-002", swedish, PEPPOL, seller__vat_id="SE55603607930A")
    damage(
        "SE-R-003",
        swedish,
        PEPPOL,
        seller__legal_id=Identifier("556036079A"),
        silent="SE-R-013 of the sheet needs digits",
    )
    damage(
        "SE-R-004",
        swedish,
        PEPPOL,
        seller__legal_id=Identifier("55603607"),
        silent="SE-R-013 of the sheet needs ten digits",
    )
    damage("SE-R-013", swedish, PEPPOL, seller__legal_id=Identifier("5560360794"), silent=NEWER)
    damage("SE-R-005", swedish, PEPPOL, seller__tax_registration="F-skatt")
    damage("SE-R-006", with_totals(puts(swedish, lines=(line(1, "S", "20", currency="SEK"),))), PEPPOL)
    damage(
        "SE-R-007",
        swedish,
        PEPPOL,
        payment_means=(puts(giro, credit_transfers=(CreditTransfer(account="12345-6", bic="SE:PLUSGIRO"),)),),
    )
    damage(
        "SE-R-010",
        swedish,
        PEPPOL,
        payment_means=(
            puts(giro, credit_transfers=(CreditTransfer(account="123456789", bic="SE:PLUSGIRO"),)),
        ),
    )
    damage(
        "SE-R-008",
        swedish,
        PEPPOL,
        payment_means=(
            puts(giro, credit_transfers=(CreditTransfer(account="5050-105", bic="SE:BANKGIRO"),)),
        ),
    )
    damage(
        "SE-R-009",
        swedish,
        PEPPOL,
        payment_means=(puts(giro, credit_transfers=(CreditTransfer(account="505010", bic="SE:BANKGIRO"),)),),
    )
    damage("SE-R-011", swedish, PEPPOL, payment_means=(puts(giro, code="56"),))
    damage("SE-R-012", swedish, PEPPOL, payment_means=(puts(giro, code="31"),))


def _german() -> None:
    debit = DirectDebit(mandate="M-1", creditor="DE98ZZZ09999999999", account="DE89370400440532013000")
    card, transfer = Card(number="1234"), german.payment_means[0]
    both = SupportingDocument(reference="A", content=b"x", mime="text/csv", filename="a.csv")
    bare = puts(german, seller__vat_id="", seller__tax_registration="")
    changes: list[tuple[str, Document, dict[str, Any]]] = [
        ("1", german, {"payment_means": ()}),
        ("2", german, {"seller__contact": None}),
        ("3", german, {"seller__address__city": ""}),
        ("4", german, {"seller__address__postal_code": ""}),
        ("5", german, {"seller__contact__name": ""}),
        ("6", german, {"seller__contact__phone": "", "official": "BR-DE-6 BR-DE-27"}),
        ("7", german, {"seller__contact__email": "", "official": "BR-DE-7 BR-DE-28"}),
        ("8", german, {"buyer__address__city": ""}),
        ("9", german, {"buyer__address__postal_code": ""}),
        ("10", german, {"delivery__address__city": ""}),
        ("11", german, {"delivery__address__postal_code": ""}),
        ("15", german, {"buyer_reference": ""}),
        ("18", german, {"payment_terms": "#SKONTO#TAGE=14#PROZENT=2#\n"}),
        ("18", german, {"payment_terms": "#SKONTO#TAGE=14#PROZENT=2.00#"}),
        ("19", german, {"payment_means__0__credit_transfers": (CreditTransfer(account="DE88370400440532013000"),)}),
        ("20", german, {"payment_means": (PaymentMeans(code="59", direct_debit=puts(debit, account="DE88370400440532013000")),)}),
        ("22", german, {"supporting_documents": (both, puts(both, reference="B"))}),
        ("23-b", german, {"payment_means": (puts(transfer, card=card),)}),
        ("24-a", german, {"payment_means": (PaymentMeans(code="54"),)}),
        ("24-b", german, {"payment_means": (PaymentMeans(code="54", card=card, credit_transfers=transfer.credit_transfers),)}),
        ("25-b", german, {"payment_means": (PaymentMeans(code="59", direct_debit=debit, card=card),)}),
        ("26", german, {"type_code": "384"}),
        ("27", german, {"seller__contact__phone": "12"}),
        ("28", german, {"seller__contact__email": "rechnung@smart"}),
        ("30", german, {"payment_means": (PaymentMeans(code="59", direct_debit=puts(debit, creditor="")),)}),
        ("31", german, {"payment_means": (PaymentMeans(code="59", direct_debit=puts(debit, account="")),), "official": "BR-DE-31 BR-DE-20"}),
    ]  # fmt: skip
    for figure, document, change in changes:
        damage(f"BR-DE-{figure}", document, XR, **change)
        number, _, part = figure.partition("-")
        name = f"DE-R-{int(number):03d}" + {"": "", "a": "-1", "b": "-2"}[part]
        damage(name, document, PEPPOL, **{**change, "official": None, "silent": NEWER})
    damage("BR-DE-16 BR-S-02", bare, XR)
    damage("BR-DE-17", german, XR, type_code="82")
    damage(
        "DE-R-017",
        german,
        PEPPOL,
        type_code="82",
        silent=NEWER,
    )
    damage("DE-R-016 BR-S-02", bare, PEPPOL, silent=NEWER)
    damage(
        "BR-DE-23-a BR-61",
        german,
        XR,
        payment_means__0__credit_transfers=(),
        official="BR-DE-23-a BR-61 BR-DE-19",
    )
    damage(
        "BR-DE-25-a PEPPOL-EN16931-R061",
        german,
        XR,
        payment_means=(PaymentMeans(code="59"),),
        official="BR-DE-25-a PEPPOL-EN16931-R061 BR-DE-20",
    )
    damage("DE-R-023-1 BR-61", german, PEPPOL, payment_means__0__credit_transfers=(), silent=NEWER)
    damage(
        "DE-R-025-1 PEPPOL-EN16931-R061",
        german,
        PEPPOL,
        payment_means=(PaymentMeans(code="59"),),
        silent=NEWER,
    )
    at = SupportingDocument(reference="A", location="www.smart.example/hours")
    damage("BR-TMP-2", german, XR, supporting_documents=(at,))
    damage("DE-R-T02", german, PEPPOL, supporting_documents=(at,), silent=NEWER)
    damage("BR-DE-TMP-32", german, XR, delivery=None)


_peppol()
_swedish()
_german()
