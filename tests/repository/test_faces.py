"""What a room offers: nobody outside imports what its docstring does not name, and the architecture says the same."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "jaarcyclus"
ROOMS = sorted(path.parent.name for path in SRC.glob("*/__init__.py"))
IMPORTERS = [path for folder in (SRC, ROOT / "plugins", ROOT / "dags", ROOT / "tools") for path in folder.rglob("*.py")]


def offered(room: str) -> set[str]:
    """Return the modules that the sentence `Face: …` of a room names; who may import which is for the contracts."""
    docstring = " ".join((ast.get_docstring(ast.parse((SRC / room / "__init__.py").read_text())) or "").split())
    sentence = re.search(r"Face: (.*?)\.(?: |$)", docstring)
    assert sentence is not None, room
    return names(sentence[1], room)


def names(sentence: str, room: str) -> set[str]:
    """Return the modules that a sentence names, all of the room's but these when it starts with `every` or `all`."""
    found = {name.removeprefix(f"{room}.") for name in re.findall(r"`([a-z_.]+)`", sentence)}
    if not re.match("every module|all", sentence):
        return found
    paths = (path.relative_to(SRC / room) for path in (SRC / room).rglob("[!_]*.py"))
    return {".".join(path.with_suffix("").parts) for path in paths} - found


def imported(room: str) -> Iterator[tuple[str, str]]:
    """Yield each module of a room that somebody outside it imports, late ones too, and by whom."""
    for path in IMPORTERS:
        if path.is_relative_to(SRC / room):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == f"jaarcyclus.{room}":
                yield from ((alias.name, str(path.relative_to(ROOT))) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"jaarcyclus.{room}."):
                yield (node.module or "").removeprefix(f"jaarcyclus.{room}."), str(path.relative_to(ROOT))


@pytest.mark.parametrize("room", ROOMS)
def test_others_import_what_a_room_offers(room: str) -> None:
    face = offered(room)

    assert [(module, by) for module, by in imported(room) if module not in face] == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_architecture_offers_nothing_else(room: str) -> None:
    row = re.search(rf"^\| `{room}` \| ([^|]*) \|", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)

    assert row is not None
    assert names(row[1], room) <= offered(room)


def test_the_architecture_has_every_floor() -> None:
    """The contract of the layers is what is checked; the page is what is read."""
    contract = (ROOT / "pyproject.toml").read_text().split('name = "Every import goes down"')[1].split("layers = [")[1]
    floors = re.findall(r"\w+", contract.split("]")[0])
    page = (ROOT / "docs" / "architecture.md").read_text().split("## Layers")[1].split("```")[1]

    assert [floor for floor in floors if not re.search(rf"^(?:.* )?{floor}\b.*  ", page, re.MULTILINE)] == []
