"""Reading XML that strangers wrote: no entities, no network, and every oddity a Refusal that says where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from lxml import etree

from shared_tools.einvoice.written import amount_read
from shared_tools.refusal import Refusal, naming

_DATE: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_DECIMAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


def parse(xml: bytes) -> etree._Element:
    """The root element. Raises Refusal ``not_xml``, also for a document type declaration, which no invoice needs."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(
            "not_xml",
            f"the file is no well-formed XML: {error}.",
            way_out="Ask the sender for the file again.",
        ) from None
    if root.getroottree().docinfo.doctype:
        raise Refusal(
            "not_xml", "the file declares a document type.", way_out="Ask the sender for an invoice without DOCTYPE."
        )  # fmt: skip
    return root


def not_an_invoice(root: etree._Element) -> Refusal:
    return Refusal(
        "not_an_invoice", f"{root.tag} is no invoice or credit note of EN 16931.",
        way_out="Send UBL 2.1 Invoice or CreditNote, or UN/CEFACT CrossIndustryInvoice.",
    )  # fmt: skip


class Reading:
    """Looks values up under one node by paths with prefixes."""

    def __init__(self, prefixes: Mapping[str, str], currency: str) -> None:
        self.prefixes = dict(prefixes)
        self.currency = currency

    def text(self, node: etree._Element, path: str) -> str:
        return (node.findtext(path, "", self.prefixes) or "").strip()

    def one(self, node: etree._Element, path: str) -> etree._Element | None:
        return node.find(path, self.prefixes)

    def all(self, node: etree._Element, path: str) -> list[etree._Element]:
        return node.findall(path, self.prefixes)

    def day(self, node: etree._Element, path: str, term: str) -> date | None:
        """Raises Refusal ``not_a_date``."""
        text = self.text(node, path)
        if not text:
            return None
        match = _DATE.match(text)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            pass
        raise Refusal(
            "not_a_date",
            f"{term} says {text!r}, which is no date.",
            field=term,
            way_out="Ask the sender to correct it.",
        )

    def must_day(self, node: etree._Element, path: str, term: str) -> date:
        """A day the invoice cannot be without. Raises Refusal ``date_missing``, ``not_a_date``."""
        day = self.day(node, path, term)
        if day is None:
            raise Refusal(
                "date_missing", "the invoice has no date.", field=term, way_out="Ask the sender to correct it."
            )  # fmt: skip
        return day

    def latest(self, nodes: list[etree._Element], path: str) -> date | None:
        """The latest day among ``nodes``, None where none of them tells one. Raises Refusal ``not_a_date``."""
        days = [self.day(node, path, path) for node in nodes]
        return max((day for day in days if day), default=None)

    def amount(self, node: etree._Element, path: str, term: str, currency: str = "") -> int | None:
        """Minor units, or None where the element is absent. Raises Refusal of ``shared_tools.money.minor``."""
        text = self.text(node, path)
        if not text:
            return None
        with naming(term):
            return amount_read(text, currency or self.currency)

    def must(self, node: etree._Element, path: str, term: str) -> int:
        """An amount the invoice cannot be without. Raises Refusal ``amount_missing``."""
        amount = self.amount(node, path, term)
        if amount is None:
            raise Refusal(
                "amount_missing", f"the invoice does not say {term}.", field=term, way_out="Ask the sender to correct it."
            )  # fmt: skip
        return amount

    def decimal(self, node: etree._Element, path: str, term: str) -> str:
        """An exact decimal as text, "" where absent. Raises Refusal ``not_a_number``."""
        text = self.text(node, path)
        if text and not _DECIMAL.fullmatch(text):
            raise Refusal(
                "not_a_number", f"{term} says {text!r}, which is no number.", field=term,
                way_out="Ask the sender to correct it.",
            )  # fmt: skip
        return text
