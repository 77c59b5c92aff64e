"""The house stays tidy: sizes, words, clocks, documents that say what the program does."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from core.cli import cli

ROOT = Path(__file__).parents[2]
CODE = [
    path
    for folder in ("core", "countries", "shared_tools")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"migrations", "node_modules", "tests"} & set(path.parts)
]
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "base", "handler"}
MOST_LINES = 400


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_a_file_is_small_enough_to_live_in(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{_name(path)} has {lines} lines: it wants to be two"


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_a_module_and_its_classes_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [path.stem, *(node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for name in names:
        words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}
        assert not words & BANNED, f"{name} in {_name(path)} says nothing: name the thing"
    assert ast.get_docstring(tree), f"{_name(path)} has no docstring: a stranger does not know what it is for"


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_only_the_clock_knows_what_time_it_is(path: Path) -> None:
    if path == ROOT / "core" / "clock.py":
        return
    told = {
        call
        for call in _calls(path)
        if call in ("datetime.now", "datetime.utcnow", "date.today", "time.time")
    }
    assert not told, f"{_name(path)} asks {told}: ask the unit of work or core/clock.py"


def test_no_list_of_countries_in_core_or_tools() -> None:
    codes = {path.name for path in (ROOT / "countries").iterdir() if (path / "country.toml").exists()}
    for path in CODE:
        if path.parts[len(ROOT.parts)] == "countries":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.List | ast.Tuple | ast.Set):
                named = {item.value for item in node.elts if isinstance(item, ast.Constant)} & codes
                assert len(named) < 3, (
                    f"{_name(path)} line {node.lineno} lists countries: they are discovered"
                )


def _commands(group: click.Command, prefix: str = "") -> Iterator[str]:
    for name, command in getattr(group, "commands", {}).items():
        full = f"{prefix}{name}"
        yield full
        yield from _commands(command, f"{full} ")


def test_documents_name_only_commands_that_exist() -> None:
    known = set(_commands(cli))
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    for path in documents:
        for written in re.findall(r"`smartcoop ((?:[a-z-]+ ?){1,2})", path.read_text(encoding="utf-8")):
            words = written.split()
            assert words[0] in known or " ".join(words) in known, f"{_name(path)} names 'smartcoop {written}'"


def test_every_command_is_explained() -> None:
    for name in _commands(cli):
        command: click.Command = cli
        for word in name.split():
            command = command.commands[word]  # type: ignore[attr-defined]
        assert command.help, f"smartcoop {name} has no help"


def test_the_changelog_begins_with_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    first = re.search(r"^## (\S+?),", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first and first.group(1) == version


def test_decisions_are_numbered_without_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
