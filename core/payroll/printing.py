"""The PDF of a stored payslip: gathers what the paper needs of its worker, employer and year. Stored values only."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from core.country import Country, Employee, Printed
from core.db import UnitOfWork, not_found
from core.payroll import store
from core.payroll.document import Issue, Paper, paper
from core.payroll.model import Payslip
from core.payroll.year import of_slips
from core.people import Person, people_by_id
from core.words import Words
from shared_tools import pdf
from shared_tools.refusal import Refusal

TEMPLATE = Path(__file__).parent / "templates" / "payslip.typ"


def employee_of(person: Person) -> Employee:
    return Employee(**{name: getattr(person, name) for name in Employee.__struct_fields__})


def language_of(person: Person, country: Country, wanted: str = "") -> str:
    """``wanted``, or the worker's own, or the country's first. Raises Refusal ``unknown_language``."""
    if wanted and wanted not in country.languages:
        raise Refusal(
            "unknown_language", f"{wanted!r} is no language of {country.code}.", field="lang",
            way_out=f"Use one of {', '.join(country.languages)}.",
        )  # fmt: skip
    return wanted or (person.language if person.language in country.languages else country.languages[0])


def paper_of(uow: UnitOfWork, payslip_id: str, language: str = "") -> tuple[Paper, Payslip]:
    """What stands on the slip's paper, in ``language`` or the worker's own.

    Raises Refusal ``not_found``, ``unknown_language``, ``particular_missing``.
    """
    payslip = store.payslip_by_id(uow, payslip_id)
    if payslip is None:
        raise not_found("payslip", payslip_id)
    country, person = uow.country, people_by_id(uow, [payslip.worker])[payslip.worker]
    year = of_slips(store.year_until(uow, payslip))
    printed = Printed(
        employer=uow.particulars(payslip.structure), employee=employee_of(person), work=payslip.work(country),
        slip=payslip.slip, contract_type=payslip.contract_type, year=year.by_code, currency=country.currency,
    )  # fmt: skip
    issue = Issue(
        number=payslip.number, pay_day=payslip.pay_day, look=uow.identity.look, logo=uow.identity.logo
    )
    words = Words(language_of(person, country, language), country)
    return paper(printed, issue, year, country, words), payslip


def payslip_pdf(uow: UnitOfWork, payslip_id: str, language: str = "") -> bytes:
    """PDF/A-3b; the same bytes each time. Raises Refusal as ``paper_of``."""
    said, payslip = paper_of(uow, payslip_id, language)
    return made(said, payslip.made_on)


def made(said: Paper, day: date) -> bytes:
    """The PDF of ``said``, dated noon UTC of ``day``."""
    return pdf.render(TEMPLATE, said, made=datetime.combine(day, time(12), UTC))
