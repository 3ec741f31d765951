"""How values look on paper."""

import pytest

from jaarcyclus.terms import formats
from jaarcyclus.terms.text import make_printable, show_hidden


@pytest.mark.parametrize(
    ("cent", "shown"),
    [
        (0, "0,00"),
        (5, "0,05"),
        (-5, "-0,05"),
        (123_456_789, "1.234.567,89"),
        (-100_000, "-1.000,00"),
        (None, "–"),
    ],
)
def test_amounts_are_dutch(cent, shown):
    assert formats.format_bedrag(cent) == shown


def test_cents_are_never_dropped():
    """Whole euros are shown only where there is nothing behind the comma."""
    with pytest.raises(ValueError, match="no whole euros"):
        formats.format_bedrag(101, centen=False)


@pytest.mark.parametrize(("cent", "shown"), [(100, "1,00 V"), (-100, "1,00 N"), (0, "0,00"), (None, "–")])
def test_deviations_carry_v_or_n(cent, shown):
    assert formats.format_afwijking(cent) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bonus\u202e00.1", "bonus[U+202E]00.1"),
        ("een\x00twee", "een[U+0000]twee"),
        ("feest \U0001f389", "feest [U+1F389]"),
        ("regel 1\r\nregel 2", "regel 1\nregel 2"),
        ("Súdwest-Fryslân € – ’t", "Súdwest-Fryslân € – ’t"),
    ],
)
def test_what_hides_is_shown(text, shown):
    """A reader is not fooled by characters that reorder, hide or break; ordinary Dutch is left alone."""
    assert show_hidden(text) == shown


@pytest.mark.parametrize(
    ("names", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_names_in_a_sentence(names, shown):
    assert formats.join_names(names) == shown


def test_long_word_can_break_and_a_hash_stays_whole():
    """A SHA-256 must be copied from the page as it is."""
    assert make_printable("a" * 64) == "a" * 64
    assert make_printable("a" * 65).replace("\u200b", "") == "a" * 65
    assert "\u200b" in make_printable("a" * 65)
