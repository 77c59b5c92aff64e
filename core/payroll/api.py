"""Payslips as JSON, from the same structs as the page."""

from __future__ import annotations

from litestar import Response, get

from core.db import not_found
from core.payroll import Payslip, payslip_by_id, payslips_of
from core.payroll.document import Paper
from core.payroll.pages import OWN, as_pdf
from core.payroll.printing import paper_of, payslip_pdf
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


@get("/api/payslips/{payslip_id:str}/paper", opt={"access": OWN}, sync_to_thread=True)
def paper(page: Page, payslip_id: str, lang: str = "") -> Paper:
    """What stands on the slip's paper, every word and amount written in the worker's language or in ``lang``."""
    with page.read() as uow:
        return paper_of(uow, payslip_id, lang)[0]


@get("/api/payslips/{payslip_id:str}/payslip.pdf", opt={"access": OWN}, sync_to_thread=True)
def paper_pdf(page: Page, payslip_id: str, lang: str = "") -> Response[bytes]:
    """The slip as PDF/A-3b."""
    with page.read() as uow:
        content, number = payslip_pdf(uow, payslip_id, lang)
    return as_pdf(content, number)


HANDLERS = (payslips, payslip, paper, paper_pdf)
