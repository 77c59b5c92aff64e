"""From a slip about to be printed to the data of its paper: every word said, every amount written. Pure.

The template lays out and computes nothing; so the PDF cannot say anything else than the stored lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from core.contracts.terms import said_terms
from core.country import Country, Look, Mentions, Printed
from core.payroll.explain import heading_of, in_printed_order
from core.payroll.year import YearSoFar
from core.words import Words
from shared_tools.i18n import N_
from shared_tools.paysheet import SlipLine

Pair = tuple[str, str]


class Letterhead(msgspec.Struct, frozen=True):
    """Who pays, at the head of the paper."""

    name: str
    lines: tuple[str, ...]
    contacts: tuple[str, ...] = ()


class Share(msgspec.Struct, frozen=True):
    """A part of the cost drawn to scale: ``thousandths`` of what is drawn, 0 where nothing is; ``shade`` from light (0)
    to ink (4), the same for the same kind of money on every paper."""

    label: str
    amount: str
    thousandths: int
    shade: int = 0


class Row(msgspec.Struct, frozen=True):
    """A row of a table: a ``heading`` has one cell, every other kind one for each column."""

    kind: Literal["heading", "line", "sum", "total"]
    cells: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """``heads`` of the columns: the first is words, the others are figures."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """All that stands on a payslip, in the reader's language."""

    language: str
    title: str
    subtitle: str
    look: Look
    logo: str
    letterhead: Letterhead
    address: tuple[str, ...]
    answer: str
    answer_note: str
    shares: tuple[Share, ...]
    employer: tuple[Pair, ...]
    employee: tuple[Pair, ...]
    work: tuple[Pair, ...]
    tables: tuple[Table, ...]
    totals: tuple[Pair, ...]
    year_title: str
    year: tuple[Pair, ...]
    sentences: tuple[str, ...]
    foot: tuple[str, ...]
    page_words: str


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """The slip as a document: its ``number`` (0: none was given), the promised ``pay_day``, the ``look`` of the house;
    ``corrects`` the number of the slip whose differences it holds, 0 for an ordinary one."""

    number: int
    pay_day: date
    look: Look = Look()
    logo: str = ""
    corrects: int = 0


def paper(printed: Printed, issue: Issue, year: YearSoFar | None, country: Country, words: Words) -> Paper:
    """The paper of ``printed``. ``year`` None: earlier slips are not known as a whole, so nothing is summed.

    Raises Refusal ``particular_missing`` for what the country must print and nobody entered.
    """
    slip, employer, employee = printed.slip, printed.employer, printed.employee
    mentions = country.payslip.mentions(printed, words)
    title = words(country.payslip.titles.get(printed.contract_type, country.payslip.title))
    period = words.period(printed.work.first_day, printed.work.last_day)
    number = words(N_("slip {number}, law as of {day}"), number=issue.number, day=words.day(slip.law_day)) if issue.number \
        else words(N_("law as of {day}"), day=words.day(slip.law_day))  # fmt: skip
    return Paper(
        language=words.language, title=f"{title}, {period}", subtitle=_subtitle(number, issue, words), look=issue.look, logo=issue.logo,
        letterhead=Letterhead(
            employer.name, _filled(employer.street, employer.place), _filled(employer.phone, employer.email, employer.website)
        ),
        address=_filled(employee.name, employee.street, f"{employee.postal_code} {employee.city}".strip()),
        answer=words.money(slip.net, printed.currency),
        answer_note=words(N_("on your account on {day}"), day=words.day(issue.pay_day, "full")) if slip.net > 0 or not issue.corrects else "",
        shares=_shares(printed, words),
        employer=tuple(mentions.employer),
        employee=(*mentions.employee, *_account(employee.iban, words)),
        work=(*_work(printed, country, words), *mentions.work),
        tables=_tables(printed, mentions, year, country, words),
        totals=() if country.payslip.totals_before else tuple(mentions.totals),
        year_title=words(N_("So far in {year}"), year=printed.work.last_day.year) if year else "",
        year=(*_year(year, printed.currency, words), *mentions.year) if year else (),
        sentences=(*_corrected(printed, issue, words), *mentions.sentences, *(_law(country, words) if printed.contract_type not in country.payslip.titles else ())),
        foot=_filled(f"{employer.name}, {employer.address}" if employer.address else employer.name, employer.form),
        page_words=words(N_("Page {page} of {pages}"), page="{page}", pages="{pages}"),
    )  # fmt: skip


def _filled(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _subtitle(number: str, issue: Issue, words: Words) -> str:
    return (
        f"{number}. {words(N_('It corrects slip {number}'), number=issue.corrects)}."
        if issue.corrects
        else number
    )


def _corrected(printed: Printed, issue: Issue, words: Words) -> Iterator[str]:
    """What a slip of differences is; nobody is told that money comes where it was too much."""
    if issue.corrects:
        yield words(N_("The law of that time was corrected. This slip holds what changes, line by line."))
        if printed.slip.net < 0:
            amount = words.money(-printed.slip.net, printed.currency)
            yield words(N_("The law of that time was corrected: you were paid {amount} too much. We will talk to you before anything is settled."), amount=amount)  # fmt: skip


def _law(country: Country, words: Words) -> tuple[str, ...]:
    source = country.payslip.source
    return (words(N_("What a payslip shows: {source}."), source=source),) if source else ()


# --- who, what, when ----------------------------------------------------------------------------------------------


def _account(iban: str, words: Words) -> tuple[Pair, ...]:
    """The account by its first and last four: enough to know one's own, too little for a stranger who finds the paper."""
    return ((words(N_("Account")), f"{iban[:4]} … {iban[-4:]}"),) if iban else ()


def _work(printed: Printed, country: Country, words: Words) -> Iterator[Pair]:
    work, kind = printed.work, country.contract_type(printed.contract_type)
    yield words(N_("Contract")), words(kind.label)
    if work.contract_first_day and (work.contract_first_day, work.contract_last_day) != (
        work.first_day,
        work.last_day,
    ):
        last = work.contract_last_day or work.last_day
        yield words(N_("Contract from, to")), words.period(work.contract_first_day, last)
    runs = ", ".join(words.period(first, last, "short") for first, last in _runs(work.days))
    yield words(N_("Days of work")), f"{len(work.days)}: {runs}"
    yield words(N_("Hours")), hours(work.minutes)
    yield from said_terms(msgspec.to_builtins(work.terms), kind, country, words)


def hours(minutes: int) -> str:
    """``30:24``: hours and minutes as a clock counts them."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Days that follow each other, as first and last."""
    first = last = None
    for day in days:
        if first is None or last is None:
            first = last = day
        elif day == last + timedelta(days=1):
            last = day
        else:
            yield first, last
            first = last = day
    if first is not None and last is not None:
        yield first, last


# --- where the money goes -----------------------------------------------------------------------------------------


def _shares(printed: Printed, words: Words) -> tuple[Share, ...]:
    slip = printed.slip
    borne: Counter[str] = Counter()
    for line in slip.lines:
        if line.bearer == "employee":
            borne[line.owed if line.owed in ("social_security", "tax") else "other"] += line.amount
    parts = [
        (N_("Employer's contributions"), slip.cost - slip.gross, 3), (N_("Your contributions"), borne["social_security"], 2),
        (N_("Tax withheld"), borne["tax"], 1), (N_("Other"), borne["other"], 0), (N_("Net"), slip.net, 4),
    ]  # fmt: skip
    if not borne["other"]:
        del parts[3]
    drawn = sum(amount for _, amount, _ in parts if amount > 0)
    shares: list[Share] = []
    seen = end = 0
    for label, amount, shade in parts:
        seen += max(amount, 0)
        begin, end = end, seen * 1000 // drawn if drawn else 0
        shares.append(Share(words(label), words.money(amount, printed.currency), end - begin, shade))
    return (*shares, Share(words(N_("What it cost")), words.money(slip.cost, printed.currency), 0))


def _year(year: YearSoFar, currency: str, words: Words) -> Iterator[Pair]:
    for label, amount in (
        (N_("Gross wage"), year.gross), (N_("Contributions and other deductions"), year.gross - year.net - year.withheld),
        (N_("Tax withheld"), year.withheld), (N_("Net"), year.net), (N_("What it cost"), year.cost),
    ):  # fmt: skip
        yield words(label), words.amount(amount, currency)
    yield words(N_("Days and hours")), f"{year.days}, {hours(year.minutes)}"


# --- the lines ----------------------------------------------------------------------------------------------------


def _tables(
    printed: Printed, mentions: Mentions, year: YearSoFar | None, country: Country, words: Words
) -> tuple[Table, ...]:
    lines = in_printed_order(printed.slip.lines, country)
    writer = _Writer(printed, mentions, year, country, words)
    if country.payslip.shares == "beside":
        return (writer.beside(lines),)
    own = [line for line in lines if line.bearer == "employee"]
    employers = [line for line in lines if line.bearer == "employer"]
    return (writer.own(own), *((writer.employers(employers),) if employers else ()))


def paired(lines: Sequence[SlipLine]) -> list[tuple[SlipLine | None, SlipLine | None]]:
    """Worker's and employer's line of one contribution together: the same words, section and base."""
    rows: list[tuple[SlipLine | None, SlipLine | None]] = []
    open_rows: dict[tuple[str, str, str, int | None], list[int]] = {}
    for line in lines:
        own = line.bearer == "employee"
        key = line.section, line.label, line.bearer, line.base
        other = line.section, line.label, "employer" if own else "employee", line.base
        if waiting := open_rows.get(other):
            index = waiting.pop(0)
            rows[index] = (line, rows[index][1]) if own else (rows[index][0], line)
        else:
            open_rows.setdefault(key, []).append(len(rows))
            rows.append((line, None) if own else (None, line))
    return rows


class _Writer:
    """Writes the tables of one slip. A deduction is below zero, so that each column adds up to its last figure."""

    def __init__(
        self, printed: Printed, mentions: Mentions, year: YearSoFar | None, country: Country, words: Words
    ) -> None:
        self.slip, self.currency = printed.slip, printed.currency
        self.mentions, self.year, self.country, self.words = mentions, year, country, words
        if mentions.gross and sum(amount for _, amount in mentions.gross) != self.slip.gross:
            raise ValueError(f"the parts of the gross do not add up to it: {mentions.gross}")
        self.summed: set[tuple[str, str]] = set()

    def amount(self, amount: int) -> str:
        return self.words.amount(amount, self.currency)

    def base(self, line: SlipLine) -> str:
        return "" if line.base is None else self.amount(line.base)

    def rate(self, line: SlipLine | None) -> str:
        return "" if line is None or line.rate is None else self.words.percent(line.rate)

    def heads(self, amount: str) -> tuple[str, ...]:
        words = self.words
        year = (words(N_("This year")),) if self.year else ()
        return words(N_("Line")), words(N_("Base")), words(N_("Rate")), amount, *year

    def _row(self, kind: Literal["line", "sum", "total"], label: str, amount: int, year: int | None) -> Row:
        last = ("" if year is None else self.amount(year),) if self.year else ()
        return Row(kind, (label, "", "", self.amount(amount), *last))

    def own(self, lines: Sequence[SlipLine]) -> Table:
        """Gross, what is taken and given, net."""
        words, year = self.words, self.year
        rows = [self._row("line", label, amount, None) for label, amount in self._gross_parts()]
        rows.append(self._row("sum", words(N_("Gross wage")), self.slip.gross, year.gross if year else None))
        rows += self._sections(lines, -1)
        rows.append(self._row("total", words(N_("Net")), self.slip.net, year.net if year else None))
        return Table("", self.heads(words(N_("You"))), tuple(rows))

    def employers(self, lines: Sequence[SlipLine]) -> Table:
        """What the employer pays on top of the gross."""
        words, year = self.words, self.year
        rows = [self._row("sum", words(N_("Gross wage")), self.slip.gross, year.gross if year else None)]
        rows += self._sections(lines, 1)
        rows.append(
            self._row("total", words(N_("What it cost")), self.slip.cost, year.cost if year else None)
        )
        return Table(
            words(N_("What the employer pays besides")), self.heads(words(N_("Employer"))), tuple(rows)
        )

    def _gross_parts(self) -> Sequence[tuple[str, int]]:
        parts = [part for part in self.mentions.gross if part[1]]
        return parts if len(parts) > 1 else ()

    def _sections(self, lines: Sequence[SlipLine], sign: int) -> Iterator[Row]:
        section = ""
        for line in lines:
            if line.section != section:
                section = line.section
                yield self._heading(section)
            yield Row("line", (
                self.words(line.label), self.base(line), self.rate(line), self.amount(sign * line.amount), *self._so_far(line, sign),
            ))  # fmt: skip

    def _so_far(self, line: SlipLine, sign: int) -> tuple[str, ...]:
        """The year's sum of the line; where a code has two lines on the slip, with the first."""
        if self.year is None:
            return ()
        key = line.bearer, line.code
        if key in self.summed:
            return ("",)
        self.summed.add(key)
        return (self.amount(sign * self.year.by_line.get(key, line.amount)),)

    def _heading(self, section: str) -> Row:
        return Row("heading", (heading_of(section, self.country, self.words),))

    def beside(self, lines: Sequence[SlipLine]) -> Table:
        """Both shares in one table; each rate in a column of its own where a row holds two lines."""
        words, slip = self.words, self.slip
        rows_of_lines = paired(lines)
        two_rates = any(own and employers for own, employers in rows_of_lines)
        self.between = ("",) if two_rates else ()
        rows = [
            Row("line", (label, "", "", self.amount(amount), *self.between, ""))
            for label, amount in self._gross_parts()
        ]
        rows.append(self._both("sum", words(N_("Gross wage")), slip.gross, slip.gross))
        section, stop, sums = "", self.country.payslip.totals_before, False
        own_sum = employers_sum = 0
        for own, employers in rows_of_lines:
            line = own or employers
            assert line is not None
            if stop and line.section == stop and not sums:
                rows += self._contributions(own_sum, employers_sum)
                sums = True
            if line.section != section:
                section = line.section
                rows.append(self._heading(section))
            own_sum -= own.amount if own else 0
            employers_sum += employers.amount if employers else 0
            rows.append(self._pair(own, employers))
        if stop and not sums:
            rows += self._contributions(own_sum, employers_sum)
        rows.append(self._both("total", words(N_("Net, and what it cost")), slip.net, slip.cost))
        rate = words(N_("Rate"))
        heads = words(N_("Line")), words(N_("Base")), rate, words(N_("You")), *((rate,) if two_rates else ()), words(N_("Employer"))  # fmt: skip
        return Table("", heads, tuple(rows))

    def _pair(self, own: SlipLine | None, employers: SlipLine | None) -> Row:
        line = own or employers
        assert line is not None
        first_rate = self.rate(own) if self.between else self.rate(line)
        between = (self.rate(employers),) if self.between else ()
        return Row("line", (
            self.words(line.label), self.base(line), first_rate, self.amount(-own.amount) if own else "", *between,
            self.amount(employers.amount) if employers else "",
        ))  # fmt: skip

    def _both(self, kind: Literal["sum", "total"], label: str, own: int, employers: int) -> Row:
        return Row(kind, (label, "", "", self.amount(own), *self.between, self.amount(employers)))

    def _contributions(self, own: int, employers: int) -> Iterator[Row]:
        yield self._both("sum", self.words(N_("Contributions together")), own, employers)
        for label, amount in self.mentions.totals:
            yield Row("sum", (label, "", "", amount, *self.between, ""))
