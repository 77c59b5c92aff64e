"""From a stored slip to lines in words: what the command line, the page and the PDF show of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec
import numpy as np

from core.country import Country
from core.words import Words
from shared_tools.i18n import N_
from shared_tools.paysheet import ROUNDINGS, Bearer, SlipLine, times

HEADINGS: Mapping[str, str] = {
    "social_security": N_("Social security"), "tax": N_("Tax"), "levies": N_("Levies"), "holiday": N_("Holiday"),
    "insurance": N_("Insurance"), "severance": N_("Severance"), "other": N_("Other"),
    "deductions": N_("Deductions"), "employer": N_("Employer"),
}  # fmt: skip
ROUNDED: Mapping[str, str] = {
    "half_up": N_("rounded half up"), "down": N_("cut off"), "up": N_("rounded up"), "half_even": N_("rounded half to even"),
}  # fmt: skip
MARKS: Mapping[str, str] = {
    "verified": N_("read in the source"), "confirmed": N_("confirmed by calculation"), "believed": N_("believed, not read"),
    "unknown": N_("a working assumption"),
}  # fmt: skip


class ExplainedLine(msgspec.Struct, frozen=True):
    """A line in the reader's language. ``amount`` as it is owed, ``owed`` the same in minor units; ``sum`` says how it comes about; ``why`` is the sum,
    the article and how sure we are of it, as one paragraph."""

    code: str
    label: str
    heading: str
    bearer: Bearer
    base: str
    rate: str
    amount: str
    owed: int
    sum: str
    source: str
    checked: str
    mark: str
    confirmed: bool
    why: str


def headings(country: Country) -> dict[str, str]:
    """Section → heading (message id): the country's own in its order, then the general ones."""
    own = country.payslip.headings
    return {**own, **{section: words for section, words in HEADINGS.items() if section not in own}}


def in_printed_order(lines: Sequence[SlipLine], country: Country) -> list[SlipLine]:
    """Lines by section in the country's order; a section it does not name comes last, each in its own turn."""
    places = {section: index for index, section in enumerate(headings(country))}
    return sorted(lines, key=lambda line: places.get(line.section, len(places)))


def heading_of(section: str, country: Country, words: Words) -> str:
    found = headings(country).get(section)
    return words(found) if found else section.replace("_", " ").capitalize()


def explain(lines: Sequence[SlipLine], country: Country, words: Words) -> list[ExplainedLine]:
    """``lines`` in words, in printed order; ``words`` must know the country's catalogue."""
    return [_explained(line, country, words) for line in in_printed_order(lines, country)]


def _explained(line: SlipLine, country: Country, words: Words) -> ExplainedLine:
    currency = country.currency
    how = sum_of(line, currency, words)
    mark = words(MARKS[line.mark])
    checked = words.day(line.checked, "medium") if line.checked else ""
    sure = (
        words(N_("Checked {day}, {mark}."), day=checked, mark=mark)
        if checked
        else f"{mark[:1].upper()}{mark[1:]}."
    )
    return ExplainedLine(
        code=line.code, label=words(line.label), heading=heading_of(line.section, country, words), bearer=line.bearer,
        base="" if line.base is None else words.amount(line.base, currency),
        rate="" if line.rate is None else words.percent(line.rate), amount=words.amount(line.amount, currency),
        owed=line.amount, sum=how, source=line.source, checked=checked, mark=mark, confirmed=line.mark in ("verified", "confirmed"),
        why=f"{how} {line.source}. {sure}",
    )  # fmt: skip


def sum_of(line: SlipLine, currency: str, words: Words) -> str:
    """``13.07 % of 661.89 is 86.51, rounded half up.``

    Base and rate are called a product only where they are one: a line may take a ceiling or what earlier slips bore
    into account, and a wrong sum on a payslip is worse than none.
    """
    amount = words.amount(line.amount, currency)
    if line.base is None:
        return words(N_("{amount}, by the rule named."), amount=amount)
    base = words.amount(line.base, currency)
    if line.rate is None:
        return words(N_("{amount} on {base}, by the table or formula named."), amount=amount, base=base)
    rate, rounding = words.percent(line.rate), words(ROUNDED.get(line.rounding, line.rounding))
    exact = line.base * Fraction(line.rate)
    if line.rounding in ROUNDINGS and _product(line) == line.amount:
        if exact.denominator == 1:
            return words(N_("{rate} of {base} is {amount}."), rate=rate, base=base, amount=amount)
        return words(
            N_("{rate} of {base} is {amount}, {rounding}."),
            rate=rate,
            base=base,
            amount=amount,
            rounding=rounding,
        )
    return words(
        N_("{amount} at {rate} on {base}, after what the rule named takes into account."),
        amount=amount, rate=rate, base=base,
    )  # fmt: skip


def _product(line: SlipLine) -> int:
    assert line.base is not None and line.rate is not None
    return int(times(np.array([line.base]), Fraction(line.rate), ROUNDINGS[line.rounding])[0])
