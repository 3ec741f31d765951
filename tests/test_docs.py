"""What the pages for developers say of the code is so: names exist, links lead somewhere, events have these fields."""

import importlib
import re
from pathlib import Path

import pytest

from jaarcyclus import overgangen

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
MODULES = {path.stem for path in (ROOT / "src" / "jaarcyclus").glob("*.py")}
POSTBUS = {"bestand_ontvangen", "bestand_beoordeeld", "bestand_beantwoord", "dag_hervat"}  # these no rule refuses


def texts() -> list[tuple[str, str]]:
    """Return page and text of every page, and of every module: a docstring points to others too."""
    sources = [*PAGES, *(ROOT / "src" / "jaarcyclus").glob("*.py")]
    return [(path.name, path.read_text()) for path in sources]


def test_every_name_a_page_or_docstring_gives_exists() -> None:
    named = [(page, *found) for page, text in texts() for found in re.findall(r"`([a-z_]+)\.([A-Za-z_]+)[`(.\[]", text)]
    missing = [
        f"{page}: {module}.{name}"
        for page, module, name in named
        if module in MODULES and name not in ("py", "json") and not _offers(module, name)
    ]

    assert len(named) > 30
    assert missing == []


def _offers(module: str, name: str) -> bool:
    return hasattr(importlib.import_module(f"jaarcyclus.{module}"), name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text())

    assert [t for t in targets if not t.startswith("http") and not (page.parent / t).exists()] == []


def test_the_table_of_events_is_what_the_rules_hold_events_to() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (?:dossier|postbus) \| (.*) \|$", page, re.MULTILINE)
    written = {kind: set(re.findall(r"\w+", re.sub(r"\([^)]*\)", "", fields))) for kind, fields in rows}

    assert {kind: fields for kind, fields in written.items() if kind not in POSTBUS} == {
        kind: set(fields.split()) for kind, fields in overgangen._FIELDS.items()
    }
