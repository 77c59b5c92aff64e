"""What a refusal says to somebody who does not read English.

A refusal carries one English sentence with its values. Readers of other languages get the sentence of its rule here,
which says the way out too; a rule that is not here stays English rather than unsaid.
"""

from __future__ import annotations

from typing import Final

from core.words import Words
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

SENTENCES: Final = {
    "activity_missing": N_("Choose an activity."),
    "amount": N_("Enter what was paid, more than 0."),
    "before_last_issue": N_("A later document exists already; this one cannot be dated before it."),
    "below_minimum_wage": N_("The wage is below the legal minimum for these days."),
    "budget_exceeded": N_("The activity does not have that much left. Lower the amount, or invoice first."),
    "client_missing": N_("Choose a client, or add it first."),
    "closed_period": N_("That month is closed; nothing can be dated in it. Choose a day in an open month."),
    "credit_note": N_("This is a credit note. Hand it to the bookkeeper: it lowers an expense that is booked already."),
    "credit_too_large": N_("That is more than is left of this line."),
    "day_taken": N_("This person already works for this activity on one of these days."),
    "days_backwards": N_("The last day is before the first."),
    "days_in_past": N_("Work is declared before it begins. Ask an adviser when it has been done already."),
    "description_missing": N_("Say what is sold."),
    "draft_state": N_("This draft was handed in or discarded already. Load the page again."),
    "expense_state": N_("Somebody has decided on this note already."),
    "file_missing": N_("Choose the e-invoice."),
    "future_day": N_("That day is not past."),
    "hours": N_("The hours do not fit the days."),
    "name_missing": N_("Enter a name."),
    "negative_amount": N_("A price is not negative. To take something back, issue a credit note."),
    "no_days": N_("Choose at least one day."),
    "no_lines": N_("Add what is sold."),
    "no_manager": N_("Name a member who manages it."),
    "not_a_country": N_("Write the country with two letters, for example BE."),
    "not_a_day": N_("Choose a day."),
    "not_a_member": N_("Only a member who holds a share runs an activity."),
    "not_a_number": N_("Write a number: digits, and at most four after the point."),
    "not_a_vat_number": N_("This VAT number is not valid in that country. Check it with the client."),
    "not_an_amount": N_("Write an amount: digits, with a point or a comma before the cents."),
    "not_an_invoice": N_("This file holds no e-invoice. Ask the sender for the XML, or enter the note by hand."),
    "not_found": N_("There is no such thing here."),
    "not_xml": N_("This file holds no e-invoice. Ask the sender for the XML, or enter the note by hand."),
    "nothing_new": N_("Nothing has changed since the last version."),
    "nothing_left": N_("All of it has been credited already."),
    "nothing_to_pay": N_("The lines add up to nothing. Enter a price."),
    "over_precise": N_("That has more digits than the currency keeps."),
    "own_expense": N_("Nobody decides on their own expense note. Ask a colleague."),
    "pay": N_("Enter an amount above 0."),
    "quantity": N_("A quantity is more than 0."),
    "quote_agreed": N_("The client agreed by the link; that is not ours to undo. Invoice it, or say why nothing comes of it."),
    "quote_refused": N_("The client refused this quote. Copy it into a new one."),
    "quote_state": N_("This quote has gone on already. Look at its state."),
    "read_by_another": N_("This invoice was read for another activity already. Ask customer service which one bears it."),
    "reason_missing": N_("Say why."),
    "receipt_missing": N_("An expense has its receipt."),
    "term": N_("Days to pay are between 0 and 120."),
    "too_long": N_("That is too long for one engagement. Agree on the rest in a second one."),
    "unknown_person": N_("Nobody here is known by that. Type the e-mail or the member number; an adviser registers new people."),
    "vat_number_missing": N_("A business in another country of the EU is invoiced without VAT only with its VAT number. Enter it with the client, or record a private person."),
    "vat_too_high": N_("The VAT does not fit the amount. Copy it from the receipt."),
}  # fmt: skip


def said(refusal: Refusal, words: Words) -> str:
    """The refusal for this reader: whole and exact in English, by its rule in another language."""
    if words.language != "en" and refusal.rule in SENTENCES:
        return words(SENTENCES[refusal.rule])
    return f"{refusal.message} {refusal.way_out}".strip()
