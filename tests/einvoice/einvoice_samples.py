"""Sample documents, one for each profile, VAT category and document type."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from shared_tools.einvoice import cii, compute, profiles, ubl
from shared_tools.einvoice.model import (
    Address,
    AllowanceCharge,
    Contact,
    CreditTransfer,
    Delivery,
    Document,
    Identifier,
    Line,
    Note,
    Party,
    Payee,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    SupportingDocument,
    TaxRepresentative,
)
from shared_tools.einvoice.profiles import Profile

replace = msgspec.structs.replace
DAY = date(2026, 11, 20)

SELLERS = {
    "BE": Party(
        name="Productions Associées SC", trading_name="Smart", legal_id=Identifier("0896755397", "0208"),
        vat_id="BE0896755397", electronic_address=Identifier("0896755397", "0208"), legal_form="SC, RPM Bruxelles",
        address=Address(line1="Rue Coenraets 72", city="Saint-Gilles", postal_code="1060", country="BE"),
        contact=Contact(name="Facturation", phone="+32 2 542 10 80", email="factures@smart.example"),
    ),
    "DE": Party(
        name="Smart eG", legal_id=Identifier("GnR 777"), vat_id="DE123456788",
        electronic_address=Identifier("DE123456788", "9930"), ids=(Identifier("4711"),),
        address=Address(line1="Sonnenallee 1", city="Berlin", postal_code="12047", country="DE"),
        contact=Contact(name="Rechnungswesen", phone="+49 30 123456", email="rechnung@smart.example"),
    ),
    "FR": Party(
        name="SCIC Grands Ensemble", legal_id=Identifier("732829320", "0002"), vat_id="FR44732829320",
        electronic_address=Identifier("732829320", "0225"), ids=(Identifier("73282932000074", "0009"),),
        legal_form="SCIC SA à capital variable, RCS Lille",
        address=Address(line1="75 rue Léon Gambetta", city="Lille", postal_code="59000", country="FR"),
    ),
    "SE": Party(
        name="Smart Sverige ekonomisk förening", legal_id=Identifier("5560360793", "0007"), vat_id="SE556036079301",
        electronic_address=Identifier("5560360793", "0007"), tax_registration="Godkänd för F-skatt",
        address=Address(line1="Ringvägen 100", city="Stockholm", postal_code="118 60", country="SE"),
    ),
    "AT": Party(
        name="SMartAt eGen", legal_id=Identifier("FN 400000a"), vat_id="ATU13585627",
        electronic_address=Identifier("ATU13585627", "9914"),
        address=Address(line1="Schönbrunner Straße 1", city="Wien", postal_code="1050", country="AT"),
        contact=Contact(name="Buchhaltung", phone="+43 1 1234567", email="rechnung@smart.example"),
    ),
    "HU": Party(
        name="Smart Kft.", legal_id=Identifier("01-09-000001"), vat_id="HU12345676",
        electronic_address=Identifier("HU12345676", "9910"),
        address=Address(line1="Fő utca 1.", city="Budapest", postal_code="1011", country="HU"),
    ),
}  # fmt: skip

BUYERS = {
    "BE": Party(
        name="Théâtre de la Place ASBL", legal_id=Identifier("0203430576", "0208"), vat_id="BE0203430576",
        electronic_address=Identifier("0203430576", "0208"),
        address=Address(line1="Grand-Place 1", city="Bruxelles", postal_code="1000", country="BE"),
    ),
    "DE": Party(
        name="Bühne am Fluß GmbH", legal_id=Identifier("HRB 12345"), vat_id="DE136695976",
        electronic_address=Identifier("DE136695976", "9930"),
        address=Address(line1="Domstraße 3", city="Köln", postal_code="50667", country="DE"),
        contact=Contact(name="Einkauf"),
    ),
    "FR": Party(
        name="Théâtre du Nord SA", legal_id=Identifier("552100554", "0002"), vat_id="FR17552100554",
        electronic_address=Identifier("552100554", "0225"),
        address=Address(line1="4 place du Théâtre", city="Lille", postal_code="59000", country="FR"),
    ),
    "SE": Party(
        name="Göteborgs Scen AB", legal_id=Identifier("5567037485", "0007"), vat_id="SE556703748501",
        electronic_address=Identifier("5567037485", "0007"),
        address=Address(line1="Avenyn 5", city="Göteborg", postal_code="411 36", country="SE"),
    ),
    "US": Party(
        name="Lincoln Stage Inc.", electronic_address=Identifier("150483782", "0060"),
        address=Address(line1="10 Columbus Circle", city="New York", postal_code="NY 10019", country="US"),
    ),
}  # fmt: skip

REASONS = {
    "E": ("Exempt, teaching", "VATEX-EU-132-1I"),
    "AE": ("Reverse charge", "VATEX-EU-AE"),
    "K": ("Intra-Community supply, Art. 138", "VATEX-EU-IC"),
    "G": ("Export outside the EU, Art. 146", "VATEX-EU-G"),
    "O": ("Not subject to VAT, Art. 44", "VATEX-EU-O"),
}
STANDARD = {"BE": "21", "DE": "19", "FR": "20", "SE": "25", "AT": "20", "HU": "27"}
REDUCED = {"BE": "6", "DE": "7", "FR": "5.5", "SE": "6", "AT": "10", "HU": "5"}
IBANS = {
    "BE": "BE71096123456769", "DE": "DE89370400440532013000", "FR": "FR1420041010050500013M02606",
    "AT": "AT611904300234573201", "HU": "HU42117730161111101800000000",
}  # fmt: skip


def line(number: int, category: str, rate: str, quantity: str = "2", price: str = "350.00", currency: str = "EUR", **more: Any) -> Line:  # fmt: skip
    reason, code = REASONS.get(category, ("", ""))
    return Line(
        id=str(number), name=f"Concert {number}", description="Répétition et concert", quantity=quantity, unit="HUR",
        price=price, vat_category=category, vat_rate=rate, vat_reason=reason, vat_reason_code=code,
        net=compute.line_net(quantity, price, currency, more.get("base_quantity", ""), more.get("allowances_charges", ())),
        **more,
    )  # fmt: skip


def with_totals(document: Document, **more: Any) -> Document:
    """``document`` with breakdown and totals computed from its lines, allowances and charges."""
    groups = compute.breakdown(document.lines, document.allowances_charges, document.currency)
    totals = compute.totals(document.lines, groups, document.allowances_charges, **more)
    return replace(document, vat_breakdown=groups, totals=totals)


def make(
    seller: str, buyer: str, category: str = "S", credit: bool = False, currency: str = "EUR"
) -> Document:
    rates = [STANDARD[seller], REDUCED[seller]] if category == "S" else ["" if category == "O" else "0"]
    # A price in parts of a forint would give a line that only whole amounts round: PEPPOL-EN16931-R120.
    prices = {n: f"{100 + n}" if currency == "HUF" else f"{100 + n}.{n}5" for n in (1, 2, 3)}
    lines = tuple(
        line(number, category, rates[number % len(rates)], price=prices[number], currency=currency)
        for number in (1, 2, 3)
    )
    sells, buys = SELLERS[seller], BUYERS[buyer]
    if category == "O":
        sells, buys = replace(sells, vat_id=""), replace(buys, vat_id="")
    notes: tuple[Note, ...] = (Note("Merci de votre confiance"),)
    if seller == "FR":
        notes = (
            Note("Indemnité forfaitaire pour frais de recouvrement : 40 euros", "PMT"),
            Note("Pénalités de retard : taux de la BCE majoré de 10 points", "PMD"),
            Note("Pas d'escompte pour paiement anticipé", "AAB"),
        )
    means = PaymentMeans(
        code="58", reference="+++090/9337/55493+++",
        credit_transfers=(CreditTransfer(account=IBANS[seller], name=sells.name, bic="GKCCBEBB"),),
    ) if seller != "SE" else PaymentMeans(
        code="30", reference="1234567897", credit_transfers=(CreditTransfer(account="50501055", bic="SE:BANKGIRO"),)
    )  # fmt: skip
    empty = compute.totals((), ())
    return with_totals(Document(
        number="PA-C2026-00003" if credit else "PA-2026-00017", issue_date=DAY, type_code="381" if credit else "380",
        currency=currency, seller=sells, buyer=buys, totals=empty, vat_breakdown=(), lines=lines,
        due_date=date(2026, 12, 20), buyer_reference="04011000-12345-34" if buyer == "DE" else "PO-77",
        order="4500012345", payment_terms="Net 30 days", notes=notes,
        preceding=(PrecedingInvoice(number="PA-2026-00016", day=date(2026, 10, 1)),) if credit else (),
        delivery=Delivery(day=date(2026, 11, 18), address=buys.address), payment_means=(means,),
    ))  # fmt: skip


def everything(seller: str, buyer: str) -> Document:
    """A document that fills as many terms as one invoice may."""
    document = make(seller, buyer)
    discount = AllowanceCharge(
        charge=False, amount=1020, base_amount=20400, percent="5", reason="Loyalty", reason_code="95"
    )
    rich = line(
        4, "S", STANDARD[seller], quantity="3", price="68.00", base_quantity="1", gross_price="70.00",
        price_discount="2.00", allowances_charges=(discount,), note="Line note", order_line="10",
        accounting_reference="7010", object_id=Identifier("OBJ-1", "ABZ"), seller_item="S-1", buyer_item="B-1",
        standard_item=Identifier("7350053850019", "0160"), origin="BE",
        period=Period(start=date(2026, 11, 2), end=date(2026, 11, 3)), attributes=(("Stage", "Main"),),
    )  # fmt: skip
    rates = {"vat_category": "S", "vat_rate": STANDARD[seller]}
    return with_totals(replace(
        document, lines=(*document.lines, rich),
        allowances_charges=(
            AllowanceCharge(charge=False, amount=500, reason="Promotion", reason_code="95", **rates),
            AllowanceCharge(charge=True, amount=1500, reason="Transport", reason_code="FC", **rates),
        ),
        accounting_reference="4711", project="P-9", contract="C-1", sales_order="SO-2", receiving_advice="RA-1",
        despatch_advice="DA-1", tender="LOT-1", object_id=Identifier("OBJ-0", "ABZ"),
        period=Period(start=date(2026, 11, 1), end=date(2026, 11, 30)), tax_point_code="35",
        payee=Payee(name="Factor SA", id=Identifier("54210065400018", "0009"), legal_id=Identifier("542100654", "0002")),
        tax_representative=TaxRepresentative(name="Fiscal Rep", vat_id="NL001234567B01", address=Address(country="NL", city="Utrecht")),
        supporting_documents=(SupportingDocument(
            reference="TS-1", description="BORDEREAU_SUIVI" if seller == "FR" else "Timesheet", content=b"hours;8\n", mime="text/csv", filename="hours.csv"),),
    ), prepaid=1000, rounding=2)  # fmt: skip


def partly_outside_vat() -> Document:
    """Lines of category S and of O in one document, which only EXTENDED-CTC-FR allows."""
    document = make("FR", "FR")
    return with_totals(replace(document, lines=(*document.lines, line(4, "O", ""))))


def _samples() -> dict[str, tuple[Profile, Document]]:
    found: dict[str, tuple[Profile, Document]] = {}
    homes = {
        profiles.PEPPOL: ("BE", "BE"), profiles.XRECHNUNG_UBL: ("DE", "DE"), profiles.XRECHNUNG_CII: ("DE", "DE"),
        profiles.FACTUR_X: ("DE", "FR"), profiles.FRENCH_UBL: ("FR", "FR"), profiles.FRENCH_CII: ("FR", "FR"),
        profiles.EN16931_UBL: ("AT", "DE"), profiles.EN16931_CII: ("AT", "DE"),
        profiles.FRENCH_EXTENDED_UBL: ("FR", "FR"), profiles.FRENCH_EXTENDED_CII: ("FR", "FR"),
    }  # fmt: skip
    abroad = {"AE": "DE", "K": "DE", "G": "US", "O": "US"}
    for profile, (seller, home) in homes.items():
        for category in ("S", "Z", "E", "AE", "K", "G", "O"):
            buyer = abroad.get(category, home)
            buyer = "FR" if buyer == seller and category in abroad else buyer
            for credit in (False, True):
                name = f"{profile.name} {category} {'credit note' if credit else 'invoice'}"
                found[name] = (profile, make(seller, buyer, category, credit))
        found[f"{profile.name} everything"] = (profile, everything(seller, home))
    found["Peppol Sweden"] = (profiles.PEPPOL, make("SE", "SE", currency="SEK"))
    found["Peppol Sweden credit note"] = (profiles.PEPPOL, make("SE", "SE", credit=True, currency="SEK"))
    found["Peppol Austria to Belgium"] = (profiles.PEPPOL, make("AT", "BE", "AE"))
    for category in ("S", "Z", "E", "O"):
        found[f"Peppol Germany {category}"] = (profiles.PEPPOL, make("DE", "DE", category))
    for profile in (profiles.FRENCH_EXTENDED_UBL, profiles.FRENCH_EXTENDED_CII):
        found[f"{profile.name}, part outside VAT"] = (profile, partly_outside_vat())
    forints = make("HU", "BE", "S")
    vat = compute.in_accounting_currency(forints.totals.vat, "EUR", "HUF", "385.27")
    found["Peppol Hungary, VAT in forints"] = (profiles.PEPPOL, replace(
        forints, vat_accounting_currency="HUF", exchange_rate="385.27",
        totals=replace(forints.totals, vat_accounting=vat),
    ))  # fmt: skip
    found["XRechnung CII, VAT in forints"] = (profiles.XRECHNUNG_CII, replace(
        make("DE", "DE"), vat_accounting_currency="HUF", totals=replace(make("DE", "DE").totals, vat_accounting=vat)
    ))  # fmt: skip
    found["Peppol whole forints"] = (profiles.PEPPOL, make("HU", "BE", currency="HUF"))
    found["Peppol self-billed"] = (profiles.PEPPOL_SELF_BILLING, replace(make("BE", "BE"), type_code="389"))
    found["Peppol self-billed credit note"] = (
        profiles.PEPPOL_SELF_BILLING, replace(make("BE", "BE", credit=True), type_code="261"),
    )  # fmt: skip
    return found


SAMPLES = _samples()


def write(document: Document, profile: Profile) -> bytes:
    return (ubl if profile.syntax == "ubl" else cii).write(document, profile)
