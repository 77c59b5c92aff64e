"""Elements and numbers as the national formats write them; what XML or the format cannot hold becomes a Refusal."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from lxml import etree

from shared_tools.i18n import N_
from shared_tools.money import exact, rounded
from shared_tools.refusal import Refusal

_SUB: Final = etree.SubElement


def put(parent: etree._Element, tag: str, text: str | None) -> None:
    """``<tag>text</tag>`` under ``parent``; nothing where ``text`` is empty.

    Raises Refusal ``not_xml_text`` for characters that XML 1.0 has no room for (control characters, lone surrogates).
    """
    if not text:
        return
    try:
        _SUB(parent, tag).text = text
    except ValueError:
        raise Refusal(
            "not_xml_text", N_("“{text}” holds characters that no XML document can carry."),
            field=etree.QName(tag).localname, way_out=N_("Type it again without control characters."), values={"text": text},
        ) from None  # fmt: skip


def must_put(parent: etree._Element, tag: str, text: str, field: str) -> None:
    """As ``put``, for what the format cannot be without. Raises Refusal ``term_missing``."""
    if not text:
        raise Refusal(
            "term_missing", N_("the format wants {element}, and the document does not say it."),
            field=field, way_out=N_("Complete it and write the document again."), values={"element": etree.QName(tag).localname},
        )  # fmt: skip
    put(parent, tag, text)


def short(number: str, most: int, field: str) -> str:
    """``number`` where the format has room for it. Raises Refusal ``too_long``: a number is never cut."""
    if len(number) > most:
        raise Refusal(
            "too_long", N_("“{value}” has {count} characters; the format takes {most}."), field=field,
            way_out=N_("Use a shorter number."), values={"value": number, "count": str(len(number)), "most": str(most)},
        )  # fmt: skip
    return number


def put_day(parent: etree._Element, tag: str, day: date | None) -> None:
    put(parent, tag, day.isoformat() if day else "")


def group(parent: etree._Element, tag: str) -> etree._Element:
    return _SUB(parent, tag)


def decimal_text(value: str | Fraction, least: int, most: int) -> str:
    """``value`` with at least ``least`` and at most ``most`` places, half up at the last: ``("2.5", 2, 8)`` → 2.50."""
    units = rounded(exact(value) * 10**most)
    sign, digits = ("-" if units < 0 else ""), f"{abs(units):0{most + 1}d}"
    whole, places = (digits[:-most], digits[-most:]) if most else (digits, "")
    places = places.rstrip("0").ljust(least, "0")
    return f"{sign}{whole}.{places}" if places else f"{sign}{whole}"
