"""What a contract says besides days and pay, in its readers' words: for forms, pages and paper. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec

from core.country import ContractType, Country
from core.country.labels import Unit, choice_of, choices, label_of
from core.words import Words
from shared_tools.i18n import N_
from shared_tools.money import major


class Term(NamedTuple):
    """A field that the country's contract type declares. ``label`` and the options' words are message ids; ``default``
    as the field is written in a form, so money in major units."""

    name: str
    label: str
    options: list[tuple[str, str]] | None
    default: str
    type: str = "text"
    unit: Unit = ""


def term_fields(kind: ContractType, country: Country) -> Sequence[Term]:
    """What the contract type asks besides days and pay, read from the country's own struct, in its readers' words."""
    fields: list[Term] = []
    hints = get_type_hints(kind.terms)
    for field in msgspec.structs.fields(kind.terms):
        hint = hints[field.name]
        label = label_of(country.labels, field.name)
        default = (
            "" if field.default is msgspec.NODEFAULT else written(field.default, label.unit, country.currency)
        )
        options = [
            (choice, choice_of(country.labels, field.name, choice)) for choice in choices(hint)
        ] or None
        if field.type is bool:
            options, default = [("False", N_("no")), ("True", N_("yes"))], default or "False"
        kind_of_field = "date" if date in (hint, *get_args(hint)) else "text"
        fields.append(Term(field.name, label.words, options, default, kind_of_field, label.unit))
    return fields


def written(value: Any, unit: Unit, currency: str) -> str:
    """A term's value as a form holds it."""
    if value is None:
        return ""
    return str(major(value, currency)) if unit == "money" else str(value)


def said_terms(
    terms: Mapping[str, Any], kind: ContractType, country: Country, words: Words
) -> list[tuple[str, str]]:
    """Label and value, in the reader's words, of what a contract says otherwise than usual: only that is worth reading.

    ``terms`` as the contract's struct holds them, as plain data.
    """
    found: list[tuple[str, str]] = []
    for term in term_fields(kind, country):
        value: Any = terms.get(term.name)
        text = written(value, term.unit, country.currency)
        if value is None or not text or text == term.default:
            continue
        if term.unit == "money":
            text = words.money(value, country.currency)
        elif term.unit == "percent":
            with suppress(ValueError):  # no number: shown as it was written
                text = words.percent_of(text)
        elif term.type == "date":
            text = words.day(date.fromisoformat(text), "medium")
        else:
            text = words(dict(term.options or ()).get(text, text))
        found.append((words(term.label), text))
    return found
