"""The one door to Typst: a template and its data become a PDF/A-3b, or pictures of its pages.

A template (``core/<slice>/templates/*.typ``) imports ``/shared_tools/pdf/paper.typ`` and is one function of its data:
``#let paper(data) = [ … ]``. Words, amounts and days arrive said and formatted: a template lays out and computes nothing.
Pictures are SVG text. The same data and ``made`` give the same bytes.

A compiler is kept and remembers what it has laid out, as long as nothing that everything depends on has changed. So data
comes as the argument of a function and not in ``sys.inputs``, which the whole of Typst's library depends on: a letterhead,
a foot or a head of a table that is as in the paper before then costs nothing.
"""

from __future__ import annotations

import base64
import threading
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
import typst

ROOT = Path(__file__).parents[2]
FONTS = Path(__file__).parent / "fonts"

_EVERYDAY = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x180), 0x0A, 0x0D, 0x20AC, 0x2013, 0x2019)))
"""Printable ASCII, Latin-1 and Latin Extended-A, line breaks, euro, dash, apostrophe: a test holds the fonts to it."""

_kept = threading.local()


@cache
def _fonts() -> typst.Fonts:
    """Our own typeface and Typst's; never the machine's, so that paper looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def _compiler() -> typst.Compiler:
    """One a thread: a compiler keeps what it has read and laid out."""
    found = _kept.__dict__.get("compiler")
    if found is None:
        found = _kept.compiler = typst.Compiler(root=str(ROOT), font_paths=_fonts())
    return found


def _filled(template: Path, data: Any) -> bytes:
    """What is compiled: ``template``, a file under ROOT, asked for the paper of ``data``."""
    told = msgspec.json.encode(data).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'#import "/%b": paper\n#paper(json(bytes("%b")))' % (
        template.relative_to(ROOT).as_posix().encode(),
        told,
    )


def render(
    template: Path, data: Any, *, made: datetime, standard: Literal["a-3b", "a-3a", "ua-1"] = "a-3b"
) -> bytes:
    """A tagged PDF of ``template`` filled with ``data`` (anything msgspec writes as JSON).

    ``made``: the document's own instant, with its zone, written into the file. Raises typst.TypstError for a template
    that does not compile, which is a mistake of ours and never of the data's author.
    """
    return cast(bytes, _compiler().compile(_filled(template, data), format="pdf", pdf_standards=standard, timestamp=made))  # fmt: skip


def unprintable(text: str) -> str:
    """The signs of ``text`` that none of our typefaces has, each once: a paper that holds one cannot be made."""
    return "".join(sign for sign in dict.fromkeys(text) if sign not in _EVERYDAY and not _prints(sign))


@lru_cache(4096)
def _prints(sign: str) -> bool:
    """Asked of Typst itself, for what a fallback font has is in no file of ours. A tab it prints only inside a line."""
    if sign == "\t":
        return False
    try:
        _compiler().compile(
            b'#set text(font: "Atkinson Hyperlegible Next")\n#"x\\u{%x}x"' % ord(sign),
            format="pdf",
            pdf_standards="a-3b",
        )
    except typst.TypstError:
        return False
    return True


def pictures(template: Path, data: Any, *, pixels_per_inch: int = 96) -> list[bytes]:
    """Each page as PNG, for previews and for looking at what we send."""
    found = _compiler().compile(_filled(template, data), format="png", ppi=pixels_per_inch)
    return found if isinstance(found, list) else [cast(bytes, found)]


def picture_of(content: bytes) -> str:
    """SVG text of a picture file as a template takes it: SVG as it is, PNG and JPEG wrapped. "" for anything else."""
    if content.startswith(b"\x89PNG"):
        width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
        kind = "png"
    elif content.startswith(b"\xff\xd8"):
        # A JPEG's size stands behind markers of any length; the box is square and the picture keeps its shape in it.
        width, height, kind = 1000, 1000, "jpeg"
    else:
        text = content.decode("utf-8", "replace")
        return text if "<svg" in text[:1000] else ""
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{data}"/></svg>'
    )
