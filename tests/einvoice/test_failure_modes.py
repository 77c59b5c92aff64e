"""Ways in which invoicing systems have failed, each under its name: rounding (R) and e-invoices (V)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import msgspec
import pytest
from einvoice_samples import SAMPLES, line, make, with_totals, write
from hypothesis import given, settings
from hypothesis import strategies as st
from official_rules import Official, judges

from shared_tools.einvoice import cii, compute, profiles, reading, rules, ubl
from shared_tools.einvoice.model import AllowanceCharge, Document, PrecedingInvoice
from shared_tools.money import exact, percent, split

replace = msgspec.structs.replace


def passes(document: Document, profile: profiles.Profile, official: Official) -> None:
    """Neither pre-flight nor the official sheets find anything fatal."""
    assert rules.fatal(document, profile) == ()
    xml = write(document, profile)
    for sheet in judges(profile, document)[1]:
        assert official.broken(xml, sheet) == {}


def test_N4_a_document_without_number_does_not_leave() -> None:  # noqa: N802
    draft = replace(make("BE", "BE"), number="")
    assert [finding.rule for finding in rules.fatal(draft, profiles.PEPPOL)] == ["BR-02"]


def test_R1_amounts_are_written_as_they_are_and_never_computed_again(sample: tuple[profiles.Profile, Document]) -> None:  # noqa: N802 # fmt: skip
    profile, document = sample
    odd = replace(
        document,
        totals=replace(document.totals, gross=document.totals.gross + 7, due=document.totals.due + 7),
    )
    read = reading.receive(write(odd, profile)).document
    assert read.totals == odd.totals
    assert [one.net for one in read.lines] == [one.net for one in odd.lines]
    assert {finding.rule for finding in rules.fatal(odd, profile)} >= {"BR-CO-15"}


def test_R1_both_syntaxes_say_the_same_amounts() -> None:  # noqa: N802
    for name, (_, document) in SAMPLES.items():
        one = ubl.read(ubl.write(document, profiles.EN16931_UBL))
        other = cii.read(cii.write(document, profiles.EN16931_CII))
        assert one.totals == other.totals == document.totals, name
        assert (
            [x.net for x in one.lines] == [x.net for x in other.lines] == [x.net for x in document.lines]
        ), name


def test_R2_the_declared_method_gives_its_one_result() -> None:  # noqa: N802
    # 16 × 348.35 less 4 %, at 22 %.
    rebate = AllowanceCharge(charge=False, amount=compute.share(557360, "4"), base_amount=557360, percent="4", reason="Rebate")  # fmt: skip
    lines = (line(1, "S", "22", quantity="16", price="348.35", allowances_charges=(rebate,)),)
    gross = {
        method: compute.totals(lines, compute.breakdown(lines, method=method)).gross
        for method in ("per_rate", "per_line", "on_total")
    }
    assert gross == {"per_rate": 652781, "per_line": 652781, "on_total": 652780}


def test_R3_three_times_10_01_at_20_percent() -> None:  # noqa: N802
    lines = tuple(line(number, "S", "20", quantity="1", price="10.01") for number in (1, 2, 3))
    by_line = compute.totals(lines, compute.breakdown(lines, method="per_line")).gross
    by_total = compute.totals(lines, compute.breakdown(lines)).gross
    assert (by_line, by_total) == (3603, 3604)
    for method, total in (("per_line", 3603), ("per_rate", 3604)):
        groups = compute.breakdown(lines, method=method)
        document = replace(
            make("AT", "DE"), lines=lines, vat_breakdown=groups, totals=compute.totals(lines, groups)
        )
        assert ubl.read(ubl.write(document, profiles.EN16931_UBL)).totals.gross == total


@pytest.mark.parametrize(
    "profile", [profiles.XRECHNUNG_UBL, profiles.XRECHNUNG_CII], ids=lambda profile: profile.name
)
def test_R4_a_base_of_minus_7612_50_is_a_credit_note_with_positive_amounts(profile: profiles.Profile, official: Official) -> None:  # noqa: N802 # fmt: skip
    credit = make("DE", "DE", credit=True)
    document = with_totals(replace(credit, lines=(line(1, "S", "19", quantity="1", price="7612.50"),)))
    assert (document.totals.net, document.totals.vat) == (761250, 144638)
    passes(document, profile, official)
    assert b"-" not in b"".join(part.split(b"<")[0] for part in write(document, profile).split(b"Amount")[1:] if b">" in part)  # fmt: skip


@pytest.mark.parametrize(
    "profile", [profiles.EN16931_UBL, profiles.EN16931_CII], ids=lambda profile: profile.name
)
def test_R5_a_hundred_lines_of_half_a_cent_in_four_categories(profile: profiles.Profile, official: Official) -> None:  # noqa: N802 # fmt: skip
    rates = [("S", "20"), ("Z", "0"), ("E", "0"), ("AE", "0")]
    lines = tuple(line(n, *rates[n % 4], quantity="1", price="0.005") for n in range(1, 101))
    document = with_totals(replace(make("AT", "DE"), lines=lines))
    assert document.totals.lines == 100
    passes(document, profile, official)


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=8), st.integers(1, 10**7))
@settings(max_examples=100, derandomize=True, deadline=None)
def test_R7_R9_parts_of_an_amount_add_up_to_it(weights: list[int], amount: int) -> None:  # noqa: N802
    assert sum(split(amount, weights)) == amount


def test_R8_vat_in_forints_on_an_invoice_in_euros() -> None:  # noqa: N802
    document = make("HU", "BE")
    vat = compute.in_accounting_currency(document.totals.vat, "EUR", "HUF", "385.27")
    assert vat == round(Fraction(document.totals.vat, 100) * exact("385.27"))
    told = replace(document, vat_accounting_currency="HUF", exchange_rate="385.27", totals=replace(document.totals, vat_accounting=vat))  # fmt: skip
    for module, profile in ((ubl, profiles.PEPPOL), (cii, profiles.EN16931_CII)):
        assert module.read(module.write(told, profile)).totals.vat_accounting == vat


def test_R11_no_float_reaches_an_amount() -> None:  # noqa: N802
    with pytest.raises(TypeError):
        compute.line_amount("1", 0.1 + 0.2, "EUR")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        percent(5.5)  # type: ignore[arg-type]


def test_V4_the_same_document_gives_the_same_bytes(sample: tuple[profiles.Profile, Document]) -> None:  # noqa: N802
    profile, document = sample
    again = msgspec.json.decode(msgspec.json.encode(document), type=Document)
    assert write(again, profile) == write(document, profile)


def test_V13_every_category_and_type_has_a_sample() -> None:  # noqa: N802
    held = {
        (profile.name, document.lines[-1].vat_category, document.is_credit_note)
        for profile, document in SAMPLES.values()
    }
    for profile in (profiles.PEPPOL, profiles.XRECHNUNG_UBL, profiles.XRECHNUNG_CII, profiles.FACTUR_X, profiles.FRENCH_UBL, profiles.FRENCH_CII):  # fmt: skip
        for category in ("S", "Z", "E", "AE", "K", "G", "O"):
            assert {(profile.name, category, False), (profile.name, category, True)} <= held


def test_a_credit_note_to_two_accounts_tells_its_due_date_once(official: Official) -> None:
    credit = make("BE", "BE", credit=True)
    means = credit.payment_means[0]
    two = replace(means, text="SEPA", credit_transfers=means.credit_transfers * 2)
    document = replace(
        credit, payment_means=(two,), preceding=(PrecedingInvoice(number="A", day=date(2026, 1, 2)),)
    )
    passes(document, profiles.PEPPOL, official)
    assert ubl.read(ubl.write(document, profiles.PEPPOL)).payment_means == (two,)
