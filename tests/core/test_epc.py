"""The payment code's picture: every dark module of the code is drawn, no light one is, whatever its text."""

from __future__ import annotations

import re

import pytest
import segno

from shared_tools import epc

TEXTS = (
    "a",
    epc.payload("Productions Associées", "BE68539007547034", 123402, "RF18539007547034", "TRIOBEBB"),
    "é" * 150,
)


def drawn(picture: str) -> list[list[int]]:
    """The modules that a pen following the path would blacken."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', picture)[1])  # type: ignore[index]
    cells = [[0] * size for _ in range(size)]
    x = y = 0
    for row, gap, length in re.findall(r"M0 (\d+)\.5|m(\d+) 0h(\d+)", picture):
        if row:
            x, y = 0, int(row)
            continue
        x += int(gap)
        for place in range(x, x + int(length)):
            cells[y][place] = 1
        x += int(length)
    return cells


@pytest.mark.parametrize("text", TEXTS)
def test_the_picture_is_a_code_of_level_m_that_says_the_text(text: str) -> None:
    code = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8", mask=epc.MASK)
    assert drawn(epc.picture(text)) == [list(row) for row in code.matrix]
    assert code.error == "M"


def test_what_differs_by_a_cent_is_another_picture() -> None:
    one, two = (epc.payload("Smart", "BE68539007547034", cents, "x") for cents in (1, 2))
    assert epc.picture(one) != epc.picture(two)
