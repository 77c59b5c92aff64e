"""Parties and payment means of a Cross Industry Invoice, read."""

from __future__ import annotations

import msgspec
from lxml import etree

from shared_tools.einvoice.model import (
    Address,
    Card,
    Contact,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Identifier,
    Party,
    Payee,
    PaymentMeans,
    TaxRepresentative,
)
from shared_tools.einvoice.parsed import Reading


def _identifier(node: etree._Element | None) -> Identifier | None:
    if node is None or not (node.text or "").strip():
        return None
    return Identifier((node.text or "").strip(), node.get("schemeID", ""))


def _ids(reading: Reading, node: etree._Element) -> tuple[Identifier, ...]:
    nodes = reading.all(node, "ram:ID") + reading.all(node, "ram:GlobalID")
    return tuple(known for known in map(_identifier, nodes) if known)


def _address(reading: Reading, node: etree._Element | None) -> Address:
    if node is None:
        return Address(country="")
    text = reading.text
    return Address(
        line1=text(node, "ram:LineOne"),
        line2=text(node, "ram:LineTwo"),
        line3=text(node, "ram:LineThree"),
        city=text(node, "ram:CityName"),
        postal_code=text(node, "ram:PostcodeCode"),
        subdivision=text(node, "ram:CountrySubDivisionName"),
        country=text(node, "ram:CountryID"),
    )


def _tax_registration(reading: Reading, node: etree._Element, scheme: str) -> str:
    numbers = reading.all(node, "ram:SpecifiedTaxRegistration/ram:ID")
    return next(((n.text or "").strip() for n in numbers if n.get("schemeID") == scheme), "")


def party(reading: Reading, node: etree._Element | None) -> Party:
    if node is None:
        return Party(name="", address=Address(country=""))
    text = reading.text
    contact = reading.one(node, "ram:DefinedTradeContact")
    return Party(
        name=text(node, "ram:Name"),
        address=_address(reading, reading.one(node, "ram:PostalTradeAddress")),
        trading_name=text(node, "ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        ids=_ids(reading, node),
        legal_id=_identifier(reading.one(node, "ram:SpecifiedLegalOrganization/ram:ID")),
        vat_id=_tax_registration(reading, node, "VA"),
        tax_registration=_tax_registration(reading, node, "FC"),
        legal_form=text(node, "ram:Description"),
        electronic_address=_identifier(reading.one(node, "ram:URIUniversalCommunication/ram:URIID")),
        contact=None if contact is None else Contact(
            name=text(contact, "ram:PersonName") or text(contact, "ram:DepartmentName"),
            phone=text(contact, "ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
            email=text(contact, "ram:EmailURIUniversalCommunication/ram:URIID"),
        ),
    )  # fmt: skip


def payee(reading: Reading, node: etree._Element | None) -> Payee | None:
    if node is None:
        return None
    return Payee(
        name=reading.text(node, "ram:Name"),
        id=next(iter(_ids(reading, node)), None),
        legal_id=_identifier(reading.one(node, "ram:SpecifiedLegalOrganization/ram:ID")),
    )


def tax_representative(reading: Reading, node: etree._Element | None) -> TaxRepresentative | None:
    if node is None:
        return None
    return TaxRepresentative(
        name=reading.text(node, "ram:Name"),
        vat_id=_tax_registration(reading, node, "VA"),
        address=_address(reading, reading.one(node, "ram:PostalTradeAddress")),
    )


def delivery(reading: Reading, node: etree._Element) -> Delivery | None:
    day = reading.day(
        node, "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString", "BT-72"
    )
    ship_to = reading.one(node, "ram:ShipToTradeParty")
    if ship_to is None:
        return Delivery(day=day) if day else None
    where = reading.one(ship_to, "ram:PostalTradeAddress")
    return Delivery(
        day=day,
        name=reading.text(ship_to, "ram:Name"),
        location=next(iter(_ids(reading, ship_to)), None),
        address=None if where is None else _address(reading, where),
    )


def payment_means(reading: Reading, settlement: etree._Element) -> tuple[PaymentMeans, ...]:
    """BG-16; means that differ only in the account are one, as they were before the binding repeated them."""
    found: list[PaymentMeans] = []
    for node in reading.all(settlement, "ram:SpecifiedTradeSettlementPaymentMeans"):
        means = _means(reading, node, settlement)
        if found and msgspec.structs.replace(found[-1], credit_transfers=()) == msgspec.structs.replace(
            means, credit_transfers=()
        ):
            transfers = found[-1].credit_transfers + means.credit_transfers
            found[-1] = msgspec.structs.replace(means, credit_transfers=transfers)
        else:
            found.append(means)
    return tuple(found)


def _means(reading: Reading, node: etree._Element, settlement: etree._Element) -> PaymentMeans:
    text = reading.text
    account = reading.one(node, "ram:PayeePartyCreditorFinancialAccount")
    card = reading.one(node, "ram:ApplicableTradeSettlementFinancialCard")
    mandate = text(settlement, "ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID")
    debited = text(node, "ram:PayerPartyDebtorFinancialAccount/ram:IBANID")
    return PaymentMeans(
        code=text(node, "ram:TypeCode"),
        text=text(node, "ram:Information"),
        reference=text(settlement, "ram:PaymentReference"),
        credit_transfers=() if account is None else (CreditTransfer(
            account=text(account, "ram:IBANID") or text(account, "ram:ProprietaryID"),
            name=text(account, "ram:AccountName"),
            bic=text(node, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
        ),),
        card=None if card is None else Card(number=text(card, "ram:ID"), holder=text(card, "ram:CardholderName")),
        # The binding keeps the mandate with the terms: it belongs to the means that debits.
        direct_debit=DirectDebit(
            mandate=mandate, creditor=text(settlement, "ram:CreditorReferenceID"), account=debited
        ) if debited or (mandate and account is None and card is None) else None,
    )  # fmt: skip
