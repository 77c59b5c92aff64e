"""Notices to the State: the DPAE before work, the AEM after work in entertainment.

The dossier names the fields; the transport formats of net-entreprises and France Travail Spectacle were not read. The
messages here are XML of our own with those fields, in a fixed order, so that the same facts give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from lxml import etree
from stdnum.fr import siret

from core.country import DeclarationKind, Notice
from countries.fr.identifiers import check_person_id, nir_agrees_with
from shared_tools.dated import Law
from shared_tools.money import major
from shared_tools.refusal import Refusal

_APE = re.compile(r"\d{2}\.?\d{2}[A-Z]")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

Facts = Mapping[str, Any]


_KINDS = {"cdi": "CDI", "cesa": "CESA", "cdd": "CDD", "cddu": "CDDU", "artist": "CDDU", "technician": "CDDU"}
"""Our contract types → the kinds of contract a DPAE knows."""


def facts_of(notice: Notice) -> dict[str, Any]:
    """The facts of a DPAE; place of birth, sex, the first hour of work and the trial are typed in."""
    employer, who = notice.employer, notice.employee
    known = employer.registrations
    kind = _KINDS.get(notice.contract_type, "")
    return {
        "employer": {
            "name": employer.name, "address": employer.address, "ape": known.get("ape", ""),
            "siret": known.get("siret", ""), "occupational_health": known.get("occupational_health", ""),
        },
        "worker": {
            "family_name": who.family_name, "first_names": who.given_name, "birth_date": who.birth_date,
            "nir": who.national_id,
        },
        "contract": {
            "kind": kind, "start": notice.first_day, "end": None if kind in ("CDI", "CESA") else notice.last_day,
        },
    }  # fmt: skip


def build_dpae(facts: Facts) -> bytes:
    """Déclaration préalable à l'embauche (CT L1221-10, R1221-1 to R1221-13). Raises Refusal ``missing_fact`` and others.

    ``employer``  name, address, ape, siret, occupational_health
    ``worker``    family_name, first_names, sex ("M", "F"), birth_date, birth_department, birth_commune, birth_country;
                  nir where known
    ``contract``  kind ("CDI", "CESA", "CDD", "CDDU"), start (date), hour ("HH:MM", of the first hour of work),
                  trial_days; end (date) of a contract with one
    """
    start = _fact(facts, "contract", "start")
    end = facts["contract"].get("end")
    if end is not None and end < start:
        raise _refused("contract.end", f"{end} is before the first day, {start}", "Correct one of them.")
    if _fact(facts, "contract", "kind") in ("CDD", "CDDU") and end is None:
        raise _missing("contract.end")
    if not _HOUR.fullmatch(str(_fact(facts, "contract", "hour"))):
        raise _refused("contract.hour", f"{facts['contract']['hour']!r} is no hour", "Write it as 09:00.")
    root = etree.Element("dpae", version="1")
    _group(root, facts, "employer", "name", "address", "ape", "siret", "occupational_health")
    _group(root, facts, "worker", *_PERSON)
    _group(root, facts, "contract", "kind", "start", "hour", "end?", "trial_days")
    _check_employer(facts)
    _check_worker(facts)
    return _bytes(root)


def build_aem(facts: Facts) -> bytes:
    """Attestation employeur mensuelle (AEM), one per contract and month. Raises Refusal ``missing_fact`` and others.

    ``employer``  name, address, ape, siret, idcc, show_number (numéro d'objet of the show or production)
    ``worker``    family_name, first_names, birth_date, nir
    ``contract``  annex ("8", "10"), post, first_day, last_day, days; hours of annex 8, or hours and cachets_single,
                  cachets_grouped of annex 10
    ``pay``       in cents: gross, gross_after_deduction, contributions_employee, contributions_employer (unemployment)
    """
    annex = str(_fact(facts, "contract", "annex"))
    if annex not in ("8", "10"):
        raise _refused("contract.annex", f"{annex!r} is no annex of entertainment", "Use 8 or 10.")
    counts = (
        ("hours",) if annex == "8" and _fact(facts, "contract", "hours") else
        ("hours?", "cachets_single?", "cachets_grouped?")
    )  # fmt: skip
    if annex == "10" and not any(facts["contract"].get(name.rstrip("?")) for name in counts):
        raise _missing("contract.cachets_single")
    root = etree.Element("aem", version="1")
    _group(root, facts, "employer", "name", "address", "ape", "siret", "idcc", "show_number")
    _group(root, facts, "worker", "family_name", "first_names", "birth_date", "nir")
    _group(root, facts, "contract", "annex", "post", "first_day", "last_day", "days", *counts)
    pay = etree.SubElement(root, "pay", currency="EUR")
    for name in ("gross", "gross_after_deduction", "contributions_employee", "contributions_employer"):
        etree.SubElement(pay, name).text = str(major(_fact(facts, "pay", name), "EUR"))
    _check_employer(facts)
    check_person_id(facts["worker"]["nir"])
    return _bytes(root)


def dpae_earliest_day(start: date, law: Law) -> date:
    """The first day on which the DPAE of work that begins on ``start`` may be sent."""
    return start - timedelta(days=law.amount("dpae_earliest_days"))


def aem_due_day(last_day: date, law: Law) -> date:
    """The day of the next month by which the AEM of work that ended on ``last_day`` is due."""
    next_month = (last_day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return next_month.replace(day=law.amount("aem_day_of_next_month"))


DPAE = DeclarationKind(
    "dpae", "Déclaration préalable à l'embauche (DPAE)", "Urssaf",
    "Code du travail L1221-10, R1221-1 to R1221-13: before the work begins, at most 8 days before", build=build_dpae, facts=facts_of,
)  # fmt: skip
AEM = DeclarationKind(
    "aem", "Attestation employeur mensuelle (AEM)", "France Travail Spectacle",
    "Annexes 8 and 10: each month after the work, by the 15th of the next one", build=build_aem,
)  # fmt: skip

_PERSON = (
    "family_name", "first_names", "sex", "birth_date", "birth_department", "birth_commune", "birth_country", "nir?",
)  # fmt: skip


def _group(root: etree._Element, facts: Facts, group: str, *names: str) -> None:
    """One element with a child per fact; a name that ends in ``?`` may be absent."""
    element = etree.SubElement(root, group)
    for written in names:
        name = written.rstrip("?")
        value = facts.get(group, {}).get(name)
        if value in (None, "") and written.endswith("?"):
            continue
        value = _fact(facts, group, name)
        etree.SubElement(element, name).text = value.isoformat() if isinstance(value, date) else str(value)


def _fact(facts: Facts, group: str, name: str) -> Any:
    value = facts.get(group, {}).get(name)
    if value in (None, ""):
        raise _missing(f"{group}.{name}")
    return value


def _check_employer(facts: Facts) -> None:
    employer = facts["employer"]
    if not siret.is_valid(str(employer["siret"])):
        raise _refused(
            "employer.siret", f"{employer['siret']!r} is no SIRET", "Copy its 14 digits from the register."
        )
    if not _APE.fullmatch(str(employer["ape"])):
        raise _refused("employer.ape", f"{employer['ape']!r} is no APE code", "Write it as 9001Z.")


def _check_worker(facts: Facts) -> None:
    worker = facts["worker"]
    if worker["sex"] not in ("M", "F"):
        raise _refused("worker.sex", f"{worker['sex']!r} is neither M nor F", "Use the sex of the register.")
    if not worker.get("nir"):
        return
    number = check_person_id(worker["nir"])
    if len(number) == 15 and not nir_agrees_with(number, worker["sex"], worker["birth_date"]):
        raise _refused("worker.nir", f"{number} is of another sex or month of birth", "Correct one of them.")


def _missing(field: str) -> Refusal:
    return Refusal(
        "missing_fact",
        f"the declaration needs {field}.",
        field=field,
        way_out="Complete it, then declare again.",
    )


def _refused(field: str, message: str, way_out: str) -> Refusal:
    return Refusal("wrong_fact", f"{message}.", field=field, way_out=way_out)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
