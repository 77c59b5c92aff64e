"""The pages in a real browser, at desktop and phone width: no console error, nothing sideways, words and keys that work."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from visitors import PEOPLE

from core.demo.run import PASSWORD

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium: apt-get install chromium"),
]
ROOT = Path(__file__).parents[2]
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
MEMBER = ("activities", "activities/new", "invoices", "invoices/new", "quotes", "quotes/new", "contracts", "contracts/new",
          "expenses", "expenses/new", "payslips", "clients", "clients/new", "cooperative")  # fmt: skip


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """The application served by granian on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--port", str(port), "core.app:application"],
        env={**os.environ, "SMARTCOOP_DATA": str(data), "SMARTCOOP_DEMO": "1"}, cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    found = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{found}/", timeout=2)
            break
        except OSError:
            time.sleep(0.2)
    yield found
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


class Visit:
    """One visitor's page; ``said`` is what the console complained of."""

    def __init__(self, browser, address: str, size: str, scheme: str = "light") -> None:
        width, height = SIZES[size]
        self.width, self.address = width, address
        self.context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on(
            "console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def sign_in(self, house: str, role: str) -> None:
        self.open(f"/{house}/sign-in")
        self.page.fill("#email", PEOPLE[house][role])
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("h1")

    def open(self, path: str) -> None:
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
        self.check(path)

    def check(self, where: str) -> None:
        across = self.page.evaluate("document.documentElement.scrollWidth")
        assert across <= self.width, f"{where} scrolls sideways: {across} > {self.width}"
        assert not self.said, f"{where}: {self.said}"


@pytest.mark.parametrize("size", SIZES)
def test_a_members_pages(browser, address: str, size: str) -> None:
    visit = Visit(browser, address, size)
    visit.sign_in("be", "member")
    for path in MEMBER:
        visit.open(f"/be/{path}")
    for index, link in (
        ("activities", "a[href*='/activities/0']"),
        ("invoices", "tbody a"),
        ("payslips", "tbody a"),
        ("quotes", "tbody a"),
        ("expenses", "tbody a"),
        ("contracts", "tbody a"),
    ):
        visit.open(f"/be/{index}")
        visit.page.locator(f"main {link}").first.click()
        visit.page.wait_for_selector("h1")
        visit.check(f"the first of {index}")
    visit.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_finance_and_group_pages(browser, address: str, size: str) -> None:
    visit = Visit(browser, address, size)
    visit.sign_in("hu", "finance")
    for path in (
        "receipts",
        "people",
        "clients",
        "ledger",
        "ledger/bank/2026-10",
        "ledger/entries/1",
        "expenses",
        "invoices",
    ):
        visit.open(f"/hu/{path}")
    visit.context.clear_cookies()
    visit.sign_in("group", "group")
    for path in (
        "figures",
        "figures/fee_income",
        "figures/fee_income/hu",
        "entities",
        "entities/hu",
        "pairs",
        "rates",
        "versions",
        "versions/new?year=2026",
        "missing",
        "reading",
        "report",
        "report?year=2017",
    ):
        visit.open(f"/group/{path}")
    assert visit.page.locator(".chart svg").count() == 4
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")  # past the bar, to the content
    assert visit.page.evaluate("location.hash") == "#main"
    visit.open("/group/figures")
    assert visit.page.locator(".chart svg").count() == 1
    visit.context.close()


def test_an_invoice_by_keyboard_alone(browser, address: str) -> None:
    visit = Visit(browser, address, "desktop")
    visit.sign_in("be", "member")
    visit.open("/be/invoices/new")
    visit.page.select_option("#client", index=1)
    visit.page.fill("#lines-0-description", "Drawing")
    visit.page.fill("#lines-0-unit_price", "250")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("text=€ 302,50")
    visit.page.locator("button.primary").focus()
    outline = visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("h1:has-text('PRODUCTIONS-')")
    assert outline in ("solid", "auto"), "what has the focus is seen to have it"
    visit.check("the invoice")
    visit.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser, address: str, scheme: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text, in light and dark, for the colours states are written in."""
    visit = Visit(browser, address, "desktop", scheme)
    visit.sign_in("be", "member")
    visit.open("/be/invoices")
    ratios = visit.page.evaluate(
        """() => {
          const lum = c => { const [r, g, b] = c.match(/\\d+/g).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b };
          const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c } return 'rgb(255,255,255)' };
          return [...document.querySelectorAll('h1, td, th, small, .state, .button, nav a, .quiet')].filter(e => e.textContent.trim()).map(e => {
            const a = lum(getComputedStyle(e).color), b = lum(ground(e)); return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.className || e.tagName] });
        }"""
    )
    weak = sorted({(round(ratio, 2), name) for ratio, name in ratios if ratio < 4.5})
    assert not weak, weak
    visit.context.close()


def test_a_client_reads_agrees_and_asks_on_a_phone_without_scripts(browser, address: str, data: Path) -> None:
    """The browser itself sends the forms: a page that hides its address from it has them refused as another site's."""
    letters = [path.read_text(encoding="utf-8") for path in (data / "be" / "mailbox" / "mail").glob("*.txt")]
    links = [found[1] for text in letters if (found := re.search(r":8000(/be/client/\S+)", text))]
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page, agreed, asked = context.new_page(), False, False
    for link in links:
        if agreed and asked:
            break
        page.goto(address + link)
        if not agreed and page.locator("#accepted_by").count():
            page.fill("#accepted_by", "Eva Peeters")
            page.locator("#agreement button").click()
            assert page.locator("p#agreement.promise").is_visible()
            agreed = True
        elif not asked and page.locator("#correction").count():
            with page.expect_download() as paper:
                page.locator("a[href$='/paper']").click()
            assert paper.value.suggested_filename.endswith(".pdf")
            page.fill("#text", "The address is another one")
            page.locator("#correction button").click()
            assert "The address is another one" in page.locator("#correction .notice").inner_text()
            asked = True
    context.close()
    assert agreed and asked
