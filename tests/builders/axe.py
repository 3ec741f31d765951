"""axe-core on a page in a browser: what shuts somebody out, by the rules of WCAG 2.2 AA; and its picture.

The pictures of a run lie in `dist/schermen`, on a phone and wide, by the test that saw the page.
"""

import os
import re
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# By `tools/bootstrap.sh dev`, from the lock in tools/node
_ROOT = Path(__file__).resolve().parents[2]
_SOURCE = _ROOT / ".tools/node/node_modules/axe-core/axe.min.js"
PICTURES = _ROOT / "dist/schermen"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_NARROWEST_PX = 320  # WCAG 1.4.10
_WIDE_PX = 1280


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
    _keep_pictures(page)
    faults = [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found["violations"]]
    return [*faults, *_too_wide(page)]


def _keep_pictures(page: Page) -> None:
    test = re.sub(r"[^A-Za-z0-9]+", "-", os.environ.get("PYTEST_CURRENT_TEST", "los").split(" ")[0].split("/")[-1])
    PICTURES.mkdir(parents=True, exist_ok=True)
    name = next(f"{test}-{n}" for n in count(1) if not (PICTURES / f"{test}-{n}-breed.png").exists())
    before = page.viewport_size
    page.screenshot(path=PICTURES / f"{name}-telefoon.png", full_page=True)
    page.set_viewport_size({"width": _WIDE_PX, "height": 900})
    page.screenshot(path=PICTURES / f"{name}-breed.png", full_page=True)
    if before is not None:
        page.set_viewport_size(before)


def _too_wide(page: Page) -> list[str]:
    before = page.viewport_size
    page.set_viewport_size({"width": _NARROWEST_PX, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    if before is not None:
        page.set_viewport_size(before)
    return [] if width <= _NARROWEST_PX else [f"{width} px wide on {_NARROWEST_PX} px"]
