"""Posted forms: what was typed, kept as typed, with the refusal beside its field."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator, Mapping
from typing import Any

from litestar import Request
from litestar.exceptions import PermissionDeniedException

from core.access import Session
from core.web.refusals import said
from core.words import Words
from shared_tools.refusal import Refusal

_ROW = re.compile(r"(\w+)-(\d+)-(\w+)")


class Form:
    """What somebody typed. ``form["name"]`` is text, "" where nothing was typed; ``rows`` the repeated parts.

    ``refusal`` is set when an action refused it; ``error("lines.2.unit_price")`` is then the sentence for that field.
    """

    def __init__(
        self,
        typed: Mapping[str, Any] | None = None,
        refusal: Refusal | None = None,
        words: Words | None = None,
    ) -> None:
        self.typed = {key: value for key, value in (typed or {}).items() if isinstance(value, str)}
        self.refusal = refusal
        self.words = words or Words("en")

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def get(self, name: str, default: str = "") -> str:
        """What was typed, or ``default`` when the form has not been sent yet."""
        return self.typed.get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in self.typed

    def refused(self, refusal: Refusal) -> Form:
        return Form(self.typed, refusal, self.words)

    def rows(self, name: str, at_least: int = 0) -> list[dict[str, str]]:
        """The rows typed as ``name-0-field``; padded with empty ones to ``at_least``."""
        found: dict[int, dict[str, str]] = {}
        for key, value in self.typed.items():
            match = _ROW.fullmatch(key)
            if match and match[1] == name:
                found.setdefault(int(match[2]), {})[match[3]] = value.strip()
        rows = [row for _, row in sorted(found.items())]
        return rows + [{} for _ in range(at_least - len(rows))]

    def with_row(self, name: str) -> Form:
        """The form with an empty row more: adding a line works without a script."""
        return Form(
            {**self.typed, f"{name}-{len(self.rows(name))}-description": ""}, self.refusal, self.words
        )

    def without_row(self, name: str, index: int) -> Form:
        kept = [row for i, row in enumerate(self.rows(name)) if i != index]
        others = {k: v for k, v in self.typed.items() if not (m := _ROW.fullmatch(k)) or m[1] != name}
        renumbered = {
            f"{name}-{i}-{field}": value for i, row in enumerate(kept) for field, value in row.items()
        }
        return Form({**others, **renumbered}, self.refusal, self.words)

    def error(self, field: str) -> str:
        """The refusal's sentence if it concerns ``field``, else ""."""
        if self.refusal is None or self.refusal.field is None:
            return ""
        concerned = self.refusal.field
        return self.sentence if concerned == field or concerned.endswith(f".{field}") else ""

    @property
    def sentence(self) -> str:
        return said(self.refusal, self.words) if self.refusal else ""

    def hidden(self) -> Iterator[tuple[str, str]]:
        """Everything typed, to be carried through a step that asks once more."""
        return ((key, value) for key, value in self.typed.items() if key not in ("csrf", "step"))


async def read_form(request: Request[Any, Any, Any], page: Any) -> Form:
    """The posted form, once its token is the session's. Raises PermissionDeniedException."""
    typed = await request.form()
    session: Session | None = request.state.get("session")
    if session is not None and not hmac.compare_digest(str(typed.get("csrf", "")), session.csrf):
        raise PermissionDeniedException(
            "the form is too old: go back, load the page again, and send it once more"
        )
    return Form(dict(typed), words=page.words)


def check_token(page: Any, request: Request[Any, Any, Any]) -> None:
    """The same for JSON: what changes something brings the token as a header. Raises PermissionDeniedException."""
    if page.session is None or request.headers.get("x-csrf-token") != page.session.csrf:
        raise PermissionDeniedException("the header x-csrf-token is not the session's")
