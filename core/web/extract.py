"""Collects every message of core: ``python -m core.web.extract`` rewrites core/locale/messages.pot.

From Python the arguments of ``N_``; from templates those of ``_``. Sorted, so that the same code gives the same file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

CORE = Path(__file__).parents[1]
_TEMPLATE = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def python_messages(path: Path) -> Iterator[str]:
    """What ``N_("…")`` marks in a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "N_"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.args[0].value


def template_messages(path: Path) -> Iterator[str]:
    """What ``_("…")`` says in a template."""
    for match in _TEMPLATE.finditer(path.read_text(encoding="utf-8")):
        yield ast.literal_eval(match[1])


def messages(folder: Path) -> set[str]:
    """Every message of a folder's modules and templates."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if "node_modules" in path.parts or "tests" in path.parts:
            continue
        if path.suffix == ".py":
            found |= set(python_messages(path))
        elif path.suffix == ".html":
            found |= set(template_messages(path))
    return found


def write_template(path: Path = CORE / "locale" / "messages.pot") -> None:
    catalog = Catalog(project="smartcoop", charset="utf-8")
    for message in sorted(messages(CORE)):
        catalog.add(message)
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, omit_header=True, width=120, sort_output=True)


if __name__ == "__main__":
    write_template()
