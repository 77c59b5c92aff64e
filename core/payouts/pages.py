"""What payouts tell other pages: wages promised with their day and who stands in for a client; what has been paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from core.db import UnitOfWork
from core.expenses.pages import STATES
from core.expenses.store import expenses_by_id
from core.payouts import claim_store, payouts_of, store
from core.payouts.setoff_store import set_offs_of
from core.payroll import payslips_by_id
from core.people import people_by_id
from core.sales.receivables import open_amounts
from core.web.coming import Coming, tells
from core.web.documents import Shown, shows
from core.web.page import Page
from shared_tools.i18n import N_


@tells
def wages(uow: UnitOfWork, page: Page, activities: Sequence[str], person: str) -> Iterable[Coming]:
    """One's own wage is a promise; another's of the same activity is news, its net theirs and staff's to know."""
    due = store.wages_coming(uow, activities, person)
    people = people_by_id(uow, [item.person for item in due])
    taken = _taken(uow, [item.subject for item in due])
    unpaid = open_amounts(uow, [item.invoice for item in due if item.invoice])
    fund = uow.country.facts.services(uow.today).guarantee_fund
    for item in due:
        amount, waits = page.strong(page.money(item.amount)), unpaid.get(item.invoice or "", 0) > 0
        late = item.promised < uow.today
        own = item.person == person
        if own and fund and waits:
            note = page.words(
                N_("The client has not paid yet; the guarantee fund pays you on your day all the same.")
            )
        elif own:
            note = page.words(N_("Paid on that day, whether the client has paid or not."))
        else:
            note = ""
        if taken[item.subject] and (own or page.is_staff):
            less = page.words(
                N_("{taken} is set off against what was paid too much."),
                taken=page.money(taken[item.subject]),
            )
            note = f"{less} {note}".strip()
        promise = page.words(
            N_("{amount} on {day}."), amount=page.money(item.amount), day=page.day(item.promised, "full")
        )
        yield Coming(
            item.promised,
            page.rich(N_("You are paid {amount}"), amount=amount) if own
            else page.rich(N_("{name} is paid {amount}"), name=people[item.person].name, amount=amount) if page.is_staff
            else page.rich(N_("{name} is paid"), name=people[item.person].name),
            note, f"/payslips/{item.subject}" if own or page.is_staff else "",
            page.words(N_("late")) if late else "", "late" if late else "", promise if own and not late else "",
        )  # fmt: skip


@shows("payslip")
def payslips(uow: UnitOfWork, page: Page, ids: Sequence[str]) -> Mapping[str, Shown]:
    """A wage is opened by its worker and by staff; that it was paid, everybody concerned may read."""
    paid = {item.subject: item.day for item in payouts_of(uow, subjects=ids)}
    taken = _taken(uow, ids)
    claims = {claim.slip: claim for claim in claim_store.claims(uow, ids=ids)}
    found: dict[str, Shown] = {}
    for key, slip in payslips_by_id(uow, ids).items():
        path = f"/payslips/{key}" if page.is_staff or slip.worker == page.actor.id else ""
        note = _note(page, slip.net, taken[key]) if path and taken[key] else ""
        if key in paid:
            state = page.words(N_("paid {day}"), day=page.day(paid[key], "short"))
            found[key] = Shown(path, state, "good", note)
        elif key in claims:
            owed = claims[key].open
            found[key] = Shown(
                path, page.words(N_("owed back") if owed else N_("settled")), "wait" if owed else "good"
            )
        elif slip.net <= taken[key]:
            found[key] = Shown(path, page.words(N_("nothing to pay")), "", note)
        else:
            late = slip.pay_day < uow.today
            state = page.words(N_("promised for {day}"), day=page.day(slip.pay_day, "short"))
            found[key] = Shown(path, state, "late" if late else "wait", note)
    return found


def _taken(uow: UnitOfWork, ids: Iterable[str]) -> Counter[str]:
    """What is set off against each wage, minor units."""
    taken: Counter[str] = Counter()
    for item, undone in set_offs_of(uow, wages=ids):
        taken[item.wage] += 0 if undone else item.amount
    return taken


def _note(page: Page, net: int, taken: int) -> str:
    return page.words(
        N_("{taken} of it is set off against what was paid too much; {left} is transferred."),
        taken=page.money(taken), left=page.money(net - taken),
    )  # fmt: skip


@shows("expense")
def expenses(uow: UnitOfWork, page: Page, ids: Sequence[str]) -> Mapping[str, Shown]:
    """Paid back, or what was decided so far."""
    paid = {item.subject: item.day for item in payouts_of(uow, subjects=ids)}
    found: dict[str, Shown] = {}
    for row in expenses_by_id(uow, ids):
        state = (
            page.words(N_("paid back {day}"), day=page.day(paid[row["id"]], "short"))
            if row["id"] in paid
            else page.words(STATES[row["state"]])
        )
        found[row["id"]] = Shown(f"/expenses/{row['id']}", state, "good" if row["id"] in paid else "wait")
    return found
