"""What the pages for developers say of the code is so: names exist, links lead somewhere, events have these fields."""

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from jaarcyclus.ledger import wire

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
SOURCES = sorted((ROOT / "src" / "jaarcyclus").rglob("*.py"))
ROOMS = {path.parent.name for path in SOURCES if path.name == "__init__.py"} - {"jaarcyclus"}
TOP = {path.stem for path in (ROOT / "src" / "jaarcyclus").glob("*.py")}


def texts() -> list[tuple[str, str]]:
    """Return page and text of every page, and of every module: a docstring points to others too."""
    return [(str(path.relative_to(ROOT)), path.read_text()) for path in [*PAGES, *SOURCES]]


def test_every_name_a_page_or_docstring_gives_exists() -> None:
    """`room.module` and `room.module.name`, or `settings.name` of a module at the top."""
    named = [
        (page, found)
        for page, text in texts()
        for found in re.findall(r"`((?:[a-z_0-9]+\.)+[A-Za-z_]+)(?=[`(\[])", text)
        if found.split(".")[0] in ROOMS | TOP and found.split(".")[-1] not in ("py", "json")
    ]
    missing = [f"{page}: {name}" for page, name in named if not _exists(name)]

    assert len(named) > 30
    assert missing == []


def _exists(dotted: str) -> bool:
    try:
        resolve_name(f"jaarcyclus.{dotted}")
    except (ImportError, AttributeError):
        return False
    return True


def test_nothing_says_that_somebody_is_reminded_or_gets_something_sent() -> None:
    """Many an installation sends nothing. What a setting and an event of before are called is no claim."""
    others = [*(ROOT / "dags").glob("*.py"), *(ROOT / "templates").glob("*.html"), *(ROOT / "plugins").rglob("*.py")]
    told = [*texts(), *((path.name, path.read_text()) for path in others)]
    reminded = r"herinner|herinnert|herinneringen|remind|reminds|reminder"
    sent = r"toegestuurd|toestuurt|verstuurd|opgestuurd|gemaild|toegemaild"
    pattern = rf"\b(?:{reminded}|{sent})\b"

    assert [page for page, text in told if page != "CHANGELOG.md" and re.search(pattern, text, re.I)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", page.read_text())

    assert [t for t in targets if not t.startswith("http") and not (page.parent / t).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_part_of_a_page_leads_to_its_heading(page: Path) -> None:
    links = re.findall(r"\]\(((?!http)[^)#]*)#([^)]+)\)", page.read_text())

    assert [(to, part) for to, part in links if part not in _headings(page.parent / to if to else page)] == []


def _headings(page: Path) -> set[str]:
    """Return the headings of a page as a forge writes them in an address."""
    found = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found}


def test_the_table_of_events_is_what_the_rules_hold_events_to() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(
        r"^\| `(\w+)` \| (?:dossier|postbus|bezetting|plaatsing|berichten) \| (.*) \|$", page, re.MULTILINE
    )
    written = {kind: set(re.findall(r"\w+", re.sub(r"\([^)]*\)", "", fields))) for kind, fields in rows}

    assert written == {kind: set(wire.field_names(record)) for kind, record in wire.KINDS.items()}
