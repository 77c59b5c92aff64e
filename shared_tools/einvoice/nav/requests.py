"""Signed requests to Online Számla: token exchange, manageInvoice, the status of a transaction, the data of an invoice.

Every request carries a signature over its number, its time and, when invoices go along, their hashes (SHA3-512), made
with the technical user's signing key; the password goes as a SHA-512 hash; the one-time token comes encrypted with the
exchange key (AES-128, ECB). Interface specification 3.0, chapter 1.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from lxml import etree

from shared_tools.einvoice.elements import group, put
from shared_tools.einvoice.nav.terms import API, COMMON, Operation
from shared_tools.refusal import Refusal

MOST: Final = 100
"""Invoices in one manageInvoice request."""

_A: Final = f"{{{API}}}"
_C: Final = f"{{{COMMON}}}"
_BLOCK: Final = 128


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """A technical user of the taxpayer. ``tax_number`` its first eight digits; the keys as NAV shows them."""

    login: str
    password: str
    tax_number: str
    sign_key: str
    exchange_key: str

    def __repr__(self) -> str:
        # A log line or a traceback must not carry the secrets.
        return f"Credentials(login={self.login!r}, tax_number={self.tax_number!r})"


class Software(msgspec.Struct, frozen=True, kw_only=True):
    """The invoicing program as NAV registers it; ``id`` 18 capitals, digits or dashes."""

    id: str
    name: str
    version: str
    maker: str
    contact: str
    kind: Literal["LOCAL_SOFTWARE", "ONLINE_SERVICE"] = "ONLINE_SERVICE"
    country: str = ""
    tax_number: str = ""


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    credentials: Credentials
    software: Software


def token_request(sender: Sender, request_id: str, moment: datetime) -> bytes:
    return _serialised(_request("TokenExchangeRequest", sender, request_id, moment))


def exchange_token(encoded: str, exchange_key: str) -> str:
    """The token in ``encodedExchangeToken``. Raises Refusal ``token_unreadable`` (wrong exchange key, damage)."""
    try:
        # ECB is NAV's choice for a token of two blocks that lives five minutes; nothing else here uses it.
        cipher = Cipher(algorithms.AES(exchange_key.encode("ascii")), modes.ECB())
        opened = cipher.decryptor()
        padded = opened.update(base64.b64decode(encoded, validate=True)) + opened.finalize()
        unpadder = PKCS7(_BLOCK).unpadder()
        return (unpadder.update(padded) + unpadder.finalize()).decode("ascii")
    except (ValueError, UnicodeError):
        raise Refusal(
            "token_unreadable", "the token NAV sent cannot be opened with the exchange key.", field="exchange_key",
            way_out="Copy the exchange key (cserekulcs) of the technical user again.",
        ) from None  # fmt: skip


def invoice_request(
    sender: Sender, request_id: str, moment: datetime, token: str, invoices: Sequence[tuple[Operation, bytes]]
) -> bytes:
    """manageInvoice of 1 to 100 invoices, in order. Raises Refusal ``too_many_invoices``."""
    if not 1 <= len(invoices) <= MOST:
        raise Refusal(
            "too_many_invoices", f"NAV takes 1 to {MOST} invoices in a request, not {len(invoices)}.",
            way_out="Send them in several requests.",
        )  # fmt: skip
    encoded: list[tuple[Operation, str]] = [
        (operation, base64.b64encode(xml).decode("ascii")) for operation, xml in invoices
    ]
    root = _request("ManageInvoiceRequest", sender, request_id, moment, encoded)
    put(root, _A + "exchangeToken", token)
    operations = group(root, _A + "invoiceOperations")
    put(operations, _A + "compressedContent", "false")
    for index, (operation, content) in enumerate(encoded, 1):
        node = group(operations, _A + "invoiceOperation")
        put(node, _A + "index", str(index))
        put(node, _A + "invoiceOperation", operation)
        put(node, _A + "invoiceData", content)
    return _serialised(root)


def status_request(sender: Sender, request_id: str, moment: datetime, transaction: str) -> bytes:
    root = _request("QueryTransactionStatusRequest", sender, request_id, moment)
    put(root, _A + "transactionId", transaction)
    put(root, _A + "returnOriginalRequest", "false")
    return _serialised(root)


def data_request(sender: Sender, request_id: str, moment: datetime, number: str) -> bytes:
    """What NAV holds of our invoice with this number."""
    root = _request("QueryInvoiceDataRequest", sender, request_id, moment)
    query = group(root, _A + "invoiceNumberQuery")
    put(query, _A + "invoiceNumber", number)
    put(query, _A + "invoiceDirection", "OUTBOUND")
    return _serialised(root)


def signature(
    request_id: str, moment: datetime, sign_key: str, invoices: Sequence[tuple[Operation, str]] = ()
) -> str:
    """requestSignature: SHA3-512 of number, time as yyyyMMddHHmmss in UTC, signing key and each invoice's own hash of
    its operation and its Base64 content; capitals."""
    text = f"{request_id}{moment.astimezone(UTC):%Y%m%d%H%M%S}{sign_key}"
    hashes = (_sha3(operation + content) for operation, content in invoices)
    return _sha3(text + "".join(hashes))


def _sha3(text: str) -> str:
    return hashlib.sha3_512(text.encode("utf-8")).hexdigest().upper()


def _request(
    name: str, sender: Sender, request_id: str, moment: datetime, invoices: Sequence[tuple[Operation, str]] = ()
) -> etree._Element:  # fmt: skip
    who, program = sender.credentials, sender.software
    root = etree.Element(_A + name, nsmap={None: API, "common": COMMON})
    header = group(root, _C + "header")
    put(header, _C + "requestId", request_id)
    put(
        header,
        _C + "timestamp",
        f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z",
    )
    put(header, _C + "requestVersion", "3.0")
    put(header, _C + "headerVersion", "1.0")
    user = group(root, _C + "user")
    put(user, _C + "login", who.login)
    password = hashlib.sha512(who.password.encode("utf-8")).hexdigest().upper()
    etree.SubElement(user, _C + "passwordHash", {"cryptoType": "SHA-512"}).text = password
    put(user, _C + "taxNumber", who.tax_number)
    signed = signature(request_id, moment, who.sign_key, invoices)
    etree.SubElement(user, _C + "requestSignature", {"cryptoType": "SHA3-512"}).text = signed
    software = group(root, _A + "software")
    put(software, _A + "softwareId", program.id)
    put(software, _A + "softwareName", program.name)
    put(software, _A + "softwareOperation", program.kind)
    put(software, _A + "softwareMainVersion", program.version)
    put(software, _A + "softwareDevName", program.maker)
    put(software, _A + "softwareDevContact", program.contact)
    put(software, _A + "softwareDevCountryCode", program.country)
    put(software, _A + "softwareDevTaxNumber", program.tax_number)
    return root


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
