"""A browser for whoever looks at the pages of a running Airflow."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from airflow_stack import Stack
from builders.browser import started_browser
from builders.screens import opened_tab


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def phone(stack: Stack, browser: Browser) -> Iterator[Page]:
    """A tab of a phone that runs no script, in which nobody is signed in."""
    with opened_tab(stack, browser, script=False) as page:
        yield page
