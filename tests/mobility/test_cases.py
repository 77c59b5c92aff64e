"""The worked missions, every key of them, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from missions import answer, inputs

from core.cli import payroll
from core.cli.payroll import cases as command
from core.cli.payroll import kinds_of
from core.country.contract import Case
from shared_tools import cases
from shared_tools.mobility.cases import KINDS
from shared_tools.mobility.law import FILES, SEATS, parameters
from shared_tools.refusal import Refusal

PATH = Path(__file__).with_name("cases.json")
FILE = cases.read(PATH)


@pytest.mark.parametrize("case", FILE.cases, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    result = cases.run([case], lambda code: KINDS, Case, FILE.country)
    assert result.lines
    assert not result.differences


def test_the_command_answers_missions_of_every_seat_the_netherlands_without_a_country_included() -> None:
    result = CliRunner().invoke(command, [str(PATH)])
    assert (result.exit_code, result.output) == (0, "30 cases, 968 lines, 0 differences\n")
    for code in (*SEATS, "eu"):
        assert "mission" in kinds_of(code)
    assert "mission" not in kinds_of("group")
    with pytest.raises(Refusal, match="installed"):
        kinds_of("xx")


def written(path: Path, country: str, kind: str) -> str:
    """A file of one case of ``kind``, which expects nothing."""
    case = {
        "id": "x",
        "country": country,
        "year": 2026,
        "kind": kind,
        "inputs": {},
        "lines": {},
        "outputs": {},
    }
    path.write_text(json.dumps({"country": country, "cases": [case]}))
    return str(path)


def test_a_kind_of_a_country_that_is_not_installed_says_so_and_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever is installed beside us: nl alone is away.
    monkeypatch.setattr(payroll, "country_codes", lambda: [code for code in SEATS if code != "nl"])
    path = tmp_path / "cases.json"
    absent = CliRunner().invoke(command, [written(path, "nl", "month")])
    assert absent.exit_code == 1
    assert "country 'nl' is not installed; pip install FOLDER/smartcoop-nl" in absent.output
    assert "expected 'month'" in absent.output
    present = CliRunner().invoke(command, [written(path, "be", "no_such_kind")])
    assert present.exit_code == 1
    assert "got 'unknown kind'" in present.output
    assert "installed" not in present.output


@pytest.mark.parametrize("seat", SEATS)
def test_every_seat_sends_everywhere(seat: str) -> None:
    for host in SEATS:
        client = {"state": host, "taxable": True, "vat_valid": True}
        person = {"seat": seat, "residence": seat}
        written = inputs(person, {"state": host}, invoicer=seat, tax_residence=seat, client=client)
        found = answer(written)
        assert found["outputs"]["law"] == seat
        assert found["outputs"]["a1"] == (host != seat)
        assert len(found["lines"]["posting"]) == (host != seat)
        assert found["outputs"]["vat_rule"] == ("V2" if host != seat else "V1")
        assert bool(found["lines"]["social"]["a1_issuer"]) == (host != seat)


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (inputs(stay={"state": "zz"}), "unknown_state", "work.0.state"),
    (inputs(stay={"state": None}), "input_missing", "work.0.state"),
    (inputs(stay={"days": None}), "input_missing", "work.0.days"),
    (inputs(stay={"days": 4}), "impossible_days", "work.0.days"),
    (inputs(stay={"days": 0}), "not_whole", "work.0.days"),
    (inputs(stay={"end": "2026-05-03"}), "impossible_days", "work.0.days"),
    (inputs(stay={"start": "4 May"}), "not_a_day", "work.0.start"),
    (inputs(stay={"state": "us"}), "outside_coordination", "work"),
    (inputs(stay={"pay_cents": -1}), "not_whole", "work.0.pay_cents"),
    (inputs(stay={"state": "se", "start": "2019-01-01", "end": "2019-01-03"}, activity="consulting"), "missing_value", "se.notice"),
    (inputs(work="fr"), "not_a_list", "work"),
    (inputs(work=[inputs()["work"][0], inputs()["work"][0]]), "state_twice", "work.1.state"),
    (inputs(social={"seat": "lu"}), "unknown_state", "social.seat"),
    (inputs(social={"seat": None}), "input_missing", "social.seat"),
    (inputs(social={"status": "volunteer"}), "unknown_choice", "social.status"),
    (inputs(social={"status": None}), "input_missing", "social.status"),
    (inputs(social={"pattern": "often"}), "unknown_choice", "social.pattern"),
    (inputs(social={"expected_months": None}), "input_missing", "social.expected_months"),
    (inputs(social={"active_at_home": None}), "input_missing", "social.active_at_home"),
    (inputs(social={"active_at_home": "perhaps"}), "not_a_flag", "social.active_at_home"),
    (inputs(social={"pattern": "multi"}), "input_missing", "social.shares"),
    (
        inputs(social={"pattern": "multi", "shares": {"be": 60, "fr": 41}}), "shares_beyond_100",
        "social.shares",
    ),
    (inputs(social={"pattern": "multi", "shares": {"be": 101}}), "not_a_number", "social.shares.be"),
    (inputs(social={"pattern": "multi", "shares": {"be": 4, "fr": 4}}), "only_marginal", "social.shares"),
    (inputs(social={"pattern": "multi", "shares": [60]}), "not_inputs", "social.shares"),
    (inputs(social={"pattern": "multi", "shares": {"zz": 60}}), "unknown_state", "social.shares"),
    (
        inputs(social={"pattern": "multi", "residence": "us", "shares": {"be": 50, "fr": 50}}),
        "outside_coordination", "social.residence",
    ),
    (
        inputs(social={"pattern": "multi", "status": "self_employed", "shares": {"be": 20, "fr": 80}}),
        "input_missing", "social.centre",
    ),
    (inputs(social={"other_seats": "de"}), "not_a_list", "social.other_seats"),
    (inputs(social={"civil_servant": "zz"}), "not_a_flag", "social.civil_servant"),
    ({**inputs(), "social": None}, "input_missing", "social"),
    (inputs(activity="juggling"), "unknown_choice", "activity"),
    (inputs(activity=None), "input_missing", "activity"),
    (inputs(rules="coordination-1971"), "unknown_choice", "rules"),
    (inputs(mention_key="fy"), "unknown_choice", "mention_key"),
    (inputs(client={"state": "fr", "taxable": True, "vat_valid": "soon"}), "unknown_choice", "client.vat_valid"),
    (inputs(client={"state": "fr"}), "input_missing", "client.taxable"),
    (inputs(client="a firm"), "not_inputs", "client.inputs"),
    (inputs(work=[], client={"state": "fr", "taxable": False}), "input_missing", "work"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "rule", "field"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_refused_by_its_name(written: dict[str, Any], rule: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        answer(written)
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert refused.value.way_out


def test_numbers_as_text_and_capitals_answer_the_same() -> None:
    spelled = inputs(
        {"seat": "BE", "expected_months": "1", "insured_months_before": "12.0", "active_at_home": "true"},
        {"days": "3", "state": " FR"}, artist_pay_cents="90000",
    )  # fmt: skip
    assert answer(spelled) == answer(inputs())


def test_every_number_of_law_stands_with_source_and_mark_on_the_day_of_writing() -> None:
    from datetime import date

    for name in FILES:
        law = parameters(name).on(date(2026, 11, 24))
        for key in parameters(name):
            history = parameters(name).history(key)
            assert history.stand_on(law.day), key
            assert all(stand.value.source for stand in history.stands)


STATES = st.sampled_from([*SEATS, "fi", "ch", "us", "gr", "zz", "", None])
SOMETIMES = st.sampled_from([None, True, False, "true", "?"])
NUMBERS = st.one_of(st.integers(-2, 120), st.sampled_from([None, "4.9", 25.0, "x", 10**30, 1e300]))
STAY = st.fixed_dictionaries(
    {
        "state": STATES,
        "start": st.sampled_from(["2026-05-04", "2026-12-31", "2025-06-01", "?"]),
        "end": st.sampled_from(["2026-05-20", "2027-12-31", "2026-05-04"]),
        "days": NUMBERS,
        "pay_cents": NUMBERS,
        "performances": NUMBERS,
        "recipient_in_host": SOMETIMES,
    }
)
MISSION = st.fixed_dictionaries(
    {
        "social": st.one_of(
            st.none(),
            st.fixed_dictionaries(
                {
                    "seat": STATES,
                    "residence": STATES,
                    "status": st.sampled_from(["employee", "self_employed", "?"]),
                    "pattern": st.sampled_from(["single", "multi", 3]),
                    "shares": st.one_of(st.none(), st.dictionaries(STATES.filter(bool), NUMBERS, max_size=3)),
                    "expected_months": NUMBERS,
                    "insured_months_before": NUMBERS,
                    "active_at_home": SOMETIMES,
                    "replaces_posted": SOMETIMES,
                    "telework_share": NUMBERS,
                    "both_ask": SOMETIMES,
                    "other_seats": st.one_of(st.none(), st.lists(STATES, max_size=3)),
                    "self_employed_in": STATES,
                    "centre": STATES,
                    "civil_servant": st.sampled_from([None, None, True, "fr", "zz"]),
                }
            ),
        ),
        "work": st.one_of(st.none(), st.lists(STAY, max_size=3)),
        "activity": st.sampled_from(
            [
                "performance", "stage_technique", "consulting", "fair_building", "conference", "streamed",
                "made_to_order_training", "public_training", "admission", "e_service", "licence", "?",
            ]
        ),
        "invoicer": STATES,
        "client": st.one_of(
            st.none(), st.fixed_dictionaries({"state": STATES, "taxable": SOMETIMES, "vat_valid": SOMETIMES})
        ),
        "tax_residence": STATES,
        "method": st.sampled_from([None, "net", "gross", 1]),
        "costs_cents": NUMBERS,
        "certificate": SOMETIMES,
        "public_funds": SOMETIMES,
        "rules": st.sampled_from([None, "coordination-2004", "coordination-2026"]),
    }
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(MISSION)
def test_every_input_is_answered_or_refused(written: dict[str, Any]) -> None:
    try:
        found = answer(written)
    except Refusal as refusal:
        assert refusal.message
        assert refusal.way_out
        return
    social, outputs = found["lines"]["social"], found["outputs"]
    if social["blocked"]:
        assert not social["a1"]
        assert social["needs"]
    if outputs["release"]:
        assert social["needs"] is None
        assert not social["blocked"]
        assert found["lines"]["vat"]["rule"] != "hold"
        assert found["lines"]["vat"]["register_in"] is None
        assert outputs["source_tax_cents"] is not None
    for tax in found["lines"]["source_tax"]:
        assert tax["tax_cents"] is None or 0 <= tax["tax_cents"] <= tax["base_cents"]
