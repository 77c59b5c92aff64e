"""What was typed into the form of an invoice or quote → a draft."""

from __future__ import annotations

from datetime import date

from core.sales.model import CreditLine, Draft, Line
from core.web.forms import Form
from shared_tools.money import minor
from shared_tools.refusal import Refusal, naming

MOST_LINES = 200


def lines_typed(form: Form) -> Form | None:
    """The form again, with a line more or less, when that is what was asked; None otherwise."""
    step = form["step"]
    if step == "back":
        return form
    if step == "add" and len(form.rows("lines")) < MOST_LINES:
        return form.with_row("lines")
    if step.startswith("remove-") and step.removeprefix("remove-").isdigit():
        return form.without_row("lines", int(step.removeprefix("remove-")))
    return None


def draft_of(form: Form) -> Draft:
    """Raises Refusal ``not_a_day``, ``client_missing``, ``activity_missing``; amounts are the rules' to judge."""
    if not form["activity"]:
        raise Refusal("activity_missing", "no activity is chosen.", field="activity", way_out="Choose one.")
    if not form["client"]:
        raise Refusal(
            "client_missing", "no client is chosen.", field="client", way_out="Choose one, or add it first."
        )
    supply_day = None
    if form["supply_day"]:
        try:
            supply_day = date.fromisoformat(form["supply_day"])
        except ValueError:
            raise Refusal("not_a_day", f"{form['supply_day']!r} is no day.", field="supply_day", way_out="Write it as 2026-10-31.") from None  # fmt: skip
    rows = [row for row in form.rows("lines") if any(row.get(name) for name in ("description", "unit_price"))]
    lines = tuple(
        Line(
            description=row.get("description", ""), quantity=_number(row.get("quantity") or "1"), unit=row.get("unit") or "C62",
            unit_price=_number(row.get("unit_price", "")), vat=row.get("vat") or "standard",
        )
        for row in rows
    )  # fmt: skip
    return Draft(
        activity=form["activity"], client=form["client"], lines=lines, supply_day=supply_day,
        buyer_reference=form["buyer_reference"], note=form["note"],
    )  # fmt: skip


def typed_of(draft: Draft) -> dict[str, str]:
    """A draft as somebody would type it into the form again; its day of the work is left to be chosen."""
    typed = {
        "activity": draft.activity, "client": draft.client, "buyer_reference": draft.buyer_reference, "note": draft.note,
    }  # fmt: skip
    for index, line in enumerate(draft.lines):
        fields = ("description", "quantity", "unit", "unit_price", "vat")
        typed |= {f"lines-{index}-{name}": getattr(line, name) for name in fields}
    return typed


def credit_lines_of(form: Form, currency: str) -> tuple[CreditLine, ...]:
    """What comes back, line by line; nothing typed: no lines, which means everything. Raises Refusal naming the line."""
    lines: list[CreditLine] = []
    for row in form.rows("lines"):
        if row.get("net"):
            if not row.get("line", "").isdecimal():
                raise Refusal(
                    "unknown_line",
                    "an amount stands at no line.",
                    field="lines",
                    way_out="Load the page again.",
                )
            with naming(f"lines.{row['line']}"):
                lines.append(CreditLine(int(row["line"]), minor(_number(row["net"]), currency)))
    return tuple(lines)


def _number(text: str) -> str:
    """People type a comma or a point for the decimals; both are understood, thousands separators are not."""
    return text.replace(",", ".").strip()
