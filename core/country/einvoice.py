"""What a country says of its invoices: the form in which a client receives one, the sentences it carries, its numbers.

The tables ``[[einvoice]]``, ``[[late_payment]]`` and ``[[mention]]`` of country.toml say what the law wants and since
when; ``EInvoice`` holds what needs code. Everything is pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from core.country.authority import Authority
from core.country.fact import Fact
from core.country.sold import Sold, VatGroup
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.objections import Objection

Receiver = Literal["business", "consumer", "authority", "abroad"]
"""Who receives an invoice: a client at home by kind, or any business or authority abroad."""


class InvoiceForm(Fact, frozen=True, kw_only=True):
    """In which format an invoice to ``client`` leaves by default: a code of core/sales/formats.py.

    ``duty``: the law demands it; otherwise it is the house's choice among what is lawful.
    """

    client: Receiver
    format: str
    duty: bool = False


class Sentence(Fact, frozen=True, kw_only=True):
    """Words the law wants on a document: an English message id of the country's catalogue.

    ``subject`` BT-21 (UNTDID 4451) where the law names the kind of note; "" otherwise.
    """

    sentence: str
    client: Literal["all", "business", "consumer", "authority"] = "all"
    subject: str = ""


class LatePayment(Sentence, frozen=True, kw_only=True):
    """What a client who pays late owes besides, and by which law."""


class Mention(Sentence, frozen=True, kw_only=True):
    """Any other sentence. ``on`` which document."""

    on: Literal["all", "invoice", "credit_note"] = "all"


class InvoiceAmount(Fact, frozen=True, kw_only=True):
    """A sum of money the law speaks of on invoices: ``code`` as the country's einvoice.py asks for it, ``amount`` in
    major units as text."""

    code: str
    amount: str


class NoClientFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country that stores nothing of its own about a client."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A code before the content of the first page: ``picture`` SVG, ``words`` beside it in the law's own language or ""."""

    picture: str
    words: str


@dataclass(frozen=True)
class EInvoice:
    """What needs code.

    ``client``        what only this country stores about a client; msgspec checks it, unknown keys are refused
    ``labels``        the form's words for these fields: English message ids of the country's catalogue
    ``legal_scheme``  ISO 6523 scheme of numbers of the register of companies (BT-30, BT-47), "" where there is none
    ``legal_id``      the register's number out of a VAT number, "" where the two have nothing in common
    ``address``       electronic address ``scheme:identifier`` of somebody at home out of register and VAT number
    ``complete``      adds what is the country's own to a document that carries everything general already
    ``terms``         by format or authority: what it asks beyond the document, as the struct of that format
    ``objections``    what the country holds against a document that no rule of its format sees
    ``authority``     the tax authority that is told of every document, None where none is
    ``mark``          what it wants on the paper so that anybody can check the document there, given the address
                      where it is told of each ("" where it is told nothing); None for nothing
    ``client_pays_vat``  whether the client pays the VAT to the State itself, so that we ask for the net amount only
    ``stamp_duty``    what the document itself owes the State, minor units, by its VAT groups, the client's country and
                      the fact sheet's ``[[invoice_amount]]``; the entity bears it and the client is not asked for it
    ``stamp_words``   the sentence that says so on the document, with ``{amount}``: a message id of the country's catalogue
    """

    client: type[msgspec.Struct] = NoClientFacts
    labels: tuple[tuple[str, str], ...] = ()
    legal_scheme: str = ""
    legal_id: Callable[[str], str] = lambda vat_number: ""
    address: Callable[[str, str], str] = lambda legal_id, vat_number: ""
    complete: Callable[[Document, Sold], Document] = lambda document, sold: document
    terms: Mapping[str, Callable[[Document, Sold], Any]] = field(default_factory=dict)
    client_pays_vat: Callable[[Literal["business", "consumer", "authority"], bool], bool] = (
        lambda client_kind, at_home: False
    )
    objections: Callable[[Document, Sold], Sequence[Objection]] = lambda document, sold: ()
    stamp_duty: Callable[[Sequence[VatGroup], str, Mapping[str, int]], int] = (
        lambda groups, client_country, amounts: 0
    )
    stamp_words: str = ""
    authority: Authority | None = None
    mark: Callable[[Document, Sold, str], Mark | None] = lambda document, sold, told: None
