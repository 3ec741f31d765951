"""Every refusal that a person can meet ends in what to do. The sentences are read from the source itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jaarcyclus.errors import Refused
from jaarcyclus.rules.placing import _CHECKS as PLACING_CHECKS
from jaarcyclus.rules.postbus import _CHECKS as POSTBUS_CHECKS
from jaarcyclus.rules.transitions import _BY_PROGRAM

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jaarcyclus"
WHAT_TO_DO = re.compile(
    r"\b(begin|bekijk|beschrijf|controleer|dien|geef|gebruik|heropen|hoeft niets|kies|(?<!te )laat|leg|lees|maak|neem|"
    r"noem|(?<!niet )open|vraag|vul|wacht|zet)\b",
    re.IGNORECASE,
)
# Only a forger meets these: what the program records itself, or what no door lets a person fill in.
PROGRAMS = (*POSTBUS_CHECKS.values(), *PLACING_CHECKS.values())
FORGERS = {f"check_{kind}" for kind in _BY_PROGRAM} | {check.__name__ for check in PROGRAMS} | {
    "_read", "_require_program", "_check_intended", "_check_leased", "_check_hindrance", "read_moment", "_file",
    "_read_content", "_check_decision_ready", "check_silence", "_due_content",
    "read_event", "_require_adopted", "_check_published", "_require_sources", "_require_sound",
    "check_inzending_geweigerd", "_check_receipt",
}  # fmt: skip
FORGED = {
    "SOORT_ONBEKEND", "NAMENS_ONJUIST", "INZENDER_ANDERS", "BEVINDING_OPEN", "TE_LAAT_ONJUIST", "NIET_TERUGVERWEZEN",
    "REDEN_ANDERS",
}  # fmt: skip


def refusals() -> Iterator[tuple[str, str, str]]:
    """Yield where, code and sentence of each `Refused(…)` and `require(…)` whose sentence stands there."""
    for path in sorted(SOURCE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and function.name not in FORGERS:
                calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
                yield from ((f"{path.stem}.{function.name}", *found) for call in calls for found in read(call))


def read(call: ast.Call) -> Iterator[tuple[str, str]]:
    """Yield code and sentence, once for each of two sentences to choose from."""
    arguments = call.args[1:] if ast.unparse(call.func) == "require" else call.args
    if ast.unparse(call.func) not in ("require", Refused.__name__) or not isinstance(arguments[0], ast.Constant):
        return
    choice = arguments[1]
    for sentence in (choice.body, choice.orelse) if isinstance(choice, ast.IfExp) else (choice,):
        if isinstance(sentence, ast.Constant | ast.JoinedStr):
            yield (
                arguments[0].value,
                "".join(
                    part.value if isinstance(part, ast.Constant) else "…"
                    for part in getattr(sentence, "values", [sentence])
                ),
            )


REFUSALS = sorted({found for found in refusals() if found[1] not in FORGED})


@pytest.mark.parametrize(("place", "code", "sentence"), REFUSALS, ids=[f"{p}-{c}" for p, c, _ in REFUSALS])
def test_a_refusal_ends_in_what_to_do(place, code, sentence):
    last = re.split(r"[;.] ", sentence.removesuffix("."))[-1]

    assert WHAT_TO_DO.search(last), sentence


def test_the_source_was_read():
    assert len(REFUSALS) > 30
