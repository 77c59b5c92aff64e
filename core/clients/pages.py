"""The form that adds a client. Their list and pages are with sales, which know whose client somebody is."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from litestar import Response, get, post

from core.clients import NewClient, add_clients
from core.clients.model import ClientKind
from core.web.access import SIGNED_IN
from core.web.forms import Form
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

_OWN = "country_data-"
"""Before the form's names of what only the entity's country stores of a client."""
KINDS = {"business": N_("A business"), "consumer": N_("A private person"), "authority": N_("An authority")}


@get("/clients/new", opt={"access": SIGNED_IN}, sync_to_thread=True)
def new(page: Page) -> Response[str]:
    """The form."""
    return _new(page, Form())


def _new(page: Page, form: Form, status: int = 200) -> Response[str]:
    kinds = [(code, page.words(label)) for code, label in KINDS.items()]
    assert page.house.country is not None
    own = [(name, page.words(label)) for name, label in page.house.country.einvoice.labels]
    return page.html(
        "clients/new.html", status, form=form, kinds=kinds, home=page.house.code.upper(), own=own
    )


@post("/clients", opt={"access": SIGNED_IN}, sync_to_thread=True)
def add(page: Page, form: Form) -> Any:
    """Add a client, its VAT number checked."""
    written: dict[str, Any] = {
        name: form[name] for name in NewClient.__struct_fields__ if name in form and name != "term_days"
    }
    if not page.is_staff:  # who is a sister entity is for staff to say
        written.pop("entity", None)
    written["country_data"] = {
        key.removeprefix(_OWN): form[key] for key in form.typed if key.startswith(_OWN) and form[key]
    }
    written["kind"] = form["kind"] if form["kind"] in get_args(ClientKind) else "business"
    written["country"] = form["country"].upper()
    try:
        try:
            client = msgspec.convert(
                {**written, "term_days": form["term_days"] or 0}, NewClient, strict=False
            )
        except msgspec.ValidationError as error:
            raise Refusal("not_a_number", f"{error}.", field="term_days", way_out="Enter days.") from None
        with page.work() as uow:
            [added] = add_clients(uow, [client])
    except Refusal as refusal:
        return _new(page, form.refused(refusal), 422)
    return page.to(f"/clients/{added.id}")


HANDLERS = (new, add)
