"""Asking an entity for what stands below its figures: signed with the group's key, answered by the entity itself."""

from __future__ import annotations

import base64
from datetime import datetime

import httpx
import msgspec

from core.db import canonical
from core.federation import SigningKey, seal
from core.figures.api import HEADER
from core.figures.drill import Answer, Question
from core.figures.jobs import GROUP
from shared_tools.refusal import Refusal

TIMEOUT_SECONDS = 10.0


def is_reachable(address: str) -> bool:
    """Whether an entity answers at an address of its own; in one house its pages are a link away."""
    return address.startswith(("http://", "https://"))


def books_at(address: str, entity: str, role: str, month: str) -> str:
    """Where a month of a role is read in the entity's books: asked of it, or its own pages; "" where it has no address."""
    if is_reachable(address):
        return f"/figures/{role}/{entity}/books?month={month}"
    return f"{address}/ledger/{role}/{month}" if address else ""


def question_header(key: SigningKey, question: Question, sender: str = GROUP) -> dict[str, str]:
    """``question`` signed, as the header that carries it."""
    return {HEADER: base64.b64encode(seal(key, "drill", sender, canonical(question))).decode()}


def ask(address: str, key: SigningKey, question: Question) -> Answer:
    """Raises Refusal ``not_answered`` (with the entity's reason) and ``not_reached``."""
    written = {
        name: value
        for name, value in msgspec.structs.asdict(question).items()
        if name not in ("at", "entity")
    }
    try:
        answered = httpx.get(
            f"{address.rstrip('/')}/figures/drill", params=written, headers=question_header(key, question),
            timeout=TIMEOUT_SECONDS,
        )  # fmt: skip
    except httpx.HTTPError as error:
        raise Refusal("not_reached", f"{question.entity} does not answer: {error}.", way_out="Try again later.") from None  # fmt: skip
    reason = str(answered.status_code)
    try:
        if answered.is_success:
            return msgspec.json.decode(answered.content, type=Answer)
        reason = str(msgspec.json.decode(answered.content)["detail"])
    except (msgspec.DecodeError, KeyError, TypeError):
        pass
    raise Refusal(
        "not_answered", f"{question.entity} does not tell: {reason}", way_out="Settle it with the entity."
    )


def about(entity: str, at: datetime, level: str, **of: object) -> Question:
    """A question from what a page's address says. Raises Refusal ``not_a_question``."""
    try:
        return msgspec.convert({"entity": entity, "at": at, "level": level, **of}, Question)
    except msgspec.ValidationError as error:
        raise Refusal("not_a_question", f"{error}.", way_out="Follow a link of the page.") from None
