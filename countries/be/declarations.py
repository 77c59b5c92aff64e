"""Notices to the State: Dimona to the ONSS/RSZ, and Working in the Arts for the amateur arts allowance.

``build`` makes a deterministic XML document with the fields the administration asks. Its element names are ours: the
official schema was not read (README.md), so a channel (batch, REST, or a person at the web page) maps them.

Facts, a mapping of three mappings; dates are ``date``, numbers are text, times ``"HH:MM"``:

employer  ``enterprise_number`` or ``onss_number`` (the same as in the DmfA)
worker    ``niss``; or, where none exists yet, ``name``, ``first_name``, ``birth_date``
contract  ``type`` (code of our contract type), ``first_day``, ``last_day`` (None: open-ended), ``joint_committee``
          (default ``XXX``), ``worker_type`` (default by the type), ``hours`` planned (student),
          ``user_enterprise_number``, ``user_joint_committee`` (agency), ``begin``, ``end`` (EXT, FLX),
          ``period_number`` (OUT, UPDATE, CANCEL)
For Working in the Arts: employer; worker; contract ``first_day``, ``last_day``, ``place``, ``activity``, ``amount``
(cents a day).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from lxml import etree
from stdnum.be import vat as enterprise
from stdnum.exceptions import ValidationError

from core.country import DeclarationKind, Notice
from countries.be.contracts import quarter_of
from countries.be.worker import check_onss_number, check_person_id
from shared_tools import money
from shared_tools.refusal import Refusal

ONSS: Final = "ONSS / RSZ"
WORKER_TYPES: Final = ("OTH", "STU", "EXT", "FLX", "IVT", "DWD", "BCW", "TRI", "TEA", "S17", "T17", "O17")
WITH_TIMES: Final = ("EXT", "FLX")
END_DATE_DUE: Final = ("STU", "IVT", "EXT")
"""Worker types whose IN must carry the end date; agency work must too."""


def _asked(facts: Mapping[str, Any], group: str, name: str) -> Any:
    value = facts.get(group, {}).get(name)
    if value is None or value == "":
        raise Refusal(
            "missing_field", f"the declaration needs {name.replace('_', ' ')} of the {group}.",
            field=f"{group}.{name}", way_out="Complete the record and declare again.",
        )  # fmt: skip
    return value


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _add(parent: etree._Element, name: str, value: Any) -> None:
    etree.SubElement(parent, name).text = _text(value)


def _employer(root: etree._Element, facts: Mapping[str, Any]) -> None:
    group = etree.SubElement(root, "Employer")
    onss = facts.get("employer", {}).get("onss_number")
    if onss:
        _add(group, "OnssNumber", check_onss_number(onss))
        return
    number = str(_asked(facts, "employer", "enterprise_number"))
    try:
        _add(group, "EnterpriseNumber", enterprise.validate(number))
    except ValidationError as error:
        raise Refusal(
            "not_an_enterprise_number", f"{number!r} is not an enterprise number: {str(error).rstrip('.').lower()}.",
            field="employer.enterprise_number", way_out="Copy it from the Crossroads Bank for Enterprises.",
        ) from None  # fmt: skip


def _worker(root: etree._Element, facts: Mapping[str, Any]) -> None:
    group = etree.SubElement(root, "Worker")
    niss = facts.get("worker", {}).get("niss")
    if niss:
        _add(group, "Niss", check_person_id(niss))
        return
    for element, name in (("Name", "name"), ("FirstName", "first_name"), ("BirthDate", "birth_date")):
        _add(group, element, _asked(facts, "worker", name))


def _worker_type(contract: Mapping[str, Any]) -> str:
    given = contract.get("worker_type") or ("STU" if contract.get("type") == "student" else "OTH")
    if given not in WORKER_TYPES:
        raise Refusal(
            "unknown_worker_type", f"{given!r} is no worker type of Dimona.", field="contract.worker_type",
            way_out=f"Use one of {', '.join(WORKER_TYPES)}.",
        )  # fmt: skip
    return given


def facts_of(notice: Notice) -> dict[str, Any]:
    """The facts of an IN. An open-ended contract carries no end; a student's hours are whole ones, rounded up."""
    terms = notice.terms
    return {
        "employer": {
            "onss_number": notice.employer.registrations.get("onss_number", ""),
            "enterprise_number": notice.employer.legal_id,
        },
        "worker": {
            "niss": notice.employee.national_id, "name": notice.employee.family_name,
            "first_name": notice.employee.given_name, "birth_date": notice.employee.birth_date,
        },
        "contract": {
            "type": notice.contract_type, "first_day": notice.first_day,
            "last_day": None if notice.contract_type == "open_ended" else notice.last_day,
            "hours": -(-notice.minutes // 60), "user_enterprise_number": getattr(terms, "user_number", ""),
            "user_joint_committee": getattr(terms, "user_committee", ""),
        },
    }  # fmt: skip


def _document(kind: str, write: Callable[[etree._Element, Mapping[str, Any]], None]) -> Callable[..., bytes]:
    def build(facts: Mapping[str, Any]) -> bytes:
        root = etree.Element(kind)
        _employer(root, facts)
        write(root, facts)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    return build


def _in(root: etree._Element, facts: Mapping[str, Any]) -> None:
    """IN: before the work starts. Day contracts always carry both days, so that no OUT is due."""
    contract = facts.get("contract", {})
    kind = _worker_type(contract)
    agency = contract.get("type") == "agency"
    if kind in WITH_TIMES and not facts.get("worker", {}).get("niss"):
        _asked(facts, "worker", "niss")
    _worker(root, facts)
    group = etree.SubElement(root, "Occupation")
    _add(group, "WorkerType", kind)
    _add(group, "JointCommittee", contract.get("joint_committee") or "XXX")
    first = _asked(facts, "contract", "first_day")
    _add(group, "StartDate", first)
    last = contract.get("last_day")
    if last is None and (kind in END_DATE_DUE or agency):
        last = _asked(facts, "contract", "last_day")
    if last is not None:
        if last < first:
            raise Refusal(
                "end_before_start", f"the contract ends on {last}, before it starts on {first}.",
                field="contract.last_day", way_out="Correct one of the two days.",
            )  # fmt: skip
        _add(group, "EndDate", last)
    if kind == "STU":
        _add(group, "PlannedHours", _asked(facts, "contract", "hours"))
        if last is not None and (first.year, quarter_of(first)) != (last.year, quarter_of(last)):
            raise Refusal(
                "student_over_quarters", f"{first} to {last} lies in more than one quarter.",
                field="contract.last_day", way_out="Declare a student once for each quarter, with its hours.",
            )  # fmt: skip
    if kind in WITH_TIMES:
        _add(group, "BeginTime", _asked(facts, "contract", "begin"))
        _add(group, "EndTime", _asked(facts, "contract", "end"))
    if agency:
        _add(group, "UserEnterpriseNumber", _asked(facts, "contract", "user_enterprise_number"))
        _add(group, "UserJointCommittee", _asked(facts, "contract", "user_joint_committee"))


def _out(root: etree._Element, facts: Mapping[str, Any]) -> None:
    """OUT: the first working day after the end, only where the IN carried no end date."""
    _period(root, facts)
    _add(root, "EndDate", _asked(facts, "contract", "last_day"))


def _update(root: etree._Element, facts: Mapping[str, Any]) -> None:
    """UPDATE: a new start, a new end, or both."""
    _period(root, facts)
    contract = facts.get("contract", {})
    if contract.get("first_day") is None and contract.get("last_day") is None:
        _asked(facts, "contract", "last_day")
    for element, name in (("StartDate", "first_day"), ("EndDate", "last_day")):
        if contract.get(name) is not None:
            _add(root, element, contract[name])


def _period(root: etree._Element, facts: Mapping[str, Any]) -> None:
    """OUT, UPDATE and CANCEL name the Dimona period that the answer to the IN gave."""
    number = str(_asked(facts, "contract", "period_number"))
    if not number.isdecimal() or len(number) > 12:
        raise Refusal(
            "not_a_period_number", f"{number!r} is not a Dimona period number.", field="contract.period_number",
            way_out="Copy it from the answer to the IN: at most twelve digits.",
        )  # fmt: skip
    _add(root, "PeriodNumber", number)


def _working_in_the_arts(root: etree._Element, facts: Mapping[str, Any]) -> None:
    """Amateur arts allowance (law 16.12.2022): declared before the work; no contribution, no tax, no payslip."""
    _worker(root, facts)
    group = etree.SubElement(root, "Activity")
    for element, name in (
        ("StartDate", "first_day"), ("EndDate", "last_day"), ("Place", "place"), ("ArtisticActivity", "activity"),
    ):  # fmt: skip
        _add(group, element, _asked(facts, "contract", name))
    _add(group, "AmountPerDay", money.major(_asked(facts, "contract", "amount"), "EUR"))


_SOURCE = "RD 05.11.2002 (Dimona) [believed]; ONSS administrative instructions"

DECLARATIONS: Final = (
    DeclarationKind("dimona_in", "Dimona IN", ONSS, f"{_SOURCE}: the moment the work starts",
                    build=_document("DimonaIn", _in), facts=facts_of),
    DeclarationKind("dimona_out", "Dimona OUT", ONSS, f"{_SOURCE}: the first working day after the end",
                    build=_document("DimonaOut", _out)),
    DeclarationKind("dimona_update", "Dimona UPDATE", ONSS, f"{_SOURCE}: before an earlier start, at the latest the "
                    "first working day after an end that changed", build=_document("DimonaUpdate", _update)),
    DeclarationKind("dimona_cancel", "Dimona CANCEL", ONSS, f"{_SOURCE}: on the start date declared",
                    build=_document("DimonaCancel", _period)),
    DeclarationKind("working_in_the_arts", "Working in the Arts", "Commission du travail des arts / Kunstwerkcommissie",
                    "Law 16.12.2022: before the work", build=_document("AmateurArtsAllowance", _working_in_the_arts)),
)  # fmt: skip
