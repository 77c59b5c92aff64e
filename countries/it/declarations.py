"""Notices to the State before the work (dossier section 4), as XML.

The ministry's XSD of UniLav and UNI-Intermittente and the INPS form of the agibilità are not public on any registry known
here: element names are ours, in the words of the forms, one element a field, so that a regional system's mapping is a
rename. ``build`` reads nested facts, dates as ``date`` or ISO text:

``employer``  tax_code, name, address, municipality (codice catastale), postal_code, inps_number, ateco
``worker``    tax_code, surname, name, birth_date, birth_municipality, sex (M or F), citizenship, municipality, address
``contract``  type (code of the contract type) or kind_code, start, end (absent: no term), qualification (CP2021),
              ccnl, level, working_time (F full, P part), weekly_minutes, yearly_pay (minor units), workplace_municipality,
              workplace_address
``calls``     UNI-Intermittente: a list of at most ten of worker_tax_code, unilav_code, start, end
``shows``     agibilità: a list of place, municipality, start, end; ``workers`` a list of tax_code, surname, name, group,
              qualification, days, daily_pay (minor units)

Each raises Refusal ``missing_field``, ``not_a_date``, ``not_a_codice_fiscale`` and what its docstring adds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from lxml import etree

from core.country import DeclarationKind, Notice
from countries.it.person_id import check_person_id
from shared_tools.money import major
from shared_tools.refusal import Refusal

CONTRACT_KINDS: Final[dict[str, str]] = {
    "spettacolo": "A.02.00",
    "tempo_determinato": "A.02.00",
    "intermittente": "A.05.02",
    "intermittente_spettacolo": "A.05.02",
}
"""Our contract types → the ministry's list of kinds [believed]; another type states its ``kind_code``."""

MOST_CALLS = 10
LONGEST_BLOCK = 30


class _Facts:
    """Facts read by name; what is missing is refused with its full path."""

    def __init__(self, facts: Any, path: str = "") -> None:
        self._facts = facts if isinstance(facts, Mapping) else {}
        self._path = path

    def part(self, name: str) -> _Facts:
        return _Facts(self._facts.get(name), self._at(name))

    def parts(self, name: str) -> list[_Facts]:
        rows = self._facts.get(name)
        if not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
            raise self._missing(name)
        return [_Facts(row, f"{self._at(name)}.{number}") for number, row in enumerate(rows)]

    def text(self, name: str, otherwise: str | None = None) -> str:
        value = self._facts.get(name, otherwise)
        if value is None or (value == "" and otherwise is None):
            raise self._missing(name)
        return str(value)

    def day(self, name: str) -> date:
        value = self._facts.get(name)
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise Refusal(
                "not_a_date",
                f"{value!r} is not a date.",
                field=self._at(name),
                way_out="Write it as 2026-12-31.",
            ) from None

    def tax_code(self, name: str = "tax_code") -> str:
        text = self.text(name)
        try:
            return check_person_id(text)
        except Refusal as refusal:
            raise refusal.at(self._at(name)) from None

    def money(self, name: str) -> str:
        return str(major(int(self.text(name)), "EUR"))

    def has(self, name: str) -> bool:
        return self._facts.get(name) not in (None, "")

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def _missing(self, name: str) -> Refusal:
        return Refusal(
            "missing_field", "the notice cannot be sent without this fact.", field=self._at(name),
            way_out="Complete it and send the notice before the work begins.",
        )  # fmt: skip


def unilav(facts: Mapping[str, Any]) -> bytes:
    """UniLav: hiring, told by midnight of the day before. Raises Refusal ``unknown_contract_kind``, ``days_disordered``."""
    given = _Facts(facts)
    employer, worker, contract = given.part("employer"), given.part("worker"), given.part("contract")
    root = etree.Element("UniLav", TipoComunicazione="Assunzione")
    _write(
        root, "DatoreLavoro", CodiceFiscale=employer.tax_code(), Denominazione=employer.text("name"),
        SettoreAteco=employer.text("ateco"), Indirizzo=employer.text("address"), Comune=employer.text("municipality"),
        Cap=employer.text("postal_code"), MatricolaInps=employer.text("inps_number"),
    )  # fmt: skip
    _write(
        root, "Lavoratore", CodiceFiscale=worker.tax_code(), Cognome=worker.text("surname"), Nome=worker.text("name"),
        Sesso=worker.text("sex"), DataNascita=worker.day("birth_date"), ComuneNascita=worker.text("birth_municipality"),
        Cittadinanza=worker.text("citizenship"), ComuneDomicilio=worker.text("municipality"),
        IndirizzoDomicilio=worker.text("address"),
    )  # fmt: skip
    kind = contract.text("kind_code", CONTRACT_KINDS.get(contract.text("type", ""), ""))
    if not kind:
        raise Refusal(
            "unknown_contract_kind", f"no kind of the ministry's list is known for {contract.text('type', '')!r}.",
            field="contract.kind_code", way_out="Enter the code of the list of contract kinds.",
        )  # fmt: skip
    start = contract.day("start")
    end = contract.day("end") if contract.has("end") else None
    if end is not None and end < start:
        raise _disordered("contract.end", start, end)
    _write(
        root, "InizioRapporto", DataInizio=start, DataFine=end, TipologiaContrattuale=kind,
        QualificaProfessionale=contract.text("qualification"), ContrattoCollettivo=contract.text("ccnl"),
        Livello=contract.text("level", ""), TipoOrario=contract.text("working_time", "F"),
        MinutiSettimanali=contract.text("weekly_minutes", ""), RetribuzioneAnnua=contract.money("yearly_pay"),
        ComuneLavoro=contract.text("workplace_municipality"), IndirizzoLavoro=contract.text("workplace_address"),
    )  # fmt: skip
    return _bytes(root)


def uni_intermittente(facts: Mapping[str, Any]) -> bytes:
    """UNI-Intermittente: calls of up to ten workers, each block of at most thirty days, told before the work begins.

    Raises Refusal ``too_many_calls``, ``block_too_long``, ``days_disordered``.
    """
    given = _Facts(facts)
    calls = given.parts("calls")
    if len(calls) > MOST_CALLS:
        raise Refusal(
            "too_many_calls", f"{len(calls)} calls do not fit one form of {MOST_CALLS}.", field="calls",
            way_out="Send several forms.",
        )  # fmt: skip
    root = etree.Element("UNI_Intermittente")
    employer = given.part("employer")
    _write(root, "DatoreLavoro", CodiceFiscale=employer.tax_code(), Denominazione=employer.text("name"))
    for number, call in enumerate(calls):
        start, end = call.day("start"), call.day("end")
        if end < start:
            raise _disordered(f"calls.{number}.end", start, end)
        if (end - start).days + 1 > LONGEST_BLOCK:
            raise Refusal(
                "block_too_long", f"a call from {start} to {end} is longer than {LONGEST_BLOCK} days.",
                field=f"calls.{number}.end", way_out="Tell it in several blocks.",
            )  # fmt: skip
        _write(
            root, "Chiamata", CodiceFiscaleLavoratore=call.tax_code("worker_tax_code"),
            CodiceComunicazione=call.text("unilav_code"), DataInizio=start, DataFine=end,
        )  # fmt: skip
    return _bytes(root)


def agibilita(facts: Mapping[str, Any]) -> bytes:
    """Certificato di agibilità: since 2018 only for those who are not employees. Raises Refusal ``days_disordered``."""
    given = _Facts(facts)
    employer = given.part("employer")
    root = etree.Element("RichiestaAgibilita")
    _write(
        root, "Impresa", CodiceFiscale=employer.tax_code(), Denominazione=employer.text("name"),
        MatricolaInps=employer.text("inps_number"),
    )  # fmt: skip
    for number, show in enumerate(given.parts("shows")):
        start, end = show.day("start"), show.day("end")
        if end < start:
            raise _disordered(f"shows.{number}.end", start, end)
        _write(
            root, "Spettacolo", Luogo=show.text("place"), Comune=show.text("municipality"), DataInizio=start,
            DataFine=end,
        )  # fmt: skip
    for worker in given.parts("workers"):
        _write(
            root, "Lavoratore", CodiceFiscale=worker.tax_code(), Cognome=worker.text("surname"),
            Nome=worker.text("name"), Gruppo=worker.text("group", "A"), Qualifica=worker.text("qualification"),
            Giornate=worker.text("days"), CompensoGiornaliero=worker.money("daily_pay"),
        )  # fmt: skip
    return _bytes(root)


def _write(root: etree._Element, name: str, **fields: str | date | None) -> None:
    """An element with one child a field, in the order given; what is not known is left out."""
    element = etree.SubElement(root, name)
    for tag, value in fields.items():
        if value not in (None, ""):
            etree.SubElement(element, tag).text = value.isoformat() if isinstance(value, date) else str(value)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _disordered(field: str, start: date, end: date) -> Refusal:
    return Refusal(
        "days_disordered",
        f"the end {end} lies before the start {start}.",
        field=field,
        way_out="Exchange the two.",
    )


def _employer_of(notice: Notice) -> dict[str, Any]:
    employer, known = notice.employer, notice.employer.registrations
    return {
        "tax_code": known.get("tax_code", "") or employer.legal_id, "name": employer.name, "address": employer.street,
        "municipality": known.get("municipality", ""), "postal_code": employer.postal_code,
        "inps_number": known.get("inps_number", ""), "ateco": known.get("ateco", ""),
    }  # fmt: skip


def unilav_facts(notice: Notice) -> dict[str, Any]:
    """The facts of a UniLav; sex, birth, citizenship, qualification, agreement and workplace are typed in."""
    who = notice.employee
    return {
        "employer": _employer_of(notice),
        "worker": {
            "tax_code": who.national_id, "surname": who.family_name, "name": who.given_name,
            "birth_date": who.birth_date, "municipality": notice.worker.municipality, "address": who.street,
        },
        "contract": {"type": notice.contract_type, "start": notice.first_day, "end": notice.last_day},
    }  # fmt: skip


def call_facts(notice: Notice) -> dict[str, Any]:
    """The facts of a call; the code that the UniLav of the engagement received is typed in."""
    call = {
        "worker_tax_code": notice.employee.national_id, "start": notice.first_day, "end": notice.last_day,
    }  # fmt: skip
    return {"employer": _employer_of(notice), "calls": [call]}


def show_facts(notice: Notice) -> dict[str, Any]:
    """The facts of the agibilità: one show, the days of the contract; its place and the qualification are typed in."""
    who = notice.employee
    return {
        "employer": _employer_of(notice),
        "shows": [{"start": notice.first_day, "end": notice.last_day}],
        "workers": [
            {"tax_code": who.national_id, "surname": who.family_name, "name": who.given_name,
             "days": len(notice.days), "daily_pay": notice.day_pay},
        ],
    }  # fmt: skip


DECLARATIONS = (
    DeclarationKind(
        "unilav", "UniLav", "Ministero del Lavoro, sistema regionale delle comunicazioni obbligatorie",
        "DL 510/1996 art. 9-bis: by midnight of the day before [believed]", days_before=1, build=unilav,
        facts=unilav_facts,
    ),
    DeclarationKind(
        "uni_intermittente", "UNI-Intermittente", "Ministero del Lavoro",
        "D.Lgs. 81/2015 art. 15 c. 3: before each call begins [believed]", build=uni_intermittente,
        facts=call_facts,
    ),
    DeclarationKind(
        "agibilita", "Certificato di agibilità", "INPS",
        "D.Lgs.C.P.S. 708/1947 art. 6; INL 1311/2020: since 2018 only for those who are not employees", build=agibilita,
        facts=show_facts,
    ),
)  # fmt: skip
