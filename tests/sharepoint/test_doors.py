"""One module of the room imports each foreign library, and none of it sleeps."""

import ast
from pathlib import Path

import pytest

from jaarcyclus import graph

MODULES = {path.stem: ast.parse(path.read_text()) for path in Path(graph.__file__).parent.glob("*.py")}


def imported(tree: ast.Module) -> set[str]:
    """Return the packages that a module imports, late ones too."""
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize(
    ("library", "door"),
    [
        ("httpx", ["transport"]),
        ("jwt", ["tokens"]),
        ("cryptography", ["sealing", "tokens"]),
        ("time", []),
        ("asyncio", []),
    ],
)
def test_a_library_has_one_door(library, door):
    assert sorted(name for name, tree in MODULES.items() if library in imported(tree)) == door
