"""Below the group's figures: accounts, entries and documents, asked of the entity itself and shown as it answers."""

from __future__ import annotations

from litestar import Response, get

from core.db import not_found
from core.group import below, store
from core.group.explained import natural
from core.group.role_words import ROLE_WORDS
from core.web.access import GROUP_ONLY
from core.web.page import Page
from shared_tools.roles import ROLES


@get("/figures/{role:str}/{entity:str}/books", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def books(
    page: Page, role: str, entity: str, month: str = "", account: str = "", entry: int = 0, start: int = 0
) -> Response[str]:
    """What stands below one month of an entity's role: its accounts, their entries, both sides of an entry."""
    with page.read() as uow:
        row = next((row for row in store.entities(uow) if row["entity"] == entity), None)
        now = uow.now
    if row is None or role not in ROLES or not below.is_reachable(row["address"]):
        raise not_found("figure", f"{entity} {role}")
    level = "document" if entry else "entry" if account else "account"
    question = below.about(
        entity, now, level, role=role, month=month, account=account, entry=entry, start=start
    )
    return page.html(
        "group/books.html", told=below.ask(row["address"], page.house.key, question), asked=question, entity=row, role=role,
        month=month, natural=natural, said_role=page.words(ROLE_WORDS[role]),
    )  # fmt: skip


HANDLERS = (books,)
