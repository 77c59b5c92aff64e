"""What a refusal says to somebody who does not read English.

A refusal carries one English sentence with its values. Readers of other languages get the sentence of its rule here,
which says the way out too; else the refusal's own words where a catalogue has them; else English, rather than unsaid.
"""

from __future__ import annotations

from typing import Final

from core.words import Words
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

SENTENCES: Final = {
    "activity_missing": N_("Choose an activity."),
    "amount": N_("Enter what was paid, more than 0."),
    "asked_often": N_("Several of your requests about this document are waiting. Wait for the answer, or call us."),
    "before_last_issue": N_("A later document exists already; this one cannot be dated before it."),
    "below_minimum_wage": N_("The wage is below the legal minimum for these days."),
    "budget_exceeded": N_("The activity does not have that much left. Lower the amount, or invoice first."),
    "client_missing": N_("Choose a client, or add it first."),
    "closed_period": N_("That month is closed; nothing can be dated in it. Choose a day in an open month."),
    "closing_rate_missing": N_("There is no closing rate for that month yet. Enter it under Between entities, with where it was read."),
    "consent_day": N_("The consent is given after the correction was found, and not in the future."),
    "consent_missing": N_("Nothing is taken from a wage without the worker's recorded consent. Say how it was given and where it is kept."),
    "credit_note": N_("This is a credit note. Hand it to the bookkeeper: it lowers an expense that is booked already."),
    "credit_too_large": N_("That is more than is left of this line."),
    "damaged_envelope": N_("This file is no envelope, or a damaged one. Ask the sender for it again."),
    "day_taken": N_("This person already works for this activity on one of these days."),
    "days_backwards": N_("The last day is before the first."),
    "days_in_past": N_("Work is declared before it begins. Ask an adviser when it has been done already."),
    "declined": N_("This document was declined. Ask the sister for a credit note and a new invoice."),
    "description_missing": N_("Say what is sold."),
    "document_differs": N_("Another content has this number already. A correction is a credit note and a new invoice."),
    "draft_state": N_("This draft was handed in or discarded already. Load the page again."),
    "expense_state": N_("Somebody has decided on this note already."),
    "expired_key": N_("The key it is signed with is not valid today. Ask the sender to sign with the present one."),
    "file_missing": N_("Choose the e-invoice."),
    "foreign_document": N_("The sender signed another's document. Nobody invoices in another's name."),
    "forged": N_("The signature does not fit: this is not what the sender signed. Ask for it again; if it fails again, call them."),
    "future_day": N_("That day is not past."),
    "hours": N_("The hours do not fit the days."),
    "link_closed": N_("This link opens nothing any more. Take the link of our newest letter, or ask us."),
    "name_missing": N_("Enter a name."),
    "negative_amount": N_("A price is not negative. To take something back, issue a credit note."),
    "no_days": N_("Choose at least one day."),
    "no_iban": N_("The sister named no account. Pay it at the bank and book the movement."),
    "no_lines": N_("Add what is sold."),
    "no_manager": N_("Name a member who manages it."),
    "not_a_country": N_("Write the country with two letters, for example BE."),
    "not_a_currency": N_("Write another currency than the euro with three letters, for example SEK."),
    "not_a_day": N_("Choose a day."),
    "not_a_member": N_("Only a member who holds a share runs an activity."),
    "not_a_month": N_("Choose a month."),
    "not_a_number": N_("Write a number: digits, and at most four after the point."),
    "not_a_vat_number": N_("This VAT number is not valid in that country. Check it with the client."),
    "not_an_amount": N_("Write an amount: digits, with a point or a comma before the cents."),
    "not_an_invoice": N_("This file holds no e-invoice. Ask the sender for the XML, or enter the note by hand."),
    "not_for_us": N_("This document is for another entity."),
    "not_found": N_("There is no such thing here."),
    "not_xml": N_("This file holds no e-invoice. Ask the sender for the XML, or enter the note by hand."),
    "nothing_left": N_("All of it has been credited already."),
    "nothing_new": N_("Nothing has changed since the last version."),
    "nothing_to_pay": N_("The lines add up to nothing. Enter a price."),
    "over_precise": N_("That has more digits than the currency keeps."),
    "own_expense": N_("Nobody decides on their own expense note. Ask a colleague."),
    "paid_meanwhile": N_("Part of it was paid meanwhile. Load the page again."),
    "paid_missing": N_("Enter what our bank takes."),
    "paid_twice": N_("That is more than is left to pay. Look at the earlier payments."),
    "pay": N_("Enter an amount above 0."),
    "quantity": N_("A quantity is more than 0."),
    "quote_agreed": N_("The client agreed by the link; that is not ours to undo. Invoice it, or say why nothing comes of it."),
    "quote_refused": N_("The client refused this quote. Copy it into a new one."),
    "quote_state": N_("This quote has gone on already. Look at its state."),
    "rate": N_("Write the rate with a point, for example 389.72."),
    "rate_frozen": N_("Another rate of that month is here already; a rate once used stays."),
    "rate_missing": N_("Enter the rate of the document's day, and where you read it."),
    "rate_source_missing": N_("Say where the rate was read."),
    "read_by_another": N_("This invoice was read for another activity already. Ask customer service which one bears it."),
    "reason_missing": N_("Say why."),
    "receipt_missing": N_("An expense has its receipt."),
    "set_off_amount": N_("Enter an amount above 0."),
    "set_off_foreign": N_("That wage is another worker's or another employer's."),
    "set_off_limit": N_("That is more than may be set off against this wage. Set off less now and the rest against a later wage."),
    "set_off_undone": N_("This set-off is undone already."),
    "source_missing": N_("Say who published it, and where."),
    "taken_in": N_("This document is a note already."),
    "term": N_("Days to pay are between 0 and 120."),
    "text_changed": N_("The quote reads otherwise than when you opened it. Read it again, then agree."),
    "text_missing": N_("Write what is wrong."),
    "too_long": N_("That is too long for one engagement. Agree on the rest in a second one."),
    "unknown_key": N_("Nobody here knows the key it is signed with. Compare it with the sender by another way, then have it entered."),
    "unknown_person": N_("Nobody here is known by that. Type the e-mail or the member number; an adviser registers new people."),
    "vat_number_missing": N_("A business in another country of the EU is invoiced without VAT only with its VAT number. Enter it with the client, or record a private person."),
    "vat_too_high": N_("The VAT does not fit the amount. Copy it from the receipt."),
    "wage_paid": N_("That wage is paid already, or nothing is left of it."),
    "wrong_kind": N_("This envelope belongs elsewhere."),
    "year_incomplete": N_("Months of this year are missing. Ask for them, or publish interim figures, which say so everywhere."),
}  # fmt: skip


WITH_FIGURES: Final = frozenset({"below_minimum_wage", "set_off_limit"})
"""Rules of which a reader needs the amount and its source; both stand in the refusal's own sentence."""


def said(refusal: Refusal, words: Words) -> str:
    """The refusal for this reader: whole and exact in English, by its rule in another language; where a figure of law
    decides, the exact sentence follows."""
    if words.language != "en" and refusal.rule in SENTENCES:
        sentence = words(SENTENCES[refusal.rule])
        return f"{sentence} ({refusal.message})" if refusal.rule in WITH_FIGURES else sentence
    return " ".join(refusal.said(words)).strip()
