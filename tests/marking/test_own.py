"""What we put in is known again after another program saved it; what somebody added to it is his."""

import pytest

from jaarcyclus.marking.own import HEADINGS, MAX_NOTE, is_own_note, is_own_sheet, sign_note

WORDS = "Fout: Categorie 3.88 bestaat niet.\nTe doen: kies een code uit het blad Codelijsten."


def test_a_note_is_known_by_its_first_line() -> None:
    assert is_own_note(sign_note("CATEGORIE_ONBEKEND", WORDS))


@pytest.mark.parametrize("resaved", ["\r\n", "  \n", "\n\n"])
def test_line_ends_of_another_program_do_not_matter(resaved: str) -> None:
    assert is_own_note(sign_note("CATEGORIE_ONBEKEND", WORDS).replace("\n", resaved) + "\n")


def test_a_note_that_somebody_added_to_is_his() -> None:
    assert not is_own_note(sign_note("CATEGORIE_ONBEKEND", WORDS) + "\nWij bedoelen 3.8.")


def test_a_note_of_another_author_with_our_name_is_his() -> None:
    assert not is_own_note("Jaarcyclus: kijk hier nog naar")


def test_a_long_note_is_shortened_and_still_known() -> None:
    note = sign_note("CATEGORIE_ONBEKEND", "woord " * 200)

    assert len(note) <= MAX_NOTE
    assert is_own_note(note)


def test_a_sheet_is_ours_by_its_headings_and_not_by_its_name_alone() -> None:
    first_row = dict(enumerate(HEADINGS, 1))

    assert is_own_sheet("Bevindingen", first_row)
    assert is_own_sheet("Bevindingen 2", first_row)
    assert not is_own_sheet("Bevindingen", {1: "Onze eigen lijst"})
    assert not is_own_sheet("Blad1", first_row)
