"""A page being made for somebody: their session, their words, the house it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from babel import Locale
from babel.dates import format_skeleton
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined, select_autoescape
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.response import Redirect
from markupsafe import Markup, escape

from core.access import Session
from core.db import SYSTEM, Actor
from core.web import static
from core.web.forms import Form
from core.web.house import House
from core.web.refusals import said
from core.words import Words
from shared_tools.i18n import N_
from shared_tools.money import exponent, major
from shared_tools.refusal import Refusal

CORE = Path(__file__).parents[1]
NAVIGATION = {
    "entity": (
        ("", N_("Today"), ""), ("activities", N_("Activities"), ""), ("invoices", N_("Invoices"), ""),
        ("quotes", N_("Quotes"), ""), ("contracts", N_("Engagements"), ""), ("expenses", N_("Expenses"), ""),
        ("payslips", N_("Pay"), ""), ("clients", N_("Clients"), ""), ("people", N_("People"), "staff"),
        ("ledger", N_("Books"), "finance"),
    ),
    "group": (
        ("figures", N_("Figures"), "group"), ("entities", N_("Entities"), "group"), ("pairs", N_("Between entities"), "group"),
        ("rates", N_("Rates"), "group"), ("report", N_("The report"), "group"), ("versions", N_("Versions"), "group"),
        ("missing", N_("What is missing"), "group"),
    ),
}  # fmt: skip
"""Path, word, and for whom: everybody signed in (""), staff, or one role."""


@cache
def templates() -> Environment:
    """Each slice's own templates under its name: ``sales/invoice.html``."""
    folders = {path.parent.name: FileSystemLoader(path) for path in CORE.glob("*/templates")}
    return Environment(
        loader=PrefixLoader(folders), autoescape=select_autoescape(default=True), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


STATUS = {"not_found": 404, "link_closed": 404, "not_allowed": 403}
"""HTTP status of a refusal by its rule; of any other 422."""


class Page:
    """What a handler works with: ``page.read()``, ``page.work()``, ``page.html(...)``, ``page.to(...)``."""

    def __init__(
        self, house: House, session: Session | None, path: str, language: str, choice: bool = True
    ) -> None:
        self.house = house
        self.session = session
        self.path = path
        self.language = language
        self.choice = choice
        self.words = Words(language, house.country)

    @property
    def actor(self) -> Actor:
        actor = self.session.actor if self.session else SYSTEM
        return msgspec.structs.replace(actor, language=self.language)

    @property
    def is_staff(self) -> bool:
        return bool(self.session and self.session.actor.is_staff)

    @property
    def own(self) -> str | None:
        """The person whose things are shown: oneself, or everybody's (None) for staff."""
        return None if self.is_staff else self.actor.id

    def has(self, role: str) -> bool:
        return bool(self.session and role in self.session.actor.roles)

    def read(self) -> AbstractContextManager[Any]:
        return self.house.store.read(self.actor)

    def work(self) -> AbstractContextManager[Any]:
        return self.house.store.work(self.actor)

    def url(self, path: str) -> str:
        return f"{self.house.prefix}{path}"

    def to(self, path: str) -> Redirect:
        """See other: a form once sent is not sent again by going back."""
        return Redirect(self.url(path), status_code=303)

    def html(self, template: str, status: int = 200, **context: Any) -> Response[str]:
        body = templates().get_template(template).render(**self._globals(), **context)
        return Response(body, media_type=MediaType.HTML, status_code=status)

    def part(self, template: str, **context: Any) -> str:
        return templates().get_template(template).render(**self._globals(), **context)

    def refused(self, refusal: Refusal) -> Response[str]:
        """A page of its own for a refusal that no form shows."""
        status = STATUS.get(refusal.rule, 422)
        return self.html(
            "web/error.html",
            status,
            title=self.words(N_("That cannot be done")),
            sentence=said(refusal, self.words),
        )

    # --- what templates know ---

    def _globals(self) -> Mapping[str, Any]:
        return {
            "page": self, "_": self.words, "url": self.url, "money": self.money, "amount": self.amount, "day": self.day,
            "static": static.url, "has": static.exists, "navigation": list(self._navigation()), "languages": self.languages,
            "month_of": lambda day: self.day(day, "MMM"), "weekday": lambda day: self.day(day, "EEE"), "csrf": self.session.csrf if self.session else "", "percent": self.percent, "major": self.plain,
        }  # fmt: skip

    def _navigation(self) -> Iterator[tuple[str, str, bool]]:
        if self.session is None:
            return
        for path, label, needs in NAVIGATION["entity" if self.house.country else "group"]:
            if not needs or self.has(needs) or (needs == "staff" and self.is_staff):
                address = self.url(f"/{path}")
                if path:
                    here = self.path.startswith(
                        (address, self.url("/months"), self.url("/between")) if path == "ledger" else address
                    )
                else:
                    here = self.path.rstrip("/") == address.rstrip("/")
                yield address, self.words(label), here

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and name of each language one may choose; none where the page is in one language whoever reads it."""
        if not self.choice:
            return []
        return [
            (code, (Locale(code).get_display_name(code) or code).capitalize())
            for code in self.house.languages
        ]

    @property
    def currency(self) -> str:
        return self.house.country.currency if self.house.country else "EUR"

    @property
    def digits(self) -> int:
        """How many decimals the house's currency has."""
        return exponent(self.currency)

    def money(self, amount: int, currency: str = "") -> str:
        return self.words.money(amount, currency or self.currency)

    def amount(self, amount: int, currency: str = "") -> str:
        """Without the currency, a true minus sign before what is negative."""
        return self.words.amount(amount, currency or self.currency).replace("-", "−")

    def plain(self, amount: int, currency: str = "") -> str:
        """As one types it: digits and a point."""
        money = major(amount, currency or self.currency)
        return f"{money:.{exponent(currency or self.currency)}f}"

    def rich(self, message: str, **values: object) -> Markup:
        """A sentence whose values stand out: ``rich(N_("{name} is paid {amount}"), amount=page.strong("€ 5"))``."""
        return Markup(self.words(message)).format(**values)

    def strong(self, text: str) -> Markup:
        return Markup("<b>") + escape(text) + Markup("</b>")

    def day(self, day: date, form: str = "medium") -> str:
        return self.words.day(day, form)

    def days(self, count: int) -> str:
        return self.words(N_("1 day")) if count == 1 else self.words(N_("{count} days"), count=count)

    def days_late(self, count: int) -> str:
        return self.words(N_("1 day late")) if count == 1 else self.words(N_("{days} days late"), days=count)

    def month(self, month: str) -> str:
        """``"2026-10"`` as ``October 2026``; what is no month stays as it is."""
        try:
            return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=self.words.locale)
        except ValueError:
            return month

    @staticmethod
    def sentence(text: str) -> str:
        """The first letter a capital, whatever the language writes inside a sentence."""
        return text[:1].upper() + text[1:]

    def percent(self, rate: str) -> str:
        """``"21/100"`` or ``"0.065"`` as 21 %."""
        return self.words.percent(rate)


async def make_page(request: Request[Any, Any, Any]) -> Page:
    """The page of this request: language from the session, else from the browser, else the house's own."""
    house: House = request.route_handler.opt["house"]
    session: Session | None = request.state.get("session")
    language = session.language if session else preferred(request, house)
    return Page(
        house, session, request.url.path, language if language in house.languages else house.languages[0]
    )


def preferred(request: Request[Any, Any, Any], house: House) -> str:
    """The language of a reader who is not signed in: the one chosen here, else the browser's, else the house's own."""
    chosen = request.cookies.get("language", "")
    wanted = [
        chosen,
        *(part.split(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(",")),
    ]
    return next((code for code in wanted if code in house.languages), house.languages[0])


__all__ = ["STATUS", "Form", "Page", "make_page", "preferred", "templates"]
