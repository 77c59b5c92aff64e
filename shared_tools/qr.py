"""A QR code of error level M as SVG, its mask chosen by the penalties of ISO/IEC 18004, all eight weighed at once.

segno encodes; weighing the masks module by module, as it would, takes four fifths of its time. What of a version is not
data (finders, timing, format) is learnt once from segno's own codes of that version.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import segno
from numpy.typing import NDArray

Cells = NDArray[np.bool_]
MASKS = 8
_FINDER = np.array([1, 0, 1, 1, 1, 0, 1])
_LIGHT = np.zeros(4, dtype=np.int64)
_FINDERS = tuple(
    int("".join(map(str, np.concatenate(parts))), 2) for parts in ((_LIGHT, _FINDER), (_FINDER, _LIGHT))
)
_WEIGHTS = 2 ** np.arange(10, -1, -1, dtype=np.int16)


def _segno(text: str, mask: int, version: int | None = None) -> tuple[int, Cells]:
    made: Any = segno.make(
        text, error="m", micro=False, boost_error=False, encoding="utf-8", mask=mask, version=version
    )
    return made.version, np.array(made.matrix, dtype=np.bool_)


@cache
def _pattern(version: int) -> tuple[Cells, Cells]:
    """Of each mask: which cells it turns over, and the cells it leaves as they are with its format."""
    codes = np.stack([_segno("0", mask, version)[1] for mask in range(MASKS)])
    side = np.arange(codes.shape[1])
    i, j = side[:, None], side[None, :]
    rules = (
        (i + j) % 2, i % 2 + 0 * j, j % 3 + 0 * i, (i + j) % 3, (i // 2 + j // 3) % 2, i * j % 2 + i * j % 3,
        (i * j % 2 + i * j % 3) % 2, ((i + j) % 2 + i * j % 3) % 2,
    )  # fmt: skip
    turned = np.stack([rule == 0 for rule in rules])
    # A cell is data if it turns with every mask; where all masks turn alike, both readings give the same code.
    data = ((codes ^ codes[0]) == (turned ^ turned[0])).all(axis=0)
    return turned & data, codes & ~data


def matrix(text: str) -> Cells:
    """The dark cells of ``text``, without a margin."""
    version, first = _segno(text, 0)
    turned, kept = _pattern(version)
    data = np.where(_data(version), first ^ turned[0], False)
    codes: Cells = np.where(_data(version), data ^ turned, kept)
    return np.asarray(codes[int(np.argmin(_penalties(codes)))])


@cache
def _data(version: int) -> Cells:
    return np.asarray(_pattern(version)[0].any(axis=0))


def _penalties(codes: Cells) -> NDArray[np.int64]:
    """The four penalties of ISO/IEC 18004, 7.8.3, of each code."""
    both = np.concatenate([codes, codes.transpose(0, 2, 1)], axis=1)
    same = both[:, :, 1:] == both[:, :, :-1]
    five = same[:, :, :-3] & same[:, :, 1:-2] & same[:, :, 2:-1] & same[:, :, 3:]
    begins = five.copy()
    begins[:, :, 1:] &= ~five[:, :, :-1]
    runs = five.sum(axis=(1, 2)) + 2 * begins.sum(axis=(1, 2))
    across, down = codes[:, :, 1:] == codes[:, :, :-1], codes[:, 1:, :] == codes[:, :-1, :]
    squares = (across[:, 1:] & across[:, :-1] & down[:, :, 1:]).sum(axis=(1, 2))
    windows = np.zeros((*both.shape[:2], both.shape[2] - 10), dtype=np.int16)
    wide = both.shape[2] - 10
    for place, weight in enumerate(_WEIGHTS):
        windows += both[:, :, place : place + wide] * weight
    finders = ((windows == _FINDERS[0]) | (windows == _FINDERS[1])).sum(axis=(1, 2))
    dark, cells = codes.sum(axis=(1, 2)), codes.shape[1] ** 2
    return runs + 3 * squares + 40 * finders + 10 * (abs(20 * dark - 10 * cells) // cells)


def svg(text: str) -> str:
    """One unit a cell; a path of strokes along the rows."""
    cells = matrix(text)
    edges = np.diff(np.pad(cells, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    strokes = "".join(
        f"M{x} {y}.5h{end - x}"
        for y, x, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)
    )
    size = len(cells)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path stroke="#000" d="{strokes}"/></svg>'
