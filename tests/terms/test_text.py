"""A stranger's text made harmless: what nobody sees is told or shown, what is ordinary is left alone."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaarcyclus.printing.typefaces import drawn_signs
from jaarcyclus.terms.text import is_invisible, make_printable, name_invisible, name_piled, name_undrawn, show_hidden

EVERY_SIGN = [chr(code) for code in range(sys.maxunicode + 1)]
INVISIBLE = [sign for sign in EVERY_SIGN if is_invisible(sign)]


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


def test_long_word_can_break_and_a_hash_stays_whole():
    """A SHA-256 must be copied from the page as it is."""
    assert make_printable("a" * 64) == "a" * 64
    assert make_printable("a" * 65).replace("\u200b", "") == "a" * 65
    assert "\u200b" in make_printable("a" * 65)


def test_every_format_character_is_invisible():
    """A Python that knows more of them fails here: decide then, for what was accepted before must stay so."""
    assert {sign for sign in EVERY_SIGN if unicodedata.category(sign) == "Cf"} <= set(INVISIBLE)


def test_white_space_is_not_invisible():
    assert [sign for sign in INVISIBLE if sign.isspace()] == []


def test_paper_shows_all_that_intake_calls_invisible_but_for_one_named_list():
    """Pages of old dossiers are printed again and compared, so that what passed once must pass for ever."""
    passed = [sign for sign in INVISIBLE if show_hidden(sign) == sign]

    assert (len(passed), passed[:3], passed[-1]) == (50, ["\u00ad", "\u034f", "\u0600"], "\ufff8")


def test_intake_calls_invisible_all_that_paper_shows_and_a_reader_could_not_see():
    """Beside controls and breaks, paper shows what has a look of its own: emoji, signs of others' typefaces."""
    only_on_paper = {sign for sign in EVERY_SIGN if show_hidden(sign) != sign} - set(INVISIBLE)

    assert {unicodedata.category(sign) for sign in only_on_paper} & {"Cf", "Zs", "Mn"} <= {"Mn"}  # Mn: beyond the plane
    assert {sign for sign in only_on_paper if unicodedata.category(sign) == "Mn" and sign < "\U00010000"} == set()


@given(st.text(st.sampled_from([*INVISIBLE, *"ab \n\x00\u2028\U0001f389"])))
def test_a_text_that_intake_accepts_hides_nothing_on_paper(text):
    shown = show_hidden(text)

    assert name_invisible(text) or not any(is_invisible(sign) for sign in shown)
    assert bool(name_invisible(text)) == any(is_invisible(sign) for sign in text)


def test_every_mark_that_our_typefaces_draw_can_be_piled() -> None:
    """What they do not draw stands on paper as its code point; a pile of the rest stands on the lines of others."""
    drawn = [chr(number) for signs in drawn_signs() for number in signs]
    marks = [sign for sign in drawn if unicodedata.category(sign)[0] == "M" and not is_invisible(sign)]

    assert [f"U+{ord(sign):04X}" for sign in marks if not name_piled(f"q{sign * 3}")] == []


@pytest.mark.parametrize("sign", ["\ue000", "\U000f0000", "\U0010fffd", "\ufdd0", "\uffff"])
def test_a_sign_that_nobody_gave_a_form_is_no_word(sign: str) -> None:
    """Private use has three ranges and what is no sign at all two; the first of each was the only one refused."""
    assert name_undrawn(f"Akkoord {sign}") == f"U+{ord(sign):04X}"
