"""Which colours leave something to be seen."""

import pytest

from jaarcyclus.intake.colours import is_seen_font, is_seen_word, palette_of

WHITE = {"rgb": "FFFFFFFF"}


@pytest.mark.parametrize("bracket", ["Red", "BLUE", "Rood", "Zwart", "Color3", "Color 56", "Schwarz"])
def test_a_dark_colour_is_seen(bracket: str) -> None:
    assert is_seen_word(bracket)


@pytest.mark.parametrize(
    "bracket", ["White", "Wit", "Weiß", "Blanc", "Color2", "Color 2", "Kleur 2", "Color19", "Color 99", "?"]
)
def test_white_and_what_we_do_not_know_is_not(bracket: str) -> None:
    assert not is_seen_word(bracket)


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (None, None),
        ({"rgb": "FF9C0006"}, {"rgb": "FFFFC7CE"}),
        (WHITE, {"rgb": "FFC00000"}),
        (WHITE, {"theme": "4"}),
        ({"theme": "1"}, None),
        ({"auto": "1"}, None),
        ({"auto": "1"}, {"auto": "1"}),
        ({"theme": "4"}, {"theme": "5"}),
        ({"theme": "1", "tint": "0.5"}, None),
        ({"rgb": "blauw"}, None),
        ({"rgb": "FFFF0000", "tint": "."}, None),
        ({"rgb": "FFFF0000"}, {"rgb": "FF4F81BD"}),
        ({"indexed": "10"}, {"indexed": "17"}),
        ({"indexed": "999"}, None),
    ],
)
def test_a_font_that_stands_out_is_seen(font: dict[str, str] | None, fill: dict[str, str] | None) -> None:
    assert is_seen_font(font, fill)


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (WHITE, None),
        ({"theme": "0"}, None),
        ({"indexed": "9"}, None),
        ({"indexed": "1"}, None),
        ({"indexed": "65"}, None),
        ({"theme": "1", "tint": "0.99"}, None),
        ({"rgb": "FFFFF9DB"}, None),
        (WHITE, WHITE),
        ({"rgb": "FF9C0006"}, {"rgb": "FF9C0006"}),
        (None, {"rgb": "FF000000"}),
        ({"theme": "4"}, {"theme": "4"}),
        ({"indexed": "10"}, {"indexed": "10"}),
        ({"indexed": "10"}, {"rgb": "FFFF0000"}),
        ({"indexed": "13"}, None),
        ({"indexed": "64"}, {"rgb": "FF000000"}),
        ({"theme": "4"}, {"rgb": "FF4F81BD"}),
    ],
)
def test_a_font_in_the_colour_of_its_ground_is_not(font: dict[str, str] | None, fill: dict[str, str] | None) -> None:
    assert not is_seen_font(font, fill)


@pytest.mark.parametrize(
    ("font", "seen"),
    [({"theme": "4"}, False), ({"theme": "0"}, True), ({"theme": "5"}, False), ({"indexed": "8"}, False)],
)
def test_a_file_may_have_colours_of_its_own(font: dict[str, str], seen: bool) -> None:
    """One accent of this theme is white, another may be, its white is red; the first of its indexed ones is white."""
    palette = palette_of({"accent1": "FFFFFF", "lt1": "FF0000", "accent2": "wit"}, ["FF000000"] * 8 + ["00FFFFFF"])

    assert is_seen_font(font, {"rgb": "FFFFFFFF"}, [palette]) is seen


def test_an_indexed_colour_that_is_none_keeps_its_place() -> None:
    """Else the file counts the colours behind it otherwise than we do: its white one would be our black one."""
    palette = palette_of({}, ["", *["FF000000"] * 7, "00FFFFFF", "rood", "FF000000"])

    assert [is_seen_font({"indexed": number}, None, [palette]) for number in ("8", "9", "10")] == [False, False, True]


def test_of_two_themes_neither_may_hide() -> None:
    hidden, shown = palette_of({"accent1": "FFFFFF"}, []), palette_of({"accent1": "FF0000"}, [])

    assert not is_seen_font({"theme": "4"}, None, [hidden, shown])
