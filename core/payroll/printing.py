"""The PDF of a payslip: gathers what its paper needs of worker, employer and year. Of a stored slip, stored values only."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec

from core.country import Country, Employee, Printed
from core.db import UnitOfWork, not_found
from core.payroll import store
from core.payroll.document import Issue, Paper, paper
from core.payroll.model import Payslip
from core.payroll.trial import Trial, Tried
from core.payroll.year import of_one, of_slips
from core.people import Person, people_by_id
from core.words import Words
from shared_tools import pdf
from shared_tools.refusal import Refusal

TEMPLATE = Path(__file__).parent / "templates" / "payslip.typ"


def employee_of(person: Person) -> Employee:
    return Employee(**{name: getattr(person, name) for name in Employee.__struct_fields__})


def language_in(country: Country, wanted: str, worker: str = "") -> str:
    """``wanted``, or the worker's own, or the country's first. Raises Refusal ``unknown_language``."""
    if wanted and wanted not in country.languages:
        raise Refusal(
            "unknown_language", f"{wanted!r} is no language of {country.code}.", field="lang",
            way_out=f"Use one of {', '.join(country.languages)}.",
        )  # fmt: skip
    return wanted or (worker if worker in country.languages else country.languages[0])


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
    corrected = store.payslip_by_id(uow, payslip.corrects) if payslip.corrects else None
    issue = Issue(
        number=payslip.number, pay_day=payslip.pay_day, look=uow.identity.look, logo=uow.identity.logo,
        corrects=corrected.number if corrected else 0,
    )  # fmt: skip
    words = Words(language_in(country, language, person.language), country)
    return paper(printed, issue, year, country, words), payslip


def payslip_pdf(uow: UnitOfWork, payslip_id: str, language: str = "") -> tuple[bytes, int]:
    """PDF/A-3b, the same bytes each time, and the slip's number. Raises Refusal as ``paper_of``."""
    said, payslip = paper_of(uow, payslip_id, language)
    return made(said, payslip.made_on), payslip.number


def trial_pdf(trial: Trial, tried: Tried, country: Country, language: str = "") -> bytes:
    """The paper of a slip outside every book, dated its pay day; the year stands on it where no earlier slips are told of.

    Raises Refusal ``no_employee``, ``unknown_language``, ``particular_missing``.
    """
    if trial.employee is None:
        raise Refusal(
            "no_employee", "a payslip on paper names the person it is for.", field="employee",
            way_out='Give "employee" with given_name and family_name; national_id, iban and address where known.',
        )  # fmt: skip
    employer = trial.employer
    if not employer.name:
        employer = msgspec.structs.replace(employer, name=country.facts.structures(tried.pay_day)[0].name)
    year = of_one(tried.slip, len(tried.work.days), tried.work.minutes)
    printed = Printed(
        employer=employer, employee=trial.employee, work=tried.work, slip=tried.slip, contract_type=trial.contract_type,
        year=year.by_code, currency=country.currency,
    )  # fmt: skip
    words = Words(language_in(country, language), country)
    said = paper(
        printed, Issue(number=0, pay_day=tried.pay_day), None if trial.year else year, country, words
    )
    return made(said, tried.pay_day)


def made(said: Paper, day: date) -> bytes:
    """The PDF of ``said``, dated noon UTC of ``day``."""
    return pdf.render(TEMPLATE, said, made=datetime.combine(day, time(12), UTC))
