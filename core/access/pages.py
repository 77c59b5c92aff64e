"""Signing in and out, choosing a language."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect

from core.access import sign_in, sign_out, store
from core.access.actions import SESSION_HOURS, choose_language
from core.web.access import PUBLIC
from core.web.forms import Form
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

ATTEMPTS_A_MINUTE = 10
DEMO_PASSWORD = "open sesame demo"


class _Attempts:
    """How often an address tried lately. Kept in memory: an account's own lock is in the database."""

    def __init__(self) -> None:
        self._at: defaultdict[str, deque[float]] = defaultdict(deque)

    def too_many(self, address: str) -> bool:
        now, tried = time.monotonic(), self._at[address]
        while tried and now - tried[0] > 60:
            tried.popleft()
        tried.append(now)
        return len(tried) > ATTEMPTS_A_MINUTE


attempts = _Attempts()


def _own_path(path: str) -> str:
    """Where to go after signing in: a path of ours, never another site (which browsers also read in ``/\\\\site``)."""
    ours = path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()
    return path if ours else "/"


@get("/sign-in", opt={"access": PUBLIC}, sync_to_thread=True)
def sign_in_form(page: Page, to: str = "/", email: str = "") -> Response[str]:
    """The form, and in a demonstration who may sign in."""
    return _form(page, Form({"email": email}), to)


def _form(page: Page, form: Form, to: str, status: int = 200) -> Response[str]:
    accounts = []
    if page.house.demo:
        with page.read() as uow:
            accounts = store.accounts(uow)
    return page.html(
        "access/sign_in.html", status, form=form, to=to, accounts=accounts, password=DEMO_PASSWORD
    )


@post("/sign-in", opt={"access": PUBLIC}, sync_to_thread=True)
def begin_session(page: Page, form: Form, request: Request[Any, Any, Any]) -> Response[Any]:
    """Check address and password; a new session each time, so that none can be planted beforehand."""
    client = request.client.host if request.client else ""
    if attempts.too_many(client):
        refusal = Refusal(
            "too_many_attempts",
            page.words(N_("Too many attempts.")),
            way_out=page.words(N_("Wait a minute.")),
        )
        return _form(page, form.refused(refusal), form["to"], 429)
    with page.work() as uow:
        token = sign_in(uow, form["email"], form["password"])
    if token is None:
        refusal = Refusal(
            "sign_in", page.words(N_("E-mail and password do not belong together.")),
            way_out=page.words(N_("Check both; after five wrong passwords an account rests for a quarter of an hour.")),
        )  # fmt: skip
        return _form(page, form.refused(refusal), form["to"], 422)
    answer = Redirect(page.url(_own_path(form["to"])), status_code=303)
    answer.cookies.append(_cookie(page, token, SESSION_HOURS * 3600, request.url.scheme == "https"))
    return answer


def _cookie(page: Page, value: str, seconds: int, secure: bool) -> Cookie:
    return Cookie(
        page.house.cookie, value=value, path=page.house.prefix or "/", max_age=seconds, httponly=True, samesite="lax",
        secure=secure,
    )  # fmt: skip


@post("/sign-out", opt={"access": PUBLIC}, sync_to_thread=True)
def end_session(page: Page, form: Form, request: Request[Any, Any, Any]) -> Redirect:
    """The session is gone from the database, not only from the browser."""
    with page.work() as uow:
        sign_out(uow, request.cookies.get(page.house.cookie, ""))
    answer = page.to("/sign-in")
    answer.cookies.append(_cookie(page, "", 0, request.url.scheme == "https"))
    return answer


@post("/language", opt={"access": PUBLIC}, sync_to_thread=True)
def choose(page: Page, form: Form, request: Request[Any, Any, Any]) -> Redirect:
    """Read on in another language."""
    language = form["language"] if form["language"] in page.house.languages else page.language
    with page.work() as uow:
        choose_language(uow, request.cookies.get(page.house.cookie, ""), language)
    answer = Redirect(_own_path(form["back"]), status_code=303)
    answer.cookies.append(Cookie("language", value=language, path="/", max_age=31536000, samesite="lax"))
    return answer


HANDLERS = (sign_in_form, begin_session, end_session, choose)
