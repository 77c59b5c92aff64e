"""The fact sheet an accountant can review: ``country.toml``, read strictly.

Every value carries ``from``, ``source`` and ``checked``; an unknown key, a missing source or two values on one day is
a Refusal that names file, table and way out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from core.country.einvoice import InvoiceAmount, InvoiceForm, LatePayment, Mention, Receiver
from core.country.fact import Fact
from core.country.strictly import read_strictly
from shared_tools import money
from shared_tools.dated import Dated, MissingValue, Stand
from shared_tools.refusal import Refusal


class Text(Fact, frozen=True, kw_only=True):
    value: str


class Texts(Fact, frozen=True, kw_only=True):
    value: list[str]


class Calendar(Fact, frozen=True, kw_only=True):
    """Where public holidays come from: a country (and subdivision) of the ``holidays`` package, days added or taken."""

    value: str
    subdivision: str = ""
    categories: tuple[str, ...] = ("public",)
    extra: tuple[date, ...] = ()


class Fee(Fact, frozen=True, kw_only=True):
    """Share of an invoice without VAT that goes to shared costs; ``who`` runs the activity."""

    percent: str
    who: Literal["person", "organisation", "all"] = "all"


class PaymentTerm(Fact, frozen=True, kw_only=True):
    """When members are paid: so many calendar days after the last day worked, or a day of the next month.

    ``closed`` says where a pay day on a closed day moves: to the business day before or after.
    """

    rule: Literal["days_after_last_day", "day_of_next_month"]
    count: int
    closed: Literal["before", "after"]


class VatRate(Fact, frozen=True, kw_only=True):
    """A VAT rate. ``category`` is EN 16931's (UNCL 5305): S, Z, E, AE, K, G, O."""

    code: str
    percent: str
    category: Literal["S", "Z", "E", "AE", "K", "G", "O"] = "S"
    label: str


class Structure(Fact, frozen=True, kw_only=True):
    """A legal person inside the entity. ``vat`` is "exempt" for one whose training is free of VAT."""

    code: str
    name: str
    purpose: Literal["activities", "agency", "training"]
    vat: Literal["taxed", "exempt"] = "taxed"


class Share(Fact, frozen=True, kw_only=True):
    """What membership costs: the price of a share in major units of the entity's currency."""

    price: str
    category: Literal["A", "B"] = "A"
    yearly: bool = False


class Services(Fact, frozen=True, kw_only=True):
    """What the entity offers, as table VI.2 of the annual report prints it."""

    natural_persons: bool
    legal_persons: bool
    self_employed: bool
    guarantee_fund: bool
    legal_help: bool
    touring_artists_desk: bool
    offices: int


class Reminder(Fact, frozen=True, kw_only=True):
    """A reminder level: so many days after the due date, with its fee in major units."""

    level: int
    after_days: int
    fee: str = "0"


class ClientTerm(Fact, frozen=True, kw_only=True):
    """Days a client has to pay when nothing else is agreed."""

    days: int


class _Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """country.toml as written."""

    code: str
    name: dict[str, str]
    brand: str
    legal_name: list[Text]
    legal_form: list[Text]
    founded: list[Text]
    operational_since: list[Text]
    currency: list[Text]
    languages: list[Texts]
    zone: list[Text]
    calendar: list[Calendar]
    structure: list[Structure]
    fee: list[Fee]
    payment_term: list[PaymentTerm]
    vat: list[VatRate]
    share: list[Share]
    services: list[Services]
    reminder: list[Reminder]
    client_term: list[ClientTerm]
    suspended: list[Text] = []
    einvoice: list[InvoiceForm] = []
    late_payment: list[LatePayment] = []
    mention: list[Mention] = []
    invoice_amount: list[InvoiceAmount] = []


_NEEDED = (
    "legal_name",
    "legal_form",
    "currency",
    "languages",
    "zone",
    "calendar",
    "payment_term",
    "services",
    "client_term",
)
"""What an entity cannot be without on any day it works."""

F = TypeVar("F", bound=Fact)


def _history(name: str, facts: Iterable[F], where: str) -> Dated[F]:
    try:
        return Dated(name, [Stand(f.since, f, f.source, f.checked, f.mark, f.until) for f in facts])
    except Refusal as refusal:
        raise refusal.at(where) from None


class FactSheet:
    """A country's facts, asked by day. Raises MissingValue where nothing is known for a day."""

    def __init__(self, sheet: _Sheet, where: str) -> None:
        self.sheet = sheet
        self.where = where
        self.code = sheet.code
        self.brand = sheet.brand
        # Building every history finds overlapping dates when the sheet is read, not on the day they matter.
        self._histories: dict[str, Dated[Any]] = {}
        for name in ("legal_name", "legal_form", "founded", "operational_since", "currency", "languages", "zone",
                     "calendar", "payment_term", "services", "client_term", "suspended"):  # fmt: skip
            self._histories[name] = _history(name, getattr(sheet, name), where)
        for name, key in (
            ("structure", "code"),
            ("fee", "who"),
            ("vat", "code"),
            ("share", "category"),
            ("reminder", "level"),
            ("einvoice", "client"),
            ("invoice_amount", "code"),
        ):
            for value in dict.fromkeys(getattr(fact, key) for fact in getattr(sheet, name)):
                rows = [fact for fact in getattr(sheet, name) if getattr(fact, key) == value]
                self._histories[f"{name}.{value}"] = _history(f"{name}.{value}", rows, where)

    @classmethod
    def read(cls, path: Path) -> FactSheet:
        sheet = cls(read_strictly(path, _Sheet), str(path))
        for written in sheet.sheet.currency:
            try:
                money.exponent(written.value)
            except Refusal as refusal:
                raise refusal.under("currency").at(sheet.where) from None
        for fee in sheet.sheet.fee:
            _exact_percent(fee.percent, "fee", sheet.where)
        for rate in sheet.sheet.vat:
            _exact_percent(rate.percent, f"vat.{rate.code}", sheet.where)
        return sheet

    def _on(self, name: str, day: date) -> Any:
        history = self._histories.get(name)
        if history is None:
            raise MissingValue.of(name, day).at(self.where)
        try:
            return history.on(day)
        except MissingValue as missing:
            raise missing.at(self.where) from None

    def _last(self, name: str) -> Any:
        return self._histories[name].stands[-1].value

    def name_in(self, language: str) -> str:
        return self.sheet.name.get(language) or self.sheet.name["en"]

    @property
    def currency(self) -> str:
        """The currency the books are kept in: one for the life of an instance."""
        return self._last("currency").value

    @property
    def languages(self) -> list[str]:
        """The country's languages, the default first (English is always offered besides)."""
        return self._last("languages").value

    @property
    def zone(self) -> str:
        return self._last("zone").value

    @property
    def founded(self) -> str:
        return self._last("founded").value

    @property
    def operational_since(self) -> str:
        return self._last("operational_since").value

    def legal_form(self, day: date) -> Text:
        return self._on("legal_form", day)

    def legal_name(self, day: date) -> Text:
        return self._on("legal_name", day)

    def services(self, day: date) -> Services:
        return self._on("services", day)

    def calendar(self, day: date) -> Calendar:
        return self._on("calendar", day)

    def payment_term(self, day: date) -> PaymentTerm:
        return self._on("payment_term", day)

    def client_term(self, day: date) -> int:
        """Days."""
        return self._on("client_term", day).days

    def suspended_on(self, day: date) -> Text | None:
        history = self._histories["suspended"]
        stand = history.stand_on(day) if history.stands else None
        return stand.value if stand else None

    def fee(self, day: date, who: Literal["person", "organisation"]) -> Fee:
        """The fee that ``who`` pays on ``day``."""
        return self._on("fee.all" if "fee.all" in self._histories else f"fee.{who}", day)

    def vat(self, code: str, day: date) -> VatRate:
        if f"vat.{code}" not in self._histories:
            raise Refusal(
                "unknown_vat_code", f"{code!r} is no VAT rate of {self.code}.", field="vat",
                way_out=f"Use one of {', '.join(self.vat_codes)}.",
            )  # fmt: skip
        return self._on(f"vat.{code}", day)

    def vat_or_none(self, code: str, day: date) -> VatRate | None:
        """The rate of ``code`` on ``day``; None where it does not hold that day."""
        stand = self._histories[f"vat.{code}"].stand_on(day)
        return stand.value if stand else None

    @cached_property
    def vat_codes(self) -> list[str]:
        return list(dict.fromkeys(rate.code for rate in self.sheet.vat))

    def structure(self, code: str, day: date) -> Structure:
        if f"structure.{code}" not in self._histories:
            raise Refusal(
                "unknown_structure", f"{code!r} is no structure of {self.code}.", field="structure",
                way_out=f"Use one of {', '.join(s.code for s in self.sheet.structure)}.",
            )  # fmt: skip
        return self._on(f"structure.{code}", day)

    def structures(self, day: date) -> list[Structure]:
        return [structure for structure in self.sheet.structure if structure.holds_on(day)]

    def share(self, day: date, category: str = "A") -> Share:
        return self._on(f"share.{category}", day)

    def reminders(self, day: date) -> list[Reminder]:
        return sorted((r for r in self.sheet.reminder if r.holds_on(day)), key=lambda r: r.level)

    def invoice_form(self, client: Receiver, day: date) -> InvoiceForm:
        """In which format an invoice to ``client`` leaves. Raises MissingValue."""
        return self._on(f"einvoice.{client}", day)

    def late_payment(self, client: str, day: date) -> list[LatePayment]:
        """What ``client`` (its kind) is told of paying late."""
        return [s for s in self.sheet.late_payment if s.holds_on(day) and s.client in ("all", client)]

    def mentions(self, document: str, client: str, day: date) -> list[Mention]:
        """What else ``document`` (invoice, credit_note) to ``client`` (its kind) says by law."""
        return [
            said
            for said in self.sheet.mention
            if said.holds_on(day) and said.client in ("all", client) and said.on in ("all", document)
        ]

    def invoice_amounts(self, day: date) -> dict[str, int]:
        """Sums the law speaks of on invoices of ``day``, by code, minor units."""
        known = self.sheet.invoice_amount
        return {said.code: money.minor(said.amount, self.currency) for said in known if said.holds_on(day)}

    def changes(self) -> list[date]:
        """Each day on which some value begins or ends."""
        return sorted({day for history in self._histories.values() for day in history.changes()})

    def gaps(self, day: date) -> list[tuple[str, str]]:
        """(name, why) for each value that is missing on ``day`` though every day needs one, and each that nobody has
        confirmed. What may end for good, a VAT rate or a sentence, is missing only where nothing of its kind is left."""
        found: list[tuple[str, str]] = []
        for name, history in sorted(self._histories.items()):
            stand = history.stand_on(day)
            if stand is not None and stand.mark not in ("verified", "confirmed"):
                found.append((name, f"{stand.mark}, last checked {stand.checked}: {stand.source}"))
            elif stand is None and name in _NEEDED and history.stands:
                last = history.stands[-1]
                found.append(
                    (name, f"no value; the last one ended {last.until}" if last.until else "no value yet")
                )
        for kind in ("structure", "fee", "vat", "share"):
            if not any(fact.holds_on(day) for fact in getattr(self.sheet, kind)):
                found.append((kind, "no value"))
        return found

    def facts(self) -> Iterable[tuple[str, Fact]]:
        """Every value with the table it stands in."""
        for name in msgspec.structs.fields(_Sheet):
            rows = getattr(self.sheet, name.name)
            if isinstance(rows, list):
                for fact in rows:
                    yield name.name, fact


def _exact_percent(text: str, field: str, where: str) -> Fraction:
    try:
        return money.percent(text)
    except ValueError:
        raise Refusal(
            "not_a_percentage", f"{text!r} is not a percentage.", where=where, field=field,
            way_out='Write it as text, for example "6.5".',
        ) from None  # fmt: skip
