"""axe-core on a page in a browser: what shuts somebody out, by the rules of WCAG 2.2 AA."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# By `tools/bootstrap.sh dev`, from the lock in tools/node
_SOURCE = Path(__file__).resolve().parents[2] / ".tools/node/node_modules/axe-core/axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_NARROWEST_PX = 320  # WCAG 1.4.10


def faults_of(page: Page) -> list[str]:
    """Return each rule that the page breaks with the first place, and that it must be scrolled sideways at 320 px.

    The driver evaluates it, which passes the page's own policy; a page that runs no script cannot be asked.
    """
    page.wait_for_load_state()  # without its style every page breaks rules
    found: dict[str, Any] = page.evaluate(
        f"async (rules) => {{ {_SOURCE.read_text()}; return await axe.run(document, "
        "{runOnly: {type: 'tag', values: rules}}) }",
        _RULES,
    )
    faults = [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found["violations"]]
    return [*faults, *_too_wide(page)]


def _too_wide(page: Page) -> list[str]:
    before = page.viewport_size
    page.set_viewport_size({"width": _NARROWEST_PX, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    if before is not None:
        page.set_viewport_size(before)
    return [] if width <= _NARROWEST_PX else [f"{width} px wide on {_NARROWEST_PX} px"]
