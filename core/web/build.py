"""Copies what npm brought into the static files and the fonts of the paper. Run by the Makefile after ``npm ci``.

The typeface comes in two subsets for pages, Latin and Latin extended (Hungarian ő and ű); the style sheet names both.
Paper takes the whole letters, one file a weight.
"""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
FONT = HERE / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
TAKEN = {
    FONT / "atkinson-hyperlegible-next-latin-wght-normal.woff2": "font.woff2",
    FONT / "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "font-ext.woff2",
    HERE / "node_modules" / "htmx.org" / "dist" / "htmx.min.js": "htmx.min.js",
}

PAPER = HERE / "node_modules" / "@expo-google-fonts" / "atkinson-hyperlegible-next"
FONTS = HERE.parents[1] / "shared_tools" / "pdf" / "fonts"
WEIGHTS = ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")

if __name__ == "__main__":
    for source, name in TAKEN.items():
        shutil.copyfile(source, HERE / "static" / name)
    FONTS.mkdir(exist_ok=True)
    for weight in WEIGHTS:
        shutil.copy(PAPER / weight / f"AtkinsonHyperlegibleNext_{weight}.ttf", FONTS)
