"""Payslips as JSON, from the same structs as the page."""

from __future__ import annotations

from litestar import get

from core.db import not_found
from core.payroll import Payslip, payslip_by_id, payslips_of
from core.payroll.pages import OWN
from core.web.access import SIGNED_IN
from core.web.page import Page


@get("/api/payslips", opt={"access": SIGNED_IN}, sync_to_thread=True)
def payslips(page: Page, start: int = 0) -> list[Payslip]:
    """One's own slips, newest first, 200 from ``start`` on; everybody's for staff. Amounts in minor units."""
    with page.read() as uow:
        return payslips_of(uow, page.own, limit=200, offset=max(start, 0))


@get("/api/payslips/{payslip_id:str}", opt={"access": OWN}, sync_to_thread=True)
def payslip(page: Page, payslip_id: str) -> Payslip:
    """One slip with every line."""
    with page.read() as uow:
        found = payslip_by_id(uow, payslip_id)
    if found is None:
        raise not_found("payslip", payslip_id)
    return found


HANDLERS = (payslips, payslip)
