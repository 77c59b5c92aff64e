"""Countries do not touch each other, nor the process they share."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

from core.country import Country, all_countries

ALONE = Path(__file__).parent / "fingerprint.py"


def test_loading_other_countries_changes_nothing_of_this_one(country: Country, to_do: Any) -> None:
    """Keep a country's facts, chart, numbers and words the same whether it is loaded alone or among all others."""
    all_countries()
    among_all = runpy.run_path(str(ALONE))["fingerprint"](country)
    ran = subprocess.run(
        [sys.executable, str(ALONE), country.code], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry) or str(Path.cwd())},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    alone = json.loads(ran.stdout)
    for part, digest in among_all.items():
        if alone[part] != digest:
            to_do.write(
                f"{part} differ when other countries are loaded: keep no state outside your folder",
                "__init__.py",
            )
