"""What a person reads when something breaks: our Dutch sentence, or a name to report."""

import ast
import builtins
from pathlib import Path

import pytest

from jaarcyclus import errors
from jaarcyclus.errors import tell


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (errors.LedgerFout("Een regel is weg; gebruik een gave kopie."), "Een regel is weg; gebruik een gave kopie."),
        (errors.OngeldigProfiel(("dowr.yaml:3 naam ontbreekt; vul het in",)), "dowr.yaml:3 naam ontbreekt; vul het in"),
        (errors.NietCanoniek("JSON, but not in its canonical spelling"), "NietCanoniek"),
        (errors.OngeldigeOvergang("unknown event kind 'x'"), "OngeldigeOvergang"),
        (KeyError("zetel"), "KeyError"),
    ],
)
def test_a_person_reads_dutch_or_a_name(fault, told):
    assert tell(fault) == told


def test_every_named_exception_of_the_core_stands_here():
    """One file to read what can go wrong, but for what carries findings; those of the shell are Airflow's own."""
    elsewhere = [
        f"{path.stem}.{node.name}"
        for path in Path(errors.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and path.stem != "errors" and any(is_exception(base) for base in node.bases)
    ]

    assert elsewhere == ["verrekening.OnbalansInterneVerrekening"]


def is_exception(base: ast.expr) -> bool:
    found = getattr(errors, ast.unparse(base), getattr(builtins, ast.unparse(base), None))
    return isinstance(found, type) and issubclass(found, BaseException)
