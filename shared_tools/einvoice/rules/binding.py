"""What the UBL binding of EN 16931 can hold only once (UBL-SR); a Cross Industry Invoice has the same places."""

from __future__ import annotations

from typing import Final

from shared_tools.einvoice.model import Document
from shared_tools.einvoice.rules.finding import CLIENT, ONLY_ONCE, PAYMENT, Rule, when


def _once(id: str, term: str, values, way_out: str = PAYMENT) -> Rule:  # type: ignore[no-untyped-def]
    return Rule(
        id=id, term=term, message=ONLY_ONCE, way_out=way_out,
        broken=lambda d: when(len(values(d)) > 1, len(values(d))),
    )  # fmt: skip


def _codes(d: Document) -> set[str]:
    return {means.code for means in d.payment_means}


RULES: Final = (
    _once("UBL-SR-16", "BT-46", lambda d: d.buyer.ids, CLIENT),
    _once("UBL-SR-44", "BT-83", lambda d: {means.reference for means in d.payment_means if means.reference}),
    _once("UBL-SR-46", "BT-82", lambda d: [means for means in d.payment_means if means.text]),
    _once("UBL-SR-47", "BT-81", _codes),
    _once("UBL-SR-54", "BG-18", lambda d: [means for means in d.payment_means if means.card]),
    _once("UBL-SR-55", "BG-19", lambda d: [means for means in d.payment_means if means.direct_debit]),
)  # fmt: skip
