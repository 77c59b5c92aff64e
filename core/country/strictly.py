"""A TOML file read as a shape, strictly: what does not fit is a Refusal that names the file and the place in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from shared_tools.refusal import Refusal

S = TypeVar("S")


def read_strictly(path: Path, shape: type[S]) -> S:
    """A TOML file as ``shape``; every deviation is a Refusal naming the file and the place in it."""
    where = str(path)
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal("missing_file", "the file is not there.", where=where, way_out="Create it.") from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal("not_toml", str(error), where=where, way_out="Correct the line named.") from None
    try:
        return msgspec.convert(tree, shape, strict=False)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at ")
        field = place.strip("`").removeprefix("$.")
        raise Refusal(
            "malformed_file", message + ".", where=where, field=field or None,
            way_out=f"{_takes(shape, field)} Compare with docs/adding-a-country.md.",
        ) from None  # fmt: skip


def _takes(shape: type[Any], place: str) -> str:
    """The keys of the table at ``place`` (``services[0]``) of a file of this shape, or of the file itself."""
    name = re.split(r"[\[.]", place)[0]
    inner = [
        kind
        for field in msgspec.structs.fields(shape) if field.encode_name == name
        for kind in get_args(field.type) if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    ]  # fmt: skip
    keys = msgspec.structs.fields(inner[0] if inner else shape)
    required, may = ([key.encode_name for key in keys if key.required is wanted] for wanted in (True, False))
    perhaps = f", perhaps {', '.join(may)}" if may else ""
    return f"{f'[[{name}]]' if inner else 'The file'} takes {', '.join(required)}{perhaps}."
