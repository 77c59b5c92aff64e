"""An expense note."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

ExpenseState = Literal["submitted", "approved", "refused"]
DraftState = Literal["open", "handed_in", "discarded"]
"""Of a draft; one whose note was refused is open again."""


class NewExpense(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``gross`` what was paid and ``vat`` the deductible VAT in it, both in major units; ``receipt`` its file name."""

    activity: str
    person: str
    day: date
    supplier: str
    description: str
    gross: str
    vat: str = "0"
    receipt: str


class Expense(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Amounts in minor units of the entity's currency.

    A sister entity's invoice or credit note is one too (the amounts of a credit note are negative): ``counterparty`` is
    the sister, ``document_number`` and ``document_day`` those of its document, ``document_net`` and ``document_gross``
    its amounts in ``document_currency``. ``reverse_vat`` is the VAT that we owe our own State on it, because the charge is
    reversed (Directive 2006/112/EC art. 196), ``reverse_vat_back`` the part of it that is deducted (art. 168).
    Of what a member paid these say nothing and are left out of its bytes.
    """

    id: str
    number: int
    activity: str
    person: str
    structure: str
    day: date
    supplier: str
    description: str
    gross: int
    vat: int
    receipt: str
    submitted_on: date
    counterparty: str = ""
    document_number: str = ""
    document_day: date | None = None
    document_currency: str = ""
    document_net: int = 0
    document_gross: int = 0
    reverse_vat: int = 0
    reverse_vat_back: int = 0

    @property
    def net(self) -> int:
        """What the activity bears: all that is owed for it, to whomever, less the VAT that comes back."""
        return self.gross - self.vat + self.reverse_vat - self.reverse_vat_back


class ExpenseDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a supplier's e-invoice says: ``number`` and ``day`` are the invoice's, ``gross`` and ``vat`` minor units of
    the entity's currency, ``receipt`` the file's name, ``expense`` the note it became."""

    id: str
    activity: str
    person: str
    supplier: str
    number: str
    day: date
    description: str
    gross: int
    vat: int
    receipt: str
    expense: str | None
    state: DraftState


class Completed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft as somebody completed it: ``gross`` and ``vat`` in major units; what is left empty in words stays as read."""

    activity: str
    person: str
    description: str
    gross: str
    vat: str = "0"
