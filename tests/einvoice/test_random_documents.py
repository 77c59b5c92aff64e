"""Properties: what we compute, the official rules accept; what pre-flight passes, they pass too."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from einvoice_samples import (
    BUYERS,
    REDUCED,
    SAMPLES,
    STANDARD,
    line,
    make,
    with_totals,
    write,
)
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from official_rules import Official, judges

from shared_tools.einvoice import cii, profiles, rules, ubl
from shared_tools.einvoice.model import AllowanceCharge, Document, Line
from shared_tools.einvoice.profiles import Profile

replace = msgspec.structs.replace
EXAMPLES = settings(
    max_examples=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip()) and "#" not in text
)  # fmt: skip
HOMES = {
    profiles.PEPPOL: "BE", profiles.XRECHNUNG_UBL: "DE", profiles.XRECHNUNG_CII: "DE", profiles.FRENCH_UBL: "FR",
    profiles.FRENCH_CII: "FR", profiles.EN16931_UBL: "AT", profiles.EN16931_CII: "AT",
}  # fmt: skip


@st.composite
def priced(draw: st.DrawFn, number: int, country: str) -> Line:
    """A line of any VAT category that may share an invoice with others."""
    category = draw(st.sampled_from(["S", "S", "Z", "E", "AE"]))
    rate = draw(st.sampled_from([STANDARD[country], REDUCED[country]])) if category == "S" else "0"
    quantity = f"{draw(st.integers(1, 99_999))}e-{draw(st.integers(0, 3))}"
    price = f"{draw(st.integers(0, 9_999_999))}e-{draw(st.integers(0, 4))}"
    return replace(
        line(number, category, rate, quantity=_plain(quantity), price=_plain(price)), name=draw(WORDS), description=draw(WORDS),
    )  # fmt: skip


def _plain(text: str) -> str:
    """``"12e-1"`` as ``"1.2"``."""
    digits, _, places = text.partition("e-")
    cut = int(places)
    return digits if not cut else f"{digits.rjust(cut + 1, '0')[:-cut]}.{digits.rjust(cut + 1, '0')[-cut:]}"


@st.composite
def documents(draw: st.DrawFn, country: str) -> Document:
    lines = tuple(draw(priced(number, country)) for number in range(1, draw(st.integers(1, 6)) + 1))
    groups = sorted({(one.vat_category, one.vat_rate) for one in lines})
    items = tuple(
        AllowanceCharge(
            charge=draw(st.booleans()), amount=draw(st.integers(0, 5000)), reason=draw(WORDS), vat_category=code, vat_rate=rate
        )
        for code, rate in draw(st.lists(st.sampled_from(groups), max_size=3))
    )  # fmt: skip
    whole = make(country, country if country in BUYERS else "DE", credit=draw(st.booleans()))
    return with_totals(
        replace(whole, lines=lines, allowances_charges=items, payment_terms=draw(WORDS)),
        prepaid=draw(st.integers(0, 100)), rounding=draw(st.integers(-2, 2)),
    )  # fmt: skip


@pytest.mark.parametrize("profile", HOMES, ids=lambda profile: profile.name)
@EXAMPLES
@given(data=st.data())
def test_R1_what_is_computed_passes_and_is_read_back_the_same(profile: Profile, official: Official, data: st.DataObject) -> None:  # fmt: skip # noqa: N802
    document = data.draw(documents(HOMES[profile]))
    assert [finding.sentence(str.format) for finding in rules.fatal(document, profile)] == []
    xml = write(document, profile)
    schemas, sheets = judges(profile, document)
    assert [problem for schema in schemas for problem in official.malformed(xml, schema)] == []
    assert [official.broken(xml, sheet) for sheet in sheets if official.broken(xml, sheet)] == []
    again = (ubl if profile.syntax == "ubl" else cii).read(xml)
    assert (again.totals, [(g.category, g.base, g.vat) for g in again.vat_breakdown]) == (
        document.totals, [(g.category, g.base, g.vat) for g in document.vat_breakdown],
    )  # fmt: skip
    assert [(one.net, one.name) for one in again.lines] == [(one.net, " ".join(one.name.split(" ")).strip()) for one in document.lines]  # fmt: skip


def places(value: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """Every field of a document, with its path."""
    found: list[tuple[tuple[str, ...], Any]] = []
    parts: list[tuple[str, Any]] = []
    if isinstance(value, msgspec.Struct):
        parts = [(name, getattr(value, name)) for name in value.__struct_fields__]
    elif isinstance(value, tuple):
        parts = [(str(number), item) for number, item in enumerate(value)]
    for name, part in parts:
        found.append(((*path, name), part))
        found.extend(places(part, (*path, name)))
    return found


def put(value: Any, path: tuple[str, ...], new: Any) -> Any:
    if not path:
        return new
    name, rest = path[0], path[1:]
    if isinstance(value, tuple):
        place = int(name)
        return (*value[:place], put(value[place], rest, new), *value[place + 1 :])
    return replace(value, **{name: put(getattr(value, name), rest, new)})


TEXTS = ["", " ", "0", "1", "-1", "21", "AE", "O", "S", "K", "Z", "DE", "FR", "BE", "58", "30", "59", "384", "389", "0208", "0009", "#a#b", "x" * 130, "é"]  # fmt: skip


@st.composite
def altered(draw: st.DrawFn, document: Document) -> Document:
    """``document`` with up to three fields changed into something that may be wrong."""
    for _ in range(draw(st.integers(1, 3))):
        path, old = draw(st.sampled_from(places(document)))
        match old:
            case bool():
                new: Any = not old
            case str():
                new = draw(st.sampled_from(TEXTS))
            case int():
                new = draw(st.sampled_from([old + 1, old + 100, 0, -old]))
            case date():
                new = draw(st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)]))
            case tuple() if all(not isinstance(item, str) for item in old):
                new = draw(st.sampled_from([(), old + old[:1]]))
            case msgspec.Struct():
                new = draw(st.sampled_from([None, old]))
            case _:
                continue
        document = put(document, path, new)
    return document


def whole(document: Any) -> bool:
    """Whether every field holds what its type says: None only where it may stand."""
    try:
        msgspec.convert(msgspec.to_builtins(document), type(document))
    except (msgspec.ValidationError, TypeError):
        return False
    return True


@EXAMPLES
@given(data=st.data(), name=st.sampled_from(sorted(SAMPLES)))
def test_what_preflight_passes_the_official_rules_pass(
    official: Official, data: st.DataObject, name: str
) -> None:
    profile, sample = SAMPLES[name]
    document = data.draw(altered(sample))
    assume(whole(document) and document.is_credit_note == sample.is_credit_note)
    assume(not rules.fatal(document, profile))
    xml = write(document, profile)
    schemas, sheets = judges(profile, document)
    assert [problem for schema in schemas for problem in official.malformed(xml, schema)] == []
    assert [broken for sheet in sheets if (broken := official.broken(xml, sheet))] == []
