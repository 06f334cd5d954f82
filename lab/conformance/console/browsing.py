"""A browser for the checks of the console: pages whose complaints are heard, and pictures of them."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

BASE = os.environ.get("REAGENT_TRAINING_URL", "http://localhost:8083").rstrip("/")
KEY = os.environ.get("REAGENT_TRAINING_KEY")
PATIENCE_MS = 1000 * int(os.environ.get("REAGENT_CONSOLE_PATIENCE", "300"))
SIZES = {
    "wide-light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "wide-dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 400, "height": 860}, "color_scheme": "light"},
}

arguments = argparse.ArgumentParser(description="The web console in a real browser")
arguments.add_argument("--screenshots", type=Path, required=True, help="directory for pictures of every page")
arguments.add_argument("--keep", metavar="RUN", help="look at this run instead of starting one")
arguments.add_argument("--only", metavar="PART", choices=("runs", "evaluations"), help="only pages of these")
options = arguments.parse_args()


def installed_browser() -> str:
    named = os.environ.get("CHROME")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None or shutil.which(found) is None:
        sys.exit(f"no browser at {named}" if named else "no Chromium found: apt install chromium, or name one in CHROME")
    return found


complaints: list[str] = []
expected: list[str] = []  # parts of complaints that a check provokes


def heard(text: str, source: str = "") -> None:
    line = f"{text} ({source})" if source else text
    if not any(part in line for part in [*expected, *(["401 ("] if KEY else [])]):
        complaints.append(line)


def opened(browser: Browser, name: str) -> Page:
    """A page of that size in a context of its own, whose complaints are heard."""
    page = browser.new_context(**SIZES[name], reduced_motion="reduce").new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: message.type in ("error", "warning")
            and heard(message.text, message.location.get("url", "")))  # fmt: skip
    page.on("pageerror", lambda error: heard(str(error)))
    page.on("request", lambda request: request.url.startswith((BASE, "data:", f"blob:{BASE}"))
            or heard("a request to another host", request.url))  # fmt: skip
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.blockedURI))"
    )
    return page


def go(page: Page, address: str) -> None:
    """Loads the console at an address as a newcomer does: with its files, and the key where one is wanted."""
    page.goto("about:blank")
    page.goto(f"{BASE}/console/#{address}")
    if KEY:
        page.locator("#key-dialog").or_(page.locator("#forget-key:visible")).first.wait_for()
        if page.locator("#key-dialog[open]").count():
            page.get_by_role("textbox", name="API key").fill(KEY)
            page.get_by_role("button", name="Use it").click()
    settle(page)


def settle(page: Page) -> None:
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".loading")).to_have_count(0)


def quiet() -> None:
    found, complaints[:] = list(dict.fromkeys(complaints)), []
    assert not found, "; ".join(found)


def picture(page: Page, name: str, whole: bool = True) -> None:
    options.screenshots.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=options.screenshots / f"{name}.png", full_page=whole)


def fits(page: Page) -> None:
    """Nothing sticks out sideways: what is wide scrolls by itself."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"the page is {wider} pixels wider than the window"


def pictures(browser: Browser, pages: dict[str, str], for_documents: tuple[str, ...]) -> str:
    """Every page in every size; those for documents also as large as a window."""
    for size in SIZES:
        shown = opened(browser, size)
        for name, address in pages.items():
            go(shown, address)
            shown.wait_for_timeout(250)  # charts are drawn with the next frame
            fits(shown)
            picture(shown, f"{name}-{size}")
            if size == "wide-light" and name in for_documents:
                shown.set_viewport_size({"width": 1280, "height": 860})
                shown.wait_for_timeout(250)
                picture(shown, name, whole=False)
                shown.set_viewport_size(SIZES[size]["viewport"])
        shown.context.close()
    return f"{len(pages) * len(SIZES)} pictures in {options.screenshots}"
