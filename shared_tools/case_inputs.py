"""Reads the inputs of a worked case: numbers written as text or as numbers, optional ones left out or null.

A country says what a kind of case takes with a ``TypedDict``; names it does not know are notes to people (``solve``,
``inail``) and are passed over. What cannot be read is refused by the input's name, never a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import msgspec

from shared_tools.refusal import Refusal

Amount = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
"""Minor units of one slip, up to ten million of a currency with two digits."""
YearAmount = Annotated[int, msgspec.Meta(ge=0, le=10**11)]
"""Minor units of a year."""
Count = Annotated[int, msgspec.Meta(ge=0, le=100)]
Year = Annotated[int, msgspec.Meta(ge=1900, le=2100)]


class Percent(Decimal):
    """A rate in percent as a case writes it, ``"7.5"`` or ``7.5``: 0 to 100, exact."""


class Share(Decimal):
    """A rate as a part of one, ``"0.0123"``: 0 to 1, exact."""


class Hours(Decimal):
    """Hours of a month, ``"86.5"``: 0 to 744, exact."""


class Units(Decimal):
    """An amount in whole currency units, ``"15000"`` or ``"15493.71"``, exact."""


_DIGITS = 6
"""After the point: more than any rate of law has."""
_HIGHEST: dict[type, int] = {Percent: 100, Share: 1, Hours: 744, Units: 10**9}
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<place>[^`]*)`)?$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>\w+)`")


def read_inputs(inputs: Mapping[str, Any], kind: type[Any]) -> dict[str, Any]:
    """``inputs`` as ``kind`` types them; a null is an input left out.

    Raises Refusal ``case_input_missing`` or ``case_input_unreadable`` with ``field`` the input's name, an inner one
    after a point (``children.0.birth_year``).
    """
    try:
        return msgspec.convert(_plain(inputs), kind, strict=False, dec_hook=_rate)
    except msgspec.ValidationError as error:
        raise _refusal(str(error)) from None


def _plain(value: Any) -> Any:
    """Nulls left out, and 30.0 as the whole number it is."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    # An open end of a bracket is a null of a list and stays.
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _rate(kind: type, written: Any) -> Any:
    highest = _HIGHEST.get(kind)
    if highest is None or isinstance(written, bool) or not isinstance(written, int | float | str | Decimal):
        raise ValueError(f"Expected a number, got {written!r}")
    try:
        # JSON's own number is read as it was written: 0.8 is 8/10, not the nearest binary fraction.
        rate = kind(str(written).strip())
    except InvalidOperation:
        raise ValueError(f"Expected a number, got {written!r}") from None
    if not (rate.is_finite() and 0 <= rate <= highest):
        raise ValueError(f"Expected a number from 0 to {highest}, got {written!r}")
    if rate.normalize().as_tuple().exponent < -_DIGITS:
        raise ValueError(f"Expected at most {_DIGITS} digits after the point, got {written!r}")
    return rate


def needs(given: Mapping[str, Any], *names: str) -> None:
    """Raises Refusal ``case_input_missing`` where none of ``names`` is given."""
    if not any(name in given for name in names):
        raise _missing(names[0], " or ".join(names))


def _missing(field: str, words: str) -> Refusal:
    return Refusal(
        "case_input_missing", f"this kind of case needs {words}.", field=field,
        way_out="Add it; the examples of the country show every input.",
    )  # fmt: skip


def _refusal(message: str) -> Refusal:
    found = _PLACE.match(message)
    what, place = (found["what"], found["place"] or "") if found else (message, "")
    field = re.sub(r"\[(\d+|\.\.\.)\]", r".\1", place).strip(".")
    if missing := _MISSING.match(what):
        field = ".".join(part for part in (field, missing["name"]) if part)
        return _missing(field, field)
    return Refusal(
        "case_input_unreadable", f"{what}.", field=field or "inputs",
        way_out="Write it as the examples do: minor units as whole numbers, rates as text, flags as true or false.",
    )  # fmt: skip
