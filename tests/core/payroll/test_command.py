"""``smartcoop payslip --pdf``: the paper of a slip outside every book, for whoever has the facts as JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from core.cli import cli

REQUEST: dict[str, Any] = {
    "country": "be", "contract_type": "employee", "days": ["2026-10-05"], "pay": "180.00",
    "worker": {"birth_date": "1990-05-01"}, "employee": {"given_name": "Anna", "family_name": "Peeters"},
    "employer": {"legal_id": "0665432173", "registrations": {"joint_committee": "200"}},
}  # fmt: skip


def run(path: Path, *requests: dict[str, Any], language: str = "nl") -> Result:
    lines = "\n".join(json.dumps(request) for request in requests)
    return CliRunner().invoke(cli, ["payslip", "--pdf", str(path), "--lang", language], input=lines)


def refusal(result: Result) -> dict[str, str]:
    assert result.exit_code == 1
    return json.loads(result.stdout.splitlines()[-1])["refused"]


def test_each_request_has_a_paper_of_its_own(tmp_path: Path) -> None:
    result = run(tmp_path / "slip.pdf", REQUEST, {**REQUEST, "pay": "190.00"})
    assert result.exit_code == 0, result.output
    nets = [json.loads(line)["net"] for line in result.stdout.splitlines()]
    for name, net in zip(("slip.pdf", "slip-2.pdf"), nets, strict=True):
        said = PdfReader(io.BytesIO((tmp_path / name).read_bytes())).pages[0].extract_text()
        assert "Loonfiche" in said and "Anna Peeters" in said
        assert f"{net // 100},{net % 100:02d}" in said
        assert "Productions Associées" in said, "the fact sheet's name where the request gives none"


def test_a_year_told_only_by_sums_is_not_added_up_on_paper(tmp_path: Path) -> None:
    assert run(tmp_path / "slip.pdf", {**REQUEST, "year": {"gross": 50000}}).exit_code == 0
    said = PdfReader(tmp_path / "slip.pdf").pages[0].extract_text()
    assert "Tot nu toe" not in said


@pytest.mark.parametrize(
    ("changed", "language", "rule"),
    [
        ({"employee": None}, "nl", "no_employee"),
        ({"employer": {"legal_id": "0665432173"}}, "nl", "particular_missing"),
        ({}, "hu", "unknown_language"),
        ({"employer": {"shoe_size": "44"}}, "nl", "not_a_payslip_request"),
    ],
)
def test_what_paper_needs_is_refused_by_name(
    tmp_path: Path, changed: dict[str, Any], language: str, rule: str
) -> None:
    result = run(tmp_path / "slip.pdf", {**REQUEST, **changed}, language=language)
    found = refusal(result)
    assert found["rule"] == rule and found["way_out"]
    assert not (tmp_path / "slip.pdf").exists()


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    assert refusal(run(tmp_path / "nowhere" / "slip.pdf", REQUEST))["rule"] == "not_writable"
