"""The invoice of core/sales/templates/document.typ in HTML and CSS, for WeasyPrint to make: same typeface, same look, PDF/A-3b.

`make bench` installs it beside our own environment (rivals.lock), which comes first; where it or its library pango cannot be
loaded its rows are left out and said so. What it can keep from page to page is kept: a style sheet parsed once, which its
maintainers answer to whoever prints many documents with the same one (Kozea/WeasyPrint, issue 618), and the font configuration
that sheet is bound to. The example of its documentation makes both anew for each document; that is measured too and said beside.
The page has what ours has: every word, the payment code as lines, a table with a head, tags, both fonts as embedded subsets.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from shared_tools import pdf

RIVALS = pdf.ROOT / ".venv" / "rivals"
CSS = """
@font-face { font-family: House; src: url(AtkinsonHyperlegibleNext_400Regular.ttf); font-weight: 400 }
@font-face { font-family: House; src: url(AtkinsonHyperlegibleNext_700Bold.ttf); font-weight: 700 }
@page { size: A4; margin: 16mm 18mm 22mm 20mm; @bottom-left { content: element(foot) } }
html { font: 9.5pt/1.35 House; color: #1c1a17 }
footer { position: running(foot); border-top: .4pt solid #b9b2a5; font-size: 8pt; color: #5d5850; display: flex; width: 172mm }
footer p { flex: 1; margin: 1mm 0 } footer .page::after { content: counter(page) " / " counter(pages) }
.head { display: flex; height: 22mm; align-items: center } .head b { flex: 1; font-size: 13pt; color: #8a3b12 }
.head p, small { font-size: 8pt; color: #5d5850; text-align: right }
.window { display: flex; height: 49mm; margin-top: 7mm } .window > div { width: 85mm; margin-right: 17mm; font-size: 10.5pt }
.window small { display: block; font-size: 6.5pt; text-align: left; margin-bottom: 1.5mm }
table { border-collapse: collapse; font-variant-numeric: tabular-nums } .facts, .pairs, .sums { font-size: 9pt }
.facts { flex: 1; height: 1mm } td, th { text-align: right; font-weight: 400; padding: 1mm 1.4mm }
td:first-child, th:first-child { text-align: left } h1 { font-size: 15pt; margin: 5mm 0 2.5mm }
.rows { width: 100%; font-size: 9pt } .rows th { font-size: 8pt; color: #5d5850; border-bottom: .8pt solid #1c1a17 }
.rows td { border-bottom: .4pt solid #b9b2a5 } .under { display: flex; margin-top: 3mm } .vat { font-size: 8.5pt; margin-right: auto }
.sums { width: 78mm; border-top: .8pt solid #1c1a17; font-size: 10pt } .sums tr:last-child { font-weight: 700 }
.pay { display: flex; background: #f6f3ec; border-radius: 1.5mm; padding: 5mm; margin-top: 6mm } .pay > div { flex: 1 }
.pay b { font-size: 11pt } .pay svg { display: block; width: 27mm; height: 27mm; background: white; padding: 2.5mm } .pay .code { flex: none } .pairs td { text-align: left }
.pay td:first-child, .facts td:first-child { color: #5d5850 } .note { font-size: 8.5pt; margin-top: 5mm }
"""


Maker = Callable[[dict[str, Any]], bytes]


def weasyprint_page() -> tuple[Maker, Maker] | None:
    """Makers of PDF/A-3b from what core.sales.paper.content says: all kept that can be, and as its documentation does it.

    None where WeasyPrint or a library of the machine that it needs cannot be loaded.
    """
    if str(RIVALS) not in sys.path:
        sys.path.append(str(RIVALS))
    try:
        import weasyprint  # type: ignore[import-not-found]
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-not-found]
    except (ImportError, OSError) as error:
        print(f"left out: WeasyPrint ({error}); have it with: make rivals", file=sys.stderr)
        return None

    def styled() -> dict[str, Any]:
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(string=CSS, base_url=f"{pdf.FONTS}/", font_config=fonts)
        return {"stylesheets": [sheet], "font_config": fonts}

    def made(said: dict[str, Any], style: dict[str, Any]) -> bytes:
        page = weasyprint.HTML(string=html(said))
        return page.write_pdf(**style, pdf_variant="pdf/a-3b", pdf_tags=True)

    kept = styled()
    return lambda said: made(said, kept), lambda said: made(said, styled())


def html(said: dict[str, Any]) -> str:
    """The whole page; the same words in the same order as on ours."""
    pay = said["payment"]
    return "".join((
        f'<!doctype html><html lang="{said["language"]}"><head><title>{escape(said["title"])}</title></head><body>',
        f'<footer><p>{_lines(said["foot"])}</p><p class="page"></p></footer>',
        f'<div class="head"><b>{escape(said["seller"]["name"])}</b><p>{_lines(said["seller"]["lines"] + said["seller"]["contacts"])}</p></div>',
        f'<div class="window"><div><small>{escape(said["sender"])}</small>{_lines(said["recipient"])}</div>',
        f'{_table("facts", said["facts"])}</div><h1>{escape(said["title"])}</h1>',
        _table("rows", (row["cells"] for row in said["rows"]), said["heads"]),
        f'<div class="under">{_table("vat", (row["cells"] for row in said["vat"]), said["vat_heads"])}{_table("sums", said["totals"])}</div>',
        f'<div class="pay"><div><b>{escape(pay["title"])}</b>{_table("pairs", pay["pairs"])}</div>',
        f'<div class="code"><small>{pay["code"]}{escape(pay["code_words"])}</small></div></div>',
        *(f'<p class="note">{escape(note)}</p>' for note in said["notes"]), "</body></html>",
    ))  # fmt: skip


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(map(escape, texts))


def _table(kind: str, rows: Iterable[Iterable[str]], heads: Iterable[str] = ()) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f'<table class="{kind}">{f"<thead><tr>{head}</tr></thead>" if head else ""}<tbody>{body}</tbody></table>'
