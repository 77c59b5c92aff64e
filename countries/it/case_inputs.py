"""The inputs of Italy's worked cases, in the words of the dossier. Cents; rates in per cent, brackets in euro."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from countries.it import contributions
from countries.it.contributions import Scheme
from countries.it.rows import EmployeeRow
from countries.it.surtax import Schedule, schedule
from countries.it.tax import MONTHS
from shared_tools.dated import Law, Parameter
from shared_tools.given import Given
from shared_tools.money import exact, minor, percent
from shared_tools.refusal import Refusal

MOST_PAY = 10**9
"""Of one slip, ten million euro."""
MOST_OF_YEAR = 10**11
MOST_DAY_PAY = 10**7
_COUNT = 100
_YEAR_DAYS = 366
RATE_DIGITS = 6
"""After the point: more than any rate of law has."""
_MOST_BRACKET = 10**9


def row(given: Given, law: Law, gross: int, **own: Any) -> EmployeeRow:
    """The row of a case: TFR stays with the cooperative, so that net is the wage alone."""
    days = given.whole("days", law.amount("year_days"), least=1, most=_YEAR_DAYS)
    span = MONTHS * min(days, law.amount("year_days"))
    rounding = given.choice("inps_base_rounding", ("euro", "none"), str(law["inps_base_rounding"].value))
    fields: dict[str, Any] = {
        "gross": gross, "days": days, "wage_days": days, "paid_days": days, "span": span, "wage_span": span,
        "fixed_term": given.flag("fixed_term"), "fixed_term_addition": given.flag("fixed_term"),
        "renewals": given.whole("renewals", 0, most=_COUNT), "ceiling": given.flag("enrolled_after_1995", True),
        "whole_euro": rounding == "euro", "spouse": given.flag("spouse_dependent"),
        "children": given.whole("children", 0, most=_COUNT),
        "other_income": given.whole("other_income", 0, most=MOST_OF_YEAR),
        "cut_further_ratio": given.flag("truncate_ratio_of_further_deduction", bool(law["further_ratio_cut"].value)),
        "regional": _schedule(given, "regional_brackets").text,
        "municipal": _schedule(
            given, "municipal_brackets", given.whole("municipal_exempt_up_to", 0, most=MOST_OF_YEAR)
        ).text,
    }  # fmt: skip
    return EmployeeRow(**(fields | own))


def scheme(given: Given, law: Law, unsaid: str = "fpld_tertiary") -> Scheme:
    """The contributions a case writes out, or those it names (``fpld_tertiary``, ``fpls_fixed_term``).

    Raises Refusal ``unknown_choice``.
    """
    if given.has("scheme") and not isinstance(given.words["scheme"], str):
        return _written_out(given.table("scheme"), law, _day_cap(given, law))
    name = given.text("scheme") or unsaid
    if name.startswith("fpls"):
        return contributions.entertainment(law, fixed_term=given.flag("fixed_term", True))
    if name.startswith("fpld"):
        return contributions.ordinary(law, "fis_above_5 cigs" if name.endswith("fis_cigs") else "")
    raise Refusal(
        "unknown_choice", f"{name!r} is not known here.", field=given.field("scheme"),
        way_out="Use fpld_tertiary, fpld_tertiary_fis_cigs or fpls_fixed_term, or write the rates out.",
    )  # fmt: skip


def typed(key: str, written: str) -> Parameter:
    return Parameter(key, percent(written), "%", "the worked case", date(2026, 11, 24), "believed")


def _written_out(written: Given, law: Law, day_cap: int) -> Scheme:
    employee = typed("worker", written.number("employee_percent", most=100, digits=RATE_DIGITS))
    employer = _rates(written.table("employer_percent"))
    on_day = "employer_percent_on_capped_day"
    capped = _rates(written.table(on_day)) if written.has(on_day) else {}
    # A scheme that has an addition of its own (FPLS) owes no other.
    own_addition = "naspi_additional" in employer or written.text("name").startswith("fpls")
    addition = None if own_addition else (law["naspi_additional"], law["naspi_additional_renewal"])
    return Scheme(employee, employer, capped, day_cap, addition=addition)


def _rates(written: Given) -> Mapping[str, Parameter]:
    return {
        name: typed(name, written.number(name, most=100, digits=RATE_DIGITS))
        for name in written.words
        if written.has(name)
    }


def _day_cap(given: Given, law: Law) -> int:
    return given.whole(
        "daily_cap_sickness_maternity", law.amount("sickness_maternity_day_cap"), most=MOST_PAY
    )


def _schedule(given: Given, name: str, exempt_up_to: int = 0) -> Schedule:
    """Brackets as a case writes them: from, to (euro; null has no end) and rate (a part of one)."""
    rows: list[tuple[int, Any]] = []
    for bracket in given.tuples(name, "from", "to", "rate"):
        bracket.number("to", None, most=_MOST_BRACKET)
        lower = bracket.number("from", most=_MOST_BRACKET, digits=2)
        rows.append((minor(lower, "EUR"), exact(bracket.number("rate", most=1, digits=RATE_DIGITS))))
    return schedule(Schedule(tuple(rows), exempt_up_to).text)
