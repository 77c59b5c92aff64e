"""The suite runs over every country discovered, inside the tree or installed from outside; nothing here names one.

``country``, ``contract_type`` and ``declaration`` are filled by parametrization. A test that asks for ``to_do`` writes
into it what is missing; what was written is the whole message of its failure. With ``--country xx`` one country alone is
asked, and the last words of the run are the list of what is still to write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from core.country import ContractType, Country, DeclarationKind, Work, all_countries
from core.country import country as country_of
from core.country.sample import Sample, conformance
from core.words import CORE
from shared_tools.i18n import catalogue
from shared_tools.refusal import Refusal

TODAY = date(2026, 11, 24)
NEW_YEAR = date(2027, 1, 1)


class ToDo(list[str]):
    """What the country's author still has to write, a line each."""

    def __init__(self, country: Country) -> None:
        super().__init__()
        self.country = country

    def write(self, what: str, where: str, day: date | None = None) -> None:
        on = f" on {day}" if day else ""
        self.append(f"{self.country.code}{on}: {what} ({self.country.folder / where})")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--country", metavar="XX", help="ask this country alone, inside the tree or installed from outside"
    )


def _asked(config: pytest.Config) -> list[Country]:
    """The country asked for, or all installed; what cannot be loaded is said in one line."""
    code = config.getoption("--country", None)
    try:
        return [country_of(code)] if code else all_countries()
    except Refusal as refusal:
        words = str(refusal)
    pytest.fail(words, pytrace=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    names = metafunc.fixturenames
    if "country" not in names:
        return
    found = _asked(metafunc.config)
    if "contract_type" in names:
        pairs: list[tuple[Country, Any]] = [(c, kind) for c in found for kind in c.contract_types]
        metafunc.parametrize(
            ("country", "contract_type"), pairs, ids=[f"{c.code}-{k.code}" for c, k in pairs]
        )
    elif "declaration" in names:
        pairs = [(c, kind) for c in found for kind in c.declarations if kind.build]
        metafunc.parametrize(("country", "declaration"), pairs, ids=[f"{c.code}-{k.code}" for c, k in pairs])
    else:
        metafunc.parametrize("country", found, ids=[c.code for c in found])


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    missing: Any = pyfuncitem.funcargs.get("to_do")
    try:
        result = yield
    except (Exception, pytest.fail.Exception):
        # What is to be written says more than the line at which the test stopped.
        if not missing:
            raise
        result = None
    if missing:
        pytest.fail("\n".join(missing), pytrace=False)
    return result


_LINE = re.compile(r"^[a-z]{2}(?: on \d{4}-\d\d-\d\d)?: .*$", re.M)
"""What ``ToDo`` writes."""


def _lines(report: Any, code: str) -> list[str]:
    """What a failure says is to be written; where it says nothing, the promise and what it found instead."""
    written = [line for line in _LINE.findall(report.longreprtext) if line.startswith(code)]
    if written:
        return written
    crash = getattr(report.longrepr, "reprcrash", None)
    found = crash.message if crash else report.longreprtext
    return [f"{code}: {report.nodeid.rpartition('::')[2]}: {(found.splitlines() or [''])[0]}"]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Every line to write, once, however many promises wait for it; and what was not asked."""
    code = config.getoption("--country", None)
    if not code:
        return
    failed = [*terminalreporter.getreports("failed"), *terminalreporter.getreports("error")]
    to_write = dict.fromkeys(line for report in failed for line in _lines(report, code))
    skipped = terminalreporter.getreports("skipped")
    unasked = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    terminalreporter.section(f"{code}: {len(to_write)} lines to write")
    for line in to_write:
        terminalreporter.write_line(line)
    for why, count in unasked.items():
        terminalreporter.write_line(f"not asked ({count}): {why}")


@pytest.fixture
def to_do(country: Country) -> ToDo:
    return ToDo(country)


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def new_year() -> date:
    return NEW_YEAR


@pytest.fixture
def began(country: Country) -> date:
    """The first day of work: that of ``operational_since``, but not before the legal person exists."""
    year, _, month = country.facts.operational_since.partition("-")
    return max(date(int(year), int(month or 1), 1), country.facts.sheet.legal_form[0].since)


@pytest.fixture
def days(country: Country, began: date) -> list[date]:
    """The first day of work, today, the next New Year and each day some value changes, but those of a suspension."""
    changing = [day for day in country.facts.changes() if day >= began]
    return [
        day for day in sorted({began, TODAY, NEW_YEAR, *changing}) if country.facts.suspended_on(day) is None
    ]


@pytest.fixture
def ten_years() -> list[date]:
    """2024 to 2033, every day."""
    first = date(TODAY.year - 2, 1, 1)
    return [first + timedelta(days=n) for n in range((date(TODAY.year + 8, 1, 1) - first).days)]


@pytest.fixture
def translated(country: Country, to_do: ToDo) -> Callable[[str, str], None]:
    """``translated(words, what)``: the catalogues of all languages but English hold these words."""

    def check(words: str, what: str) -> None:
        for language in country.languages:
            known = catalogue(country.folder, language).get(words) or catalogue(CORE, language).get(words)
            if language != "en" and not known:
                to_do.write(f"translate {what}: {words!r}", f"locale/{language}/messages.po")

    return check


@pytest.fixture
def names(country: Country) -> Any:
    """What the country's conformance.py says."""
    try:
        return conformance(country)
    except Refusal as refusal:
        words = f"{country.code}: {refusal}"
    pytest.fail(words, pytrace=False)


@pytest.fixture
def sample(names: Any) -> Sample:
    return names["SAMPLE"]


@pytest.fixture
def work(country: Country, contract_type: ContractType, request: pytest.FixtureRequest) -> Work:
    """The sample work of the contract type."""
    if contract_type.pay is None:
        pytest.skip(f"{country.code} says why {contract_type.code} has no payroll: {contract_type.absent}")
    sample: Sample = request.getfixturevalue("sample")
    if contract_type.code not in sample.works:
        path = country.folder / "conformance.py"
        pytest.fail(
            f"{country.code}: add a work for {contract_type.code!r} to SAMPLE ({path})", pytrace=False
        )
    return sample.work(country, contract_type.code)


@pytest.fixture
def facts_to_declare(country: Country, declaration: DeclarationKind, sample: Sample) -> Any:
    if declaration.code not in sample.declarations:
        path = country.folder / "conformance.py"
        pytest.fail(
            f"{country.code}: add the facts of {declaration.code!r} to SAMPLE ({path})", pytrace=False
        )
    return sample.declarations[declaration.code]
