"""A QR code is one of the eight the encoder makes of a text, and the one the standard's penalties choose."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
import segno

from shared_tools import qr

TEXTS = ("a", "BCD\n002\n1\nSCT\nTRIOBEBB\nProductions Associées\nBE68539007547034\nEUR1234.02", "0" * 300)


def _made(text: str) -> list[list[list[int]]]:
    def code(mask: int) -> list[list[int]]:
        made = segno.make(text, error="m", micro=False, boost_error=False, encoding="utf-8", mask=mask)
        return [list(row) for row in made.matrix]

    return [code(mask) for mask in range(8)]


def _penalty(code: list[list[int]]) -> int:
    """ISO/IEC 18004, 7.8.3, read line by line."""
    size, found = len(code), 0
    for line in (*code, *map(list, zip(*code, strict=True))):
        found += sum(length - 2 for length in (len(list(run)) for _, run in groupby(line)) if length >= 5)
        said = "".join(map(str, line))
        for start in range(size - 10):
            found += 40 * (said[start : start + 11] in ("00001011101", "10111010000"))
    for y in range(size - 1):
        for x in range(size - 1):
            found += 3 * (len({code[y][x], code[y][x + 1], code[y + 1][x], code[y + 1][x + 1]}) == 1)
    share = 100 * sum(map(sum, code)) / size**2
    return found + 10 * int(abs(share - 50) / 5)


@pytest.mark.parametrize("text", TEXTS)
def test_the_code_with_the_least_penalty_is_taken(text: str) -> None:
    codes = _made(text)
    best = min(codes, key=_penalty)
    assert np.array_equal(qr.matrix(text), np.array(best, dtype=bool))


def test_the_picture_draws_the_dark_cells() -> None:
    cells = qr.matrix("a")
    strokes = qr.svg("a").count("h")
    edges = np.diff(np.pad(cells, ((0, 0), (1, 0))).astype(int), axis=1)
    # "http" has one h, "path" another
    assert strokes - 2 == int((edges == 1).sum())
