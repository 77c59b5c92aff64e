"""The group's kinds of worked cases (examples/group.json): inputs as written → answers as compared.

The engine's own structs stop here: cases write figures without envelope, several versions as a list, and damages as
paths into the input.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, Protocol

import msgspec

from shared_tools import money
from shared_tools.group import months, report
from shared_tools.group.checks import first_failure
from shared_tools.group.close import Close, close_month
from shared_tools.group.figures import Figures, Key, first_published, newest
from shared_tools.group.perimeter import Perimeter
from shared_tools.group.rates import Fixings, Rates, exchanged, mean
from shared_tools.group.staleness import restated


class Case(Protocol):
    @property
    def inputs(self) -> dict[str, Any]: ...


Answer = dict[str, Any]
Inputs = Mapping[str, Any]


def perimeter_of(inputs: Inputs) -> Perimeter:
    keys = ("entities", "presentation", "exponents", "participations")
    return msgspec.convert({key: inputs[key] for key in keys if key in inputs}, Perimeter)


def figures_of(inputs: Inputs) -> list[Figures]:
    """Every version of every month. A month that is null is a month nobody published."""
    found: list[Figures] = []
    for entity in inputs["entities"]:
        code, currency = entity["code"], entity["currency"]
        for month, written in (inputs["figures"].get(code) or {}).items():
            for one in written if isinstance(written, list) else [written]:
                if one is not None:
                    envelope = {"entity": code, "month": month, "currency": currency}
                    digits = inputs["exponents"][currency]
                    found.append(msgspec.convert({**one, **envelope, "exponent": digits}, Figures))
    return found


def _closes(inputs: Inputs, chosen: Mapping[Key, Figures]) -> dict[str, Close]:
    perimeter, rates = perimeter_of(inputs), Rates.of(inputs["rates"])
    return {month: close_month(perimeter, chosen, rates, month) for month in inputs["as_of"]}


def _with_zeros(close: Close) -> dict[str, dict[str, int]]:
    """Translated roles, those that came to 0 included: a case may list every role an entity mentions."""
    table = {code: dict(line) for code, line in close.figures.translated.items()}
    january = months.name(months.january(months.number(close.figures.month)))
    for figure in close.books.read:
        if figure.month == close.figures.month:
            for role in figure.balances:
                table[figure.entity].setdefault(role, 0)
        if january <= figure.month:
            for role in figure.movements:
                table[figure.entity].setdefault(role, 0)
    return table


def group_close(case: Case) -> Answer:
    lines: dict[str, Any] = {}
    outputs: dict[str, Any] = {}
    for month, close in _closes(case.inputs, newest(figures_of(case.inputs))).items():
        figures = close.figures
        translated = _with_zeros(close)
        mentioned = dict.fromkeys((role for one in translated.values() for role in one), 0)
        line: dict[str, Any] = {
            "translated": translated,
            "roll_forward": figures.roll_forward,
            "aggregated": mentioned | figures.aggregated,
            "pairs": figures.pairs,
            "eliminations": figures.eliminations,
        }
        if figures.capital:
            line["capital"] = figures.capital
        if figures.left:
            line["left"] = figures.left
        lines[month] = msgspec.to_builtins(line)
        outputs[month] = msgspec.to_builtins(
            {
                "consolidated": figures.consolidated,
                "totals": figures.totals,
                "equity_movement": figures.equity_movement,
            }
        )
    return {"lines": lines, "outputs": outputs}


def rates_month(case: Case) -> Answer:
    inputs = case.inputs
    fixings = Fixings(inputs["fixing_columns"], inputs["fixings"])
    lines: dict[str, Any] = {}
    for currency in inputs["currencies"]:
        lines[currency] = {}
        for month in inputs["months"]:
            rate = fixings.month(currency, month)
            lines[currency][month] = {
                "fixings": rate.fixings, "average": rate.average, "closing": rate.closing,
                "closing_day": rate.closing_day,
            }  # fmt: skip
    outputs: dict[str, int] = {}
    digits = inputs["exponents"]
    for probe in inputs["probes"]:
        currency = probe["currency"]
        if probe["rate"] == "day":
            rate = fixings.on(currency, probe["day"]).rate
        else:
            rate = getattr(fixings.month(currency, probe["month"]), probe["rate"])
        outputs[probe["id"]] = exchanged(probe["amount"], money.exact(rate), digits[currency], digits["EUR"])
    return {"lines": lines, "outputs": outputs}


def restate(case: Case) -> Answer:
    everything = figures_of(case.inputs)
    old, new = first_published(everything), newest(everything)
    before, after = _closes(case.inputs, old), _closes(case.inputs, new)
    lines: dict[str, Any] = {}
    outputs: dict[str, Any] = {}
    for month in case.inputs["as_of"]:
        was, now = before[month].figures, after[month].figures
        replaced = restated(before[month], new)
        lines[month] = {
            "before": was.consolidated,
            "after": now.consolidated,
            "replaced": [list(r) for r in replaced],
        }
        outputs[month] = {
            "stale": bool(replaced),
            "effect": _effect(was.consolidated, now.consolidated),
            "effect_totals": _effect(msgspec.structs.asdict(was.totals), msgspec.structs.asdict(now.totals)),
        }
    return {"lines": lines, "outputs": outputs}


def _effect(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    changes = {name: after.get(name, 0) - before.get(name, 0) for name in (*before, *after)}
    return {name: change for name, change in changes.items() if change}


def average_methods(case: Case) -> Answer:
    """Month by month, as the group does, beside cumulated income at the mean of the averages, as it does not."""
    inputs = case.inputs
    kept, wanted = inputs["exponents"][inputs["currency"]], inputs["exponents"]["EUR"]
    order = sorted(inputs["movements"])
    year_to_date = mean([inputs["rates"][month] for month in order])
    lines: dict[str, Any] = {"year_to_date_average": year_to_date}
    outputs: dict[str, dict[str, int]] = {}
    for role in inputs["roles"]:
        local = [inputs["movements"][month].get(role, 0) for month in order]
        cents = [
            exchanged(amount, Fraction(inputs["rates"][month]), kept, wanted)
            for month, amount in zip(order, local, strict=True)
        ]
        lines[role] = {"months": cents, "local": sum(local)}
        cumulated = exchanged(sum(local), Fraction(year_to_date), kept, wanted)
        outputs[role] = {
            "month_by_month": sum(cents), "year_to_date": cumulated, "difference": cumulated - sum(cents),
        }  # fmt: skip
    keys = ("month_by_month", "year_to_date", "difference")
    outputs["result"] = {key: sum(outputs[role][key] for role in inputs["roles"]) for key in keys}
    return {"lines": lines, "outputs": outputs}


def report_tables(case: Case) -> Answer:
    inputs = case.inputs
    lines, outputs = report.annual_tables(
        perimeter_of(inputs), figures_of(inputs), Rates.of(inputs["rates"]), inputs["counts"], inputs["year"],
        inputs["scope"],
    )  # fmt: skip
    return {"lines": lines, "outputs": outputs}


def refusals(case: Case) -> Answer:
    outputs: dict[str, dict[str, str]] = {}
    for damage in case.inputs["damages"]:
        inputs = copy.deepcopy(case.inputs["base"])
        for path, value in damage["set"]:
            _set(inputs, path, value)
        chosen = newest(figures_of(inputs))
        failure = first_failure(perimeter_of(inputs), chosen, Rates.of(inputs["rates"]), damage["as_of"])
        outputs[damage["id"]] = (
            dict(failure._asdict())
            if failure
            else {"code": "accepted", "entity": "", "month": "", "detail": ""}
        )
    return {"lines": {}, "outputs": outputs}


def _set(target: Any, path: list[str | int], value: Any) -> None:
    """Put ``value`` at ``path``; null takes away what is there."""
    *way, last = path
    for step in way:
        target = target[step] if isinstance(step, int) else target.setdefault(step, {})
    if value is not None:
        target[last] = value
    elif isinstance(target, dict):
        target.pop(last, None)
    else:
        target.pop(last)


KINDS: Final[dict[str, Callable[[Any], Answer]]] = {
    "group_close": group_close,
    "rates_month": rates_month,
    "restate": restate,
    "average_methods": average_methods,
    "report": report_tables,
    "refusals": refusals,
}
