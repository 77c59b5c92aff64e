"""Payroll: slips of the work that is over, computed by the country's rules, stored and booked."""

from core.payroll.actions import make_slips
from core.payroll.corrections import correct, recompute
from core.payroll.model import Payslip
from core.payroll.store import payslip_by_id, payslips_by_id, payslips_of

__all__ = ["Payslip", "correct", "make_slips", "payslip_by_id", "payslips_by_id", "payslips_of", "recompute"]
