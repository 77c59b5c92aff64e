"""Copies what npm brought into the static files. Run by the Makefile after ``npm ci``.

The typeface comes in two subsets, Latin and Latin extended (Hungarian ő and ű); the style sheet names both.
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

if __name__ == "__main__":
    for source, name in TAKEN.items():
        shutil.copyfile(source, HERE / "static" / name)
