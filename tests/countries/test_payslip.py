"""The payslip on paper: every line of each sample stands on it to the minor unit, in every language, and adds up."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from babel.numbers import parse_decimal
from pypdf import PdfReader

from core.country import ContractType, Country, Employee, Particulars, Printed, Work
from core.payroll.document import Issue, Paper, paper
from core.payroll.explain import explain, heading_of, in_printed_order
from core.payroll.printing import TEMPLATE
from core.payroll.year import of_one
from core.words import CORE, Words
from shared_tools import pdf
from shared_tools.i18n import catalogue
from shared_tools.money import major
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal

MADE = datetime(2026, 10, 7, 12, tzinfo=UTC)


class Everything(dict[str, str]):
    """Registrations of an employer who has entered all a country can ask for."""

    def get(self, key: str, default: Any = None) -> str:
        return f"{key}-1"


EMPLOYER = Particulars(
    name="The Cooperative", street="Main Street 1", postal_code="1000", city="Town", country="BE", legal_id="0665432173",
    vat_number="BE0665432173", iban="BE68539007547034", form="cooperative", registrations=Everything(),
)  # fmt: skip
WORKER = Employee(
    given_name="Őzike", family_name="Žluťoučký-Ångström", birth_date=date(1985, 3, 14), iban="BE68539007547034",
    street="Rue de l'Œuvre 3", postal_code="1000", city="Liège",
)  # fmt: skip


def slips(kind: ContractType, work: Work, country: Country) -> Iterator[tuple[Work, Slip]]:
    """The sample, and the same work for other pay as far as the law accepts it and something is left of it."""
    for eighths in (8, 5, 13, 29):
        other = msgspec.structs.replace(work, gross=work.gross * eighths // 8 + eighths - 8)
        try:
            kind.row(other, country.parameters)
        except Refusal:
            continue
        slip = kind.sheet([other], country.parameters).slip()
        if slip.net >= 0:
            yield other, slip


def said(country: Country, kind: ContractType, work: Work, slip: Slip, language: str) -> Paper:
    year = of_one(slip, len(work.days), work.minutes)
    printed = Printed(
        employer=EMPLOYER, employee=WORKER, work=work, slip=slip, contract_type=kind.code, year=year.by_code,
        currency=country.currency,
    )  # fmt: skip
    return paper(printed, Issue(number=7, pay_day=work.pay_day), year, country, Words(language, country))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_of(content: bytes) -> str:
    return bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def printed_lines(shown: Paper, beside: bool) -> Counter[tuple[str, ...]]:
    """(bearer, label, base, rate, amount) of every line on the paper, a row that holds two taken apart."""
    found: Counter[tuple[str, ...]] = Counter()
    for number, table in enumerate(shown.tables):
        for row in table.rows[len(parts_of_the_gross(table.rows)) :]:
            cells = row.cells
            if row.kind != "line":
                continue
            if not beside:
                found["employee" if number == 0 else "employer", *cells[:4]] += 1
                continue
            rates = (cells[2], cells[4]) if len(cells) == 6 else (cells[2], cells[2])
            for bearer, rate, amount in zip(
                ("employee", "employer"), rates, (cells[3], cells[-1]), strict=True
            ):
                if amount:
                    found[bearer, *cells[:2], rate, amount] += 1
    return found


def parts_of_the_gross(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    return rows[: next(index for index, row in enumerate(rows) if row.kind == "sum")]


def stored_lines(slip: Slip, words: Words, currency: str) -> Counter[tuple[str, ...]]:
    return Counter(
        (
            line.bearer, words(line.label), "" if line.base is None else words.amount(line.base, currency),
            "" if line.rate is None else words.percent(line.rate),
            words.amount(line.amount if line.bearer == "employer" else -line.amount, currency),
        )
        for line in slip.lines
    )  # fmt: skip


def figure(text: str, words: Words) -> Decimal:
    return parse_decimal(text.replace("\N{MINUS SIGN}", "-"), locale=words.locale) if text else Decimal(0)


def test_the_paper_says_the_stored_lines_and_adds_up(
    country: Country, contract_type: ContractType, work: Work
) -> None:
    """Print each stored line once, with its base, rate and amount, so that what is printed adds up to net and cost."""
    beside = country.payslip.shares == "beside"
    for other, slip in slips(contract_type, work, country):
        for language in country.languages:
            words = Words(language, country)
            shown = said(country, contract_type, other, slip, language)
            assert printed_lines(shown, beside) == stored_lines(slip, words, country.currency)
            for table in shown.tables:
                columns = {3: slip.net} if not beside else {3: slip.net, len(table.heads) - 1: slip.cost}
                if not beside and table is not shown.tables[0]:
                    columns = {3: slip.cost}
                start = len(parts_of_the_gross(table.rows))
                gross = table.rows[start]
                for column, total in columns.items():
                    lines = [row for row in table.rows[start + 1 :] if row.kind == "line"]
                    summed = sum((figure(row.cells[column], words) for row in (gross, *lines)), Decimal(0))
                    assert (
                        summed
                        == figure(table.rows[-1].cells[column], words)
                        == major(total, country.currency)
                    )
                    parts = [figure(row.cells[column], words) for row in table.rows[:start]]
                    assert not any(parts) or sum(parts) == figure(gross.cells[column], words)
            assert bare(words.money(slip.net, country.currency)) == bare(shown.answer)


def test_the_pdf_holds_every_row_of_the_paper(
    country: Country, contract_type: ContractType, work: Work
) -> None:
    """Lay every row out, in order, in the house's own letters."""
    slip = contract_type.sheet([work], country.parameters).slip()
    for language in country.languages:
        shown = said(country, contract_type, work, slip, language)
        content = pdf.render(TEMPLATE, shown, made=MADE)
        text, place = text_of(content), 0
        for row in (row for table in shown.tables for row in table.rows):
            found = text.find(bare("".join(row.cells)), place)
            assert found >= 0, (
                f"{country.code} {contract_type.code} {language}: {row.cells} is not on the paper"
            )
            place = found + len(bare("".join(row.cells)))
        pairs = (*shown.employer, *shown.employee, *shown.work, *shown.totals, *shown.year)
        for words in (
            *(word for pair in pairs for word in pair),
            *shown.sentences,
            *shown.address,
            shown.answer,
        ):
            assert bare(words) in text, f"{country.code} {contract_type.code} {language}: {words!r}"
        fonts = {
            str(font.get_object()["/BaseFont"])
            for page in PdfReader(io.BytesIO(content)).pages
            for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        }
        assert all("Atkinson" in font for font in fonts), fonts


def test_each_line_is_explained_in_each_language(
    country: Country, contract_type: ContractType, work: Work, translated: Any
) -> None:
    """Say of each line its words, heading, sum and source in each language of the country."""
    for _, slip in slips(contract_type, work, country):
        for line in slip.lines:
            translated(line.label, f"the label of line {line.code}")
        for language in country.languages:
            words = Words(language, country)
            stored = in_printed_order(slip.lines, country)
            for line, shown in zip(stored, explain(slip.lines, country, words), strict=True):
                assert shown.label == words(line.label)
                assert shown.heading == heading_of(line.section, country, words)
                assert shown.sum in shown.why and line.source in shown.why
                for written in (shown.amount, shown.base, shown.rate):
                    assert written in shown.sum, shown.sum


def test_headings_and_titles_are_translated(country: Country, translated: Any) -> None:
    """Name the paper and its headings in ``PayslipForm``, and translate them."""
    form = country.payslip
    for message in (form.title, *form.titles.values(), *form.headings.values()):
        translated(message, f"{message!r} of the payslip")
    assert form.titles.keys() <= {kind.code for kind in country.contract_types}


def test_sections_have_headings(
    country: Country, contract_type: ContractType, work: Work, to_do: Any
) -> None:
    """Give each section of lines a heading in ``PayslipForm`` where core has none."""
    slip = contract_type.sheet([work], country.parameters).slip()
    for section in {line.section for line in slip.lines}:
        for language in set(country.languages) - {"en"}:
            words = Words(language, country)
            heading = heading_of(section, country, words)
            known = {**catalogue(CORE, language), **catalogue(country.folder, language)}
            if heading not in known.values():
                to_do.write(
                    f"translate the heading {heading!r} of section {section!r}, or give it one in PayslipForm",
                    f"locale/{language}/messages.po",
                )
