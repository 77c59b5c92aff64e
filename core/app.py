"""The web application: every house under its prefix, the start page, headers and errors."""

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Response, Router, get
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import DataError

from core import instance, jobs_of_slices
from core.access import pages as access
from core.activities import pages as activities
from core.bank import pages as bank
from core.clients import api as clients_api
from core.clients import pages as clients
from core.clock import Clock
from core.contracts import ahead as _contracts_ahead  # noqa: F401 - tells of the days to come
from core.contracts import notice_pages as notices
from core.contracts import pages as contracts
from core.country import all_countries
from core.demo import between, living
from core.expenses import draft_pages
from core.expenses import pages as expenses
from core.figures import api as figures_api
from core.figures import pages as figures
from core.group import books_pages as group_books
from core.group import pages as group_pages
from core.group import pair_pages as group_pairs
from core.group import rate_pages as group_rate_pages
from core.group import year_pages as group_year_pages
from core.home import pages as home
from core.ledger import pages as ledger
from core.members import pages as members
from core.payouts import claim_pages as claims
from core.payouts import pages as _payouts  # noqa: F401 - tells of wages promised and paid
from core.payroll import api as payroll_api
from core.payroll import pages as payroll
from core.sales import api as sales_api
from core.sales import client_pages, client_side, file_pages, quote_api, quote_pages
from core.sales import pages as sales
from core.trade import api as trade_api
from core.trade import pages as trade
from core.web import schema, static
from core.web.access import PUBLIC, guard
from core.web.forms import read_form
from core.web.house import House
from core.web.page import STATUS, Page, make_page, preferred
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

_log = logging.getLogger("smartcoop")

ENTITY = (
    *access.HANDLERS, *home.HANDLERS, *activities.HANDLERS, *sales.HANDLERS, *quote_pages.HANDLERS, *clients.HANDLERS, *client_pages.HANDLERS,
    *file_pages.HANDLERS, *client_side.HANDLERS, *contracts.HANDLERS, *notices.HANDLERS, *expenses.HANDLERS, *draft_pages.HANDLERS,
    *payroll.HANDLERS, *claims.HANDLERS, *members.HANDLERS, *ledger.HANDLERS, *bank.HANDLERS, *figures.HANDLERS, *trade.HANDLERS,
    *figures_api.HANDLERS, *sales_api.HANDLERS, *quote_api.HANDLERS, *clients_api.HANDLERS, *payroll_api.HANDLERS, *trade_api.HANDLERS, *schema.HANDLERS,
)  # fmt: skip
GROUP = (
    *access.HANDLERS, *group_pages.HANDLERS, *group_pairs.HANDLERS, *group_books.HANDLERS, *group_year_pages.HANDLERS, *group_rate_pages.HANDLERS,
)  # fmt: skip

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def build(
    entities: Mapping[str, Path],
    group_home: Path | None = None,
    *,
    demo: bool = False,
    alive: bool = False,
    clock: Clock | None = None,
) -> Litestar:
    """The application over ``entities`` (code → folder) and the group. A single entity stands at ``/``.

    ``demo`` shows who to sign in as; ``alive`` does the entities' work as it comes, where no worker runs.
    Raises Refusal of opening an instance, and AssertionError for a route that states no access rule.
    """
    jobs_of_slices.register()
    alone = len(entities) == 1 and group_home is None
    opened = {code: instance.open_instance(home, clock) for code, home in entities.items()}
    houses = [
        House.of_entity(
            entity.store,
            "" if alone else f"/{code}",
            demo,
            entity.key,
            entity.settings.drill,
            entity.settings.drill_names,
        )
        for code, entity in opened.items()
    ]
    routers = [_router(house, ENTITY) for house in houses]
    if group_home is not None:
        group = instance.open_group(group_home, clock)
        house = House.of_group(group.store, "/group", _languages(), demo, group.key)
        houses.append(house)
        routers.append(_router(house, GROUP))
    routes: list[Any] = [*routers, static.serve]
    if not alone:
        routes.append(_start_page(houses))
    return Litestar(
        routes,
        dependencies={"page": Provide(make_page), "form": Provide(read_form)},
        exception_handlers=_exception_handlers(),
        after_request=_with_headers,
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000),
        lifespan=[living.kept_alive([*opened.values()], _mailboxes(entities))] if alive else [],
        openapi_config=None,
    )


def _mailboxes(homes: Mapping[str, Path]) -> dict[str, Path]:
    return {code: between.mailbox(home.parent, code) for code, home in homes.items()}


def _languages() -> list[str]:
    """The group reads in every language of its countries, English first."""
    return list(dict.fromkeys(["en", *(language for c in all_countries() for language in c.languages)]))


def _router(house: House, handlers: Iterable[HTTPRouteHandler]) -> Router:
    """The house's routes, each with its rule. A route without one is a mistake that stops the start."""
    own: list[HTTPRouteHandler] = []
    for handler in handlers:
        assert "access" in handler.opt, f"the route {handler} states no access rule"
        mine = copy.copy(handler)
        mine.opt = {**handler.opt, "house": house}
        own.append(mine)
    if house.country:
        schema.describe(house, own)
    return Router(house.prefix or "/", route_handlers=own, guards=[guard])


def _start_page(houses: list[House]) -> Router:
    front = House("start", "Smart", "", houses[0].store, _languages(), None, houses[0].demo)

    front_language = copy.copy(access.choose)
    front_language.opt = {**access.choose.opt, "house": front}

    @get("/", opt={"access": PUBLIC, "house": front}, sync_to_thread=True)
    def start(page: Page) -> Response[str]:
        """Which houses there are, and in a demonstration who to sign in as."""
        rows = []
        for house in houses:
            with house.store.read() as uow:
                rows.append((house, access.store.accounts(uow) if house.demo else []))
        return page.html("web/start.html", rows=rows, password=access.DEMO_PASSWORD)

    return Router("/", route_handlers=[start, front_language], guards=[guard])


# --- errors and headers -------------------------------------------------------------------------------------------


async def _with_headers(response: Response[Any]) -> Response[Any]:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _wants_json(request: Request[Any, Any, Any]) -> bool:
    return (
        "/api/" in request.url.path
        or request.url.path.endswith("/schema")
        or "application/json" in request.headers.get("content-type", "")
    )


def _problem(status: int, title: str, detail: str, **more: Any) -> Response[dict[str, Any]]:
    """RFC 9457."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    return Response(body, status_code=status, media_type="application/problem+json")


def _page_of(request: Request[Any, Any, Any]) -> Page | None:
    handler = request.scope.get("route_handler")  # there is none for an address that nothing serves
    house = handler.opt.get("house") if handler else None
    if house is None:
        return None
    session = request.state.get("session")
    return Page(house, session, request.url.path, session.language if session else preferred(request, house))


def _refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    page = _page_of(request)
    if _wants_json(request) or page is None:
        status = STATUS.get(refusal.rule, 422)
        more = {"rule": refusal.rule, "field": refusal.field, "way_out": refusal.way_out}
        return _problem(status, "Refused", str(refusal), **more)
    return page.refused(refusal)


def _http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    page = _page_of(request)
    if _wants_json(request) or page is None:
        return _problem(error.status_code, type(error).__name__.removesuffix("Exception"), str(error.detail))
    if isinstance(error, NotAuthorizedException):
        path = request.url.path.removeprefix(page.house.prefix) or "/"
        return Redirect(page.url(f"/sign-in?to={path}"), status_code=303)
    titles = {
        403: N_("This is not for you"),
        404: N_("There is nothing here"),
        405: N_("There is nothing here"),
    }
    title = page.words(titles.get(error.status_code, N_("That cannot be done")))
    sentence = (
        page.words(N_("Check the address, or go back to where you came from."))
        if error.status_code in (404, 405)
        else str(error.detail)
    )
    return page.html("web/error.html", error.status_code, title=title, sentence=sentence)


def _malformed(request: Request[Any, Any, Any], error: DataError) -> Response[Any]:
    """A form names something by an id that is none: only a form of somebody else's making does."""
    return _refused(
        request,
        Refusal("not_found", "the form names something that is not here.", way_out="Load the page again."),
    )


def _crashed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    page = _page_of(request)
    sentence = "Something went wrong on our side; nothing was changed. It has been noted."
    if _wants_json(request) or page is None:
        return _problem(500, "Internal error", sentence)
    return page.html(
        "web/error.html", 500, title=page.words(N_("Something went wrong")),
        sentence=page.words(N_("Something went wrong on our side; nothing was changed. It has been noted.")),
    )  # fmt: skip


def _exception_handlers() -> ExceptionHandlersMap:
    return {Refusal: _refused, HTTPException: _http_error, DataError: _malformed, Exception: _crashed}


def application() -> Litestar:
    """What ``smartcoop serve`` and ``smartcoop demo`` run: the folder in SMARTCOOP_DATA, one instance or many."""
    data = Path(os.environ["SMARTCOOP_DATA"])
    demo = bool(os.environ.get("SMARTCOOP_DEMO"))
    clock = living.clock_of(data) if demo else None
    if (data / "instance.toml").exists():
        settings = instance.settings_of(data)
        if settings.country == instance.GROUP:
            return build({}, data, demo=demo)
        return build({settings.country: data}, demo=demo)
    homes = {path.parent.name: path.parent for path in sorted(data.glob("*/instance.toml"))}
    group_home = homes.pop(instance.GROUP, None)
    return build(homes, group_home, demo=demo, alive=demo, clock=clock)
