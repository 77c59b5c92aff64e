"""The road to the tax authority: HTTP where instance.toml names an address, otherwise a folder that keeps the reports.

    [authority]
    url = "https://api.onlineszamla.nav.gov.hu/invoiceService/v3"
    secrets_file = "nav.toml"          # login, password, sign_key, exchange_key of the technical user
    certificate_file = "aeat.pem"      # key and certificate where the authority wants to see one

Both beside instance.toml. Without an address nothing is reported: the messages wait in the mailbox and are queued still.
"""

from __future__ import annotations

import ssl
import tomllib
from collections.abc import Mapping
from pathlib import Path

import httpx
import msgspec

from core.country.authority import Line
from core.db import Store
from core.sales.talks import keep_due, report_due
from shared_tools.einvoice.submission import NoAnswer, NotDelivered

SECONDS = 30.0


class AuthoritySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[authority]`` of instance.toml. Without ``url`` reports are kept in ``folder`` and told to nobody."""

    url: str = ""
    secrets_file: str = ""
    certificate_file: str = ""
    folder: str = "mailbox"


class Http:
    """Posts XML. What surely did not leave is ``NotDelivered``; silence after that is ``NoAnswer``."""

    def __init__(self, url: str, certificate: Path | None = None, seconds: float = SECONDS) -> None:
        context = ssl.create_default_context()
        if certificate:
            context.load_cert_chain(certificate)
        self.url = url.rstrip("/")
        self.client = httpx.Client(timeout=seconds, verify=context)

    def __call__(self, path: str, body: bytes) -> bytes:
        headers = {"content-type": "application/xml; charset=utf-8", "accept": "application/xml"}
        try:
            address = f"{self.url}/{path}" if path else self.url
            return self.client.post(address, content=body, headers=headers).content
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotDelivered(str(error)) from error
        except httpx.HTTPError as error:
            raise NoAnswer(str(error) or type(error).__name__) from error


class Road(msgspec.Struct, frozen=True, kw_only=True):
    """How reports of one instance leave: by ``line``, or into ``folder`` where it has none."""

    folder: Path
    line: Line | None = None
    secrets: Mapping[str, str] = {}

    def report(self, opened: Store) -> int:
        """Send, ask about or keep whatever is due; how many reports."""
        if self.line is None:
            return keep_due(opened, self.folder)
        return report_due(opened, self.line, self.secrets)


def road_of(home: Path, settings: AuthoritySettings) -> Road:
    """Raises OSError where a file of secrets is not there."""
    folder = home / settings.folder / "authority"
    if not settings.url:
        return Road(folder=folder)
    text = (home / settings.secrets_file).read_text(encoding="utf-8") if settings.secrets_file else ""
    certificate = home / settings.certificate_file if settings.certificate_file else None
    return Road(folder=folder, line=Http(settings.url, certificate), secrets=tomllib.loads(text))
