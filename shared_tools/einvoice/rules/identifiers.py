"""Peppol's rules for identifiers with check digits (PEPPOL-COMMON) and for Swedish sellers (SE-R)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from stdnum import ean, luhn
from stdnum.be import vat as belgian
from stdnum.exceptions import ValidationError

from shared_tools.einvoice.model import CreditTransfer, Document, Identifier
from shared_tools.einvoice.rules.codes import PEPPOL
from shared_tools.einvoice.rules.finding import (
    CLIENT,
    PAYMENT,
    SELLER,
    VAT,
    WRONG_FORM,
    Fault,
    Rule,
    Severity,
    number,
    once,
)
from shared_tools.i18n import N_


def _valid(module: Any, text: str) -> bool:
    try:
        module.validate(text)
    except ValidationError:
        return False
    return True


def _belgian(text: str) -> bool:
    return re.fullmatch(r"\d{10}", text) is not None and _valid(belgian, text)


def _swedish(text: str) -> bool:
    return re.fullmatch(r"\d{10}", text) is not None and _valid(luhn, text)


def _pattern(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


@once
def _identified(d: Document) -> list[tuple[str, Identifier]]:
    """Every identifier of a party, with its term."""
    return list(_of_parties(d))


def schemes(d: Document) -> frozenset[str]:
    """Every scheme of a party's identifier."""
    return frozenset(known.scheme for _, known in _identified(d))


def _of_parties(d: Document) -> Iterator[tuple[str, Identifier]]:
    for terms, who in ((("BT-34", "BT-29", "BT-30"), d.seller), (("BT-49", "BT-46", "BT-47"), d.buyer)):
        address, identifiers, legal = terms
        yield from ((address, known) for known in (who.electronic_address,) if known)
        yield from ((identifiers, known) for known in who.ids)
        yield from ((legal, known) for known in (who.legal_id,) if known)
    if d.payee:
        yield from (("BT-60", known) for known in (d.payee.id,) if known)
        yield from (("BT-61", known) for known in (d.payee.legal_id,) if known)


_WAYS: Final = {"BT-34": SELLER, "BT-29": SELLER, "BT-30": SELLER, "BT-49": CLIENT, "BT-46": CLIENT, "BT-47": CLIENT, "BT-60": PAYMENT, "BT-61": PAYMENT}  # fmt: skip


def _scheme(id: str, scheme: str, valid: Callable[[str], bool], severity: Severity = "fatal", terms: tuple[str, ...] = tuple(_WAYS)) -> tuple[Rule, ...]:  # fmt: skip
    return tuple(
        Rule(
            id=f"PEPPOL-COMMON-{id}", term=term, message=WRONG_FORM, way_out=_WAYS[term], severity=severity,
            about=scheme, broken=lambda d, term=term: [
                Fault(known.value) for at, known in _identified(d)
                if at == term and known.scheme == scheme and not valid(known.value.strip())
            ],
        )
        for term in terms
    )  # fmt: skip


COMMON: Final = (
    *_scheme("R040", "0088", lambda text: text.isdecimal() and _valid(ean, text)),
    *_scheme("R043", "0208", _belgian),
    *_scheme("R049", "0007", _swedish),
    *_scheme("R054", "0106", _pattern(r"\d{8}"), "warning"),
    *_scheme("R055", "0190", _pattern(r"\d{20}"), "warning"),
    *_scheme("R056-1", "9944", _pattern(r"NL\d{9}B\d{2}"), "warning", ("BT-34", "BT-49")),
    *_scheme("R057", "0217", _pattern(r"\d{12}"), "warning"),
)


def _from_sweden(d: Document) -> bool:
    return d.seller.address.country == "SE"


def _swedish_vat(d: Document) -> str:
    return d.seller.vat_id.strip() if _from_sweden(d) and d.seller.vat_id.strip().startswith("SE") else ""


def _organisation(d: Document) -> str:
    return d.seller.legal_id.value.strip() if _from_sweden(d) and d.seller.legal_id else ""


def _giro(d: Document, kind: str) -> Iterator[CreditTransfer]:
    if _from_sweden(d):
        for means in d.payment_means:
            yield from (to for to in means.credit_transfers if means.code == "30" and to.bic.strip() == kind)


def _accounts(kind: str, wrong: Callable[[str], bool]) -> Callable[[Document], list[Fault]]:
    return lambda d: [Fault(to.account) for to in _giro(d, kind) if wrong(to.account.strip())]


def _not_digits(text: str) -> bool:
    return not text.isdecimal()


def _means(codes: tuple[str, ...], domestic: bool) -> Callable[[Document], list[Fault]]:
    return lambda d: [
        Fault(means.code) for means in d.payment_means
        if _from_sweden(d) and means.code in codes and not (domestic and d.buyer.address.country != "SE")
    ]  # fmt: skip


_GIRO_WAY: Final = N_(
    "For bankgiro and plusgiro use code 30 with SE:BANKGIRO or SE:PLUSGIRO in place of the BIC."
)

SWEDISH: Final = (
    Rule(
        id="SE-R-001", term="BT-31", message=WRONG_FORM, way_out=SELLER,
        broken=lambda d: [Fault(n) for n in (_swedish_vat(d),) if n and len(n) != 14],
    ),
    Rule(
        id="SE-R-002", term="BT-31", message=WRONG_FORM, way_out=SELLER,
        broken=lambda d: [Fault(n) for n in (_swedish_vat(d),) if n and _not_digits(n[2:])],
    ),
    Rule(
        id="SE-R-003", term="BT-30", message=WRONG_FORM, way_out=SELLER,
        broken=lambda d: [Fault(n) for n in (_organisation(d),) if n and _not_digits(n)],
    ),
    Rule(
        id="SE-R-004", term="BT-30", message=WRONG_FORM, way_out=SELLER,
        broken=lambda d: [Fault(n) for n in (_organisation(d),) if n and len(n) != 10],
    ),
    Rule(
        id="SE-R-005", term="BT-32", way_out=SELLER, message=N_("The tax registration (BT-32) of a Swedish seller must read “Godkänd för F-skatt”, not “{value}”."),
        broken=lambda d: [
            Fault(text) for text in (d.seller.tax_registration,)
            if _organisation(d) and text and text.strip().upper() != "GODKÄND FÖR F-SKATT"
        ],
    ),
    Rule(
        id="SE-R-006", term="BT-152", way_out=VAT, message=N_("“{value}” is no Swedish VAT rate."),
        broken=lambda d: [
            Fault(line.vat_rate, line.id) for line in d.lines
            if _swedish_vat(d) and line.vat_category == "S"
            and number(line.vat_rate) not in {number(rate) for rate in PEPPOL["swedish_rates"]}
        ],
    ),
    Rule(id="SE-R-007", term="BT-84", message=WRONG_FORM, way_out=PAYMENT, severity="warning", broken=_accounts("SE:PLUSGIRO", _not_digits)),
    Rule(id="SE-R-010", term="BT-84", message=WRONG_FORM, way_out=PAYMENT, severity="warning", broken=_accounts("SE:PLUSGIRO", lambda text: not 2 <= len(text) <= 8)),
    Rule(id="SE-R-008", term="BT-84", message=WRONG_FORM, way_out=PAYMENT, severity="warning", broken=_accounts("SE:BANKGIRO", _not_digits)),
    Rule(id="SE-R-009", term="BT-84", message=WRONG_FORM, way_out=PAYMENT, severity="warning", broken=_accounts("SE:BANKGIRO", lambda text: len(text) not in (7, 8))),
    Rule(
        id="SE-R-011", term="BT-81", way_out=_GIRO_WAY, severity="warning",
        message=N_("Means of payment {value} (BT-81) is not used in Sweden any more."), broken=_means(("50", "56"), False),
    ),
    Rule(
        id="SE-R-012", term="BT-81", way_out=_GIRO_WAY, severity="warning",
        message=N_("Between Swedish partners a credit transfer has code 30, not {value} (BT-81)."), broken=_means(("31",), True),
    ),
    Rule(
        id="SE-R-013", term="BT-30", message=WRONG_FORM, way_out=SELLER,
        broken=lambda d: [Fault(n) for n in (_organisation(d),) if n.isdecimal() and len(n) == 10 and not _swedish(n)],
    ),
)  # fmt: skip
