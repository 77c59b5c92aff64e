"""What is asked of a person's data."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from core.country import Country
from core.people.model import NewPerson
from shared_tools import identifiers
from shared_tools.refusal import Refusal, naming

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def checked(new: NewPerson, country: Country, today: date) -> NewPerson:
    """``new`` in its compact forms. Raises Refusal naming the field: name, email, iban, birth_date, national_id, worker."""
    if not new.given_name.strip() or not new.family_name.strip():
        raise Refusal(
            "name_missing",
            "a person has a given and a family name.",
            field="family_name",
            way_out="Enter both.",
        )
    email = new.email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise Refusal(
            "not_an_email", f"{new.email!r} is not an e-mail address.", field="email",
            way_out="Write it as name@domain.",
        )  # fmt: skip
    if new.birth_date and new.birth_date > today:
        raise Refusal(
            "birth_in_future",
            f"{new.birth_date} is not past.",
            field="birth_date",
            way_out="Correct the date.",
        )
    if new.language not in country.languages:
        raise Refusal(
            "unknown_language", f"{new.language!r} is no language of this entity.", field="language",
            way_out=f"Use one of {', '.join(country.languages)}.",
        )  # fmt: skip
    with naming("national_id"):
        national_id = country.check_person_id(new.national_id) if new.national_id else ""
    worker = worker_facts(new.worker, new.birth_date, country)
    return msgspec.structs.replace(
        new, email=email, iban=identifiers.iban(new.iban) if new.iban else "", national_id=national_id,
        worker=msgspec.to_builtins(worker),
    )  # fmt: skip


def worker_facts(written: dict[str, object], birth_date: date | None, country: Country) -> msgspec.Struct:
    """What the payroll asks of a person, as the country's own struct; its ``birth_date`` is the person's.

    Raises Refusal ``worker_data``.
    """
    fields = country.worker.__struct_fields__
    if "birth_date" in fields and birth_date is not None:
        written = {**written, "birth_date": birth_date}
    try:
        return msgspec.convert(written, country.worker, strict=False)
    except msgspec.ValidationError as error:
        raise Refusal(
            "worker_data", f"{error}.", field="worker",
            way_out=f"The payroll of {country.code} asks for {', '.join(fields) or 'nothing'}.",
        ) from None  # fmt: skip
