"""What our script does to Airflow's page, on an empty page: the language and the time of the office, unless chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from builders.browser import started_browser

SCRIPT = Path(__file__).resolve().parents[2] / "plugins" / "jaarcyclus_airflow" / "screen.js"
PAGE = "http://jaarcyclus.example/"


@pytest.fixture
def page() -> Iterator[Page]:
    """A browser elsewhere in the world, on a page that has nothing but our script."""
    with started_browser() as browser:
        tab = browser.new_context(timezone_id="UTC", locale="en-US").new_page()
        html = f"<!doctype html><html><head><script>{SCRIPT.read_text()}</script></head><body></body></html>"
        tab.route("**/*", lambda route: route.fulfill(content_type="text/html", body=html))
        tab.goto(PAGE)
        yield tab


def test_times_are_those_of_the_office(page: Page) -> None:
    """Airflow shows UTC to whoever chose nothing, and keeps a choice as JSON."""
    assert page.evaluate("[localStorage.timezone, localStorage.i18nextLng]") == ['"Europe/Amsterdam"', "nl"]


def test_who_chose_otherwise_keeps_that(page: Page) -> None:
    page.evaluate("localStorage.timezone = '\"UTC\"'; localStorage.i18nextLng = 'en'")
    page.reload()

    assert page.evaluate("[localStorage.timezone, localStorage.i18nextLng]") == ['"UTC"', "en"]
