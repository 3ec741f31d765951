"""An identity provider of an office, a real server of somebody else (`oidc-provider-mock`), and who signs in there."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page

from airflow_stack import free_port, wait_for
from jaarcyclus.installation.client import AirflowClient

NAME = "Regio-post"
PERSON = "houder-a-bij-de-organisatie"


@contextmanager
def running_provider() -> Iterator[str]:
    """Yield its address."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--host", "localhost"]
    with subprocess.Popen(
        [*command, "--require-nonce"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(lambda: AirflowClient(f"http://localhost:{port}", "", "").answers("/jwks"))
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


def press_the_button(address: str, person: BrowserContext, goal: str = "/required_actions") -> Page:
    """Go to sign in as Airflow leads there, press the button, and be PERSON at the provider. Return the page."""
    page = person.new_page()
    page.goto(f"{address}/auth/login/?next={goal}")
    page.get_by_role("link", name=f"Aanmelden met {NAME}").click()
    page.fill("input[name=sub]", PERSON)
    page.get_by_role("button", name="Authorize").click()
    return page
