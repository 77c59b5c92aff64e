"""A stand-in for Online Számla: checks requests as NAV does and keeps what it takes in, in memory."""

from __future__ import annotations

import base64
import gzip
import hashlib
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from lxml import etree

from shared_tools.einvoice.submission import NoAnswer, NotDelivered

API = "http://schemas.nav.gov.hu/OSA/3.0/api"
_LATEST = timedelta(days=1)


class OnlineSzamla:
    """``down`` refuse connections; ``lose`` take the request in and lose the answer; ``maintenance`` say so; ``garbage``
    answer like a proxy. Each is a set of paths."""

    def __init__(self, credentials: Any, now: datetime) -> None:
        self.credentials = credentials
        self.now = now
        self.request_ids: set[str] = set()
        self.tokens: set[str] = set()
        self.transactions: dict[str, list[dict[str, str]]] = {}
        self.invoices: dict[str, tuple[str, bytes]] = {}
        self.down: set[str] = set()
        self.lose: set[str] = set()
        self.maintenance: set[str] = set()
        self.garbage: set[str] = set()
        self.slow = False
        self.zipped = False
        self.calls: list[str] = []

    def post(self, path: str, body: bytes) -> bytes:
        self.calls.append(path)
        if path in self.down:
            raise NotDelivered(path)
        if path in self.garbage:
            return b"<html><body>502 Bad Gateway<br></body></html>"
        answer = self._answer(path, etree.fromstring(body))
        if path in self.lose:
            raise NoAnswer(path)
        return answer

    def _answer(self, path: str, root: etree._Element) -> bytes:
        code = self._faulty(path, root)
        if code:
            return self._error(code)
        return {
            "tokenExchange": self._token, "manageInvoice": self._manage,
            "queryTransactionStatus": self._status, "queryInvoiceData": self._data,
        }[path](root)  # fmt: skip

    def _faulty(self, path: str, root: etree._Element) -> str:
        if path in self.maintenance:
            return "SERVICE_UNAVAILABLE"
        known = self.credentials
        if _text(root, "login") != known.login or _text(root, "taxNumber") != known.tax_number:
            return "INVALID_SECURITY_USER"
        if _text(root, "passwordHash") != hashlib.sha512(known.password.encode()).hexdigest().upper():
            return "INVALID_SECURITY_USER"
        request_id, stamp = _text(root, "requestId"), _text(root, "timestamp")
        if request_id in self.request_ids:
            return "REQUEST_ID_NOT_UNIQUE"
        if abs(datetime.fromisoformat(stamp) - self.now) > _LATEST:
            return "INVALID_TIMESTAMP"
        text = (
            request_id
            + "".join(character for character in stamp[:19] if character.isdigit())
            + known.sign_key
        )
        for node in root.findall(".//{*}invoiceOperations/{*}invoiceOperation"):
            content = _text(node, "invoiceOperation") + _text(node, "invoiceData")
            text += hashlib.sha3_512(content.encode()).hexdigest().upper()
        if _text(root, "requestSignature") != hashlib.sha3_512(text.encode()).hexdigest().upper():
            return "INVALID_REQUEST_SIGNATURE"
        self.request_ids.add(request_id)
        return ""

    def _token(self, root: etree._Element) -> bytes:
        token = f"{len(self.request_ids):08d}-d9e8-4561-9237-0511eed99eaa2P0ZHLXBRI2U"
        self.tokens.add(token)
        padder = PKCS7(128).padder()
        padded = padder.update(token.encode()) + padder.finalize()
        sealing = Cipher(algorithms.AES(self.credentials.exchange_key.encode()), modes.ECB()).encryptor()
        sealed = base64.b64encode(sealing.update(padded) + sealing.finalize()).decode()
        return _ok("TokenExchangeResponse", f"<encodedExchangeToken>{sealed}</encodedExchangeToken>")

    def _manage(self, root: etree._Element) -> bytes:
        token = _text(root, "exchangeToken")
        if token not in self.tokens:
            return self._error("INVALID_EXCHANGE_TOKEN")
        self.tokens.remove(token)
        nodes = root.findall(".//{*}invoiceOperations/{*}invoiceOperation")
        if [_text(node, "index") for node in nodes] != [str(index) for index in range(1, len(nodes) + 1)]:
            return self._error("INDEX_NOT_SEQUENTIAL")
        transaction = f"T{len(self.transactions) + 1:015d}"
        self.transactions[transaction] = [self._judged(node) for node in nodes]
        return _ok("ManageInvoiceResponse", f"<transactionId>{transaction}</transactionId>")

    def _judged(self, node: etree._Element) -> dict[str, str]:
        xml = base64.b64decode(_text(node, "invoiceData"))
        data = etree.fromstring(xml)
        operation, number = _text(node, "invoiceOperation"), _text(data, "invoiceNumber")
        original = _text(data, "originalInvoiceNumber")
        code = ""
        if _text(data, "taxpayerId") != self.credentials.tax_number:
            code = "SUPPLIER_TAX_NUMBER_MISMATCH"
        elif number in self.invoices:
            code = "INVOICE_NUMBER_NOT_UNIQUE"
        elif operation == "CREATE" and original:
            code = "INVOICE_REFERENCE_NOT_EXPECTED"
        elif operation != "CREATE" and not original:
            code = "INVOICE_REFERENCE_EXPECTED"
        elif operation != "CREATE" and (original in self.invoices) is (
            _text(data, "modifyWithoutMaster") == "true"
        ):
            code = "MODIFY_WITHOUT_MASTER_MISMATCH"
        if not code:
            self.invoices[number] = (operation, xml)
        return {"code": code, "warning": "INCORRECT_DATE_INVOICE_ISSUE_DATE_EARLY" if "OLD" in number else ""}

    def _status(self, root: etree._Element) -> bytes:
        known = self.transactions.get(_text(root, "transactionId"))
        if known is None:
            return _ok("QueryTransactionStatusResponse", "")
        results = ""
        for index, judged in enumerate(known, 1):
            status = "PROCESSING" if self.slow else "ABORTED" if judged["code"] else "DONE"
            message = ""
            for kind, code in (("ERROR", judged["code"]), ("WARN", judged["warning"])):
                if code and not self.slow:
                    message += (
                        f"<businessValidationMessages><validationResultCode>{kind}</validationResultCode>"
                        f"<validationErrorCode>{code}</validationErrorCode><message>{code} &amp; so</message>"
                        "<pointer><tag>invoiceNumber</tag><value>7</value></pointer></businessValidationMessages>"
                    )  # fmt: skip
            results += (
                f"<processingResult><index>{index}</index><invoiceStatus>{status}</invoiceStatus>{message}"
                "<compressedContentIndicator>false</compressedContentIndicator></processingResult>"
            )  # fmt: skip
        return _ok("QueryTransactionStatusResponse", f"<processingResults>{results}</processingResults>")

    def _data(self, root: etree._Element) -> bytes:
        known = self.invoices.get(_text(root, "invoiceNumber"))
        if known is None:
            return _ok("QueryInvoiceDataResponse", "")
        content = gzip.compress(known[1]) if self.zipped else known[1]
        return _ok(
            "QueryInvoiceDataResponse",
            f"<invoiceDataResult><invoiceData>{base64.b64encode(content).decode()}</invoiceData><auditData>"
            f"<transactionId>T{1:015d}</transactionId></auditData><compressedContentIndicator>{str(self.zipped).lower()}"
            "</compressedContentIndicator></invoiceDataResult>",
        )  # fmt: skip

    def _error(self, code: str) -> bytes:
        return (
            f'<ns2:GeneralErrorResponse xmlns:ns2="{API}" xmlns="http://schemas.nav.gov.hu/NTCA/1.0/common">'
            f"<result><funcCode>ERROR</funcCode><errorCode>{code}</errorCode><message>{code}!</message></result>"
            "</ns2:GeneralErrorResponse>"
        ).encode()


def _ok(name: str, inner: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{API}" xmlns:c="http://schemas.nav.gov.hu/NTCA/1.0/common">'
        f"<c:result><c:funcCode>OK</c:funcCode></c:result>{inner}</{name}>"
    ).encode()


def _text(node: etree._Element, name: str) -> str:
    return (node.findtext(f".//{{*}}{name}") or "").strip()
