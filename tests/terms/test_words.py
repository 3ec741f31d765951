"""What passes as words of a person, as people type them and as they try to get round it."""

import pytest

from jaarcyclus.errors import Refused
from jaarcyclus.terms.words import as_given, fault_in_name, fault_in_words, normalise

READABLE = [
    "Dekking ontbreekt.",
    "geen akkoord: de índexatie klopt niet (€ 1.250,00 N)",
    "Zie pagina 3;\ntweede regel\tmet een tab",
    "nee",
    "Akkoord 👍",
    "teq\u0327\u0301st",  # more marks than any word of Dutch has
    "Łódź, Ægir en Ελληνικά",
]
UNREADABLE = [
    ("", "er staat niets"),
    (" \n\t ", "er staat niets"),
    (".", "er staat geen woord"),
    ("- -", "er staat geen woord"),
    ("…", "er staat geen woord"),
    ("12345", "er staat geen woord"),
    ("x", "er staat geen woord"),
    ("\U0001d41a\U0001d41b", "er staat geen woord"),  # letters that none of our typefaces draws
    ("同意", "er staat geen woord"),
    ("\u200b", "niemand ziet (U+200B"),
    ("goed\u200bgekeurd", "niemand ziet (U+200B na 'goed')"),
    ("\u2800\u2800", "niemand ziet (U+2800"),
    ("voor\u202edna", "niemand ziet (U+202E"),
    ("rood \x1b[31mnee", "niemand ziet (U+001B)"),
    ("nul\x00 byte", "niemand ziet (U+0000)"),
    ("half \ud800 teken", "niemand ziet (U+D800)"),
    ("regel\u2028scheiding", "niemand ziet (U+2028)"),
    ("goed" + "\u0338" * 3, "meer dan 2 losse accenten op één letter (3 na 'goed')"),
    ("ab" + "\u0489" * 200, "meer dan 2 losse accenten"),
    ("a b " * 1001, "langer dan 4000 tekens"),
]


@pytest.mark.parametrize("text", READABLE)
def test_words_that_a_person_reads_pass(text: str) -> None:
    assert fault_in_words(text) is None


@pytest.mark.parametrize(("text", "fault"), UNREADABLE)
def test_what_nobody_reads_is_no_words(text: str, fault: str) -> None:
    assert fault in (fault_in_words(text) or "")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Niet akkoord \r\n met de dekking  \r\n", "Niet akkoord\n met de dekking"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_words_are_kept_in_one_spelling(given: str, kept: str) -> None:
    assert as_given(given) == kept == normalise(kept)


def test_another_spelling_of_the_same_words_is_a_fault() -> None:
    """The rules ask the one spelling: two records of one reason would differ in nothing that shows."""
    assert fault_in_words("cafe\u0301 open") == "het heeft een andere schrijfwijze dan die wij bewaren"


def test_five_megabytes_are_refused_at_the_door() -> None:
    with pytest.raises(Refused) as refusal:
        as_given("woord " * 1_000_000)

    assert refusal.value.code == "TEKST_ONLEESBAAR"


def test_a_name_is_one_line() -> None:
    assert fault_in_name("Regiegroep ICT") is None
    assert fault_in_name("Regiegroep\nICT") == "het staat op meer dan één regel"
    assert fault_in_name("R" * 121) == "het is langer dan 120 tekens"
