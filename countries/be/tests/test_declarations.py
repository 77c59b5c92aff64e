"""Dimona and Working in the Arts: the fields asked, in a fixed form, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from countries.be.tests.works import BELGIUM
from shared_tools.refusal import Refusal

EMPLOYER = {"enterprise_number": "0403.701.924"}
WORKER = {"niss": "85.07.30-033.28"}


def build(code, **contract):
    declaration = BELGIUM.declaration(code)
    assert declaration.build is not None and declaration.days_before == 0
    return declaration.build({"employer": EMPLOYER, "worker": WORKER, "contract": contract})


def test_a_day_contract_carries_both_days():
    message = build("dimona_in", type="artist", first_day=date(2026, 10, 5), last_day=date(2026, 10, 6))
    assert message == build(
        "dimona_in", type="artist", first_day=date(2026, 10, 5), last_day=date(2026, 10, 6)
    )
    assert message.decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<DimonaIn>\n  <Employer>\n    <EnterpriseNumber>0403701924</EnterpriseNumber>\n  </Employer>\n"
        "  <Worker>\n    <Niss>85073003328</Niss>\n  </Worker>\n"
        "  <Occupation>\n    <WorkerType>OTH</WorkerType>\n    <JointCommittee>XXX</JointCommittee>\n"
        "    <StartDate>2026-10-05</StartDate>\n    <EndDate>2026-10-06</EndDate>\n  </Occupation>\n"
        "</DimonaIn>\n"
    )


def test_a_student_is_declared_with_hours_for_one_quarter():
    days = {"first_day": date(2026, 9, 28), "last_day": date(2026, 9, 30)}
    root = etree.fromstring(build("dimona_in", type="student", hours="24", **days))
    assert root.findtext("Occupation/WorkerType") == "STU"
    assert root.findtext("Occupation/PlannedHours") == "24"
    with pytest.raises(Refusal, match="quarter"):
        build(
            "dimona_in", type="student", hours="24", first_day=date(2026, 9, 28), last_day=date(2026, 10, 1)
        )


def test_agency_work_names_the_user():
    days = {"first_day": date(2026, 10, 5), "last_day": date(2026, 10, 5)}
    with pytest.raises(Refusal) as refused:
        build("dimona_in", type="agency", **days)
    assert refused.value.field == "contract.user_enterprise_number"
    with pytest.raises(Refusal) as refused:
        build("dimona_in", type="agency", first_day=date(2026, 10, 5))
    assert refused.value.field == "contract.last_day"


@pytest.mark.parametrize("code", ["dimona_out", "dimona_update", "dimona_cancel"])
def test_later_messages_name_the_period(code):
    message = build(code, period_number="123456789", last_day=date(2026, 10, 7))
    assert b"<PeriodNumber>123456789</PeriodNumber>" in message
    with pytest.raises(Refusal) as refused:
        build(code, last_day=date(2026, 10, 7))
    assert refused.value.field == "contract.period_number"


def test_a_person_without_number_is_named():
    facts = {
        "employer": {"onss_number": "1234567-49"},
        "worker": {"name": "Peeters", "first_name": "An", "birth_date": date(1990, 1, 2)},
        "contract": {"type": "open_ended", "first_day": date(2026, 10, 5)},
    }
    build_in = BELGIUM.declaration("dimona_in").build
    assert build_in is not None
    root = etree.fromstring(build_in(facts))
    assert root.findtext("Worker/BirthDate") == "1990-01-02"
    assert root.find("Occupation/EndDate") is None


def test_amateur_arts_allowance_is_declared_before_the_work():
    message = build(
        "working_in_the_arts", first_day=date(2026, 10, 5), last_day=date(2026, 10, 5), place="Eupen",
        activity="choir", amount=7000,
    )  # fmt: skip
    assert b"<AmountPerDay>70.00</AmountPerDay>" in message


def test_every_contract_of_work_is_declared():
    declared = {kind.code: kind.declarations for kind in BELGIUM.contract_types if kind.declarations}
    assert set(declared.values()) == {("dimona_in",)}
    assert set(declared) == {"employee", "artist", "artist_1bis", "student", "open_ended", "agency"}
