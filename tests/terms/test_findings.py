"""Findings say in Dutch what is wrong and what to do, and carry a sender's text safely."""

import re
import string

import pytest

from jaarcyclus.intake.expectations import AMOUNTS, SUITES, load_rules
from jaarcyclus.terms.finding_kinds import FINDING_KINDS
from jaarcyclus.terms.findings import bevinding, in_one_sentence, limit
from jaarcyclus.terms.text import MAX_VALUE, make_readable


def metas() -> list[dict[str, str]]:
    return [rule["meta"] for suite in (*SUITES.values(), AMOUNTS) for rule in load_rules(suite)["expectations"]]


@pytest.mark.parametrize("code", FINDING_KINDS)
def test_every_kind_is_stable_and_tells_what_to_do(code: str) -> None:
    kind = FINDING_KINDS[code]

    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", code)
    assert kind.message.endswith(".")
    assert kind.remedy.endswith(".")


def test_rules_of_the_suites_say_the_same_kind_of_things() -> None:
    """A rule in JSON has what a code in the list has, and takes no code of the list."""
    codes = {meta["code"] for meta in metas()}

    assert all(meta.keys() == {"code", "ernst", "melding", "verwacht", "herstel"} for meta in metas())
    assert all(meta["melding"].endswith(".") and meta["herstel"].endswith(".") for meta in metas())
    assert not codes & FINDING_KINDS.keys()


def test_sentences_are_filled_in() -> None:
    found = bevinding("REGEL_DUBBEL", blad="Regels", cel="D10", waarde="Licenties", eerste=9)

    assert (found.blad, found.cel, found.waarde) == ("Regels", "D10", "Licenties")
    assert found.melding == "Deze regel staat er twee keer; de eerste is rij 9."


def test_all_that_is_said_fits_in_one_sentence() -> None:
    found = bevinding("REGELS_LEEG", blad="Regels")

    assert in_one_sentence(found) == (
        "Er is geen enkele regel ingevuld. Verwacht: ten minste één regel. Vul de regels in."
    )
    assert "Verwacht" not in in_one_sentence(bevinding("MEER_BEVINDINGEN", aantal=2, fouten=1))


def test_braces_in_a_senders_text_are_text() -> None:
    found = bevinding("PERCEEL_ONJUIST", waarde="{0.__class__}", verwacht="{verwacht}")

    assert (found.waarde, found.verwacht) == ("{0.__class__}", "{verwacht}")


def test_a_senders_text_is_short_printable_and_marked_where_cut() -> None:
    shown = make_readable("regel\n\x1b[31m\u202e" + "x" * 200)

    assert shown.startswith("regel\ufffd\ufffd[31m\ufffdxxx")
    assert len(shown) == MAX_VALUE + 1
    assert shown.endswith("…")


def test_more_findings_than_anyone_reads_are_counted() -> None:
    """Fouten come first: a warning must not push out the reason for a refusal."""
    found = [bevinding("BLAD_VERBORGEN", blad="Regels")] * 3 + [bevinding("REGELS_LEEG", blad="Regels")] * 2

    shown = limit(found, 3)

    assert [item.code for item in shown] == ["REGELS_LEEG", "REGELS_LEEG", "BLAD_VERBORGEN", "MEER_BEVINDINGEN"]
    assert "2 bevindingen, waarvan 0 fouten" in shown[-1].melding


def test_placeholders_have_names() -> None:
    """A nameless placeholder would fail on the day the finding is needed."""
    sentences = [text for kind in FINDING_KINDS.values() for text in (kind.message, kind.expected)]

    names = {name for text in sentences for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert "" not in names


def test_a_pile_of_marks_in_a_senders_text_is_cut_too() -> None:
    assert make_readable("ab" + "\u0338" * 40 + " cd") == "ab\u0338\u0338… cd"
