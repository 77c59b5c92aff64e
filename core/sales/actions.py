"""Sending quotes, issuing invoices, crediting them. One verb, one transaction, any number at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from core.activities import Activity, activities_by_id
from core.clients import Client, clients_by_id, vat_validity
from core.country import Sale, VatTreatment
from core.db import UnitOfWork, new_id, not_found, row_of
from core.ledger import post
from core.sales import postings, receivables, rules, store
from core.sales.document import Corrects
from core.sales.model import Credit, Draft, Invoice, Line, PricedLine, Quote
from core.sales.preflight import refuse_fatal
from shared_tools.money import percent, times
from shared_tools.refusal import Refusal, naming


def send_quotes(uow: UnitOfWork, drafts: Sequence[Draft]) -> list[Quote]:
    """Offer ``drafts`` to their clients. Raises Refusal as issuing them would, so that a quote can be invoiced."""
    if not drafts:
        return []
    offered = _computed(uow, drafts, uow.today, "quote")
    refuse_fatal(uow, offered, "quote")
    first = uow.draw("quote", len(drafts))
    quotes = [
        Quote(
            id=new_id(), number=number, activity=draft.activity, client=draft.client, sent_on=uow.today,
            state="sent", net=invoice.net, draft=draft,
        )
        for number, (draft, invoice) in enumerate(zip(drafts, offered, strict=True), first)
    ]  # fmt: skip
    uow.insert(store.quote, [row_of(quote) for quote in quotes])
    uow.later("quote_sent", [quote.id for quote in quotes])
    return quotes


def invoice_quotes(uow: UnitOfWork, ids: Sequence[str], day: date | None = None) -> list[Invoice]:
    """Issue the invoices of accepted quotes. Raises Refusal ``quote_state``: a quote becomes one invoice only."""
    found = store.quotes_locked(uow, ids)
    quotes: list[Quote] = []
    for key in ids:
        quote = found.get(key)
        if quote is None:
            raise not_found("quote", key)
        if quote in quotes:
            raise Refusal("quote_state", f"quote {quote.number} is named twice.", field="quote", way_out="Name each quote once.")  # fmt: skip
        quotes.append(quote)
        if quote.state != "accepted":
            raise Refusal(
                "quote_state", f"quote {quote.number} is {quote.state}, not accepted.", field="quote",
                way_out="Have the client accept it first." if quote.state == "sent" else "Look at its invoice.",
            )  # fmt: skip
    invoices = issue_invoices(uow, [quote.draft for quote in quotes], day)
    uow.execute(store.quote.update().where(store.quote.c.id.in_(list(ids))).values(state="invoiced"))
    return invoices


def issue_invoices(uow: UnitOfWork, drafts: Sequence[Draft], day: date | None = None) -> list[Invoice]:
    """Number, book and store invoices of ``drafts``, dated ``day`` (today), in their order.

    Raises Refusal naming the draft and the field, for what the client's form would be refused for too
    (core/sales/preflight.py); nothing is issued then, and no number is lost.
    """
    if not drafts:
        return []
    day = _day_of_issue(uow, day)
    unnumbered = _computed(uow, drafts, day)
    refuse_fatal(uow, unnumbered)
    structure_index = {structure.code: i for i, structure in enumerate(uow.country.facts.sheet.structure, 1)}
    # One draw for each structure, in sorted order: two batches cannot wait for each other's series.
    next_number = {
        structure: store.draw_numbers(uow, structure, "invoice", day, count)
        for structure, count in sorted(Counter(invoice.structure for invoice in unnumbered).items())
    }
    invoices: list[Invoice] = []
    for invoice in unnumbered:
        sequence = next_number[invoice.structure]
        next_number[invoice.structure] += 1
        reference = rules.reference_number(structure_index[invoice.structure], day.year, sequence)
        invoices.append(msgspec.structs.replace(
            invoice, sequence=sequence,
            number=rules.document_number(invoice.structure, "invoice", day.year, sequence),
            reference=uow.country.payment_reference(reference),
        ))  # fmt: skip
    store.insert_invoices(uow, invoices)
    receivables.begin(uow, invoices)
    _book(uow, invoices)
    uow.later("invoice_issued", [invoice.id for invoice in invoices])
    return invoices


def preview(uow: UnitOfWork, draft: Draft) -> Invoice:
    """What issuing ``draft`` today would make: every amount, no number. Raises Refusal as issuing would."""
    return _computed(uow, [draft], uow.today)[0]


def _computed(uow: UnitOfWork, drafts: Sequence[Draft], day: date, called: str = "invoice") -> list[Invoice]:
    """Invoices with every amount, not yet numbered. ``called`` what a refusal names them."""
    activities, clients, valid = _parties(uow, drafts)
    facts, currency = uow.country.facts, uow.country.currency
    usual_term = facts.client_term(day)
    fees = {activity.run_by: facts.fee(day, activity.run_by) for activity in activities.values()}
    rates = {run_by: percent(fee.percent) for run_by, fee in fees.items()}
    computed: list[Invoice] = []
    for index, draft in enumerate(drafts):
        activity, client = activities[draft.activity], clients[draft.client]
        with naming(f"{called}s.{index}") if len(drafts) > 1 else naming(called):
            lines = _lines(uow, draft, activity, client, valid, draft.supply_day or day)
        totals = rules.vat_totals(lines)
        net, vat = sum(line.net for line in lines), sum(total.vat for total in totals)
        fee = fees[activity.run_by]
        computed.append(Invoice(
            id=new_id(), kind="invoice", structure=activity.structure, year=day.year, sequence=0, number="", day=day,
            supply_day=draft.supply_day or day, due=day + timedelta(days=client.term_days or usual_term),
            activity=activity.id, turnover_role=activity.turnover_role, client=client.id, buyer=client,
            currency=currency, lines=lines, vat_totals=totals, net=net, vat=vat, gross=net + vat,
            fee=times(net, rates[activity.run_by]), fee_percent=fee.percent, fee_source=fee.source, reference="",
            buyer_reference=draft.buyer_reference, note=draft.note,
        ))  # fmt: skip
    return computed


def credit_invoices(uow: UnitOfWork, credits: Sequence[Credit], day: date | None = None) -> list[Invoice]:
    """Issue credit notes. Two of one invoice never exceed it, and the last takes every remainder.

    Raises Refusal ``not_found``, ``not_an_invoice``, ``before_invoice``, ``reason_missing``, of rules.credited, or of what
    the client's form would be refused for; no number is lost then.
    """
    if not credits:
        return []
    day = _day_of_issue(uow, day)
    receivables.open_items(uow, [credit.invoice for credit in credits])  # locks: two of one invoice queue
    notes: list[Invoice] = []
    unnumbered = _credited(uow, credits, day)
    refuse_fatal(uow, [note for note, _ in unnumbered], "credit", [corrects for _, corrects in unnumbered])
    for note, _ in unnumbered:
        sequence = store.draw_numbers(uow, note.structure, "credit_note", day, 1)
        number = rules.document_number(note.structure, "credit_note", day.year, sequence)
        notes.append(msgspec.structs.replace(note, sequence=sequence, number=number))
    store.insert_invoices(uow, notes)
    returned: Counter[str] = Counter()
    for note in notes:
        returned[note.credits or ""] += rules.asked(note, uow.country)
    receivables.settle(uow, returned, day)
    _book(uow, notes)
    uow.later("credit_note_issued", [note.id for note in notes])
    return notes


def credit_preview(uow: UnitOfWork, credit: Credit) -> tuple[Invoice, Corrects]:
    """What issuing ``credit`` today would make, without a number. Raises Refusal as issuing would."""
    return _credited(uow, [credit], uow.today)[0]


def _credited(uow: UnitOfWork, credits: Sequence[Credit], day: date) -> list[tuple[Invoice, Corrects]]:
    """Credit notes with every amount, not yet numbered, each with its place among those of its invoice."""
    wanted = [credit.invoice for credit in credits]
    found, earlier = store.invoices_by_id(uow, wanted), store.credit_notes_of(uow, wanted)
    notes: list[tuple[Invoice, Corrects]] = []
    for credit in credits:
        invoice = found.get(credit.invoice)
        if invoice is None:
            raise not_found("invoice", credit.invoice)
        if invoice.kind != "invoice":
            raise Refusal("not_an_invoice", f"{invoice.number} is a credit note itself.", field="invoice", way_out="Issue a new invoice instead.")  # fmt: skip
        if day < invoice.day:
            raise Refusal("before_invoice", f"{invoice.number} is of {invoice.day}.", field="day", way_out="Date the credit note on that day or later.")  # fmt: skip
        if not credit.reason.strip():
            raise Refusal(
                "reason_missing", "a credit note says why.", field="reason", way_out="Enter the reason."
            )
        before = earlier.setdefault(invoice.id, [])
        lines, totals, fee = rules.credited(invoice, before, credit)
        net, vat = sum(line.net for line in lines), sum(total.vat for total in totals)
        note = Invoice(
            id=new_id(), kind="credit_note", structure=invoice.structure, year=day.year, sequence=0, number="", day=day,
            supply_day=invoice.supply_day, due=day, activity=invoice.activity, turnover_role=invoice.turnover_role,
            client=invoice.client, buyer=invoice.buyer, currency=invoice.currency, lines=lines, vat_totals=totals,
            net=net, vat=vat, gross=net + vat, fee=fee, fee_percent=invoice.fee_percent, fee_source=invoice.fee_source,
            reference="", credits=invoice.id, buyer_reference=invoice.buyer_reference, note=credit.reason.strip(),
        )  # fmt: skip
        notes.append((note, Corrects.of(note, invoice, before)))
        before.append(note)
    return notes


def _book(uow: UnitOfWork, documents: Sequence[Invoice]) -> None:
    country = uow.country
    post(uow, [
        postings.issued(one, rules.asked(one, country), rules.stamp_duty(one, country)) for one in documents
    ])  # fmt: skip


def _day_of_issue(uow: UnitOfWork, day: date | None) -> date:
    """``day``, or today. One to come is refused: it would block its series until then (failure mode N5)."""
    if day is not None and day > uow.today:
        raise Refusal("future_day", f"{day} is still to come.", field="day", way_out="Issue it on that day.")
    return day or uow.today


def _parties(
    uow: UnitOfWork, drafts: Sequence[Draft]
) -> tuple[dict[str, Activity], dict[str, Client], dict[str, bool]]:
    """Activities and clients of ``drafts`` by id, and what VIES last answered about clients abroad."""
    activities = activities_by_id(uow, [draft.activity for draft in drafts])
    clients = clients_by_id(uow, [draft.client for draft in drafts])
    for draft in drafts:
        if draft.activity not in activities:
            raise not_found("activity", draft.activity)
        if draft.client not in clients:
            raise not_found("client", draft.client)
        if draft.currency and draft.currency != uow.country.currency:
            raise Refusal(
                "currency", f"{uow.country.facts.brand} invoices in {uow.country.currency}, not {draft.currency!r}.",
                field="currency", way_out=f"Leave the currency empty or write {uow.country.currency}.",
            )  # fmt: skip
    home = uow.country.code.upper()
    return activities, clients, vat_validity(uow, (c for c in clients.values() if c.country != home))


def _lines(
    uow: UnitOfWork,
    draft: Draft,
    activity: Activity,
    client: Client,
    valid: dict[str, bool],
    supply_day: date,
) -> tuple[PricedLine, ...]:
    structure = uow.country.facts.structure(activity.structure, supply_day)

    def treatment(line: Line) -> VatTreatment:
        return uow.country.treat_sale(
            Sale(
                structure.code, structure.vat, supply_day, line.vat, client.kind, client.country, client.vat_number,
                valid.get(client.id), line.training,
            ),
            uow.country.facts,
        )  # fmt: skip

    return rules.priced(draft.lines, [treatment(line) for line in draft.lines], uow.country.currency)
