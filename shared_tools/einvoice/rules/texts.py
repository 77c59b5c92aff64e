"""Texts that no syntax can carry: control characters, fields of spaces alone, identifiers without a value, figures that
are none. XSDs refuse such a file; the ids XML-… are ours, for the official sheets have none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from shared_tools.einvoice.model import AllowanceCharge, Document, Identifier
from shared_tools.einvoice.rules.finding import INVOICE, LINE, NOT_A_NUMBER, Fault, Rule, blank, once
from shared_tools.i18n import N_

_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, production 2."""
_DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_FIGURES: Final = {
    "BT-129": "quantity", "BT-146": "price", "BT-147": "price_discount", "BT-148": "gross_price", "BT-149": "base_quantity",
    "BT-152": "vat_rate",
}  # fmt: skip


def _gather(value: Any, texts: list[str], identifiers: list[Identifier]) -> None:
    """Every text that is not empty and every identifier of a document, in one walk."""
    if isinstance(value, str):
        if value:
            texts.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, texts, identifiers)
    elif isinstance(value, msgspec.Struct):
        if isinstance(value, Identifier):
            identifiers.append(value)
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if inner:
                _gather(inner, texts, identifiers)


@once
def _found(d: Document) -> tuple[list[str], list[Identifier]]:
    texts: list[str] = []
    identifiers: list[Identifier] = []
    _gather(d, texts, identifiers)
    return texts, identifiers


def _texts(d: Document) -> list[str]:
    return _found(d)[0]


def _identifiers(d: Document) -> list[Identifier]:
    return _found(d)[1]


def _unwritable(d: Document) -> list[Fault]:
    # One search over all of them finds none in almost every document.
    found = _texts(d)
    if not _UNWRITABLE.search("\n".join(found)):
        return []
    return [Fault(_UNWRITABLE.sub("\ufffd", text)) for text in found if _UNWRITABLE.search(text)]


def _no_number(text: str) -> bool:
    return not blank(text) and not _DECIMAL.fullmatch(text)


def _figure(term: str, field: str) -> Rule:
    return Rule(
        id="XML-DECIMAL", term=term, message=NOT_A_NUMBER, way_out=LINE,
        broken=lambda d: [
            Fault(getattr(line, field), line.id) for line in d.lines if _no_number(getattr(line, field))
        ],
    )  # fmt: skip


def _items(d: Document) -> Iterator[tuple[AllowanceCharge, str]]:
    yield from ((item, "") for item in d.allowances_charges)
    for line in d.lines:
        yield from ((item, line.id) for item in line.allowances_charges)


RULES: Final = (
    Rule(
        id="XML-CHAR", term="BT-22", broken=_unwritable,
        message=N_("“{value}” holds a character that cannot be sent; write it again."),
    ),
    Rule(
        id="XML-SPACES", term="BT-22", broken=lambda d: [Fault() for text in _texts(d) if text.isspace()],
        message=N_("A field holds nothing but spaces; leave it empty or fill it in."), also=("PEPPOL-EN16931-R008",),
    ),
    Rule(
        id="XML-IDENTIFIER", term="BT-29", broken=lambda d: [Fault(known.scheme) for known in _identifiers(d) if not known.value],
        message=N_("An identifier of scheme “{value}” has no value."),
    ),
    *(_figure(term, field) for term, field in _FIGURES.items()),
    Rule(
        id="XML-DECIMAL", term="BT-96", message=NOT_A_NUMBER, way_out=INVOICE,
        broken=lambda d: [
            Fault(text, line) for i, line in _items(d) for text in (i.vat_rate, i.percent) if _no_number(text)
        ],
    ),
    Rule(
        id="XML-DECIMAL", term="BT-119", message=NOT_A_NUMBER, way_out=INVOICE,
        broken=lambda d: [Fault(group.rate) for group in d.vat_breakdown if _no_number(group.rate)],
    ),
)  # fmt: skip
