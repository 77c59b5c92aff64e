"""A malformed file of the demonstration: one sentence naming file and field, and nothing is created."""

from __future__ import annotations

import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.demo import run, values
from shared_tools.refusal import Refusal

PROJECT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "demo" / "se", tmp_path / "demo" / "se")
    shutil.copy(PROJECT / "demo" / "rates.toml", tmp_path / "demo")
    return tmp_path / "demo" / "se"


@pytest.fixture
def spoil(folder: Path) -> Callable[[str, str, str], Path]:
    """``spoil(name, pattern, new)``: the first match of the pattern in that file written anew."""

    def write(name: str, pattern: str, new: str) -> Path:
        path = folder / f"{name}.toml"
        text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.M | re.S)
        assert count == 1, pattern
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_files_of_the_project_are_fine() -> None:
    for month in sorted(PROJECT.glob("demo/*/month.toml")):
        assert values.read_checked(month.parent).code == month.parent.name


BAD = {
    "not toml": ("client", r"\[\[client\]\]", "[[client", "not_toml", ""),
    "unknown key": ("client", r"^key = ", "shoe_size = 43\nkey = ", "malformed_file", "client[0]"),
    "unknown table": ("credit", r"\[\[credit\]\]", "[[kredit]]", "malformed_file", ""),
    "missing field": ("client", r"^name = [^\n]*\n", "", "malformed_file", "client[0]"),
    "wrong type": ("client", r"^term_days = 0", 'term_days = "soon"', "malformed_file", "client[0].term_days"),
    "unknown kind": ("client", r'^kind = "business"', 'kind = "friend"', "malformed_file", "client[0].kind"),
    "key twice": ("client", r'key = "alvsby-kulturforvaltning"', 'key = "teater-norrsken-ab"', "key_twice", "key"),
    "unknown activity": ("invoice", r'activity = "[^"]*"', 'activity = "nobody"', "unknown_key", "activity"),
    "unknown client": ("quote", r'client = "[^"]*"', 'client = "nobody"', "unknown_key", "client"),
    "unknown invoice": ("payment", r'invoice = "q1"', 'invoice = "q99"', "unknown_key", "invoice"),
    "unknown worker": ("contract", r'worker = "[^"]*"', 'worker = "nobody"', "unknown_key", "worker"),
    "unknown closer": ("month", r'closer = "[^"]*"', 'closer = "nobody"', "unknown_key", "closer"),
    "invoiced, never accepted": ("quote", r"^accepted = [^\n]*\n", "", "not_accepted", "accepted"),
    "no such date": ("invoice", r"^day = 2026-10-01", "day = 2026-10-32", "not_toml", ""),
    "a date as words": ("invoice", r"^day = 2026-10-01", 'day = "soon"', "malformed_file", "invoice[0].day"),
    "a day never played": ("invoice", r"^day = 2026-10-01", "day = 2026-12-01", "day_not_played", "i01.day"),
    "a closed month": ("invoice", r"^day = 2026-10-01", "day = 2026-08-01", "day_not_played", "i01.day"),
    "a payment too late": ("payment", r"^day = 2026-10-12", "day = 2026-11-12", "day_not_played", "p01.day"),
    "accepted before it was sent": ("quote", r"^sent = 2026-09-24", "sent = 2026-09-30", "days_out_of_order", "q1.accepted"),
    "work before it is agreed": ("contract", r"^agreed = 2026-09-25", "agreed = 2026-09-29", "days_out_of_order", "k1.days"),
    "closed before it is over": ("month", r"^close_on = 2026-11-03", "close_on = 2026-10-20", "days_out_of_order", "month.close_on"),
    "no month": ("month", r'"2026-08"', '"2026-13"', "not_a_month", "month.close"),
    "opening out of balance": ("month", r'bank = "(\d+).00"', r'bank = "\1.01"', "unbalanced", "month.opening.balances"),
    "opening of an unknown role": ("month", r"^bank = ", "purse = ", "unknown_role", "month.opening.balances.purse"),
    "wrong VAT number": ("client", r'vat_number = "SE\d+"', 'vat_number = "SE556645159602"', "not_a_vat_number", "teater-norrsken-ab.vat_number"),
    "unknown country": ("client", r'country = "SE"', 'country = "XX"', "not_a_country", "teater-norrsken-ab.country"),
    "wrong IBAN": ("person", r'iban = "[^"]*"', 'iban = "SE3796779152365857022275"', "not_an_iban", "elin-andersson.iban"),
    "wrong national number": ("person", r'national_id = "[^"]*"', 'national_id = "197501015842"', "not_a_person_id", "elin-andersson.national_id"),
    "wrong language": ("person", r'language = "sv"', 'language = "eo"', "unknown_language", "elin-andersson.language"),
    "wrong worker data": ("person", r"tax_table = 33", "tax_tabel = 33", "worker_data", "elin-andersson.worker"),
    "over-precise price": ("invoice", r'unit_price = "[^"]*"', 'unit_price = "9075.00001"', "not_a_number", "i01.lines.1.unit_price"),
    "negative price": ("invoice", r'unit_price = "[^"]*"', 'unit_price = "-9075.00"', "negative_amount", "i01.lines.1.unit_price"),
    "a comma in a price": ("invoice", r'unit_price = "[^"]*"', 'unit_price = "9075,00"', "not_a_number", "i01.lines.1.unit_price"),
    "no quantity": ("invoice", r'quantity = "[^"]*"', 'quantity = "0"', "quantity", "i01.lines.1.quantity"),
    "unknown VAT code": ("invoice", r'unit_price = "[^"]*"', 'unit_price = "9075.00", vat = "luxury"', "unknown_vat_code", "i01.lines.1.vat"),
    "over-precise credit": ("credit", r'net = "[^"]*"', 'net = "1100.005"', "over_precise", "c1.lines.1.net"),
    "over-precise expense": ("expense", r'gross = "[^"]*"', 'gross = "495.001"', "over_precise", "e1.gross"),
    "negative expense": ("expense", r'gross = "[^"]*"', 'gross = "-495.00"', "amount", "e1.gross"),
    "more VAT than price": ("expense", r'vat = "[^"]*"', 'vat = "99999.00"', "vat_too_high", "e1.vat"),
    "an own expense": ("expense", r'approver = "[^"]*"', 'approver = "elin-andersson"', "own_expense", "e1.approver"),
    "negative pay": ("contract", r'pay = "[^"]*"', 'pay = "-6300.00"', "amount", "k1.pay"),
    "pay of an unknown kind": ("contract", r'pay_is = "gross"', 'pay_is = "net"', "pay_is", "k1.pay_is"),
    "unknown contract type": ("contract", r'contract_type = "assignment"', 'contract_type = "slavery"', "unknown_contract_type", "k1.contract_type"),
    "unknown term": ("contract", r'pay_is = "gross"', 'pay_is = "gross"\nterms = { shoes = 1 }', "terms", "k1.terms"),
    "a day twice": ("contract", r"\[2026-09-28, 2026-09-29, 2026-09-30\]", "[2026-09-28, 2026-09-28]", "days_twice", "k1.days"),
    "no days": ("contract", r"\[2026-09-28, 2026-09-29, 2026-09-30\]", "[]", "no_days", "k1.days"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_malformed_file_is_one_sentence(
    name: str, spoil: Callable[[str, str, str], Path], folder: Path
) -> None:
    file, pattern, new, rule, field = BAD[name]
    path = spoil(file, pattern, new)
    with pytest.raises(Refusal) as found:
        run.play_all(folder.parent, folder.parents[1] / "data", 1, lambda told: None)
    refusal = found.value
    assert refusal.rule == rule, str(refusal)
    assert refusal.where == str(path)
    assert field in (refusal.field or ""), refusal.field
    assert refusal.way_out and "\n" not in str(refusal)
    assert not (folder.parents[1] / "data").exists(), "something was created"


def test_a_missing_file(folder: Path) -> None:
    (folder / "payment.toml").unlink()
    with pytest.raises(Refusal) as found:
        values.read_checked(folder)
    assert (found.value.rule, found.value.where) == ("missing_file", str(folder / "payment.toml"))


def test_a_month_of_no_country(folder: Path) -> None:
    folder.rename(folder.with_name("xx"))
    with pytest.raises(Refusal) as found:
        run.scripts(folder.parent)
    assert found.value.rule == "unknown_country" and "xx" in (found.value.where or "")


def test_the_command_line_says_it_in_one_line(spoil: Callable[[str, str, str], Path], folder: Path) -> None:
    path = spoil("client", r'vat_number = "SE\d+"', 'vat_number = "SE556645159602"')
    data = folder.parents[1] / "data"
    ran = subprocess.run(
        [sys.executable, "-m", "core", "demo", "--from", str(folder.parent), "--data", str(data), "--no-serve"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1 and not data.exists()
    said = [line for line in ran.stderr.splitlines() if "refused" in line]
    assert len(said) == 1 and str(path) in said[0] and "vat_number" in said[0]
    assert "Traceback" not in ran.stderr


def test_what_the_books_alone_can_refuse_names_the_row(
    spoil: Callable[[str, str, str], Path], folder: Path
) -> None:
    """A credit note above its invoice is found while the month is played: told with its row, nothing of it kept."""
    spoil("credit", r'net = "[^"]*"', 'net = "999999.00"')
    data = folder.parents[1] / "data"
    with pytest.raises(Refusal) as found:
        run.play_all(folder.parent, data, 1, lambda told: None)
    assert found.value.rule == "credit_too_large"
    assert "se, credit c1" in str(found.value)


def test_a_refusal_crosses_processes_whole() -> None:
    refusal = Refusal("rule", "It is so.", way_out="Do this.", field="lines.1", where="file.toml")
    again = pickle.loads(pickle.dumps(refusal))
    assert (again.rule, str(again), again.field, again.where) == (
        "rule",
        str(refusal),
        "lines.1",
        "file.toml",
    )
