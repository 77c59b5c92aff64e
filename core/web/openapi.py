"""The description of a house's JSON API (OpenAPI 3.1), from the same handlers and structs that answer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from litestar import Litestar, Router, get
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from core.web.access import PUBLIC
from core.web.page import make_page


def schema_route(handlers: Iterable[HTTPRouteHandler], prefix: str, title: str) -> HTTPRouteHandler:
    """A route ``/schema`` that describes ``handlers`` where they stand under ``prefix``."""
    described = tuple(handlers)

    @cache
    def description() -> dict[str, Any]:
        # An application that only describes: it is never asked anything else.
        only_api = Litestar(
            [Router(prefix or "/", route_handlers=described)],
            dependencies={"page": Provide(make_page)},
            openapi_config=OpenAPIConfig(title=title, version="0.1.0"),
        )
        return only_api.openapi_schema.to_schema()

    @get("/schema", opt={"access": PUBLIC}, sync_to_thread=True)
    def schema() -> dict[str, Any]:
        """What the API takes and gives."""
        return description()

    return schema
