"""What Sweden wants declared: nothing before work; pay, tax and contributions once a month (AGI), person by person.

The attendance list (personalliggare) stays at the workplace, in the trades that must keep one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from lxml import etree
from stdnum.exceptions import ValidationError
from stdnum.se import orgnr

from core.country import DeclarationKind
from countries.se.persons import check_person_id
from shared_tools.calendars import BusinessCalendar
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

_INSTANCE = "http://xmls.skatteverket.se/se/skatteverket/da/instans/schema/1.1"
_COMPONENT = "http://xmls.skatteverket.se/se/skatteverket/da/komponent/schema/1.1"
_PROGRAM = "smartcoop"
_TAX_FIELDS = {
    "preliminary": ("AvdrPrelSkatt", "001"),
    "sink": ("AvdrSkattSINK", "274"),
    "a_sink": ("AvdrSkattASINK", "275"),
}


def contributions_owed(bases: Mapping[Fraction, int]) -> int:
    """Field 487, kronor: ``bases`` are whole kronor by rate; the öre of the sum are dropped."""
    total = sum((rate * base for rate, base in bases.items()), Fraction(0))
    return total.numerator // total.denominator


def agi_due(year: int, month: int, law: Law, calendar: BusinessCalendar) -> date:
    """The day declaration and payment of a month's pay are due: the 12th of the next, the 17th in January and August."""
    year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    later = month in {int(number) for number in law["agi_later_months"].value}
    day = int(law["agi_day_later" if later else "agi_day"].value)
    return calendar.on_or_after(date(year, month, day))


def agi(facts: Mapping[str, Any]) -> bytes:
    """The month's employer declaration (arbetsgivardeklaration på individnivå), XML of Skatteverket's schema 1.1.

    ``employer``    ``registration`` (organisationsnummer), ``contact_name``, ``contact_phone``, ``contact_email``
    ``period``      the month of payment, ``"2026-08"``
    ``created``     when the file was made, ISO local time, ``"2026-09-01T08:00:00"``
    ``statements``  a list, each of one person with all the payments of the month, amounts in öre:
        ``person_id`` or, without a Swedish number, ``birth_date`` (ISO), ``first_name``, ``last_name``,
        ``citizenship`` and perhaps ``foreign_id`` with ``foreign_id_country``;
        ``number`` (specification number, kept when a statement is corrected);
        ``pay`` (field 011), ``pay_outside`` (131: foreign A1, or a holder of F-tax);
        ``tax`` and ``tax_kind`` ("preliminary", "sink", "a_sink", or "f_tax" for an invoice without withholding);
        ``activity`` (A-SINK: the kind of performance); ``workplace_street``, ``workplace_town``;
        ``removed`` true takes an earlier statement back
    ``bases``       contribution bases of the month by rate, ``{"31.42": kronor}``; or ``contributions`` (kronor)
    ``sick_pay_cost``  öre, field 499

    Raises Refusal ``missing_fact`` naming the field, ``not_a_registration`` or ``not_a_person_id``.
    """
    employer = _fact(facts, "employer")
    registration = _registration(_fact(employer, "registration", "employer"))
    period = str(_fact(facts, "period")).replace("-", "")
    statements = _fact(facts, "statements")

    root = etree.Element(
        f"{{{_INSTANCE}}}Skatteverket", {"omrade": "Arbetsgivardeklaration"},
        nsmap={None: _INSTANCE, "agd": _COMPONENT},
    )  # fmt: skip
    sender = _add(root, "Avsandare")
    _add(sender, "Programnamn", _PROGRAM)
    _add(sender, "Organisationsnummer", registration)
    _contact(_add(sender, "TekniskKontaktperson"), employer)
    _add(sender, "Skapad", _fact(facts, "created"))
    declared = _add(_add(root, "Blankettgemensamt"), "Arbetsgivare")
    _add(declared, "AgRegistreradId", registration)
    _contact(_add(declared, "Kontaktperson"), employer)

    main = _form(root, registration, period, "HU")
    _add(_add(main, "ArbetsgivareHUGROUP"), "AgRegistreradId", registration, "201")
    _add(main, "RedovisningsPeriod", period, "006")
    _add(main, "SummaArbAvgSlf", _contributions(facts), "487")
    _add(
        main,
        "SummaSkatteavdr",
        sum(_kronor(s.get("tax", 0)) for s in statements if not s.get("removed")),
        "497",
    )
    if facts.get("sick_pay_cost"):
        _add(main, "TotalSjuklonekostnad", _kronor(facts["sick_pay_cost"]), "499")
    for index, statement in enumerate(statements):
        _statement(
            _form(root, registration, period, "IU"), statement, registration, period, f"statements.{index}"
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def attendance_list(facts: Mapping[str, Any]) -> bytes:
    """The day's attendance list (personalliggare): UTF-8 text, a line of semicolon-separated fields per person.

    ``employer`` with ``name`` and ``registration``; ``workplace``; ``day`` (ISO); ``present``: a list of ``person_id``,
    ``name``, ``from`` and ``to`` (``"08:00"``; ``to`` empty while the person is at work).
    Raises Refusal ``missing_fact``, ``not_a_registration`` or ``not_a_person_id``.
    """
    employer = _fact(facts, "employer")
    head = [
        _fact(employer, "name", "employer"), _registration(_fact(employer, "registration", "employer"))[2:],
        _fact(facts, "workplace"), str(_fact(facts, "day")),
    ]  # fmt: skip
    lines = [";".join(head)]
    for index, person in enumerate(_fact(facts, "present")):
        where = f"present.{index}"
        identity = check_person_id(_fact(person, "person_id", where))
        times_ = (_fact(person, "from", where), person.get("to", ""))
        lines.append(";".join((identity, _fact(person, "name", where), *times_)))
    return ("\r\n".join(lines) + "\r\n").encode()


DECLARATIONS = (
    DeclarationKind(
        "agi", N_("Employer's declaration of the month (AGI)"), "Skatteverket",
        "SFS 2011:1244 26 kap.: the 12th of the month after payment, the 17th in January and August [believed]",
        build=agi,
    ),
    DeclarationKind(
        "personalliggare", N_("Attendance list at the workplace"), "Skatteverket",
        "SFS 2011:1244 39 kap.: building, restaurants, hairdressers, laundries, car repair, food wholesale [believed]",
        build=attendance_list,
    ),
)  # fmt: skip


# --- parts of the message -----------------------------------------------------------------------------------------


def _statement(form: Any, given: Mapping[str, Any], registration: str, period: str, where: str) -> None:
    _add(_add(form, "ArbetsgivareIUGROUP"), "AgRegistreradId", registration, "201")
    _payee(_add(form, "BetalningsmottagareIUGROUP"), given, where)
    _add(form, "RedovisningsPeriod", period, "006")
    _add(form, "Specifikationsnummer", _fact(given, "number", where), "570")
    if given.get("removed"):
        _add(form, "Borttag", 1, "205")
        return
    if not given.get("pay") and not given.get("pay_outside"):
        raise _missing("pay", where)
    if given.get("pay"):
        _add(form, "KontantErsattningUlagAG", _kronor(given["pay"]), "011")
    if given.get("pay_outside"):
        _add(form, "KontantErsattningEjUlagSA", _kronor(given["pay_outside"]), "131")
    if given.get("workplace_street"):
        _add(form, "ArbetsplatsensGatuadress", given["workplace_street"], "245")
        _add(form, "ArbetsplatsensOrt", _fact(given, "workplace_town", where), "246")
    kind = _fact(given, "tax_kind", where)
    if kind == "a_sink":
        _add(form, "VerksamhetensArt", _fact(given, "activity", where), "112")
    if kind == "f_tax":
        return
    if kind not in _TAX_FIELDS:
        raise Refusal(
            "unknown_tax_kind", f"{kind!r} is no kind of tax of the declaration.", field=f"{where}.tax_kind",
            way_out=f"Use one of {', '.join([*_TAX_FIELDS, 'f_tax'])}.",
        )  # fmt: skip
    name, code = _TAX_FIELDS[kind]
    # Given even when it is 0.
    _add(form, name, _kronor(_fact(given, "tax", where)), code)


def _payee(group: Any, given: Mapping[str, Any], where: str) -> None:
    choice = _add(group, "BetalningsmottagareIDChoice")
    if given.get("person_id"):
        _add(choice, "BetalningsmottagarId", check_person_id(given["person_id"]), "215")
        return
    _add(choice, "Fodelsetid", str(_fact(given, "birth_date", where)).replace("-", ""), "222")
    _add(group, "Fornamn", _fact(given, "first_name", where), "216")
    _add(group, "Efternamn", _fact(given, "last_name", where), "217")
    _add(group, "LandskodMedborgare", _fact(given, "citizenship", where), "081")
    if given.get("foreign_id"):
        _add(group, "TIN", given["foreign_id"], "252")
        _add(group, "LandskodTIN", _fact(given, "foreign_id_country", where), "076")


def _form(root: Any, registration: str, period: str, kind: str) -> Any:
    form = _add(root, "Blankett")
    matter = _add(form, "Arendeinformation")
    _add(matter, "Arendeagare", registration)
    _add(matter, "Period", period)
    return _add(_add(form, "Blankettinnehall"), kind)


def _contact(parent: Any, employer: Mapping[str, Any]) -> None:
    for tag, name in (
        ("Namn", "contact_name"),
        ("Telefon", "contact_phone"),
        ("Epostadress", "contact_email"),
    ):
        _add(parent, tag, _fact(employer, name, "employer"))


def _contributions(facts: Mapping[str, Any]) -> int:
    if "contributions" in facts:
        return int(facts["contributions"])
    bases = _fact(facts, "bases")
    return contributions_owed({Fraction(rate) / 100: int(base) for rate, base in bases.items()})


def _registration(text: str) -> str:
    """16 + organisationsnummer: twelve digits for the State."""
    try:
        return "16" + orgnr.validate(str(text).removeprefix("16") if len(str(text)) == 12 else str(text))
    except ValidationError as error:
        raise Refusal(
            "not_a_registration", f"{text!r} is not an organisation number: {str(error).rstrip('.').lower()}.",
            field="employer.registration", way_out="Copy it from the registration certificate: ten digits.",
        ) from None  # fmt: skip


def _kronor(ore: int) -> int:
    return int(ore) // 100


def _add(parent: Any, tag: str, value: object = None, code: str = "") -> Any:
    element = etree.SubElement(parent, f"{{{_COMPONENT}}}{tag}", {"faltkod": code} if code else {})
    if value is not None:
        element.text = str(value)
    return element


def _fact(facts: Mapping[str, Any], name: str, where: str = "") -> Any:
    value = facts.get(name)
    if value in (None, "", []):
        raise _missing(name, where)
    return value


def _missing(name: str, where: str) -> Refusal:
    field = f"{where}.{name}" if where else name
    return Refusal(
        "missing_fact",
        f"the declaration needs {field}.",
        field=field,
        way_out="Enter it and build the file again.",
    )
