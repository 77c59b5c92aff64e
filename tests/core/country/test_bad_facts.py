"""A malformed fact sheet, chart or parameter file: one sentence that names file, field and way out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.country import Chart, Country, FactSheet
from core.country.contract import VatTreatment
from shared_tools.dated import Parameters
from shared_tools.refusal import Refusal

SOURCE = Path(__file__).parents[3] / "countries" / "se"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("country.toml", "accounts.toml", "payroll.toml"):
        shutil.copy(SOURCE / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def spoil(folder: Path) -> Callable[..., Path]:
    """``spoil(file, old, new)``: the file with the first ``old`` written ``new``."""

    def write(name: str, old: str, new: str) -> Path:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def refused(read: Callable[[], object], path: Path, rule: str, field: str) -> str:
    with pytest.raises(Refusal) as found:
        read()
    refusal = found.value
    assert refusal.rule == rule
    assert refusal.where == str(path), refusal.where
    assert field in (refusal.field or ""), refusal.field
    assert refusal.way_out
    text = str(refusal)
    assert path.name in text and "\n" not in text and "Traceback" not in text
    return text


FEE = '[[fee]]\npercent = "6.5"\nfrom = 2012-11-01\nsource = "REPORT VI.2"\n'
ZONE = '[[zone]]\nvalue = "Europe/Stockholm"\nfrom = 2012-01-01\nsource = "IANA time zone database"\n'


@pytest.mark.parametrize(
    ("old", "new", "rule", "field", "words"),
    [
        (ZONE, f"{ZONE}hemisphere = 1\n", "malformed_file", "zone[0]", "unknown field `hemisphere`"),
        ('brand = "Smart Sweden"', 'brand = "Smart Sweden"\nmotto = "x"', "malformed_file", "", "unknown field `motto`"),
        ('source = "IANA time zone database"\n', "", "malformed_file", "zone[0]", "missing required field `source`"),
        ("from = 2012-11-01\nsource", "source", "malformed_file", "fee[0]", "missing required field `from`"),
        ("checked = 2026-11-24", 'checked = "last week"', "malformed_file", "checked", "date"),
        ('rule = "days_after_last_day"', 'rule = "soon"', "malformed_file", "payment_term[0].rule", "'soon'"),
        ("count = 7", 'count = "seven"', "malformed_file", "payment_term[0].count", "int"),
        ('mark = "verified"', 'mark = "sure"', "malformed_file", "mark", "'sure'"),
        ('[[zone]]\nvalue = "Europe/Stockholm"', '[zone]\nvalue = "Europe/Stockholm"', "malformed_file", "zone", "array"),
        ('[[client_term]]\ndays = 30', '[[client_term]]\ndays = 30\ncategory = "A"', "malformed_file", "client_term[0]", "category"),
        (FEE, f'{FEE}checked = 2026-11-24\n{FEE}', "overlapping_dates", "fee.all", "two values hold on 2012-11-01"),
        ("to = 2026-03-31", "to = 2026-04-01", "overlapping_dates", "vat.food", "two values hold on 2026-04-01"),
        ('percent = "25"', 'percent = "a quarter"', "not_a_percentage", "vat.standard", "'a quarter'"),
        ('percent = "6.5"', 'percent = "6,5"', "not_a_percentage", "fee", "'6,5'"),
        ('percent = "6.5"', "percent = 6.5", "malformed_file", "fee[0].percent", "str"),
        ("[[zone]]", "[[zone", "not_toml", "", "line"),
        ('value = "SEK"', 'value = "KRONOR"', "unknown_currency", "currency", "KRONOR"),
    ],
)  # fmt: skip
def test_fact_sheet(
    spoil: Callable[..., Path], old: str, new: str, rule: str, field: str, words: str
) -> None:
    path = spoil("country.toml", old, new)
    text = refused(lambda: FactSheet.read(path), path, rule, field)
    assert words in text


def test_a_fact_sheet_that_is_not_there(tmp_path: Path) -> None:
    refused(lambda: FactSheet.read(tmp_path / "country.toml"), tmp_path / "country.toml", "missing_file", "")


@pytest.mark.parametrize(
    ("old", "new", "rule", "field", "words"),
    [
        ('role = "bank"', 'role = "piggy_bank"', "unknown_role", "account", "'piggy_bank'"),
        ('account = "1930"\n', "", "malformed_file", "account[0]", "missing required field `account`"),
        ('account = "1930"', 'account = "1930"\nvat = 1', "malformed_file", "account[0]", "unknown field `vat`"),
        ('source = "own number"\n', "", "malformed_file", "account[1]", "missing required field `source`"),
        ('role = "cash_in_transit"', 'role = "bank"', "role_twice", "account", "'bank'"),
        ('chart = "BAS"', "chart = BAS", "not_toml", "", "line 2"),
    ],
)  # fmt: skip
def test_chart(spoil: Callable[..., Path], old: str, new: str, rule: str, field: str, words: str) -> None:
    path = spoil("accounts.toml", old, new)
    assert words in refused(lambda: Chart.read(path), path, rule, field)


PARAMETER = '[[parameter]]\nkey = "rate"\nvalue = "31.42"\nunit = "%"\nfrom = 2026-01-01\nsource = "the act"\nchecked = 2026-11-24\nmark = "believed"\n'


@pytest.mark.parametrize(
    ("text", "rule", "field", "words"),
    [
        (PARAMETER + "untill = 2026-12-31\n", "malformed_parameter", "rate", "untill"),
        (PARAMETER.replace('source = "the act"\n', ""), "malformed_parameter", "rate", "source"),
        (PARAMETER.replace('key = "rate"\n', ""), "malformed_parameter", "parameter 1", "key"),
        (PARAMETER.replace('"31.42"', '"31,42"'), "malformed_parameter", "rate", "31,42"),
        (PARAMETER.replace('"31.42"', "31.42"), "malformed_parameter", "rate", "float"),
        (PARAMETER.replace("from = 2026-01-01", 'from = "New Year"'), "malformed_parameter", "rate", "date"),
        (PARAMETER.replace('mark = "believed"', 'mark = "sure"'), "malformed_parameter", "rate", "sure"),
        (PARAMETER + PARAMETER, "overlapping_dates", "rate", "two values hold on 2026-01-01"),
        (PARAMETER + "to = 2025-12-31\n", "ends_before_it_begins", "rate", "from 2026-01-01 to 2025-12-31"),
        (PARAMETER + "to = 2026-06-30\n" + PARAMETER.replace("from = 2026-01-01", "from = 2026-06-30"),
         "overlapping_dates", "rate", "two values hold on 2026-06-30"),
        ("[parameter]\nkey = 1\n", "malformed_parameter", "", "parameter"),
        ("[[parametre]]\nkey = 1\n", "malformed_parameter", "", "parametre"),
        ("[[parameter]\n", "not_toml", "", "line 1"),
    ],
)  # fmt: skip
def test_parameters(tmp_path: Path, text: str, rule: str, field: str, words: str) -> None:
    path = tmp_path / "payroll.toml"
    path.write_text(text, encoding="utf-8")
    assert words in refused(lambda: Parameters.read(path, 2), path, rule, field)


def test_a_parameter_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "payroll.toml"
    refused(lambda: Parameters.read(path, 2), path, "missing_file", "")


def test_a_number_that_is_not_there_is_never_zero(folder: Path) -> None:
    """Failure mode L6: a misspelt name is refused, not read as 0."""
    parameters = Parameters.read(folder / "payroll.toml", 2)
    with pytest.raises(Refusal) as found:
        parameters.history("contribution_ful")
    assert found.value.rule == "unknown_parameter" and "payroll.toml" in str(found.value)


def test_a_whole_country_says_the_same(spoil: Callable[..., Path], folder: Path) -> None:
    path = spoil("payroll.toml", 'mark = "believed"', 'mark = "sure"')
    with pytest.raises(Refusal) as found:
        Country.load(
            folder, treat_sale=lambda sale, facts: VatTreatment("S", 0), payment_reference=str,  # type: ignore[arg-type]
            contract_types=(), declarations=(),
        )  # fmt: skip
    assert found.value.where == str(path)
