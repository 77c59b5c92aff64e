"""XRechnung's national rules (KoSIT, BR-DE), which Peppol repeats between German partners as DE-R."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import msgspec

from shared_tools.einvoice.model import Document, PaymentMeans
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.rules.codes import XRECHNUNG
from shared_tools.einvoice.rules.core import CREDIT_TRANSFERS
from shared_tools.einvoice.rules.finding import (  # fmt: skip
    CLIENT,
    INVOICE,
    NOT_IN_LIST,
    PAYMENT,
    SELLER,
    WRONG_FORM,
    Fault,
    Rule,
    blank,
    missing,
    when,
)
from shared_tools.i18n import N_
from shared_tools.identifiers import iban
from shared_tools.refusal import Refusal

_SKONTO: Final = re.compile(
    r"#(SKONTO)#TAGE=([0-9]+#PROZENT=[0-9]+\.[0-9]{2})(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#"
)
_EMAIL: Final = re.compile(r"[^@\s]+@([^@.\s]+\.)+[^@.\s]+")
_URL: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:.*", re.DOTALL)
_CARDS: Final = frozenset({"48", "54", "55"})
_TAXED: Final = frozenset({"S", "Z", "E", "AE", "K", "G", "L", "M"})


def _skonto_wrong(d: Document) -> bool:
    """Lines of the payment terms that begin with # must each be a whole Skonto statement, the last one closed by a line
    break: "#SKONTO#TAGE=14#PROZENT=2.00#" and a new line."""
    lines = re.split(r"\r?\n", d.payment_terms)
    marked = [line for line in lines if line.strip().startswith("#")]
    closed = re.match(r"\s*\n", re.split(r"#.+#", d.payment_terms)[-1]) is not None
    return any(not _SKONTO.fullmatch(line.strip()) or not closed for line in marked)


def _filenames_repeat(d: Document) -> bool:
    names = [item.filename for item in d.supporting_documents if item.content is not None]
    return len(names) != len(set(names))


def _not_an_iban(text: str) -> bool:
    try:
        iban(text)
    except Refusal:
        return True
    return False


def _of_means(codes: frozenset[str], wrong: Callable[[PaymentMeans], object]) -> Callable[[Document], list[Fault]]:  # fmt: skip
    return lambda d: [Fault(means.code) for means in d.payment_means if means.code in codes and wrong(means)]


def _debited(means: PaymentMeans) -> bool:
    return means.direct_debit is not None


def _untaxed_seller(d: Document) -> bool:
    used = {line.vat_category for line in d.lines} | {item.vat_category for item in d.allowances_charges}
    return bool(used & _TAXED) and d.tax_representative is None and blank(d.seller.vat_id) and blank(d.seller.tax_registration)  # fmt: skip


def _contact(id: str, term: str, field: str) -> Rule:
    return Rule(
        id=id, term=term, way_out=SELLER,
        broken=lambda d: when(d.seller.contact is not None and blank(getattr(d.seller.contact, field))),
    )  # fmt: skip


def _no_supply_day(d: Document) -> bool:
    return (
        not (d.delivery and d.delivery.day) and d.period is None and not all(line.period for line in d.lines)
    )


_NEEDS: Final = N_("Means of payment {value} (BT-81) needs the group {name} ({term}).")
_ALONE: Final = N_(
    "Means of payment {value} (BT-81) allows no other group than its own: account, card or direct debit."
)
_DEBIT_CODES: Final = frozenset({"59"})

XRECHNUNG_RULES: Final = (
    Rule(id="BR-DE-1", term="BG-16", broken=lambda d: when(not d.payment_means), way_out=PAYMENT),
    Rule(id="BR-DE-2", term="BG-6", broken=lambda d: when(d.seller.contact is None), way_out=SELLER),
    missing("BR-DE-3", "BT-37", lambda d: d.seller.address.city, SELLER),
    missing("BR-DE-4", "BT-38", lambda d: d.seller.address.postal_code, SELLER),
    _contact("BR-DE-5", "BT-41", "name"),
    _contact("BR-DE-6", "BT-42", "phone"),
    _contact("BR-DE-7", "BT-43", "email"),
    missing("BR-DE-8", "BT-52", lambda d: d.buyer.address.city, CLIENT),
    missing("BR-DE-9", "BT-53", lambda d: d.buyer.address.postal_code, CLIENT),
    Rule(id="BR-DE-10", term="BT-77", broken=lambda d: when(bool(d.delivery and d.delivery.address and blank(d.delivery.address.city)))),
    Rule(id="BR-DE-11", term="BT-78", broken=lambda d: when(bool(d.delivery and d.delivery.address and blank(d.delivery.address.postal_code)))),
    missing("BR-DE-15", "BT-10", lambda d: d.buyer_reference, CLIENT),
    Rule(id="BR-DE-16", term="BT-31", broken=lambda d: when(_untaxed_seller(d)), way_out=SELLER),
    Rule(
        id="BR-DE-17", term="BT-3", message=NOT_IN_LIST, severity="warning",
        broken=lambda d: when(d.type_code not in XRECHNUNG["document_types"], d.type_code),
    ),
    Rule(
        id="BR-DE-18", term="BT-20", way_out=PAYMENT,
        message=N_("A discount for early payment must read like “#SKONTO#TAGE=14#PROZENT=2.00#”, each on its own line and closed by a line break (BT-20)."),
        broken=lambda d: when(_skonto_wrong(d), d.payment_terms),
    ),
    Rule(
        id="BR-DE-19", term="BT-84", message=WRONG_FORM, way_out=PAYMENT, severity="warning",
        broken=lambda d: [
            Fault(to.account) for means in d.payment_means if means.code == "58"
            for to in means.credit_transfers if _not_an_iban(to.account)
        ],
    ),
    Rule(
        id="BR-DE-20", term="BT-91", message=WRONG_FORM, way_out=PAYMENT, severity="warning",
        broken=lambda d: [
            Fault(means.direct_debit.account) for means in d.payment_means
            if means.code == "59" and means.direct_debit and not blank(means.direct_debit.account)
            and _not_an_iban(means.direct_debit.account)
        ],
    ),
    Rule(
        id="BR-DE-22", term="BT-125", message=N_("Two attachments have the same file name."),
        broken=lambda d: when(_filenames_repeat(d)),
    ),
    Rule(id="BR-DE-23-a", term="BG-17", message=_NEEDS, way_out=PAYMENT, broken=_of_means(CREDIT_TRANSFERS, lambda m: not m.credit_transfers)),
    Rule(id="BR-DE-23-b", term="BG-17", message=_ALONE, way_out=PAYMENT, broken=_of_means(CREDIT_TRANSFERS, lambda m: m.card or _debited(m))),
    Rule(id="BR-DE-24-a", term="BG-18", message=_NEEDS, way_out=PAYMENT, broken=_of_means(_CARDS, lambda m: not m.card)),
    Rule(id="BR-DE-24-b", term="BG-18", message=_ALONE, way_out=PAYMENT, broken=_of_means(_CARDS, lambda m: m.credit_transfers or _debited(m))),
    Rule(id="BR-DE-25-a", term="BG-19", message=_NEEDS, way_out=PAYMENT, broken=_of_means(_DEBIT_CODES, lambda m: not _debited(m))),
    Rule(id="BR-DE-25-b", term="BG-19", message=_ALONE, way_out=PAYMENT, broken=_of_means(_DEBIT_CODES, lambda m: m.credit_transfers or m.card)),
    Rule(
        id="BR-DE-26", term="BT-25", severity="warning",
        broken=lambda d: when(d.type_code == "384" and not d.preceding),
    ),
    Rule(
        id="BR-DE-27", term="BT-42", message=WRONG_FORM, way_out=SELLER, severity="warning",
        broken=lambda d: [
            Fault(c.phone) for c in (d.seller.contact,) if c and not blank(c.phone) and sum(x.isdecimal() for x in c.phone) < 3
        ],
    ),
    Rule(
        id="BR-DE-28", term="BT-43", message=WRONG_FORM, way_out=SELLER, severity="warning",
        broken=lambda d: [
            Fault(c.email) for c in (d.seller.contact,) if c and not blank(c.email) and not _EMAIL.fullmatch(c.email.strip())
        ],
    ),
    Rule(
        id="BR-DE-30", term="BT-90", way_out=PAYMENT,
        broken=lambda d: [Fault() for m in d.payment_means if m.direct_debit and blank(m.direct_debit.creditor)],
    ),
    Rule(
        id="BR-DE-31", term="BT-91", way_out=PAYMENT,
        broken=lambda d: [Fault() for m in d.payment_means if m.direct_debit and blank(m.direct_debit.account)],
    ),
    Rule(
        id="BR-TMP-2", term="BT-124", message=WRONG_FORM,
        broken=lambda d: [
            Fault(i.location) for i in d.supporting_documents if not blank(i.location) and not _URL.fullmatch(i.location)
        ],
    ),
)  # fmt: skip

RECOMMENDED: Final = (
    Rule(
        id="BR-DE-TMP-32", term="BT-72", severity="warning", way_out=INVOICE,
        message=N_("Give the day of supply, the invoicing period, or a period on every line (BT-72, BG-14, BG-26)."),
        broken=lambda d: when(_no_supply_day(d)),
    ),
)  # fmt: skip
"""Only XRechnung has it; Peppol does not repeat it."""


NO_ROUTE: Final = Objection(
    code="BR-DE-15", field="BT-10", sentence=N_("An invoice to a German authority wants its Leitweg-ID (BT-10)."),
    way_out=N_("Ask the authority for it, and add the client with it."),
)  # fmt: skip


def _peppol_id(id: str) -> str:
    """``BR-DE-1`` is DE-R-001 there, ``BR-DE-23-a`` DE-R-023-1, ``BR-TMP-2`` DE-R-T02."""
    if id == "BR-TMP-2":
        return "DE-R-T02"
    figure, _, part = id.removeprefix("BR-DE-").partition("-")
    return f"DE-R-{int(figure):03d}" + {"": "", "a": "-1", "b": "-2"}[part]


def _between_germans(rule: Rule) -> Rule:
    return msgspec.structs.replace(
        rule,
        severity="warning" if rule.id == "BR-TMP-2" else rule.severity,
        id=_peppol_id(rule.id),
        broken=lambda d: rule.broken(d) if d.between_germans else (),
    )


PEPPOL_RULES: Final = tuple(_between_germans(rule) for rule in XRECHNUNG_RULES)
"""BR-DE-14 and DE-R-014, a rate in the breakdown also for category O, the writers keep."""
