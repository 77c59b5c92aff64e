"""Damaged documents for the French rules."""

from __future__ import annotations

from datetime import date

from damages import FRENCH, damage, french, puts
from einvoice_samples import everything, line, make, with_totals

from shared_tools.einvoice import profiles
from shared_tools.einvoice.model import (
    Address,
    AllowanceCharge,
    Identifier,
    Note,
    Payee,
    Period,
    SupportingDocument,
    TaxRepresentative,
)


def _french() -> None:
    credit = make("FR", "FR", credit=True)
    bar = (*french.notes, Note("B2B", "BAR"))
    paid = {"process": "S2", "totals__prepaid": french.totals.gross, "totals__due": 0}
    year = date(2100, 1, 1)
    damage("BR-FR-01_BT-1-1", french, FRENCH, number="A" * 36)
    damage("BR-FR-02_BT-1", french, FRENCH, number="PA.17")
    damage("BR-FR-01_BT-25-1", credit, FRENCH, preceding__0__number="A" * 36)
    damage("BR-FR-02_BT-25", credit, FRENCH, preceding__0__number="PA.17")
    damage("BR-FR-03_BT-2", french, FRENCH, issue_date=date(1999, 12, 31))
    damage("BR-FR-03_BT-7", french, FRENCH, tax_point_date=year)
    damage("BR-FR-03_BT-9", french, FRENCH, due_date=year)
    damage("BR-FR-03_BT-26", credit, FRENCH, preceding__0__day=year)
    damage("BR-FR-03_BT-72", french, FRENCH, delivery__day=year)
    damage("BR-FR-03_BT-73", french, FRENCH, period=Period(start=year))
    damage("BR-FR-03_BT-74", french, FRENCH, period=Period(end=year))
    damage("BR-FR-03_BT-134", french, FRENCH, lines__0__period=Period(start=year))
    damage("BR-FR-03_BT-135", french, FRENCH, lines__0__period=Period(end=year))
    damage("BR-FR-04_BT-3", french, FRENCH, type_code="82")
    for place, subject in enumerate(("PMT", "PMD", "AAB")):
        damage(
            f"BR-FR-05_BT-22-{place + 1}",
            french,
            FRENCH,
            notes=tuple(n for n in french.notes if n.subject != subject),
        )
        damage(f"BR-FR-06_BT-21-{place + 1}", french, FRENCH, notes=(*french.notes, Note("again", subject)))
    damage("BR-FR-06_BT-21-4", french, FRENCH, notes=(*french.notes, Note("a", "TXD"), Note("b", "TXD")))
    damage("BR-FR-08_BT-23", french, FRENCH, process="Q1")
    damage(
        "BR-FR-MV-01_EXT-FR-FE-163",
        french,
        FRENCH,
        process="S8",
        silent="the sheet asks many rules more of such an invoice",
    )
    damage("BR-FR-09_BT-29", french, FRENCH, seller__ids=(Identifier("55210055400013", "0009"),))
    damage("BR-FR-09_BT-46", french, FRENCH, buyer__ids=(Identifier("73282932000074", "0009"),))
    damage(
        "BR-FR-09_BT-60",
        french,
        FRENCH,
        payee=Payee(name="Factor", id=Identifier("7328", "0009"), legal_id=Identifier("542100654", "0002")),
    )
    damage(
        "BR-FR-10_BT-30",
        french,
        FRENCH,
        seller__ids=(),
        seller__legal_id=Identifier("73282932", "0002"),
        official="BR-FR-10_BT-30 BR-FR-32-LEGALID",
    )
    damage(
        "BR-FR-11_BT-47",
        french,
        FRENCH,
        notes=bar,
        buyer__legal_id=None,
        official="BR-FR-11_BT-47 BR-FR-21_BT-49",
        silent="the sheet also compares the address with the SIREN that is not there",
    )
    damage("BR-FR-32-LEGALID", french, FRENCH, buyer__legal_id=Identifier("55210055", "0002"))
    damage("BR-FR-32-LEGALID", french, FRENCH, payee=Payee(name="Factor", legal_id=Identifier("1", "0002")))
    for field in ("seller__ids", "buyer__ids"):
        damage("BR-FR-32-ID", french, FRENCH, **{field: (Identifier("1", "0002"),)})
    damage("BR-FR-32-ID", french, FRENCH, payee=Payee(name="Factor", id=Identifier("1", "0002")))
    extended = profiles.FRENCH_EXTENDED_UBL
    damage(
        "BR-CL-22",
        make("FR", "FR", "E"),
        extended,
        lines__0__vat_reason_code="VATEX-XX",
        official="BR-CL-22 BR-FREXT-E-08rev",
    )
    damage("BR-FR-12_BT-49", french, FRENCH, buyer__electronic_address=None)
    damage("BR-FR-13_BT-34", french, FRENCH, seller__electronic_address=None)
    lines = (*french.lines, line(4, "L", "7", price="0.00"))
    damage("BR-FR-15_BT-151-1 BR-FR-15_BT-118-1", with_totals(puts(french, lines=lines)), FRENCH)
    item = AllowanceCharge(charge=False, amount=0, reason="r", vat_category="L", vat_rate="7")
    damage(
        "BR-FR-15_BT-95_BT-102-1 BR-FR-15_BT-118-1",
        with_totals(puts(french, allowances_charges=(item,))),
        FRENCH,
    )
    odd = with_totals(puts(french, lines=(*french.lines, line(4, "S", "21", price="0.00"))))
    damage("BR-FR-16_BT-152 BR-FR-16_BT-119", odd, FRENCH)
    for charge, rule in ((False, "BR-FR-16_BT-96"), (True, "BR-FR-16_BT-103")):
        item = AllowanceCharge(charge=charge, amount=0, reason="r", vat_category="S", vat_rate="21")
        damage(
            f"{rule} BR-FR-16_BT-119",
            with_totals(puts(french, allowances_charges=(item,))),
            FRENCH,
            official="BR-FR-16_BT-96 BR-FR-16_BT-119",
        )
    attached = SupportingDocument(
        reference="A", description="LISIBLE", location="https://smart.example/a.pdf"
    )
    damage("BR-FR-17_BT-123", french, FRENCH, supporting_documents=(puts(attached, description="Timesheet"),))
    damage("BR-FR-18_BT-123", french, FRENCH, supporting_documents=(attached, puts(attached, reference="B")))
    damage("BR-FR-20_BT-21", french, FRENCH, notes=(*french.notes, Note("B2X", "BAR")))
    damage(
        "BR-FR-21_BT-49", french, FRENCH, notes=bar, buyer__electronic_address=Identifier("732829320", "0225")
    )
    damage(
        "BR-FR-22_BT-34",
        french,
        FRENCH,
        notes=bar,
        type_code="389",
        seller__electronic_address=Identifier("552100554", "0225"),
    )
    damage("BR-FR-23_BT-34", french, FRENCH, seller__electronic_address=Identifier("732829320/1", "0225"))
    damage("BR-FR-23_BT-49", french, FRENCH, buyer__electronic_address=Identifier("552100554/1", "0225"))
    damage("BR-FR-25_BT-34", french, FRENCH, seller__electronic_address=Identifier("7" * 126, "0225"))
    damage("BR-FR-25_BT-49", french, FRENCH, buyer__electronic_address=Identifier("7" * 126, "0225"))
    damage("BR-FR-24_BT-29", french, FRENCH, seller__ids=(Identifier("a/b", "0224"),))
    damage("BR-FR-24_BT-46", french, FRENCH, buyer__ids=(Identifier("a/b", "0224"),))
    damage("BR-FR-26_BT-29", french, FRENCH, seller__ids=(Identifier("a" * 101, "0224"),))
    damage("BR-FR-26_BT-46", french, FRENCH, buyer__ids=(Identifier("a" * 101, "0224"),))
    damage("BR-FR-30_BT-21", french, FRENCH, notes=(*bar, Note("B2B", "BAR")))
    damage("BR-FR-CO-03_BT-3", credit, FRENCH, type_code="262")
    damage("BR-FR-CO-04_BT-3", french, FRENCH, type_code="384")
    damage("BR-FR-CO-05_BT-3", credit, FRENCH, preceding__0__day=None)
    damage("BR-FR-CO-07_BT-9", french, FRENCH, due_date=date(2026, 11, 1))
    damage("BR-FR-CO-08_BT-23", french, FRENCH, process="S4", type_code="386")
    damage(
        "BR-FR-CO-09_BT-23-1",
        french,
        FRENCH,
        **paid | {"totals__prepaid": french.totals.gross - 1, "totals__rounding": -1},
    )
    damage("BR-FR-CO-09_BT-23-2", french, FRENCH, **paid | {"totals__due": 1, "totals__rounding": 1})
    damage("BR-FR-CO-09_BT-23-3", french, FRENCH, **paid | {"due_date": None})
    damage("BR-FR-CO-10_BT-29-1", french, FRENCH, seller__ids=(Identifier("1"),))
    damage("BR-FR-CO-10_BT-46-1", french, FRENCH, buyer__ids=(Identifier("1"),))
    damage("BR-FR-CO-10_BT-60-1", french, FRENCH, payee=Payee(name="Factor", id=Identifier("1")))
    damage(
        "BR-FR-CO-10_BT-29-2", french, FRENCH, seller__ids=(Identifier("1", "0088"), Identifier("2", "0088"))
    )
    damage("BR-FR-CO-10_BT-71-1", french, FRENCH, delivery__location=Identifier("1"))
    damage("BR-FR-CO-12_BT-5", make("FR", "FR", currency="SEK"), FRENCH)
    group = (Identifier("732829320", "0231"),)
    represented = TaxRepresentative(name="Groupe", vat_id="FR17552100554", address=Address(country="FR"))
    damage("BR-FR-CO-14_BT-29-1", french, FRENCH, seller__ids=group, tax_representative=represented)
    damage(
        "BR-FR-CO-15_BT-29-1",
        french,
        FRENCH,
        seller__ids=group,
        notes=(*french.notes, Note("MEMBRE_ASSUJETTI_UNIQUE", "TXD")),
    )
    damage("BR-FR-DEC-02_BT-129", french, FRENCH, lines__0__quantity="2.00001")
    damage("BR-FR-DEC-02_BT-149", french, FRENCH, lines__0__base_quantity="1.00001")
    damage("BR-FR-DEC-03_BT-146", french, FRENCH, lines__0__price="101.1500001")
    damage("BR-FR-DEC-03_BT-147", everything("FR", "FR"), FRENCH, lines__3__price_discount="2.0000001")
    damage("BR-FR-DEC-03_BT-148", everything("FR", "FR"), FRENCH, lines__3__gross_price="70.0000001")


_french()
