"""A ninth country comes from outside: installed, it is found, keeps the promises and plays its month."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
PARTS = ("core", "countries", "shared_tools", "demo", "tests", "docs", "pyproject.toml")


def tree() -> str:
    """A digest of every file of the project but what Python itself leaves behind."""
    digest = hashlib.sha256()
    for part in PARTS:
        top = PROJECT / part
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="module", autouse=True)
def _the_tree_is_not_edited() -> Any:
    before = tree()
    yield
    assert tree() == before


# --- the Netherlands ----------------------------------------------------------------------------------------------


def test_it_is_listed(installed: Path, run: Any) -> None:
    ran = run("-m", "core", "countries", "--json", seeing=(installed,))
    assert ran.returncode == 0, ran.stderr
    rows = {row["code"]: row for row in json.loads(ran.stdout)}
    inside = {path.parent.name for path in PROJECT.glob("countries/*/country.toml")}
    assert set(rows) >= {"nl", *inside}
    found = rows["nl"]
    assert (found["legal_form"], found["fee_percent"], found["payment"]) == ("Stichting", ["6.5"], "7 days")
    assert found["self_employed"] and not found["natural_persons"] and not found["legal_persons"]
    assert found["suspended"] == "2017"


def test_without_it_the_country_is_unknown(run: Any) -> None:
    ran = run("-m", "core", "rehearse", "2027-01-01", "--country", "nl")
    assert ran.returncode == 1
    assert "unknown_country" in ran.stderr


def test_its_worked_cases(installed: Path, run: Any) -> None:
    ran = run("-m", "core", "cases", str(installed / "smartcoop_nl/cases/examples.json"), seeing=(installed,))
    assert (ran.returncode, ran.stdout.splitlines()) == (0, ["6 cases, 102 lines, 0 differences"]), ran.stderr


def test_it_keeps_the_promises_of_a_country(installed: Path, run: Any, tmp_path: Path) -> None:
    """Asked from a folder that has nothing to do with the tree."""
    ran = run("-m", "core", "promises", "nl", seeing=(installed,), cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed and int(passed[1]) >= 60
    assert "nl: 0 lines to write" in ran.stdout
    assert not list(tmp_path.iterdir())


def test_promises_are_asked_of_a_country_that_is_there(run: Any, tmp_path: Path) -> None:
    ran = run("-m", "core", "promises", "nl", cwd=tmp_path)
    assert ran.returncode == 1 and "unknown_country" in ran.stderr


def test_it_plays_its_month(installed: Path, run: Any, tmp_path: Path) -> None:
    demo = (
        "-m",
        "core",
        "demo",
        "--from",
        str(installed / "smartcoop_nl/demo"),
        "--data",
        str(tmp_path),
        "--no-serve",
    )
    ran = run(*demo, seeing=(installed,))
    assert ran.returncode == 0, ran.stderr
    assert "waits for a person" not in ran.stderr
    assert "turnover_activities" in ran.stdout
    first = run("-m", "core", "verify", str(tmp_path / "nl"), "--json", seeing=(installed,))
    assert first.returncode == 0 and not json.loads(first.stdout)["breaks"]
    assert json.loads(first.stdout)["entries"] == 17
    # Played again, nothing changes.
    assert run(*demo, seeing=(installed,)).returncode == 0
    assert (
        run("-m", "core", "verify", str(tmp_path / "nl"), "--json", seeing=(installed,)).stdout
        == first.stdout
    )


# --- the suite notices --------------------------------------------------------------------------------------------


def replaced(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, (path.name, old)
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_a_country_that_breaks_promises_is_told_which(installed: Path, run: Any, tmp_path: Path) -> None:
    """Every promise broken here on purpose is in the list of failures, and each line says what to write where."""
    broken = tmp_path / "broken"
    shutil.copytree(installed, broken, ignore=shutil.ignore_patterns("__pycache__"))
    nl = broken / "smartcoop_nl"
    replaced(
        nl / "country.toml", ('percent = "6.5"\nfrom = 2013-11-01', 'percent = "12"\nfrom = 2014-01-01'),
        ('source = "IANA time zone database"\nchecked = 2026-11-24\nmark = "verified"',
         'source = "IANA time zone database"\nchecked = 2026-11-24'),
        ('value = "Europe/Amsterdam"', 'value = "Europe/Delft"'),
        ('self_employed = true', 'self_employed = false'), ("level = 2", "level = 3"),
    )  # fmt: skip
    replaced(nl / "accounts.toml", ('account = "BOvr002"', 'account = "BLimBanRba"'))
    accounts = (nl / "accounts.toml").read_text(encoding="utf-8").split("[[account]]")
    kept = [row for row in accounts if 'role = "cash_in_transit"' not in row]
    (nl / "accounts.toml").write_text("[[account]]".join(kept), encoding="utf-8")
    replaced(
        nl / "locale/nl/messages.po",
        ('msgstr "Loonheffing"', 'msgstr ""'),
        ('msgstr "Btw verlegd"', 'msgstr ""'),
    )
    replaced(nl / "payroll.toml", ('mark = "confirmed"\n', ""))
    replaced(nl / "cases/examples.json", ('"net": 243250', '"net": 243251'))
    replaced(
        nl / "payroll.py",
        ('sheet.figure("gross_on_call", gross)', 'sheet.figure("gross_on_call", gross.max())'),
    )
    replaced(nl / "contracts.py", ("class OnCallTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True)",
                                   "class OnCallTerms(msgspec.Struct, frozen=True)"))  # fmt: skip
    replaced(
        nl / "__init__.py", ("payment_reference=creditor_reference", "payment_reference=lambda n: str(n % 9_999)"),
        ('"zzp", N_', '"on_call", N_'),
    )  # fmt: skip
    ran = run("-m", "core", "promises", "nl", "--tb=short", "-rfE", seeing=(broken,))
    failed = set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", ran.stdout, re.M))
    assert failed >= {
        "test_a_fee_for_people", "test_a_fee_between_six_and_a_half_and_ten_percent",
        "test_each_value_says_from_when_by_which_source_checked_when_and_how_sure", "test_a_time_zone_that_exists",
        "test_the_services_on_offer", "test_reminders_by_rising_level", "test_each_role_has_an_account",
        "test_each_role_has_its_own_account", "test_each_line_has_a_source_and_translated_words",
        "test_a_business_of_the_union_with_a_number_pays_the_tax_itself",
        "test_each_number_says_from_when_by_which_source_checked_when_and_how_sure",
        "test_each_worked_case_comes_out_to_the_minor_unit", "test_a_slip_among_others_is_the_slip_alone",
        "test_terms_forbid_unknown_keys", "test_references_are_distinct_and_the_same_tomorrow",
        "test_references_carry_valid_check_digits", "test_at_least_one_contract_type_each_with_its_own_code",
    }  # fmt: skip
    assert f"nl on 2013-11-01: add [[fee]] with a value that holds then ({nl / 'country.toml'})" in ran.stdout
    assert "nl: say 'mark' in [[zone]] number 1" in ran.stdout
    assert "nl: add [[account]] with role = 'cash_in_transit'" in ran.stdout
    once = [
        line
        for line in ran.stdout.splitlines()
        if line.startswith("nl: write forbid_unknown_fields=True on OnCallTerms")
    ]
    assert len(once) == 1 + ran.stdout.count("_ test_terms_forbid_unknown_keys[nl-on_call")


def test_a_country_without_sample_is_told_to_write_one(installed: Path, run: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(installed, broken, ignore=shutil.ignore_patterns("__pycache__", "conformance.py"))
    ran = run(
        "-m",
        "core",
        "promises",
        "nl",
        seeing=(broken,),
    )
    assert ran.returncode == 1
    words = "conformance.py: SAMPLE: the conformance suite has nothing to work with. Write SAMPLE = Sample("
    assert ran.stdout.count(words) == 1


# --- broken plug-ins ----------------------------------------------------------------------------------------------

BROKEN = {
    "raises at import": (
        "xx",
        "raise ValueError('no such law\\nof this land')\n",
        "ValueError: no such law of this land",
    ),
    "does not parse": ("xx", "COUNTRY = (\n", "SyntaxError"),
    "has no COUNTRY": ("xx", "country = 1\n", "COUNTRY"),
    "its COUNTRY is none": ("xx", "COUNTRY = 'Atlantis'\n", "does not supply a COUNTRY of that code"),
    "is another country": (
        "xx",
        "from countries.hu import COUNTRY\n",
        "does not supply a COUNTRY of that code",
    ),
    "has the code of a country of the tree": ("hu", "COUNTRY = 1\n", "two plug-ins call themselves 'hu'"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plug_in_stops_the_start_with_one_line(
    name: str, run: Any, plug_in: Callable[[str, str, str], Path]
) -> None:
    code, source, words = BROKEN[name]
    ran = run("-m", "core", "countries", seeing=(plug_in(code, "atlantis", source),))
    assert (ran.returncode, ran.stdout) == (1, "")
    lines = ran.stderr.splitlines()
    assert len(lines) == 1, ran.stderr
    assert "broken_plugin" in lines[0] and repr(code) in lines[0] and words in lines[0]
    assert re.search(
        r"(Correct or uninstall it|Uninstall one of them|Its __init__ must build COUNTRY)", lines[0]
    )


def test_two_plug_ins_with_one_code_stop_the_start(
    run: Any, plug_in: Callable[[str, str, str], Path], installed: Path
) -> None:
    other = plug_in("nl", "holland", "from smartcoop_nl import COUNTRY\n")
    ran = run("-m", "core", "countries", seeing=(other, installed))
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1 and "two plug-ins call themselves 'nl'" in ran.stderr


def test_a_malformed_fact_sheet_of_a_plug_in_names_file_and_field(
    installed: Path, run: Any, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(installed, broken, ignore=shutil.ignore_patterns("__pycache__"))
    replaced(broken / "smartcoop_nl/country.toml", ("[[zone]]\n", "[[zone]]\nhemisphere = 1\n"))
    ran = run("-m", "core", "countries", seeing=(broken,))
    assert ran.returncode == 1 and ran.stderr.count("\n") == 1
    for words in ("'nl'", "country.toml", "zone", "hemisphere"):
        assert words in ran.stderr


@pytest.mark.parametrize("code", ["xx", "nl"])
def test_an_instance_of_another_country_still_opens(
    code: str, run: Any, plug_in: Callable[[str, str, str], Path], installed: Path, tmp_path: Path
) -> None:
    """One plug-in raises, or two share a code: Hungary goes on."""
    seeing = (plug_in(code, "atlantis", "raise ValueError('no')\n"), installed)
    home = tmp_path / "hu"
    assert run("-m", "core", "countries", seeing=seeing).returncode == 1
    made = run("-m", "core", "init", "hu", str(home), seeing=seeing)
    assert made.returncode == 0, made.stderr
    opened = run("-m", "core", "verify", str(home), seeing=seeing)
    assert opened.returncode == 0, opened.stderr
