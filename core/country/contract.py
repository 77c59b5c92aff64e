"""The promises a country makes to core. Everything here is pure: no store, no page, no clock.

A country's ``__init__`` builds one ``Country`` named ``COUNTRY``; docs/adding-a-country.md walks through it, and the
conformance suite (tests/countries) asks for each promise by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import msgspec

from core.country.chart import Chart
from core.country.einvoice import EInvoice
from core.country.facts import FactSheet, Fee
from core.country.labels import Labels
from core.country.notices import DeclarationKind
from core.country.payslip import Ordinary, PayslipForm
from core.country.plausible import check_plausible
from core.country.set_off import SetOffLaw
from core.country.work import Work
from shared_tools import money
from shared_tools.calendars import BusinessCalendar
from shared_tools.dated import Law, Parameters
from shared_tools.i18n import N_
from shared_tools.paysheet import Columns, Pay, Sheet
from shared_tools.refusal import Refusal
from shared_tools.solve import Solution, cost_of, gross_for_cost

# --- sales --------------------------------------------------------------------------------------------------------


class Sale(msgspec.Struct, frozen=True):
    """What decides the VAT of a line. ``client_vat_valid``: a recorded VIES answer, None when none was asked."""

    structure: str
    structure_vat: Literal["taxed", "exempt"]
    supply_day: date
    vat_code: str
    client_kind: Literal["business", "consumer", "authority"]
    client_country: str
    client_vat_number: str = ""
    client_vat_valid: bool | None = None
    training: bool = False


class VatTreatment(msgspec.Struct, frozen=True):
    """The decision: EN 16931 category (BT-151), rate (BT-152, exact fraction), why (BT-120, BT-121) and by which law.

    ``note`` is the sentence the law wants on the document: an English message id of the country's catalogue.
    """

    category: Literal["S", "Z", "E", "AE", "K", "G", "O"]
    rate: Fraction
    reason_code: str = ""
    note: str = ""
    source: str = ""


# --- work ---------------------------------------------------------------------------------------------------------


class NoTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contract type that asks nothing more than days and pay."""


@dataclass(frozen=True)
class ContractType:
    """One way of engaging somebody.

    ``label``      English words, a message id of the country's catalogue
    ``terms``      what a contract of this type must say besides days and pay; msgspec checks it, unknown keys refused
    ``inputs``     from what core knows to the payroll's own row; raises Refusal where the law forbids or lacks a fact
    ``pay``        the payroll over columns; None where it is not there yet, and ``absent`` says so
    ``declarations``  codes of the notices to the State due before the first day; none where the law wants none
    ``jumps``      grosses (minor units) at which the cost may fall, for the solver, given one row of columns
    ``cost_role``  the ledger's role of the gross: a wage, or what is paid to a supplier or for a right of use
    ``counts_in``  in which month and year the slip counts for later ones (by work; Sweden: by payment)
    ``law_days``   whose day's numbers apply to a slip: the first is the Law that ``pay`` receives, which reaches the
                   others by ``law.on(day)``; slips are computed together only when all their days fall in one era
    """

    code: str
    label: str
    declarations: tuple[str, ...] = ()
    terms: type[msgspec.Struct] = NoTerms
    inputs: Callable[[Work, Law], msgspec.Struct] | None = None
    pay: Pay | None = None
    absent: str = ""
    jumps: Callable[[Columns, Law], Sequence[int]] = lambda columns, law: ()
    cost_role: Literal["gross_wages", "copyright_concessions", "member_expenses"] = "gross_wages"
    counts_in: Callable[[Work], date] = lambda work: work.last_day
    law_days: Callable[[Work], tuple[date, ...]] = lambda work: (work.last_day,)

    def gross_for_cost(self, work: Work, parameters: Parameters, budget: int) -> Solution:
        """The largest gross whose cost is within ``budget``, minor units. Raises Refusal ``payroll_absent``."""
        pay, inputs = self._payroll()
        law = parameters.on(parameters.era(self.law_days(work)[0]))
        columns = Columns.of([self._asked_at(budget, work, inputs, law)])
        return gross_for_cost(cost_of(pay, columns, law), budget, jumps=self.jumps(columns, law))

    @staticmethod
    def _asked_at(
        budget: int, work: Work, inputs: Callable[[Work, Law], msgspec.Struct], law: Law
    ) -> msgspec.Struct:
        """The row of ``work`` at the budget's height, or at the nearest eighth below where the law has an upper limit.

        The inputs' own refusals (a minimum wage, a limit of small jobs) speak of the wage found, not of the one asked
        at: whoever pays that wage asks again.
        """
        refused: Refusal | None = None
        for eighths in range(8, 0, -1):
            try:
                return inputs(msgspec.structs.replace(work, gross=budget * eighths // 8), law)
            except Refusal as refusal:
                refused = refused or refusal
        assert refused is not None
        raise refused

    def _payroll(self) -> tuple[Pay, Callable[[Work, Law], msgspec.Struct]]:
        if self.pay is None or self.inputs is None:
            raise Refusal(
                "payroll_absent", f"no payroll for {self.code!r}: {self.absent}", field="contract_type",
                way_out="Engage the person under another contract type, or outside this program.",
            )  # fmt: skip
        inputs = self.inputs

        def checked(work: Work, law: Law) -> msgspec.Struct:
            # The country's own refusal says more; what it did not foresee may already be too much for its columns.
            try:
                row = inputs(work, law)
            except (ValueError, OverflowError):
                check_plausible(work)
                raise
            check_plausible(work)
            return row

        return self.pay, checked

    def row(self, work: Work, parameters: Parameters) -> msgspec.Struct:
        """The payroll's own row of ``work``. Raises the law's Refusals of this one slip."""
        _, inputs = self._payroll()
        return inputs(work, parameters.on(parameters.era(self.law_days(work)[0])))

    def sheet(self, rows: Sequence[Work], parameters: Parameters) -> Sheet:
        """Payslips of ``rows``, whose law days share their eras. Raises Refusal ``payroll_absent``."""
        pay, inputs = self._payroll()
        law = parameters.on(parameters.era(self.law_days(rows[0])[0]))
        return pay(Columns.of([inputs(row, law) for row in rows]), law)


class PayDay(msgspec.Struct, frozen=True):
    """The promised day and how it was found: ``rule_day`` by the rule, ``day`` after moving off closed days."""

    day: date
    rule_day: date
    rule: str
    source: str


# --- worked cases -------------------------------------------------------------------------------------------------


class Case(msgspec.Struct, frozen=True):
    """A worked case of examples/<cc>.json: inputs of one kind, and every line and output expected."""

    id: str
    kind: str
    inputs: dict[str, Any]
    lines: dict[str, Any] = {}
    outputs: dict[str, Any] = {}
    title: str = ""
    country: str = ""
    year: int = 0
    currency: str = ""


CaseKind = Callable[[Case], dict[str, Any]]
"""Answers a case: ``{"lines": {...}, "outputs": {...}}``. May read ``inputs`` and ``year``, never the expectations."""


# --- the country --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Country:
    """Everything core asks of a country. ``labels`` of the fields of ``worker`` and of all terms: core/country/labels.py."""

    folder: Path
    facts: FactSheet
    chart: Chart
    treat_sale: Callable[[Sale, FactSheet], VatTreatment]
    payment_reference: Callable[[int], str]
    contract_types: tuple[ContractType, ...]
    declarations: tuple[DeclarationKind, ...]
    parameters: Parameters
    worker: type[msgspec.Struct] = NoTerms
    check_person_id: Callable[[str], str] = str.strip
    case_kinds: Mapping[str, CaseKind] = field(default_factory=dict)
    payslip: PayslipForm = field(default_factory=lambda: PayslipForm(N_("Payslip")))
    ordinary: Ordinary | None = None
    labels: Labels = field(default_factory=dict)
    einvoice: EInvoice = field(default_factory=EInvoice)
    set_off: SetOffLaw = field(default_factory=SetOffLaw)

    @classmethod
    def load(cls, folder: Path, **supplied: Any) -> Country:
        """Read country.toml, accounts.toml and payroll.toml of ``folder`` and join what the country's code supplies."""
        facts = FactSheet.read(folder / "country.toml")
        parameters = Parameters.read(folder / "payroll.toml", money.exponent(facts.currency))
        return cls(folder, facts, Chart.read(folder / "accounts.toml"), parameters=parameters, **supplied)

    def with_cases(self, kinds: Mapping[str, CaseKind]) -> Country:
        """This country answering ``kinds`` of worked cases."""
        return replace(self, case_kinds=kinds)

    @property
    def code(self) -> str:
        return self.facts.code

    @property
    def currency(self) -> str:
        return self.facts.currency

    @property
    def languages(self) -> list[str]:
        """The languages pages and documents are offered in: the country's own, then English."""
        return [*(lang for lang in self.facts.languages if lang != "en"), "en"]

    @cached_property
    def calendar(self) -> BusinessCalendar:
        calendar = self.facts.sheet.calendar[-1]
        return BusinessCalendar(
            calendar.value, calendar.subdivision or None, calendar.categories, frozenset(calendar.extra)
        )

    def contract_type(self, code: str) -> ContractType:
        for known in self.contract_types:
            if known.code == code:
                return known
        raise Refusal(
            "unknown_contract_type", f"{code!r} is no contract type of {self.code}.", field="contract_type",
            way_out=f"Use one of {', '.join(known.code for known in self.contract_types)}.",
        )  # fmt: skip

    def declaration(self, code: str) -> DeclarationKind:
        return next(kind for kind in self.declarations if kind.code == code)

    def fee(self, day: date, who: Literal["person", "organisation"]) -> Fee:
        return self.facts.fee(day, who)

    def pay_day(self, last_day: date) -> PayDay:
        """The day the worker is promised the wage of work that ends on ``last_day``."""
        term = self.facts.payment_term(last_day)
        if term.rule == "days_after_last_day":
            rule_day = last_day + timedelta(days=term.count)
        else:
            next_month = (last_day.replace(day=1) + timedelta(days=32)).replace(day=1)
            rule_day = next_month.replace(day=term.count)
        day = (
            self.calendar.on_or_before(rule_day)
            if term.closed == "before"
            else self.calendar.on_or_after(rule_day)
        )
        return PayDay(day, rule_day, f"{term.rule}:{term.count}:{term.closed}", term.source)
