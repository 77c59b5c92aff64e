"""What German payroll must know of a person, and the personal numbers that follow from it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

import msgspec
from stdnum.de import idnr
from stdnum.exceptions import ValidationError

from countries.de.tariff import exact_int
from shared_tools.dated import Law
from shared_tools.money import exact
from shared_tools.refusal import Refusal

PERCENT_PPM = 10_000
PPM = 100 * PERCENT_PPM
"""Denominator of rates that come with a person or a contract: a percentage with four digits."""
PERCENT_HUNDREDTHS = 100
"""Additional health rates have two digits, as the plan reads them (KVZ)."""


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts of a person, as ELStAM, the health fund and the care data of children (DaBPV) tell them. Cents.

    ``tax_class``            1 to 6 of ELStAM; 6 where the tax office has not answered (EStG 39c)
    ``tax_factor``           class IV with factor, for example "0.912"
    ``child_allowances``     Kinderfreibeträge of ELStAM, for example "1.5"
    ``tax_allowance_month``  Freibetrag, ``tax_addition_month`` Hinzurechnungsbetrag of ELStAM
    ``parent``               has or had a child (no childless supplement); ``children_under_25`` counts for the discount
    ``health_extra_percent`` Zusatzbeitrag of the person's fund; ``u1_percent``, ``u2_percent`` its levies ("0": none due)
    The last group is outside this version and refused by name.
    """

    tax_class: int | None = None
    birth_date: date | None = None
    tax_factor: str = "1"
    child_allowances: str = "0"
    tax_allowance_month: int = 0
    tax_addition_month: int = 0
    church_member: bool = False
    parent: bool = False
    children_under_25: int = 0
    health_insurance: Literal["statutory", "private"] = "statutory"
    health_fund: str = ""
    health_extra_percent: str | None = None
    u1_percent: str | None = None
    u2_percent: str | None = None
    insurance_number: str = ""
    professional_pension: bool = False
    pensioner: bool = False
    student: bool = False
    apprentice: bool = False


_OUTSIDE = (
    ("professional_pension", "membership of a profession's pension scheme (SGB VI 6)"),
    ("pensioner", "work after the regular pension age (SGB VI 172; EStG 3 no. 21)"),
    ("student", "work as a student (Werkstudent, SGB V 6(1) no. 3)"),
    ("apprentice", "an apprenticeship (BBiG)"),
)


def refuse_outside(who: Worker) -> None:
    """Raises Refusal ``outside_this_version`` for a person whose insurance follows rules not built here."""
    for name, words in _OUTSIDE:
        if getattr(who, name):
            raise Refusal(
                "outside_this_version", f"{words} is not computed by this program.", field=f"worker.{name}",
                way_out="Have the payslip made outside, or engage the person otherwise.",
            )  # fmt: skip


def tax_class(who: Worker) -> int:
    """Raises Refusal ``unknown_tax_class``."""
    if who.tax_class is None or not 1 <= who.tax_class <= 6:
        raise Refusal(
            "unknown_tax_class", f"the tax class is {who.tax_class!r}; it must be 1 to 6 (EStG 38b).",
            field="worker.tax_class",
            way_out="Enter it from ELStAM; class 6 where the tax office has not answered (EStG 39c).",
        )  # fmt: skip
    return who.tax_class


def scaled(text: str, scale: int, field: str) -> int:
    """A decimal text in 1/``scale``. Raises Refusal ``not_a_number`` for one that is finer, negative or no number."""
    try:
        value = exact_int(exact(text) * scale)
    except ValueError:
        value = -1
    if value < 0:
        raise Refusal(
            "not_a_number", f"{text!r} is no number this field can hold.", field=field,
            way_out="Write digits with a point, as the notice of the authority does.",
        )  # fmt: skip
    return value


def tax_factor(who: Worker) -> int:
    """Thousandths; the factor counts in class IV only. Raises Refusal ``not_a_number`` or ``factor_above_one``."""
    thousandths = scaled(who.tax_factor, 1000, "worker.tax_factor")
    if thousandths > 1000 or thousandths == 0:
        raise Refusal(
            "factor_above_one", f"the factor {who.tax_factor} is not above 0 and at most 1 (EStG 39f).",
            field="worker.tax_factor", way_out="Copy it from ELStAM.",
        )  # fmt: skip
    return thousandths if who.tax_class == 4 else 1000


def child_tenths(who: Worker) -> int:
    """Child allowances in tenths, as the plan counts them (ZKF)."""
    return scaled(who.child_allowances, 10, "worker.child_allowances")


FundRate = Literal["health_extra_percent", "u1_percent", "u2_percent"]


def fund_rate(who: Worker, field: FundRate, scale: int) -> int:
    """A rate of the person's health fund, in 1/``scale`` of a percent. Raises Refusal ``missing_fund_rate``."""
    text = getattr(who, field)
    if text is None:
        raise Refusal(
            "missing_fund_rate", f"{field} of the fund {who.health_fund or 'of this person'} is not known.",
            field=f"worker.{field}", way_out="Enter the rate the health fund publishes (SGB V 242; AAG 7, 9).",
        )  # fmt: skip
    return scaled(text, scale, f"worker.{field}")


def birth_date(who: Worker) -> date:
    """Raises Refusal ``missing_birth_date``."""
    if who.birth_date is None:
        raise Refusal(
            "missing_birth_date", "the birth date decides the care contribution (SGB XI 55(3)) and the old-age relief.",
            field="worker.birth_date", way_out="Enter the birth date.",
        )  # fmt: skip
    return who.birth_date


def _completes(born: date, years: int) -> date:
    """The day a year of life is completed: the one before the birthday (BGB 187(2), 188(2))."""
    birthday = (
        date(born.year + years, 3, 1)
        if (born.month, born.day) == (2, 29) and (born.year + years) % 4
        else born.replace(year=born.year + years)
    )
    return birthday - timedelta(days=1)


def is_childless(who: Worker, day: date, law: Law) -> bool:
    """Whether the childless supplement is due in the month of ``day`` (SGB XI 55(3))."""
    born = birth_date(who)
    if who.parent or who.children_under_25 or born.year < law.amount("pv_childless_born_from"):
        return False
    adult = _completes(born, law.amount("pv_childless_age"))
    return (adult.year, adult.month) < (day.year, day.month)


def care_discounts(children: int, law: Law) -> int:
    """Children beyond the first, at most to the fifth, that lower the care contribution (SGB XI 55(3))."""
    return max(min(children, law.amount("pv_child_most")) - 1, 0)


def relief_year(who: Worker, year: int, law: Law) -> int:
    """The year after the 64th birthday if it is not after ``year``, else 0: no old-age relief yet (EStG 24a)."""
    after = _completes(birth_date(who), law.amount("lst_relief_age")).year + 1
    return after if after <= year else 0


def church_rate(land: str, law: Law) -> int:
    """Church tax of a Land, parts per million of the wage tax. Raises Refusal ``unknown_land``."""
    for code, rate in law.table("church_tax_rates"):
        if code == land:
            return exact_int(rate * PPM)
    raise Refusal(
        "unknown_land", f"{land!r} is no German Land.", field="terms.land",
        way_out=f"Use one of {', '.join(row[0] for row in law.table('church_tax_rates'))}.",
    )  # fmt: skip


_PENSION_NUMBER = re.compile(r"(\d{2})(\d{2})(\d{2})(\d{2})([A-Z])(\d{2})(\d)")
_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def pension_insurance_number(text: str) -> str:
    """A pension insurance number (SGB VI 147), compact. Raises Refusal ``not_a_pension_insurance_number``.

    The letter counts as two digits (A 01 to Z 26); the check digit is the sum of the digit sums of the weighted
    twelve digits, modulo 10 [believed; tried on published samples].
    """
    compact = re.sub(r"[\s./-]", "", text).upper()
    match = _PENSION_NUMBER.fullmatch(compact)
    if match:
        digits = f"{compact[:8]}{ord(compact[8]) - ord('A') + 1:02d}{compact[9:11]}"
        total = sum(
            sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(digits, _WEIGHTS, strict=True)
        )
        month = int(match[3])
        # Where two people would share a number, the day is raised by 50.
        if total % 10 == int(match[7]) and 1 <= month <= 12 and int(match[2]) % 50 in range(32):
            return compact
    raise Refusal(
        "not_a_pension_insurance_number", f"{text!r} is no pension insurance number.", field="person_id",
        way_out="Copy it from the social insurance certificate: 8 digits, a letter, 3 digits.",
    )  # fmt: skip


def check_person_id(text: str) -> str:
    """The pension insurance number or the personal tax id (IdNr, AO 139b), compact. Raises Refusal ``not_a_person_id``."""
    compact = re.sub(r"[\s./-]", "", text).upper()
    if compact.isdigit():
        try:
            return idnr.validate(compact)
        except ValidationError as error:
            raise Refusal(
                "not_a_person_id", f"{text!r} is no tax id: {str(error).rstrip('.').lower()}.", field="person_id",
                way_out="Copy the 11 digits from the tax office's letter.",
            ) from None  # fmt: skip
    try:
        return pension_insurance_number(text)
    except Refusal as refusal:
        raise Refusal(
            "not_a_person_id", refusal.message, field="person_id", way_out=refusal.way_out
        ) from None
