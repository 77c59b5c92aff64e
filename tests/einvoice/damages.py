"""One damaged document for each pre-flight rule: what was done to a sound sample, and the rules that must say so.

``DAMAGES`` names each by its rule. ``official`` tells what the official sheets say of the same document where that differs
from the rule's own ids: another set of ids, or the reason why they say nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from einvoice_samples import everything, line, make, with_totals

from shared_tools.einvoice import profiles
from shared_tools.einvoice.model import (
    AllowanceCharge,
    Card,
    Classification,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Document,
    Identifier,
    Note,
    PaymentMeans,
    Period,
    SupportingDocument,
    VatBreakdown,
)
from shared_tools.einvoice.profiles import Profile
from shared_tools.einvoice.rules.categories import CATEGORIES


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """``rules`` that must be found, and no others; ``official`` ids instead, or a reason why the sheets are not asked."""

    profile: Profile
    document: Document
    rules: frozenset[str]
    official: frozenset[str] | str | None = None


def put(value: Any, path: str, new: Any) -> Any:
    """``value`` with the field at ``path`` (``lines.0.name``) replaced."""
    name, _, rest = path.partition(".")
    if isinstance(value, tuple):
        place = int(name)
        return (*value[:place], put(value[place], rest, new) if rest else new, *value[place + 1 :])
    return msgspec.structs.replace(value, **{name: put(getattr(value, name), rest, new) if rest else new})


def puts(document: Document, **changes: Any) -> Document:
    """``seller__address__city=""`` for ``put(document, "seller.address.city", "")``, several at once."""
    for path, new in changes.items():
        document = put(document, path.replace("__", "."), new)
    return document


DAMAGES: dict[str, Damage] = {}


def damage(
    names: str,
    document: Document,
    profile: Profile,
    official: str | None = None,
    silent: str = "",
    **changes: Any,
) -> None:
    """``names``: ids in one string, the first naming the damage; ``silent``: why the official sheets are not asked."""
    rules = names.split()
    key = rules[0]
    while key in DAMAGES:
        key += "'"
    DAMAGES[key] = Damage(
        profile=profile, document=puts(document, **changes), rules=frozenset(rules),
        official=silent or (frozenset(official.split()) if official is not None else None),
    )  # fmt: skip


EN, CII, PEPPOL, XR = profiles.EN16931_UBL, profiles.EN16931_CII, profiles.PEPPOL, profiles.XRECHNUNG_UBL
FRENCH, SELF = profiles.FRENCH_UBL, profiles.PEPPOL_SELF_BILLING
plain, rich = make("AT", "DE"), everything("AT", "DE")
belgian, german, french, swedish = (
    make("BE", "BE"),
    make("DE", "DE"),
    make("FR", "FR"),
    make("SE", "SE", currency="SEK"),
)


def _categories() -> None:
    for category in CATEGORIES:
        code, prefix = category.code, f"BR-{category.prefix}"
        rate = {"above": "20", "any": "7", "zero": "0", "none": ""}[category.rate]
        home = make("AT", "DE", code if code in "O" else "E")
        if code == "O":
            home = puts(home, seller__tax_registration="12 345/6789")
        of_it = line(1, code, rate, price="100.00")
        free = line(2, code, rate, price="0.00")
        items = tuple(
            AllowanceCharge(charge=charge, amount=500, reason="Agreed", vat_category=code, vat_rate=rate)
            for charge in (False, True)
        )
        whole = with_totals(puts(home, lines=(of_it, free), allowances_charges=items))
        other = puts(make("AT", "DE", "E"), seller__tax_registration="12 345/6789")
        if code == "O":
            other = puts(other, seller__vat_id="", buyer__vat_id="")
        if code == "E":
            other = make("AT", "DE", "Z")
        beside = with_totals(puts(other, lines=(*other.lines[:2], line(3, code, rate, price="0.00"))))
        damage(
            f"{prefix}-01",
            beside,
            EN,
            vat_breakdown=tuple(g for g in beside.vat_breakdown if g.category != code),
        )

        three = f"{prefix}-02 {prefix}-03 {prefix}-04"
        if category.numbers == "none":
            damage(three, whole, EN, seller__vat_id="ATU13585627")
        elif category.numbers == "both":
            damage(three, whole, EN, buyer__vat_id="", buyer__legal_id=None)
        elif category.numbers == "both_vat":
            damage(three, whole, EN, buyer__vat_id="")
        else:
            damage(three, whole, EN, seller__vat_id="")

        wrong = {"above": "0", "any": "-1", "zero": "5", "none": "5"}[category.rate]
        damage(f"{prefix}-05", whole, EN, lines__1__vat_rate=wrong)
        for number, charge in (("06", False), ("07", True)):
            nothing = AllowanceCharge(
                charge=charge, amount=0, reason="Agreed", vat_category=code, vat_rate=wrong
            )
            damage(f"{prefix}-{number}", whole, EN, allowances_charges=(*items, nothing))
        by_rate = category.rate in ("above", "any")
        damage(
            f"{prefix}-08",
            whole,
            EN,
            vat_breakdown__0__base=whole.vat_breakdown[0].base + (100 if by_rate else 1),
        )
        damage(
            f"{prefix}-09", whole, EN, vat_breakdown__0__vat=whole.totals.vat + 150, totals__vat=whole.totals.vat + 150,
            totals__gross=whole.totals.gross + 150, totals__due=whole.totals.due + 150,
        )  # fmt: skip
        if category.reason:
            damage(f"{prefix}-10", whole, EN, vat_breakdown__0__reason="", vat_breakdown__0__reason_code="")
        else:
            damage(f"{prefix}-10", whole, EN, vat_breakdown__0__reason="Because")
    goods = make("AT", "DE", "K")
    damage("BR-IC-11", goods, EN, delivery__day=None)
    damage("BR-IC-12", goods, EN, delivery__address=None)
    outside = puts(make("AT", "DE", "O"), seller__tax_registration="12 345/6789")
    free = {charge: AllowanceCharge(charge=charge, amount=0, reason="Agreed", vat_category="E", vat_rate="0") for charge in (False, True)}  # fmt: skip
    exempt = VatBreakdown(category="E", rate="0", base=0, vat=0, reason="Exempt")
    both = with_totals(puts(outside, lines=(*outside.lines, line(4, "E", "0", price="0.00"))))
    damage("BR-O-12 BR-O-11", both, EN)
    damage(
        "BR-O-13 BR-O-11",
        outside,
        EN,
        allowances_charges=(free[False],),
        vat_breakdown=(*outside.vat_breakdown, exempt),
    )
    damage(
        "BR-O-14 BR-O-11",
        outside,
        EN,
        allowances_charges=(free[True],),
        vat_breakdown=(*outside.vat_breakdown, exempt),
    )


ELEMENT = "the sheet asks for the element, not for its text"


def _core() -> None:
    transfer, card, debit = plain.payment_means[0], Card(number="1234"), DirectDebit(mandate="M-1", creditor="AT61ZZZ01234567890", account="AT611904300234573201")  # fmt: skip
    damage(
        "XML-IDENTIFIER",
        plain,
        EN,
        seller__ids=(Identifier("", "0088"),),
        silent="the sheets ask for the element, not for its text",
    )
    for field in ("quantity", "price", "base_quantity", "vat_rate", "gross_price", "price_discount"):
        others = {"vat_rate": " BR-S-05 BR-S-08"}.get(field, "")
        free = with_totals(puts(rich, lines=(*rich.lines, line(5, "S", "20", price="0.00"))))
        damage(
            "XML-DECIMAL" + others.replace(" BR-S-08", ""),
            free,
            EN,
            silent="the schema refuses it",
            **{f"lines__4__{field}": "ten"},
        )
    damage("XML-DECIMAL", rich, EN, silent="the schema refuses it", allowances_charges__0__percent="ten")
    damage(
        "XML-DECIMAL", make("AT", "DE", "E"), EN, silent="the schema refuses it", vat_breakdown__0__rate="ten"
    )
    damage("BR-CO-17", make("AT", "DE", "E"), EN, vat_breakdown__0__rate="20")
    damage("XML-CHAR", plain, EN, order="a\x00b", silent="no XML can hold the character")
    damage("BR-02", plain, EN, number="")
    damage("BR-04", plain, EN, type_code="", official="BR-04 BR-CL-01")
    damage("BR-05", plain, EN, silent="no XML can be written without a currency", currency="")
    damage("BR-06", plain, EN, seller__name="")
    damage("BR-07", plain, EN, buyer__name="")
    damage("BR-09", plain, EN, seller__address__country="")
    damage("BR-11", plain, EN, buyer__address__country="", delivery=None)
    damage("BR-16 BR-S-01 BR-S-08 BR-CO-10", plain, EN, lines=())
    damage("BR-17", rich, EN, payee__name="", silent=ELEMENT)
    damage("BR-17", rich, EN, payee__name=rich.seller.name, official="UBL-SR-19 UBL-SR-20 UBL-SR-21")
    damage("BR-18", rich, EN, tax_representative__name="")
    damage("BR-20", rich, EN, tax_representative__address__country="")
    damage("BR-56", rich, EN, tax_representative__vat_id="", silent=ELEMENT)
    damage("BR-21", plain, EN, lines__0__id="")
    damage("BR-22", plain, EN, lines__0__quantity="", silent="an empty quantity breaks the schema")
    damage("BR-23", plain, EN, lines__0__unit="", official="BR-CL-23")
    damage("BR-25", plain, EN, lines__0__name="")
    damage("BR-26", plain, EN, lines__0__price="", silent="an empty price breaks the schema")
    damage("BR-27", plain, EN, lines__0__price="-1.00")
    damage("BR-28", rich, EN, lines__3__gross_price="-1.00")
    damage("BR-29", rich, EN, period=Period(start=date(2026, 11, 30), end=date(2026, 11, 1)))
    damage("BR-30", rich, EN, lines__3__period=Period(start=date(2026, 11, 3), end=date(2026, 11, 2)))
    damage(
        "BR-32 BR-S-08",
        rich,
        EN,
        allowances_charges__0__vat_category="",
        official="BR-CL-17 BR-S-08",
        silent="",
    )
    damage("BR-33", rich, EN, allowances_charges__0__reason="", allowances_charges__0__reason_code="")
    damage("BR-37 BR-S-08", rich, EN, allowances_charges__1__vat_category="", official="BR-CL-17 BR-S-08")
    damage("BR-38", rich, EN, allowances_charges__1__reason="", allowances_charges__1__reason_code="")
    no_reason = AllowanceCharge(charge=False, amount=0)
    damage("BR-42", rich, EN, lines__0__allowances_charges=(no_reason,))
    damage("BR-44", rich, EN, lines__0__allowances_charges=(msgspec.structs.replace(no_reason, charge=True),))
    damage(
        "BR-47",
        plain,
        EN,
        vat_breakdown=(*plain.vat_breakdown, VatBreakdown(category="", rate="0", base=0, vat=0)),
        official="BR-CL-17",
    )
    damage(
        "BR-48 BR-Z-05",
        with_totals(puts(plain, lines=(line(1, "Z", ""),))),
        EN,
        silent="the sheet casts the absent rate and stops",
    )
    damage("BR-49", plain, EN, payment_means__0__code="", official="BR-CL-16")
    damage("BR-61", plain, EN, payment_means__0__credit_transfers=())
    damage(
        "BR-61", plain, EN, payment_means__0__credit_transfers=(CreditTransfer(account=""),), official="BR-50"
    )
    damage("BR-51", plain, EN, payment_means=(PaymentMeans(code="54", card=Card(number="4111111111111111")),))
    damage(
        "BR-66",
        plain,
        EN,
        payment_means=(PaymentMeans(code="54", card=Card(number="")),),
        silent="no sheet asks it",
    )
    damage("BR-52", rich, EN, supporting_documents__0__reference="")
    damage("BR-53", plain, EN, vat_accounting_currency="HUF")
    damage(
        "BR-54",
        rich,
        EN,
        lines__3__attributes=(("Stage", ""),),
        silent=ELEMENT,
    )
    damage(
        "BR-55",
        make("AT", "DE", credit=True),
        EN,
        preceding__0__number="",
        silent=ELEMENT,
    )
    damage("BR-57", plain, EN, delivery__address__country="")
    damage("BR-62", plain, EN, seller__electronic_address__scheme="")
    damage("BR-63", plain, EN, buyer__electronic_address__scheme="")
    damage("BR-64", rich, EN, lines__3__standard_item=Identifier("7350053850019"))
    damage(
        "BR-65",
        rich,
        EN,
        lines__3__classifications=(Classification(code="1", scheme=""),),
        official="BR-CL-13",
    )
    damage("BR-CO-03", rich, EN, tax_point_date=date(2026, 11, 18))
    damage("BR-CO-04 BR-S-08", rich, EN, lines__0__vat_category="", official="BR-CL-18 BR-S-08")
    damage("BR-CO-09", plain, EN, seller__vat_id="123456789")
    damage("BR-CO-09", plain, EN, buyer__vat_id="123456789")
    damage("BR-CO-09", rich, EN, tax_representative__vat_id="123456789")
    damage("BR-CO-18 BR-S-01 BR-CO-14", plain, EN, vat_breakdown=(), official="BR-CO-18 BR-S-01")
    damage("BR-CO-19", plain, EN, period=Period())
    damage("BR-CO-20", plain, EN, lines__0__period=Period())
    damage(
        "BR-CO-25",
        plain,
        EN,
        due_date=None,
        payment_terms="",
        silent="taken out of the sheets in 1.3.16, still in the standard",
    )
    damage(
        "BR-CO-26",
        with_totals(puts(make("AT", "DE", "E"), seller__tax_registration="12 345/6789")),
        EN,
        seller__vat_id="",
        seller__legal_id=None,
    )
    for rule, field, others in (
        ("BR-CO-10", "lines", ("net", "gross", "due")), ("BR-CO-11", "allowances", ()), ("BR-CO-12", "charges", ()),
        ("BR-CO-13", "net", ("gross", "due")), ("BR-CO-14", "vat", ("gross", "due")), ("BR-CO-15", "gross", ("due",)),
        ("BR-CO-16", "due", ()),
    ):  # fmt: skip
        less = {"allowances": ("net", "gross", "due")}.get(field, ())
        more = {"charges": ("net", "gross", "due")}.get(field, others)
        changes = {f"totals__{name}": getattr(rich.totals, name) + 100 for name in (field, *more)}
        changes |= {f"totals__{name}": getattr(rich.totals, name) - 100 for name in less}
        damage(rule, rich, EN, **changes)
    damage("UBL-SR-16", plain, EN, buyer__ids=(Identifier("1", "0088"), Identifier("2", "0088")))
    damage("UBL-SR-44", plain, EN, payment_means=(transfer, puts(transfer, reference="other")))
    damage("UBL-SR-46", plain, EN, payment_means=(puts(transfer, text="a"), puts(transfer, text="b")))
    damage("UBL-SR-47", plain, EN, payment_means=(transfer, puts(transfer, code="30")))
    damage("UBL-SR-54", plain, EN, payment_means=(PaymentMeans(code="54", card=card),) * 2)
    damage("UBL-SR-55", plain, EN, payment_means=(PaymentMeans(code="59", direct_debit=debit),) * 2)


def _codes() -> None:
    item = SupportingDocument(reference="A", content=b"x", mime="text/html", filename="a.html")
    damage("BR-CL-01", plain, EN, type_code="999")
    damage("BR-CL-01", plain, EN, type_code="920")
    damage("BR-CL-04", plain, EN, currency="EURO", silent="no XML can be written in an unknown currency")
    damage(
        "BR-CL-05",
        plain,
        EN,
        vat_accounting_currency="EURO",
        totals__vat_accounting=1,
        silent="no XML can be written in an unknown currency",
    )
    damage("BR-CL-06", plain, EN, tax_point_code="5")
    damage("BR-CL-07", rich, EN, object_id=Identifier("OBJ", "XXX"))
    damage("BR-CL-07", rich, EN, lines__3__object_id=Identifier("OBJ", "XXX"))
    damage("BR-CL-08", plain, EN, notes=(Note("words", "QQQ"),))
    damage("BR-CL-08", plain, EN, notes=(Note("see #abc# there"),))
    damage("BR-CL-10", plain, EN, seller__ids=(Identifier("1", "9999"),))
    damage("BR-CL-10", plain, EN, buyer__ids=(Identifier("1", "9999"),))
    damage("BR-CL-10", rich, EN, payee__id=Identifier("1", "9999"))
    damage("BR-CL-11", plain, EN, seller__legal_id=Identifier("1", "9999"))
    damage("BR-CL-11", plain, EN, buyer__legal_id=Identifier("1", "9999"))
    damage("BR-CL-11", rich, EN, payee__legal_id=Identifier("1", "9999"))
    damage("BR-CL-13", rich, EN, lines__3__classifications=(Classification(code="1", scheme="QQQ"),))
    damage("BR-CL-14", plain, EN, seller__address__country="QQ")
    damage("BR-CL-14", plain, EN, buyer__address__country="QQ")
    damage("BR-CL-15", rich, EN, lines__3__origin="QQ")
    damage("BR-CL-16", plain, EN, payment_means__0__code="999")
    damage(
        "BR-CL-17",
        plain,
        EN,
        vat_breakdown=(*plain.vat_breakdown, VatBreakdown(category="X", rate="0", base=0, vat=0)),
    )
    nothing = AllowanceCharge(charge=False, amount=0, reason="r", vat_category="X", vat_rate="0")
    damage("BR-CL-17", plain, EN, allowances_charges=(nothing,))
    damage("BR-CL-18", plain, EN, lines=(*plain.lines, line(4, "X", "0", price="0.00")))
    damage("BR-CL-19", rich, EN, allowances_charges__0__reason_code="QQQ")
    damage("BR-CL-20", rich, EN, allowances_charges__1__reason_code="QQQ")
    damage("BR-CL-21", rich, EN, lines__3__standard_item=Identifier("1", "9999"))
    damage("BR-CL-22", make("AT", "DE", "E"), EN, vat_breakdown__0__reason_code="VATEX-XX")
    damage("BR-CL-23", plain, EN, lines__0__unit="QQQ")
    damage("BR-CL-24", plain, EN, supporting_documents=(item,))
    damage("BR-CL-25", plain, EN, seller__electronic_address__scheme="9999")
    damage("BR-CL-25", plain, EN, buyer__electronic_address__scheme="9999")
    damage("BR-CL-26", plain, EN, delivery=Delivery(location=Identifier("1", "9999")))


_categories()
_core()
_codes()
