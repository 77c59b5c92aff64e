"""The JSON interface described as OpenAPI 3.1, for each house under its own address."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Request, Router, get
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from core.web.access import SIGNED_IN
from core.web.house import House
from core.web.page import Page, make_page

_described: dict[str, dict[str, Any]] = {}


def describe(house: House, handlers: list[HTTPRouteHandler]) -> None:
    """Keep the description of ``house``: its routes under /api, nothing of the pages."""
    routes = [handler for handler in handlers if any(path.startswith("/api/") for path in handler.paths)]
    app = Litestar(
        [Router(house.prefix or "/", route_handlers=routes)],
        dependencies={"page": Provide(make_page)},
        openapi_config=OpenAPIConfig(title=house.name, version="0.1.0"),
    )
    _described[house.code] = app.openapi_schema.to_schema()


@get("/schema", opt={"access": SIGNED_IN}, sync_to_thread=False)
def schema(page: Page, request: Request[Any, Any, Any]) -> dict[str, Any]:
    """OpenAPI of this house's JSON interface."""
    return _described[page.house.code]


HANDLERS = (schema,)
