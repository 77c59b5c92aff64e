"""Charts: Vega-Lite rendered to SVG on the server, the same picture on the page and in the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec
import vl_convert

# The sheet's own colours (--s1 … --s6), so that money has the same colour in a chart as in a flow bar.
SERIES = ("#0b5a60", "#7fb3ab", "#d9a441", "#b8654a", "#8a8fa3", "#c8cbb5", "#4ea6a4", "#5f6557", "#c9765a")


def stacked_bars(rows: Sequence[dict[str, Any]], x: str, y: str, colour: str, order: Sequence[str]) -> str:
    """An SVG of bars stacked by ``colour``; ``rows`` hold ``x``, ``y`` (a plain number) and ``colour``."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 420,
        "height": 190,
        "background": None,
        "data": {"values": list(rows)},
        "mark": {"type": "bar", "size": 34},
        "encoding": {
            "x": {"field": x, "type": "ordinal", "axis": {"title": None, "labelAngle": 0, "domain": False, "ticks": False}},
            "y": {"field": y, "type": "quantitative", "axis": {"title": None, "tickCount": 4, "domain": False}},
            "color": {"field": colour, "type": "nominal", "sort": list(order), "legend": None, "scale": {"domain": list(order), "range": list(SERIES[: len(order)])}},
            "order": {"field": "rank"},
        },
        "config": {
            "font": "Atkinson Hyperlegible Next, sans-serif", "view": {"stroke": None},
            "axis": {"labelColor": "#7b8488", "gridColor": "#8a8fa355", "labelFontSize": 12},
        },
    }  # fmt: skip
    return _svg(msgspec.json.encode(spec))


@lru_cache(maxsize=64)
def _svg(spec: bytes) -> str:
    return vl_convert.vegalite_to_svg(spec.decode(), vl_version="5.20")
