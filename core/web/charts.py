"""Charts: Vega-Lite rendered to SVG on the server, the same picture on the page and in the PDF.

A chart is drawn in the light colours; ``for_page`` gives it the page's own, which follow the reader's light or dark.
Drawn numbers need no exactness: the table beside a chart has the figures. ``width`` is that of the whole picture, words and
all, so that charts under each other have words of one size.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec
import vl_convert
from babel import Locale

from shared_tools import pdf

# The sheet's own colours (--s1 … --s9), so that money has the same colour in a chart as in a flow bar.
SERIES = ("#0b5a60", "#7fb3ab", "#d9a441", "#b8654a", "#8a8fa3", "#c8cbb5", "#4ea6a4", "#5f6557", "#c9765a")
LABEL, GRID = "#565f63", "#e2ddd0"
_PAGE = {
    **{colour: f"var(--s{n})" for n, colour in enumerate(SERIES, 1)},
    LABEL: "var(--muted)",
    GRID: "var(--line)",
}
_COLOUR = re.compile("|".join(map(re.escape, _PAGE)))
FONT = "Atkinson Hyperlegible Next"


def for_page(svg: str) -> str:
    """``svg`` in the page's custom properties instead of fixed colours."""
    return _COLOUR.sub(lambda found: _PAGE[found[0]], svg)


def stacked_bars(
    rows: Sequence[Mapping[str, Any]], x: str, y: str, colour: str, order: Sequence[str], *, language: str = "en",
    labels: Sequence[str] = (), size: tuple[int, int] = (460, 190),
) -> str:  # fmt: skip
    """An SVG of bars stacked by ``colour``; ``rows`` hold ``x``, ``y`` (a plain number), ``colour`` and ``rank``.

    ``labels``: the values of ``x`` in their order, where it is not that of the alphabet.
    """
    count = len({row[x] for row in rows}) or 1
    domain = {"scale": {"domain": list(labels)}} if labels else {}
    spec = {
        "width": size[0], "height": size[1],
        "data": {"values": list(rows)},
        "mark": {"type": "bar", "size": min(34, size[0] * 7 // (10 * count))},
        "encoding": {
            "x": {"field": x, "type": "ordinal", "axis": {"title": None, "labelAngle": 0, "domain": False, "ticks": False}, **domain},
            "y": {"field": y, "type": "quantitative", "axis": {"title": None, "tickCount": 4, "domain": False, "ticks": False, "format": ",~f"}},
            "color": _coloured(colour, order),
            "order": {"field": "rank"},
        },
    }  # fmt: skip
    return _svg(_complete(spec), language)


def ranked_bars(
    rows: Sequence[Mapping[str, Any]],
    label: str,
    value: str,
    text: str,
    *,
    language: str = "en",
    width: int = 460,
) -> str:
    """An SVG of one bar a row, in the order of ``rows``, with its figure in words (``text``) at the end."""
    longest = max((len(str(row[text])) for row in rows), default=0)
    room = width * 11 // 20  # at least, for bars and their figures
    top = max((row[value] for row in rows), default=1) * room / max(room - 8 * longest - 8, 1)
    spec = {
        "width": width, "height": {"step": 22},
        "data": {"values": list(rows)},
        "encoding": {
            "y": {"field": label, "type": "nominal", "sort": None, "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": width - room, "grid": False}},
            "x": {"field": value, "type": "quantitative", "axis": None, "scale": {"domainMax": top, "nice": False}},
        },
        "layer": [
            {"mark": {"type": "bar", "size": 13, "color": SERIES[0]}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "color": LABEL, "fontSize": 12}, "encoding": {"text": {"field": text}}},
        ],
    }  # fmt: skip
    return _svg(_complete(spec), language)


def paired_bars(
    rows: Sequence[Mapping[str, Any]], label: str, value: str, colour: str, order: Sequence[str], *,
    language: str = "en", width: int = 460,
) -> str:  # fmt: skip
    """An SVG of two or more bars side by side for each ``label``, in the order of ``rows``: this year and the one before."""
    spec = {
        "width": width, "height": {"step": 11},
        "data": {"values": list(rows)},
        "mark": {"type": "bar", "size": 10},
        "encoding": {
            "y": {"field": label, "type": "nominal", "sort": None, "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": width * 9 // 20, "grid": False}, "scale": {"paddingInner": 0.35}},
            "yOffset": {"field": colour, "sort": list(order)},
            "x": {"field": value, "type": "quantitative", "axis": {"title": None, "tickCount": 4, "domain": False, "ticks": False, "format": ",~f"}},
            "color": _coloured(colour, order),
        },
    }  # fmt: skip
    return _svg(_complete(spec), language)


def _coloured(colour: str, order: Sequence[str]) -> dict[str, Any]:
    return {
        "field": colour, "type": "nominal", "sort": list(order), "legend": None,
        "scale": {"domain": list(order), "range": [SERIES[place % len(SERIES)] for place in range(len(order))]},
    }  # fmt: skip


def _complete(spec: dict[str, Any]) -> bytes:
    return msgspec.json.encode({
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "background": None,
        "autosize": {"type": "fit-x", "contains": "padding"}, **spec,
        "config": {
            "aria": False, "font": f"{FONT}, sans-serif", "view": {"stroke": None},
            "axis": {"labelColor": LABEL, "gridColor": GRID, "labelFontSize": 12, "labelPadding": 6},
        },
    })  # fmt: skip


@cache
def _fonts_registered() -> None:
    """Vega measures words with the typeface they are shown in."""
    vl_convert.register_font_directory(str(pdf.FONTS))


@cache
def _numbers(language: str) -> dict[str, Any]:
    """How ``language`` writes numbers, as d3-format wants to know it."""
    symbols = Locale.parse(language).number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["", ""],
    }


@lru_cache(maxsize=256)
def _svg(spec: bytes, language: str) -> str:
    _fonts_registered()
    return vl_convert.vegalite_to_svg(spec.decode(), vl_version="5.20", format_locale=_numbers(language))
