"""The books below the figures, as JSON, for who signs the question and is let in."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
from litestar import Request, Response, get

from core.db import UnitOfWork
from core.figures.drill import Question, answer, asked
from core.web.access import SIGNED_REQUEST
from core.web.page import Page
from shared_tools.refusal import Refusal

HEADER = "x-smartcoop-question"
"""Carries the signed question (base64 of its envelope). Its signature is its permission, so the route itself is open."""

_STATUS = {"not_let_in": 403, "not_found": 404, "not_a_month": 422, "other_question": 422}
"""Everything else that is refused leaves unproven who asks."""


@get("/figures/drill", opt={"access": SIGNED_REQUEST}, sync_to_thread=True)
def drill(page: Page, request: Request[Any, Any, Any]) -> Response[Any]:
    """Accounts of a role's month, entries of an account, both sides of an entry. Minor units, ledger signs."""
    try:
        with page.house.store.read() as uow:
            question = _signed(uow, page, request)
            told = answer(uow, question, page.house.drill_names)
    except Refusal as refusal:
        status = _STATUS.get(refusal.rule, 401)
        body = {
            "type": "about:blank", "status": status, "title": "Refused", "detail": str(refusal), "rule": refusal.rule,
            "field": refusal.field, "way_out": refusal.way_out,
        }  # fmt: skip
        headers = {"www-authenticate": "Smartcoop"} if status == 401 else {}
        return Response(body, status_code=status, media_type="application/problem+json", headers=headers)
    return Response(told, headers={"cache-control": "no-store"})


def _signed(uow: UnitOfWork, page: Page, request: Request[Any, Any, Any]) -> Question:
    """Raises Refusal ``not_signed``, ``other_question`` (the address asks something else than was signed)."""
    try:
        raw = base64.b64decode(request.headers.get(HEADER, ""), validate=True)
    except ValueError:
        raw = b""
    if not raw:
        raise Refusal("not_signed", "a question to the books is signed.", field=HEADER, way_out="Ask from the group's own pages.")  # fmt: skip
    question = asked(uow, raw, page.house.drill)
    said = {
        name: str(value)
        for name, value in msgspec.structs.asdict(question).items()
        if name not in ("at", "entity")
    }
    written = dict(request.query_params)
    if any(said.get(name) != value for name, value in written.items()):
        raise Refusal("other_question", "the address asks something else than was signed.", way_out="Ask again from the start.")  # fmt: skip
    return question


HANDLERS = (drill,)
