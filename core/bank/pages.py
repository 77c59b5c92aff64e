"""Money that came in, for finance: what no invoice could be found for stands first."""

from __future__ import annotations

from litestar import Response, get

from core.bank.store import receipts_page
from core.sales.store import invoices_by_id
from core.web.access import FINANCE_ONLY
from core.web.page import Page


@get("/receipts", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def index(page: Page, page_number: int = 1) -> Response[str]:
    """Payments received, with the invoice each settled."""
    with page.read() as uow:
        rows, pager = receipts_page(uow, page_number)
        invoices = invoices_by_id(uow, [row.invoice for row in rows if row.invoice])
    return page.html("bank/receipts.html", rows=rows, pager=pager, invoices=invoices)


HANDLERS = (index,)
