"""Whether a colour leaves anything to be seen: that of a number format, or of a font on its fill.

Runs in the child process (`intake.reader`), so it imports nothing of ours. ECMA-376 part 1, 18.8.31 and 18.8.27.
"""

import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

Colour = Mapping[str, str]

_LEAST = 1.2  # chosen: the contrast of WCAG; cyan on white has 1.25, yellow 1.07, white on our own yellow 1.06
_APART = 0.15  # chosen: of light per colour; yellow on white has 0.07, red on blue that is as dark 0.4
_WEIGHTS = (0.2126, 0.7152, 0.0722)  # of red, green and blue in what the eye takes for light
_WHITE = "FFFFFF"
_ANY = ""  # of a theme: a colour that we do not compute
BLACK: Colour = {"theme": "1"}  # the usual one, of a font that tells none
_OFFICE = {  # in the order in which they are counted; of a file that has no theme
    "lt1": _WHITE,
    "dk1": "000000",
    "lt2": "EEECE1",
    "dk2": "1F497D",
    "accent1": "4F81BD",
    "accent2": "C0504D",
    "accent3": "9BBB59",
    "accent4": "8064A2",
    "accent5": "4BACC6",
    "accent6": "F79646",
    "hlink": "0000FF",
    "folHlink": "800080",
}
_INDEXED = (
    *("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "800000", "008000", "000080"),
    *("808000", "800080", "008080", "C0C0C0", "808080", "9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080"),
    *("0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF", "00CCFF"),
    *("CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99", "3366FF", "33CCCC", "99CC00", "FFCC00"),
    *("FF9900", "FF6600", "666699", "969696", "003366", "339966", "003300", "333300", "993300", "993366", "333399"),
    "333333",
)
_FIRST_AGAIN = _INDEXED[:8]  # an index counts these twice
_SYSTEM = {64: "000000", 65: _WHITE}
_RGB = re.compile(r"\s*(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})\s*")
_TINT = re.compile(r"\s*[+-]?[0-9.]{1,20}\s*")
_SEEN_WORDS = re.compile(
    "black|blue|cyan|green|magenta|red|zwart|blauw|cyaan|groen|rood|schwarz|blau|grün|rot|noir|bleu|vert|rouge"
)
_NUMBERED = re.compile(r"(?:color|kleur|farbe|couleur) ?([0-9]{1,2})")
_PALETTE, _PALE = range(1, 57), (2, 6, 19, 20, 27, 34, 35, 36)  # white, yellows and tints that are nearly white


def is_seen_word(bracket: str) -> bool:
    """Return whether what stands in brackets is a colour that we know and that can be seen on white."""
    if told := _NUMBERED.fullmatch(bracket.lower()):
        return int(told[1]) in _PALETTE and int(told[1]) not in _PALE
    return bool(_SEEN_WORDS.fullmatch(bracket.lower()))


def palette_of(theme: Mapping[str, str], indexed: Sequence[str]) -> "Palette":
    """Return the palette of a theme, by the names of its colours, and of a file's own indexed colours, if any.

    A colour of the theme that is no RRGGBB may be any. An indexed one that is told as no colour keeps its place in the
    count, and is white as LibreOffice has it.
    """
    named = {name: found[1] if (found := _RGB.fullmatch(rgb)) else _ANY for name, rgb in theme.items()}
    own = [found[1] if (found := _RGB.fullmatch(rgb)) else _WHITE for rgb in indexed][len(_FIRST_AGAIN) :]
    return Palette(theme={**_OFFICE, **named}, indexed=[*own, *_INDEXED[len(own) :]])


@dataclass(frozen=True, kw_only=True)
class Palette:
    """What the numbers of colours stand for, as RRGGBB: those of a theme, by name, and those of an index (18.8.27)."""

    theme: Mapping[str, str] = field(default_factory=lambda: _OFFICE)
    indexed: Sequence[str] = _INDEXED

    def rgb(self, colour: Colour) -> str | None:
        """Return a colour as RRGGBB; None for one that is not computed, and can be seen."""
        told = _RGB.fullmatch(colour.get("rgb", ""))
        plain = (
            told[1] if told else self._of_theme(colour.get("theme", "")) or self._of_index(colour.get("indexed", ""))
        )
        return _tinted(plain, _number(colour.get("tint", "0"))) if plain else None

    def may_be_any(self, colour: Colour) -> bool:
        """Return whether this is a colour of the theme that hides, for all we know."""
        return not _RGB.fullmatch(colour.get("rgb", "")) and self._of_theme(colour.get("theme", "")) == _ANY

    def _of_theme(self, number: str) -> str | None:
        return dict(enumerate(map(self.theme.get, _OFFICE))).get(_index(number))

    def _of_index(self, number: str) -> str | None:
        index = _index(number)
        if index in _SYSTEM:
            return _SYSTEM[index]
        index -= len(_FIRST_AGAIN) if len(_FIRST_AGAIN) <= index < len(_FIRST_AGAIN) + len(self.indexed) else 0
        return self.indexed[index] if 0 <= index < len(self.indexed) else None


def is_seen_font(font: Colour | None, fill: Colour | None, palettes: Sequence[Palette] = ()) -> bool:
    """Return whether a font of this colour can be read; None is the usual black, and no fill of its own.

    In every one of the palettes: of two that a file has nobody can tell which counts.
    """
    if font and font == fill and "auto" not in font:
        return False  # a colour that is not computed hides itself too
    return all(_stands_out(font, fill, palette) for palette in palettes or (Palette(),))


def _stands_out(font: Colour | None, fill: Colour | None, palette: Palette) -> bool:
    if any(palette.may_be_any(colour) for colour in (font or BLACK, fill) if colour):
        return False
    written, ground = palette.rgb(font or BLACK), palette.rgb(fill) if fill else _WHITE
    return written is None or ground is None or _differ(written, ground)


def _index(number: str) -> int:
    return int(number) if re.fullmatch(r"\s*[0-9]{1,3}\s*", number) else -1


def _number(told: str) -> float:
    return float(told) if _TINT.fullmatch(told) and told.count(".") < 2 and told.strip() != "." else 0.0


@lru_cache(1024)  # thousands of cells under hundreds of rules have a few colours
def _tinted(rgb: str, tint: float) -> str:
    ground = 255 if tint > 0 else 0
    parts = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(part + (ground - part) * min(abs(tint), 1)):02X}" for part in parts)


@lru_cache(1024)
def _differ(one: str, other: str) -> bool:
    """Return whether one can be read on the other: by light, or else by colour, as red on a green that is as dark."""
    parts, others = _linear(one), _linear(other)
    dark, light = sorted(sum(map(operator.mul, _WEIGHTS, found)) for found in (parts, others))
    apart = sum(weight * abs(part - under) for weight, part, under in zip(_WEIGHTS, parts, others, strict=True))
    return (light + 0.05) / (dark + 0.05) >= _LEAST or apart >= _APART


def _linear(rgb: str) -> list[float]:
    parts = [int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
