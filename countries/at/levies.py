"""What only the employer bears besides social insurance: severance fund, marginal levy, DB, DZ, KommSt, Vienna's levy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countries.at.insurance import SCALE, scaled
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Rates, Sheet, half_up


def severance_fund(sheet: Sheet, columns: Columns) -> None:
    """BMSVG 6: no ceiling; days of the first month of the employment are free, their share of the pay by days."""
    base = sheet.figure("bv_base", half_up(sheet.gross * columns.bv_days, columns.slip_days))
    amount = sheet.line(
        "bv", N_("Severance fund"), of="employer", owed="social_security", base=base, rate=sheet.law["bv"]
    )
    sheet.figure("mbgm_V01", amount)


def levy_due(columns: Columns, law: Law, marginal_pay: Column) -> NDArray[np.bool_]:
    """DAG 1: whether all marginal pay of the employer in the month is over the limit.

    Where what the employer pays others (``other_marginal_pay``) is not known it counts as over the limit.
    """
    known = columns.other_marginal_pay + columns.month_marginal_pay + marginal_pay
    return ~columns.other_marginal_pay_given | (known > law.amount("dga_limit"))


def marginal_levy(sheet: Sheet, columns: Columns, marginal_pay: Column) -> None:
    """DAG 1: the levy on ``marginal_pay``, and on the person's earlier marginal pay of the month not yet levied."""
    sheet.figure("marginal_pay", marginal_pay)
    total = columns.month_marginal_pay + marginal_pay
    due = levy_due(columns, sheet.law, marginal_pay)
    base = sheet.figure("dga_base", np.where(due, total - columns.month_dga_base, 0))
    amount = sheet.line(
        "dga", N_("Employer's levy on marginal employment"), of="employer", owed="social_security",
        base=base, rate=sheet.law["dga_rate"],
    )  # fmt: skip
    sheet.figure("mbgm_Z01", amount)


def levy_on_special_pay(sheet: Sheet, columns: Columns, special: Column) -> None:
    """DAG 1: special pay of marginal people bears the levy too, but does not count for the limit [believed]."""
    due = levy_due(columns, sheet.law, np.zeros_like(special))
    amount = sheet.line(
        "dga", N_("Employer's levy on marginal employment"), of="employer", owed="social_security",
        base=np.where(due, special, 0), rate=sheet.law["dga_rate"],
    )  # fmt: skip
    sheet.figure("mbgm_Z01", amount)


def payroll_levies(sheet: Sheet, columns: Columns) -> None:
    """DB (FLAG 41), its supplement DZ (WKG 122) by Land, KommSt (KommStG 9): on all pay, no ceiling."""
    law = sheet.law
    # One allowance for the whole employer: it shrinks the first euros of the month's pay, whoever gets them.
    other = columns.other_pay_of_employer
    total = other + sheet.gross
    small = columns.other_pay_of_employer_given & (total <= law.amount("levy_free_limit"))
    allowance = law.amount("levy_free_allowance")
    base = np.where(small, np.maximum(total - allowance, 0) - np.maximum(other - allowance, 0), sheet.gross)
    young = np.where(columns.over_exempt_age, 0, base)
    sheet.line(
        "db", N_("Employer's contribution to the family fund (DB)"), of="employer", owed="tax", section="levies",
        base=young, rate=law["db"],
    )  # fmt: skip
    numerators = np.zeros_like(base)
    for land, rate in law.table("dz"):
        numerators = np.where(columns.land == land, scaled(rate), numerators)
    numerators = np.where(columns.chamber_member, numerators, 0)
    sheet.line(
        "dz", N_("Supplement to the contribution to the family fund (DZ)"), of="employer", owed="tax", section="levies",
        base=young, rate=Rates(numerators, SCALE), source=law["dz"],
    )  # fmt: skip
    sheet.line(
        "kommst", N_("Municipal tax"), of="employer", owed="tax", section="levies", base=base, rate=law["kommst"]
    )  # fmt: skip


def vienna_levy(sheet: Sheet, columns: Columns) -> None:
    """Wiener DienstgeberabgabeG: a fixed amount for every week begun, each week once a year and person."""
    sheet.figure("vienna_weeks", columns.vienna_weeks)
    sheet.line(
        "wiener_dga", N_("Vienna employer levy"), of="employer", owed="tax", section="levies",
        amount=columns.vienna_week_count * sheet.law.amount("wiener_dga"), source=sheet.law["wiener_dga"],
    )  # fmt: skip
