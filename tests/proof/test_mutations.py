"""Whatever one hand changes in an exported dossier, a head that somebody kept shows; most of it the rules show too.

`builders.mutation` makes the forgeries; `tools/forge.py` tries ten thousand.
"""

import re

import pytest

from builders.forgery import ForgersDesk
from builders.mutation import holds, mutate

# What no rule can see (docs/bewijs.md): where the chain ends, what somebody freely wrote, which of two comes first,
# the minute, the number in a postbus that is not beside it, a PDF that is not printed again, what the profile says of
# another product. Metadata are made anew by the forger's own tools, so that a digit in them changed nothing.
NEEDS_A_HEAD = re.compile(
    r"without gepubliceerd \d+|\w+/(tijd|klok): .*|bedenktijd_overgeslagen\.reden: .*|stem_uitgebracht\.toelichting: .*"
    r"|inzending_geaccepteerd\.ontvangst: .*|(pdf|profile|metadata) .*|(?P<first>\w+) before (?P=first)"
    r"|(gate_voorgelegd|stem_uitgebracht) before (klaargezet|gate_voorgelegd)"
)


def is_known(what: str) -> bool:
    """Return whether only a head shows this; what else was done before a cut may be cut off with the rest."""
    return "cut off after" in what or all(NEEDS_A_HEAD.fullmatch(part) for part in what.split("; "))


@pytest.fixture(scope="module")
def mutations(exported: bytes) -> list[tuple[str, bytes]]:
    """What was done and the zip after it; a mutation that changed nothing is no forgery."""
    made = [mutate(exported, seed) for seed in range(120)]
    return [(what, forged) for what, forged in made if forged not in (b"", exported)]


def test_no_forgery_holds_against_the_head_that_was_kept(exported: bytes, mutations: list[tuple[str, bytes]]) -> None:
    head = ForgersDesk(exported).events[-1]["hash"]

    assert [what for what, forged in mutations if holds(forged, head)] == []


def test_without_a_head_no_rule_is_broken_unseen(mutations: list[tuple[str, bytes]]) -> None:
    held = [what for what, forged in mutations if holds(forged)]

    assert [what for what in held if not is_known(what)] == []
