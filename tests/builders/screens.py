"""Somebody at our own pages, in a real browser: a tab of a phone or a desk, and signing in."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from airflow_stack import Stack
from builders.browser import PHONE_PX
from jaarcyclus.installation import credentials
from jaarcyclus.steps import airflow_names

PATIENCE_MS = 30_000
TOO_OFTEN = 429
_BETWEEN_TURNS_MS, _MOST_TURNS = 10_000, 6  # longer together than the program lets anybody wait


@contextmanager
def opened_tab(stack: Stack, browser: Browser, *, script: bool) -> Iterator[Page]:
    """Yield a tab as wide as a phone, in which nobody is signed in; without `script` none runs."""
    context = browser.new_context(
        base_url=stack.address, viewport={"width": PHONE_PX, "height": 844}, java_script_enabled=script
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield context.new_page()
    context.close()


def sign_in(page: Page, stack: Stack, person: str) -> None:
    """Fill in the page to sign in, which stands open; who did so often with one account just before waits his turn."""
    account, address = airflow_names.account_name("dowr", person), page.url
    for _ in range(_MOST_TURNS):
        page.get_by_label("Gebruikersnaam").fill(account)
        page.get_by_label("Wachtwoord").fill(credentials.read(stack.settings)[account])
        with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            page.get_by_role("button", name="Aanmelden").click()
        if answered.value.status != TOO_OFTEN:
            return
        page.wait_for_timeout(_BETWEEN_TURNS_MS)
        page.goto(address)
