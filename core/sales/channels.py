"""How a file leaves the house: a folder, mail, an access point. Each is one small ``Channel``.

A channel says three things apart: it was taken (a ``Receipt``), it surely was not (``NotSent``: try again), nobody
knows (``Unknown``: ask with the same key, never send blindly again).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol

import httpx
import msgspec

from core.sales.files import File

SECONDS = 20.0


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent. ``key`` is the same however often it is tried; ``recipient`` an e-mail or electronic address."""

    key: str
    recipient: str
    subject: str
    body: str
    files: tuple[File, ...]
    sender: str = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """``sent``: taken, the last word still to come; ``accepted``; ``refused`` with its reason."""

    state: Literal["sent", "accepted", "refused"]
    id: str = ""
    reason: str = ""


class NotSent(Exception):
    """It surely did not leave: it may be tried again as if for the first time."""


class Unknown(Exception):
    """It may have left: only asking, or a person, can tell."""


class Channel(Protocol):
    asks: bool
    """Whether ``ask`` can tell what became of a parcel."""

    def send(self, parcel: Parcel) -> Receipt:
        """Raises NotSent, Unknown."""
        ...

    def ask(self, key: str) -> Receipt | None:
        """What became of ``key``; None where nothing of it is known there. Raises Unknown."""
        ...


class Folder:
    """A mailbox folder: a file each, named by the parcel's key; laid twice it is one."""

    asks = True

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, parcel: Parcel) -> Receipt:
        self.path.mkdir(parents=True, exist_ok=True)
        for file in parcel.files:
            place = self.path / f"{parcel.key}.{file.name}"
            half = place.with_suffix(place.suffix + ".part")
            half.write_bytes(file.content)
            half.replace(place)
        letter = self.path / f"{parcel.key}.txt"
        letter.write_text(f"{parcel.recipient}\n{parcel.subject}\n\n{parcel.body}\n", encoding="utf-8")
        return Receipt(state="accepted", id=letter.name)

    def ask(self, key: str) -> Receipt | None:
        letter = self.path / f"{key}.txt"  # written last: it is there only when all files are
        return Receipt(state="accepted", id=letter.name) if letter.exists() else None


class SmtpSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``sender`` the address letters come from; ``password_file`` beside instance.toml holds the password of ``user``."""

    host: str
    sender: str
    port: int = 587
    user: str = ""
    password_file: str = ""
    starttls: bool = True


class Mail:
    """SMTP. A server that took the letter and fell silent before saying so leaves it unknown: mail cannot be asked."""

    asks = False

    def __init__(self, settings: SmtpSettings, password: str = "", seconds: float = SECONDS) -> None:
        self.settings, self.password, self.seconds = settings, password, seconds

    def message(self, parcel: Parcel) -> EmailMessage:
        """The letter with its files. The key is its Message-ID: a letter that arrives twice is one in most mailboxes."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = (
            self.settings.sender,
            parcel.recipient,
            parcel.subject,
        )
        letter["Message-ID"] = f"<{parcel.key}@{self.settings.sender.rpartition('@')[2].rstrip('>')}>"
        letter.set_content(parcel.body)
        for file in parcel.files:
            kind, _, subkind = file.media_type.partition("/")
            letter.add_attachment(file.content, maintype=kind, subtype=subkind, filename=file.name)
        return letter

    def send(self, parcel: Parcel) -> Receipt:
        try:
            letter = self.message(parcel)
        except ValueError as error:  # a line break in an address or a subject
            return Receipt(state="refused", reason=f"{error}.")
        said = self.settings
        try:
            server = smtplib.SMTP(said.host, said.port, timeout=self.seconds)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"{said.host} does not answer: {error}") from error
        try:
            if said.starttls:
                server.starttls(context=ssl.create_default_context())
            if said.user:
                server.login(said.user, self.password)
            server.mail(said.sender)
            code, answer = server.rcpt(parcel.recipient)
            if code >= 500:
                return Receipt(state="refused", reason=f"{code} {answer.decode(errors='replace')}")
            if code >= 400:
                raise NotSent(f"{code} {answer.decode(errors='replace')}")
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            raise NotSent(str(error)) from error
        try:
            code, answer = server.data(letter.as_bytes())
        except smtplib.SMTPDataError as error:
            raise NotSent(str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unknown(f"{said.host} fell silent after the letter: {error}") from error
        finally:
            server.close()
        told = f"{code} {answer.decode(errors='replace')}"
        if code >= 500:
            return Receipt(state="refused", reason=told)
        if code >= 400:
            raise NotSent(told)
        return Receipt(state="sent", id=told[:200])

    def ask(self, key: str) -> Receipt | None:
        raise Unknown("mail cannot be asked")


class AccessPointSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``token_file`` beside instance.toml holds the bearer token of the access point (Peppol, PA, SdI intermediary)."""

    url: str
    token_file: str = ""


class _Answer(msgspec.Struct):
    state: Literal["sent", "accepted", "refused"] = "sent"
    id: str = ""
    reason: str = ""


class AccessPoint:
    """An access point over HTTP: ``POST /documents`` with an idempotency key, ``GET /documents/<key>`` to ask.

    A server that answers the second time returns what it answered the first (failure modes V8, V9).
    """

    asks = True

    def __init__(self, settings: AccessPointSettings, token: str = "", seconds: float = SECONDS) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.client = httpx.Client(base_url=settings.url.rstrip("/"), headers=headers, timeout=seconds)

    def send(self, parcel: Parcel) -> Receipt:
        [file] = parcel.files
        headers = {
            "idempotency-key": parcel.key, "content-type": file.media_type, "x-sender": parcel.sender,
            "x-recipient": parcel.recipient, "x-digest": f"sha-256={file.digest}",
        }  # fmt: skip
        try:
            answer = self.client.post("/documents", content=file.content, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(f"the access point does not answer: {error}") from error
        except httpx.HTTPError as error:
            raise Unknown(f"the access point fell silent: {error or type(error).__name__}") from error
        if answer.status_code == 409:  # already received: what it holds is asked, not assumed
            held = self.ask(parcel.key)
            if held is None:
                raise Unknown("the access point says it has the document and does not know it")
            return held
        return self._read(answer)

    def ask(self, key: str) -> Receipt | None:
        try:
            answer = self.client.get(f"/documents/{key}")
        except httpx.HTTPError as error:
            raise Unknown(f"the access point fell silent: {error or type(error).__name__}") from error
        return None if answer.status_code == 404 else self._read(answer)

    @staticmethod
    def _read(answer: httpx.Response) -> Receipt:
        if answer.status_code in (429, 503):
            raise NotSent(f"the access point is busy ({answer.status_code})")
        if answer.status_code >= 500:
            raise Unknown(f"the access point failed ({answer.status_code})")
        try:
            said = msgspec.json.decode(answer.content, type=_Answer)
        except msgspec.DecodeError:
            said = None
        if answer.status_code >= 400:
            reason = said.reason if said and said.reason else answer.text[:500]
            return Receipt(state="refused", reason=f"{answer.status_code}: {reason}")
        if said is None:
            raise Unknown("the access point answered something that cannot be read")
        return Receipt(state=said.state, id=said.id, reason=said.reason)


class DeliverySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[delivery]`` of instance.toml. What is not set goes into ``folder``, beside instance.toml."""

    public_address: str = ""
    folder: str = "mailbox"
    smtp: SmtpSettings | None = None
    access_point: AccessPointSettings | None = None


def channels_of(home: Path, settings: DeliverySettings) -> Mapping[str, Channel]:
    """The channels by name. Raises OSError where a file of secrets is not there."""

    def secret(name: str) -> str:
        return (home / name).read_text(encoding="utf-8").strip() if name else ""

    folder = home / settings.folder
    smtp, point = settings.smtp, settings.access_point
    mail: Channel = Mail(smtp, secret(smtp.password_file)) if smtp else Folder(folder / "mail")
    access: Channel = (
        AccessPoint(point, secret(point.token_file)) if point else Folder(folder / "access_point")
    )
    return {"mail": mail, "access_point": access}
