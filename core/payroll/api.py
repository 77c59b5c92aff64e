"""JSON beside the pages: payslips with every line."""

from __future__ import annotations

from litestar import get

from core.db import not_found
from core.payroll.model import Payslip
from core.payroll.pages import OWN
from core.payroll.store import payslip_by_id, payslips_page
from core.web.access import SIGNED_IN
from core.web.page import Page


@get("/api/payslips", opt={"access": SIGNED_IN}, sync_to_thread=True)
def payslips(page: Page, page_number: int = 1) -> list[Payslip]:
    """One's own, newest first, fifty a page; the entity's for staff. Amounts in minor units."""
    with page.read() as uow:
        return payslips_page(uow, page.own, page_number)[0]


@get("/api/payslips/{payslip_id:str}", opt={"access": OWN}, sync_to_thread=True)
def payslip(page: Page, payslip_id: str) -> Payslip:
    """One slip, whole: base, rate, amount, bearer, rounding and source of every line."""
    with page.read() as uow:
        found = payslip_by_id(uow, payslip_id)
    if found is None:
        raise not_found("payslip", payslip_id)
    return found


HANDLERS = (payslips, payslip)
