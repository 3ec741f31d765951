"""What the style alone does, in a real browser without script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from builders.browser import PHONE_PX, started_browser
from jaarcyclus.pages.html import read_style

DESK_PX = 1280
SAYS = 'getComputedStyle(document.querySelector(".jc-table"), "::before").display'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as made:
        yield made


@pytest.mark.parametrize(
    ("columns", "width", "told"), [(4, PHONE_PX, "block"), (2, PHONE_PX, "none"), (4, DESK_PX, "none")]
)
def test_a_table_says_that_it_slides_only_where_it_does(browser: Browser, columns: int, width: int, told: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    cells = "<td>Bijdrage&nbsp;1.000</td>" * columns
    table = f'<div class="jc-table"><table class="utrecht-table"><tr>{cells}</tr></table></div>'
    page.set_content(f"<style>{read_style().decode()}</style><main>{table}</main>")
    found = page.evaluate(SAYS)
    context.close()

    assert found == told
