"""A place to install plug-ins in, and programs that see them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder smartcoop-nl is installed in; built from a copy, so that the tree stays as it is."""
    source = tmp_path_factory.mktemp("source") / "smartcoop-nl"
    shutil.copytree(HERE / "smartcoop-nl", source, ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "--target", str(target), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    return target


@pytest.fixture(scope="session")
def run() -> Run:
    """``run(*arguments, seeing=folders, cwd=…)``: Python in the project's folder or ``cwd``, plug-ins of these folders installed."""

    def call(
        *arguments: str, seeing: tuple[Path, ...] = (), cwd: Path = PROJECT
    ) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join(str(folder) for folder in (*seeing, PROJECT))
        return subprocess.run(
            [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
        )  # fmt: skip

    return call


@pytest.fixture
def plug_in(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """``plug_in(code, module, source)``: a folder in which a package of this source says it supplies this country."""

    def write(code: str, module: str, source: str) -> Path:
        folder = tmp_path / module
        information = folder / f"{module}-1.0.dist-info"
        information.mkdir(parents=True)
        (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (information / "entry_points.txt").write_text(f"[smartcoop.countries]\n{code} = {module}:COUNTRY\n")
        (folder / f"{module}.py").write_text(source)
        return folder

    return write
