"""The payslip on paper: from stored values, the same bytes each time, whole however long names and lists are."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader
from world import World, days, refused

from core.country import Employee, Identity, Particulars, Printed, all_countries, country
from core.country.sample import conformance
from core.country.strictly import read_strictly
from core.instance import OwnFacts
from core.payroll import payslips_by_id
from core.payroll.document import Issue, Paper, paired, paper
from core.payroll.printing import TEMPLATE, payslip_pdf
from core.payroll.year import of_one
from core.words import Words
from shared_tools import pdf
from shared_tools.paysheet import Slip, SlipLine

MONDAY = date(2026, 10, 5)
DEMO = Path(__file__).parents[3] / "demo"
EMPLOYER = Particulars(
    name="Coop", country="BE", legal_id="0665432173", registrations={"joint_committee": "200"}
)


def text(content: bytes) -> str:
    """What the PDF says, white space as one blank."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def played(world: World, **facts: object) -> list[str]:
    """Two slips of one worker in October, the second a week later; their ids."""
    member = world.member(**facts)
    activity = world.activity(member)
    world.invoice("5000.00", activity=activity)
    for first in (MONDAY, date(2026, 10, 12)):
        world.contract(
            activity,
            member.person,
            *days(first, 3),
            pay="600.00",
            contract_type="artist",
            terms={"flat_tax": True},
        )
    world.at(date(2026, 10, 20))
    return [slip.id for slip in world.slips()]


def test_it_says_the_stored_lines_the_day_and_the_year(world: World) -> None:
    first, second = played(world)
    with world.store.read() as uow:
        content, number = payslip_pdf(uow, second)
        known = payslips_by_id(uow, [first, second])
    slips = [known[first], known[second]]
    words = Words("fr", world.store.country)
    said = text(content)
    assert number == 2
    assert (
        " ".join(
            f"{words.money(slips[1].net, 'EUR')} sur votre compte le {words.day(slips[1].pay_day, 'full')}".split()
        )
        in said
    )
    for line in slips[1].lines:
        assert " ".join(words(line.label).split()) in said
    year = sum(slip.net for slip in slips)
    assert f"Net {' '.join(words.amount(year, 'EUR').split())}" in said
    assert "0665.432.173" in said and "Commission paritaire 200" in said
    assert world.store.identity.structures["productions"].street in said


def test_the_same_bytes_each_time_whatever_came_after(world: World) -> None:
    member = world.member()
    activity = world.activity(member)
    world.invoice("5000.00", activity=activity)
    world.contract(activity, member.person, *days(MONDAY, 3), pay="600.00")
    world.at(date(2026, 10, 20))
    (first,) = world.slips()
    with world.store.read() as uow:
        before, _ = payslip_pdf(uow, first.id)
    world.contract(activity, member.person, *days(date(2026, 10, 21), 3), pay="600.00")
    world.at(date(2027, 3, 1))
    (later,) = world.slips()
    with world.store.read() as uow:
        assert payslip_pdf(uow, first.id)[0] == before, "a later slip and a later day change nothing"
        assert payslip_pdf(uow, later.id)[0] != before
    reader = PdfReader(io.BytesIO(before))
    assert reader.metadata is not None and reader.metadata.creation_date == datetime(
        2026, 10, 20, 12, tzinfo=UTC
    )
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>3</pdfaid:part>" in xmp and "<pdfaid:conformance>B</pdfaid:conformance>" in xmp


def test_it_speaks_the_workers_language_or_the_one_asked_for(world: World) -> None:
    activity = world.activity()
    world.invoice("5000.00", activity=activity)
    worker = world.person(language="nl")
    world.contract(activity, worker.id, *days(MONDAY, 2), pay="400.00")
    world.at(date(2026, 10, 20))
    (slip,) = world.slips()
    with world.store.read() as uow:
        assert "Loonfiche" in text(payslip_pdf(uow, slip.id)[0])
        assert "Lohnzettel" in text(payslip_pdf(uow, slip.id, "de")[0])
        with refused("unknown_language", "lang"):
            payslip_pdf(uow, slip.id, "hu")


def test_a_number_nobody_entered_is_refused_by_name(world: World) -> None:
    _, second = played(world)
    world.store.identity = Identity(structures={"productions": Particulars(legal_id="0665432173")})
    with world.store.read() as uow, refused("particular_missing", "registrations.joint_committee"):
        payslip_pdf(uow, second)


def test_a_slip_that_is_not_there(world: World) -> None:
    with world.store.read() as uow, refused("not_found"):
        payslip_pdf(uow, "01a20dfa-4fee-7298-8c0f-f6d14398e632")


# --- long, many, nothing ------------------------------------------------------------------------------------------


def made_up(count: int, employee: Employee, employer: Particulars = EMPLOYER, code: str = "be") -> Paper:
    """A slip of ``count`` lines that the law has never seen."""
    home = country(code)
    work = conformance(home)["SAMPLE"].work(home, home.contract_types[0].code)
    lines = tuple(
        SlipLine(
            f"line_{n}", f"A contribution whose name somebody in a ministry thought about, number {n}",
            "employee" if n % 2 else "employer", "social_security", "social_security", n, base=100 * n, rate="1/100",
            source="nowhere",
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    own = sum(line.amount for line in lines if line.bearer == "employee")
    theirs = sum(line.amount for line in lines if line.bearer == "employer")
    slip = Slip(1_000_000, 1_000_000 - own, 1_000_000 + theirs, work.last_day, lines, {})
    printed = Printed(
        employer=employer, employee=employee, work=work, slip=slip, contract_type=home.contract_types[0].code, year={},
        currency=home.currency,
    )  # fmt: skip
    return paper(
        printed, Issue(number=1, pay_day=work.pay_day), of_one(slip, 1, 480), home, Words("en", home)
    )


def test_sixty_lines_run_over_pages_each_with_its_head() -> None:
    shown = made_up(60, Employee(given_name="Anna", family_name="Peeters"))
    content = pdf.render(TEMPLATE, shown, made=datetime(2026, 10, 7, 12, tzinfo=UTC))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) > 1
    assert all("Base" in page and "Employer" in page for page in pages[:-1])
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))
    said = text(content)
    for number in range(1, 61):
        assert f"number {number} " in said


def test_long_names_and_no_address_lose_nothing() -> None:
    long = "Maria-Magdalena Wilhelmina Theodora Alexandrina van den Broeck-Steenhouwer tot Nieuwerkerken"
    employer = msgspec.structs.replace(
        EMPLOYER, name="Société coopérative des artistes, techniciennes et techniciens réunis du Brabant wallon et de Bruxelles",
        street="Rue de la Très Longue Dénomination Officielle de la Commune 1234, bâtiment C, boîte 56",
    )  # fmt: skip
    shown = made_up(3, Employee(given_name=long, family_name="de Saint-Exupéry"), employer)
    assert shown.address == (f"{long} de Saint-Exupéry",)
    assert not any(label == "Account" for label, _ in shown.employee)
    said = text(pdf.render(TEMPLATE, shown, made=datetime(2026, 10, 7, 12, tzinfo=UTC))).replace(" ", "")
    for written in (long, employer.name, employer.street):
        assert written.replace(" ", "") in said


def test_a_worker_is_not_known_by_the_whole_account_number() -> None:
    shown = made_up(1, Employee(given_name="A", family_name="B", iban="BE68539007547034"))
    assert ("Account", "BE68 … 7034") in shown.employee


def test_shares_stand_beside_each_other_only_where_they_are_one_contribution() -> None:
    def line(code: str, bearer: str, base: int, label: str = "Pension") -> SlipLine:
        return SlipLine(code, label, bearer, "social_security", "pension", 1, base=base, rate="1/100")  # type: ignore[arg-type]

    lines = [
        line("er", "employer", 100),
        line("ee", "employee", 100),
        line("other", "employee", 90),
        line("third", "employer", 100),
    ]
    rows = [(own.code if own else "", theirs.code if theirs else "") for own, theirs in paired(lines)]
    assert rows == [("ee", "er"), ("other", ""), ("", "third")]


def test_a_slip_of_differences_promises_no_money_that_was_too_much() -> None:
    home = country("be")
    work = conformance(home)["SAMPLE"].work(home, "employee")
    slip = Slip(-1_000, -800, -1_200, work.last_day, (), {})
    printed = Printed(
        employer=EMPLOYER, employee=Employee(given_name="A", family_name="B"), work=work, slip=slip,
        contract_type="employee", year={}, currency="EUR",
    )  # fmt: skip
    shown = paper(printed, Issue(number=9, pay_day=work.pay_day, corrects=4), None, home, Words("en", home))
    assert shown.answer_note == "" and "It corrects slip 4" in shown.subtitle
    assert any("you were paid €8.00 too much" in sentence for sentence in shown.sentences)
    assert pdf.render(TEMPLATE, shown, made=datetime(2026, 10, 7, 12, tzinfo=UTC))


# --- the demonstration's employers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "home", [c for c in all_countries() if (DEMO / c.code).exists()], ids=lambda c: c.code
)
def test_the_demonstrations_employers_have_all_their_payslips_need(home) -> None:  # type: ignore[no-untyped-def]
    path = DEMO / home.code / "identity.toml"
    assert (
        path.read_text().splitlines()[0].startswith("# ") and "Invented" in path.read_text().splitlines()[0]
    )
    own = read_strictly(path, OwnFacts)
    sample = conformance(home)["SAMPLE"]
    for structure, particulars in own.structures.items():
        for kind in home.contract_types:
            if kind.pay is None:
                continue
            work = sample.work(home, kind.code)
            slip = kind.sheet([work], home.parameters).slip()
            printed = Printed(
                employer=msgspec.structs.replace(particulars, name=structure), work=work, slip=slip, currency=home.currency,
                employee=Employee(given_name="Anna", family_name="P"), contract_type=kind.code, year={},
            )  # fmt: skip
            shown = paper(printed, Issue(number=1, pay_day=work.pay_day), None, home, Words("en", home))
            assert all(value.strip() for _, value in (*shown.employer, *shown.employee, *shown.work))
            assert shown.year == () and shown.year_title == ""


def printed(world: World, contract_type: str, *worked: date, person: dict[str, Any], **facts: Any) -> str:
    member = world.member(language=world.store.country.languages[0], **person)
    activity = world.activity(member)
    world.invoice("9000.00" if world.code == "fr" else "900000", activity=activity)
    world.contract(
        activity, member.person, *worked, pay_is="gross", contract_type=contract_type, declared=True, **facts
    )
    world.at(date(2026, 11, 5))
    (slip,) = world.slips()
    with world.store.read() as uow:
        return text(payslip_pdf(uow, slip.id)[0])


def test_the_french_paper_says_the_leave_earned_taken_and_left(place: Any) -> None:
    said = printed(
        World(place.store("fr")), "cdi", *days(date(2026, 10, 1), 31), person={}, pay="3000.00", minutes=9_100,
        terms={"leave_brought": "7.5", "leave_days": "2026-10-12 2026-10-13"},
    )  # fmt: skip
    for words in (
        "restants au 1er janvier 7.5", "Congés acquis (jours) 2,50",
        "Congés pris (jours) 2,00", "Congés restants (jours) 8,00",
    ):  # fmt: skip
        assert words in said, said


@pytest.mark.parametrize(
    ("contract_type", "sentence"),
    [("cddu", "indemnité compensatrice d'un dixième"), ("technician", "caisse des Congés Spectacles")],
)
def test_the_french_paper_says_who_pays_the_leave_of_work_by_the_day(
    place: Any, contract_type: str, sentence: str
) -> None:
    said = printed(
        World(place.store("fr")), contract_type, *days(MONDAY, 3), person={}, pay="540.00", minutes=3 * 420
    )
    assert sentence in said and "acquis" not in said


def test_the_hungarian_paper_names_taj_and_feor(place: Any) -> None:
    said = printed(
        World(place.store("hu")), "employee", *days(MONDAY, 3), person={"worker": {"taj": "123456788"}},
        pay="60000", terms={"feor": "2627"},
    )  # fmt: skip
    assert "TAJ-szám 123 456 788" in said and said.count("FEOR-szám 2627") == 1, said
