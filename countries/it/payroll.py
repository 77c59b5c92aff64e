"""Italian payroll over columns: what each contract type computes, in the order of the slip."""

from __future__ import annotations

from countries.it.contributions import (
    Scheme,
    SeparateFund,
    accrue_severance,
    contribute,
    contribute_separately,
    entertainment,
    entertainment_collaborator,
    insure_accidents,
    ordinary,
    separate_fund,
)
from countries.it.withholding import close, withhold
from shared_tools.dated import Law
from shared_tools.paysheet import Columns, Sheet


def employee(columns: Columns, law: Law, scheme: Scheme) -> Sheet:
    """Any employee's slip: contributions of ``scheme``, tax, TFR. Columns of ``EmployeeRow``."""
    sheet = Sheet(law, columns.gross)
    sheet.figure("on_call_days", columns.on_call_days)
    sheet.figure("on_call_bits", columns.on_call_bits)
    base = contribute(sheet, columns, law, scheme)
    withhold(sheet, columns, law)
    accrue_severance(sheet, columns, law, base)
    close(sheet, columns)
    return sheet


def ordinary_employee(columns: Columns, law: Law) -> Sheet:
    """FPLD: fixed-term and on-call employees outside entertainment, and the adjustment of the year (gross 0)."""
    return employee(columns, law, ordinary(law))


def performing_artist(columns: Columns, law: Law) -> Sheet:
    """FPLS, engaged for a fixed term, by days (D.Lgs. 182/1997)."""
    return employee(columns, law, entertainment(law, fixed_term=True))


def performing_artist_on_call(columns: Columns, law: Law) -> Sheet:
    """FPLS, on call: no addition for fixed term, IDIS only without availability pay."""
    return employee(columns, law, entertainment(law, fixed_term=False))


def collaborator(columns: Columns, law: Law) -> Sheet:
    """Coordinated collaboration under the gestione separata, taxed as an employee; no TFR. Columns of ``CollaboratorRow``."""
    return collaboration(columns, law, separate_fund(law))


def collaboration(columns: Columns, law: Law, fund: SeparateFund) -> Sheet:
    """A collaborator's slip under the rates of ``fund``."""
    sheet = Sheet(law, columns.gross)
    contribute_separately(sheet, columns, fund)
    insure_accidents(sheet, columns, law)
    withhold(sheet, columns, law)
    close(sheet, columns)
    return sheet


def performing_collaborator(columns: Columns, law: Law) -> Sheet:
    """Coordinated collaboration whose job is on the FPLS list; no TFR. Columns of ``EmployeeRow``."""
    sheet = Sheet(law, columns.gross)
    contribute(sheet, columns, law, entertainment_collaborator(law))
    withhold(sheet, columns, law)
    close(sheet, columns)
    return sheet
