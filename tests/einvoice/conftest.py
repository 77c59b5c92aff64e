"""``sample`` parametrizes a test over every sample document; ``official`` runs XSD and schematron of test-only wheels."""

from __future__ import annotations

import einvoice_samples
import pytest
from national_schemas import schema_errors
from official_rules import Official

__all__ = ["official", "schema_errors"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "sample" in metafunc.fixturenames:
        metafunc.parametrize("sample", einvoice_samples.SAMPLES.values(), ids=einvoice_samples.SAMPLES.keys())


@pytest.fixture(scope="session")
def official() -> Official:
    return Official()
