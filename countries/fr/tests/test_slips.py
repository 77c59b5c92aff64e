"""Slips as core makes them: contract types, earlier slips of the month and year, what the law forbids."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from countries.fr import COUNTRY
from countries.fr.contracts import Worker
from shared_tools.dated import MissingValue
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal


def _amount(slip: Slip, code: str) -> int:
    return sum(line.amount for line in slip.lines if line.code == code) + slip.figures.get(code, 0)


def _refused(employer: Any, *args: Any, **kwargs: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        employer.pay(*args, **kwargs)
    assert refused.value.way_out
    return refused.value


# --- contract types -----------------------------------------------------------------------------------------------


def test_a_day_contract_pays_its_end_and_its_leave(employer: Any) -> None:
    slip = employer.pay("cdd", 16_000, date(2026, 7, 1), hours=7, headcount=20, accident_rate="1.10")
    assert (slip.gross, slip.cost, slip.net) == (19_360, 27_132, 15_375)  # worked case fr-d-01


@pytest.mark.parametrize(
    ("terms", "end_pay", "training_account"),
    [
        ({}, 1_600, 194), ({"reason": "replacement"}, 1_600, 194), ({"reason": "season"}, 0, 0),
        ({"reason": "student_holidays"}, 0, 176), ({"open_ended_refused": True}, 0, 176),
        ({"turned_open_ended": True}, 0, 0),
    ],
)  # fmt: skip
def test_end_of_contract_pay_by_reason(
    employer: Any, terms: dict, end_pay: int, training_account: int
) -> None:
    slip = employer.pay("cdd", 16_000, date(2026, 7, 1), hours=7, **terms)
    assert _amount(slip, "end_of_contract_pay") == end_pay
    assert _amount(slip, "er_cpf_cdd") == training_account


def test_a_usage_contract_has_no_end_of_contract_pay(employer: Any) -> None:
    slip = employer.pay("cddu", 90_000, date(2026, 4, 1), date(2026, 4, 4), hours=28, headcount=20)
    assert (slip.gross, slip.cost) == (99_000, 140_110)  # worked case fr-d-04


def test_leave_taken_is_not_paid_out(employer: Any) -> None:
    assert employer.pay("cddu", 90_000, date(2026, 4, 1), hours=7, leave_taken=True).gross == 90_000


def test_a_cachet(employer: Any) -> None:
    slip = employer.pay("artist", 18_000, date(2026, 7, 1), hours=8, headcount=10, accident_rate="1.60")
    assert (slip.net, slip.cost) == (13_972, 28_083)  # worked case fr-a-01


def test_a_cachet_without_hours_has_no_floor_of_law(employer: Any) -> None:
    assert employer.pay("artist", 9_000, date(2026, 7, 1), cachets=1).gross == 9_000


def test_a_technician_five_days(employer: Any) -> None:
    slip = employer.pay("technician", 110_000, date(2026, 7, 1), date(2026, 7, 5), hours=40)
    assert (slip.net, slip.cost) == (86_665, 172_991)  # worked case fr-t-02


def test_intermittents_of_a_large_employer_owe_the_housing_contribution(employer: Any) -> None:
    slip = employer.pay("technician", 110_000, date(2026, 7, 1), date(2026, 7, 5), hours=40, headcount=60)
    assert _amount(slip, "er_housing") == 495


def test_the_fund_of_the_collective_agreement(employer: Any) -> None:
    work = {"gross": 20_000, "first": date(2026, 7, 1), "hours": 8}
    assert _amount(employer.pay("technician", **work, agreement="1285"), "er_agreement_fund") == 290
    assert _amount(employer.pay("technician", **work, agreement="3090"), "er_agreement_fund") == 100


def test_a_usage_contract_over_three_months_owes_no_surcharge(employer: Any) -> None:
    contract = {"contract_first_day": date(2026, 5, 1)}
    for last, owed in ((date(2026, 7, 31), 100), (date(2026, 8, 1), 0)):
        slip = employer.pay(
            "technician", 20_000, date(2026, 7, 30), hours=8, **contract, contract_last_day=last
        )
        assert _amount(slip, "er_unemployment_short_usage") == owed


def test_short_contracts_have_the_abatement_up_to_two_months(employer: Any) -> None:
    for last, abatement in ((date(2026, 8, 31), 74_800), (date(2026, 9, 1), 0)):
        slip = employer.pay(
            "cddu", 250_000, date(2026, 7, 1), date(2026, 7, 31), hours=150, leave_taken=True,
            contract_last_day=last, headcount=20,
        )  # fmt: skip
        assert slip.figures["net_taxable"] - slip.figures["withholding_base"] == abatement


def test_a_personal_rate_never_has_the_abatement(employer_of: Any) -> None:
    slip = employer_of(Worker(tax_rate="3.4")).pay("cdd", 50_000, date(2026, 7, 1), hours=7)
    assert _amount(slip, "withholding_base") == slip.figures["net_taxable"]
    assert _amount(slip, "withholding") == round(slip.figures["net_taxable"] * 34 / 1000)


def test_the_flat_deduction_stops_at_the_limit_of_the_year(employer_of: Any) -> None:
    artist = employer_of(Worker(flat_deduction_years=(2026,)))
    for month in range(1, 7):
        artist.pay(
            "artist", 800_000, date(2026, month, 1), date(2026, month, 10), hours=80, flat_deduction="drama"
        )
    taken = [_amount(slip, "flat_deduction") for _, slip in artist.slips]
    assert taken == [144_000, 144_000, 144_000, 144_000, 144_000, 40_000]
    assert sum(taken) == 760_000


def test_rights_of_the_year_stop_at_the_ceiling(employer: Any) -> None:
    notes = [employer.pay("author_rights", 3_000_000, date(2026, month, 1)) for month in (3, 6)]
    assert [_amount(note, "author_old_age") for note in notes] == [184_500, 111_069]
    assert sum(_amount(note, "author_old_age") for note in notes) == 295_569  # 6.15 % of 48,060
    dispensed = employer.pay("author_rights", 250_000, date(2026, 7, 1), dispensed=True)
    assert (dispensed.net, dispensed.cost) == (250_000, 252_750)


# --- earlier slips of the month and year --------------------------------------------------------------------------

ADDITIVE = ("base_t1", "base_t2", "base_cet", "ceiling", "regularised_reduction", "regularised_smic")


def test_two_halves_of_a_month_owe_what_the_month_owes(employer_of: Any) -> None:
    halves, whole = employer_of(), employer_of()
    first = halves.pay("cdi", 300_000, date(2026, 7, 1), date(2026, 7, 15))
    second = halves.pay("cdi", 300_000, date(2026, 7, 16), date(2026, 7, 31))
    month = whole.pay("cdi", 600_000, date(2026, 7, 1), date(2026, 7, 31))
    for code in ADDITIVE:
        assert _amount(first, code) + _amount(second, code) == _amount(month, code), code
    assert abs(first.cost + second.cost - month.cost) <= 20  # lines are rounded once a slip


def test_a_second_contract_on_the_same_days_brings_no_second_ceiling(employer: Any) -> None:
    first = employer.pay("cdd", 16_000, date(2026, 7, 1), hours=5)
    second = employer.pay("cdd", 16_000, date(2026, 7, 1), date(2026, 7, 2), hours=5)
    assert (first.figures["ceiling"], second.figures["ceiling"]) == (12_919, 12_920)
    assert first.figures["ceiling"] + second.figures["ceiling"] == 25_839  # two days of 31
    assert second.figures["base_t1"] == 12_920


def test_a_second_slip_of_a_month_is_an_addition_to_its_pay(employer_of: Any) -> None:
    apart, together = employer_of(), employer_of()
    pay = apart.month("cdi", 200_000, 2026, 7)
    bonus = apart.month("cdi", 100_000, 2026, 7)
    both = together.month("cdi", 300_000, 2026, 7)
    for code in ADDITIVE:
        assert _amount(pay, code) + _amount(bonus, code) == _amount(both, code), code


def test_the_reduction_is_regularised_month_by_month(employer: Any) -> None:
    grosses = [240_000] * 5 + [600_000] + [240_000] * 6
    slips = [employer.month("cesa", gross, 2026, n, headcount=60) for n, gross in enumerate(grosses, 1)]
    given = [_amount(slip, "regularised_reduction") for slip in slips]
    assert given[:6] == [46_728, 46_728, 46_728, 46_728, 46_728, -52_200]  # worked case fr-y-02
    assert sum(given) == 449_388


def test_the_ceiling_is_regularised_over_the_year(employer: Any) -> None:
    slips = [employer.month("cdi", gross, 2026, n) for n, gross in enumerate([700_000, 300_000], 1)]
    assert [slip.figures["base_t1"] for slip in slips] == [400_500, 400_500]
    assert [slip.figures["base_t2"] for slip in slips] == [299_500, -100_500]
    assert sum(slip.figures["base_cet"] for slip in slips) == 1_000_000
    lower = employer.month("cdi", 200_000, 2026, 3)
    # 12,000 over three ceilings of 12,015: the CET of the first months is given back.
    assert lower.figures["base_cet"] == -1_000_000


def test_each_year_begins_anew(employer: Any) -> None:
    december = employer.month("cdi", 900_000, 2025, 12, headcount=60, accident_rate="1.10", mobility_rate="0")
    january = employer.month("cdi", 250_000, 2026, 1)
    assert december.figures["base_t1"] == 392_500
    assert january.figures["base_t1"] == 250_000
    assert january.figures["base_cet"] == 0


def test_a_contract_over_new_year_takes_each_years_numbers(employer: Any) -> None:
    contract = {
        "contract_first_day": date(2025, 12, 30), "contract_last_day": date(2026, 1, 2), "headcount": 60,
        "accident_rate": "1.10", "mobility_rate": "0",
    }  # fmt: skip
    old = employer.pay("cdd", 100_000, date(2025, 12, 30), date(2025, 12, 31), hours=14, **contract)
    new = employer.pay("cdd", 100_000, date(2026, 1, 1), date(2026, 1, 2), hours=14, **contract)
    assert _amount(old, "er_old_age_uncapped") == 2_444  # 2.02 % of 1,210
    assert _amount(new, "er_old_age_uncapped") == 2_553  # 2.11 %
    assert (old.figures["ceiling"], new.figures["ceiling"]) == (25_323, 25_839)


def test_minimum_wage_rises_with_the_day_of_the_work(employer: Any) -> None:
    assert employer.month("cdi", 182_303, 2026, 5).gross == 182_303
    assert (
        _refused(employer, "cdi", 182_303, date(2026, 6, 1), date(2026, 6, 30)).rule == "below_minimum_wage"
    )
    assert employer.month("cdi", 186_702, 2026, 6).gross == 186_702


def test_tax_follows_the_day_of_payment(employer: Any) -> None:
    # Work of April paid on 7 May has the scale of May 2026.
    april = employer.month("cdi", 250_000, 2026, 4)
    march = employer.month("cdi", 250_000, 2026, 3)
    assert COUNTRY.contract_type("cdi").law_days(employer.work("cdi", 1, date(2026, 4, 30))) == (
        date(2026, 4, 30), date(2026, 5, 7),
    )  # fmt: skip
    tax = {
        code: [_amount(slip, code) for slip in (april, march)] for code in ("withholding", "withholding_base")
    }
    assert tax["withholding"][0] == round(tax["withholding_base"][0] * 29 / 1000)  # 2,050.. < 2,060: 2.9 %
    assert tax["withholding"][1] == round(tax["withholding_base"][1] * 35 / 1000)  # from 2,042: 3.5 %


def test_pension_ceiling_of_intermittents_is_shared_by_the_month(employer: Any) -> None:
    first = employer.pay("artist", 300_000, date(2026, 7, 1), date(2026, 7, 2), hours=16)
    second = employer.pay("artist", 300_000, date(2026, 7, 10), date(2026, 7, 11), hours=16)
    bases = [
        [line.base for line in slip.lines if line.code.startswith("er_agirc_arrco")]
        for slip in (first, second)
    ]
    assert bases == [[300_000], [100_500, 199_500]]
    # Day ceilings stand alone: 360 a day for old age in each engagement.
    assert [slip.figures["ceiling_social_security"] for slip in (first, second)] == [72_000, 72_000]


def test_unemployment_of_intermittents_stops_at_four_monthly_ceilings(employer: Any) -> None:
    slips = [employer.pay("artist", 1_000_000, date(2026, 7, day), hours=8) for day in (1, 2)]
    assert [_amount(slip, "er_unemployment") for slip in slips] == [40_000, 24_080]  # 4 % of 10,000 and 6,020


def test_a_day_of_a_technician_is_counted_once(employer: Any) -> None:
    slips = [employer.pay("technician", 20_000, date(2026, 7, 1), hours=5) for _ in range(2)]
    assert [slip.figures["ceiling_social_security"] for slip in slips] == [12_919, 0]
    assert [_amount(slip, "er_old_age_capped") for slip in slips] == [1_105, 0]


def test_a_cdi_is_untouched_by_engagements_of_the_same_month(employer_of: Any) -> None:
    mixed, alone = employer_of(), employer_of()
    mixed.pay("technician", 20_000, date(2026, 7, 1), hours=5)
    assert mixed.month("cdi", 250_000, 2026, 7) == alone.month("cdi", 250_000, 2026, 7)


def test_health_cover_is_paid_once_a_month(employer: Any) -> None:
    cover = {"health_employer": 3_000, "health_employee": 2_000, "hours": 7}
    slips = [employer.pay("cdd", 16_000, date(2026, 7, day), **cover) for day in (1, 2)]
    assert [_amount(slip, "ee_health_cover") for slip in slips] == [2_000, 0]
    assert [_amount(slip, "er_health_cover") for slip in slips] == [3_000, 0]


def test_part_time_cuts_ceiling_and_reduction(employer_of: Any) -> None:
    half = employer_of().month("cdi", 105_000, 2026, 7, monthly_hours="75.83", headcount=20)
    assert half.figures["ceiling"] == 200_241  # worked case fr-m-13
    assert half.figures["rgdu_coefficient"] == 2_770
    waived = employer_of().month("cdi", 105_000, 2026, 7, monthly_hours="75.83", keep_full_ceiling=True)
    assert waived.figures["ceiling"] == 400_500
    assert employer_of().month("cdi", 186_702, 2026, 7, monthly_hours="151.67").gross == 186_702


def test_an_engagement_over_the_end_of_a_month_is_one_engagement(employer: Any) -> None:
    contract = {"contract_first_day": date(2026, 6, 28), "contract_last_day": date(2026, 7, 3), "hours": 24}
    slips = [
        employer.pay("artist", 90_000, date(2026, 6, 28), date(2026, 6, 30), **contract),
        employer.pay("artist", 90_000, date(2026, 7, 1), date(2026, 7, 3), **contract),
    ]
    # Six days together: the calendar days of each month, not three times 360.
    assert [slip.figures["ceiling_social_security"] for slip in slips] == [40_050, 38_758]


# --- refusals -----------------------------------------------------------------------------------------------------

JULY = (date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("rule", "code", "gross", "terms"),
    [
        ("below_minimum_wage", "cdi", 186_701, {}),
        ("below_minimum_wage", "cesa", 50_000, {}),
        ("absurd_wage", "cdi", 0, {}),
        ("absurd_wage", "cdi", -100, {}),
        ("absurd_wage", "cdi", 100_000_001, {}),
        ("absurd_wage", "author_rights", 0, {}),
        ("hours_missing", "cdd", 50_000, {}),
        ("hours_missing", "technician", 50_000, {}),
        ("hours_missing", "artist", 50_000, {}),
        ("working_day_too_long", "cdd", 900_000, {"hours": 311}),
        ("below_minimum_wage", "cdd", 12_309, {"hours": 10}),
        ("below_minimum_wage", "artist", 9_847, {"hours": 8}),
        ("contract_too_long", "cdd", 900_000, {"hours": 100, "contract_last_day": date(2028, 1, 1)}),
        ("outside_contract", "cdd", 900_000, {"hours": 100, "contract_last_day": date(2026, 7, 15)}),
        ("cesa_not_member", "cesa", 300_000, {"contract_start": date(2023, 7, 1)}),
        ("not_hours", "cdi", 300_000, {"monthly_hours": "169"}),
        ("not_hours", "cdi", 300_000, {"monthly_hours": "many"}),
        ("not_a_rate", "cdi", 300_000, {"accident_rate": "1,10"}),
        ("accident_rate_too_low", "cdi", 300_000, {"accident_rate": "0.49"}),
        ("health_cover_share", "cdi", 300_000, {"health_employer": 1_999, "health_employee": 2_000}),
        ("flat_deduction_not_agreed", "artist", 300_000, {"hours": 8, "flat_deduction": "drama"}),
    ],
)  # fmt: skip
def test_what_the_law_forbids(employer: Any, rule: str, code: str, gross: int, terms: dict[str, Any]) -> None:
    refusal = _refused(employer, code, gross, *JULY, **terms)
    assert refusal.rule == rule
    assert refusal.field


@pytest.mark.parametrize(
    ("rule", "worker"),
    [
        ("non_resident", Worker(tax_resident=False)),
        ("attachment_of_earnings", Worker(attachment_of_earnings=True)),
        ("minor", Worker(birth_date=date(2008, 8, 1))),
        ("not_a_rate", Worker(tax_rate="abc")),
    ],
)
def test_whom_the_program_cannot_reckon(employer_of: Any, rule: str, worker: Worker) -> None:
    assert _refused(employer_of(worker), "cdi", 300_000, *JULY).rule == rule


def test_the_minimum_wage_refusal_names_minimum_and_source(employer: Any) -> None:
    assert "1867.02 EUR (rise of 24.05.2026" in str(_refused(employer, "cdi", 186_701, *JULY))


def test_days_outside_the_contract_and_over_two_months(employer: Any) -> None:
    work = employer.work("cdi", 300_000, *JULY)
    kind = COUNTRY.contract_type("cdi")
    law = COUNTRY.parameters.on(JULY[1])
    assert kind.inputs is not None
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"days": (date(2026, 8, 1),)}, "outside_contract"),
        ({"last_day": date(2026, 8, 2)}, "two_months"),
        ({"last_day": date(2026, 6, 30)}, "two_months"),
    )
    for changed, rule in cases:
        other = msgspec.structs.replace(work, **changed)
        with pytest.raises(Refusal) as refused:
            kind.inputs(other, law)
        assert refused.value.rule == rule


def test_a_year_without_numbers_is_refused_by_the_name_of_the_number(employer: Any) -> None:
    with pytest.raises(MissingValue):
        employer.month("cdi", 300_000, 2027, 1)


def test_pay_of_2025_under_the_old_reductions_is_refused(employer: Any) -> None:
    terms = {"headcount": 20, "accident_rate": "1.10", "mobility_rate": "0"}
    assert (
        _refused(employer, "cdi", 594_594, date(2025, 9, 1), date(2025, 9, 30), **terms).rule
        == "reductions_of_2025"
    )
    assert employer.month("cdi", 594_595, 2025, 9, **terms).figures["rgdu_coefficient"] == 0


# --- leave and age ------------------------------------------------------------------------------------------------------


def test_a_month_earns_two_and_a_half_days_of_leave_and_counts_those_taken(employer: Any) -> None:
    january = employer.month("cdi", 300_000, 2026, 1)
    assert (january.figures["leave_earned"], january.figures["leave_taken"]) == (250, 0)
    half = employer.pay("cdi", 150_000, date(2026, 2, 1), date(2026, 2, 14))
    assert half.figures["leave_earned"] == 125
    august = employer.month("cdi", 300_000, 2026, 8, leave_days="2026-08-03, 2026-08-04 2026-08-05")
    assert august.figures["leave_taken"] == 300


def test_an_entrepreneur_employee_earns_leave_and_who_is_paid_by_the_day_keeps_none(employer: Any) -> None:
    assert employer.month("cesa", 300_000, 2026, 1, member=True).figures["leave_earned"] == 250
    assert "leave_earned" not in employer.pay("cddu", 48_000, date(2026, 3, 2), date(2026, 3, 4), 21).figures


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        ({"leave_days": "tomorrow"}, "not_a_day"),
        ({"leave_days": "2026-09-01"}, "leave_outside"),
        ({"leave_days": "2026-08-03 2026-08-03"}, "leave_twice"),
        ({"leave_brought": "-1"}, "not_days"),
        ({"leave_brought": "1e9"}, "not_days"),
        ({"leave_brought": "some"}, "not_days"),
    ],
)
def test_leave_that_cannot_be(employer: Any, terms: dict[str, str], rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        employer.month("cdi", 300_000, 2026, 8, **terms)
    assert refused.value.rule == rule


BY_TYPE = {
    "cdi": (300_000, date(2026, 3, 1), date(2026, 3, 31), 0), "cesa": (300_000, date(2026, 3, 1), date(2026, 3, 31), 0),
    "cdd": (48_000, date(2026, 3, 2), date(2026, 3, 4), 21), "cddu": (48_000, date(2026, 3, 2), date(2026, 3, 4), 21),
    "artist": (54_000, date(2026, 3, 2), date(2026, 3, 4), 21), "technician": (54_000, date(2026, 3, 2), date(2026, 3, 4), 21),
    "author_rights": (200_000, date(2026, 3, 2), date(2026, 3, 2), 0),
}  # fmt: skip


@pytest.mark.parametrize("code", BY_TYPE)
def test_no_line_depends_on_the_age_of_an_adult_or_on_a_birth_date_left_out(
    code: str, employer_of: Any
) -> None:
    """So a missing birth date is no missing rate. The notice before work asks for it all the same (DPAE)."""
    born = (None, date(1936, 1, 1), date(1961, 7, 1), date(1990, 6, 1), date(2003, 3, 2), date(2008, 3, 1))
    slips = [employer_of(Worker(birth_date=day)).pay(code, *BY_TYPE[code]) for day in born]
    assert all(slip == slips[0] for slip in slips)
