"""Whether a colour leaves anything to be seen: that of a number format, or of a font on its fill.

Runs in the child process (`intake.reader`), so it imports nothing of ours. ECMA-376 part 1, 18.8.31 and 18.8.27.
"""

import re
from collections.abc import Mapping

Colour = Mapping[str, str]

_LEAST = 1.2  # chosen: the contrast of WCAG; cyan on white has 1.25, yellow 1.07, white on our own yellow 1.06
_WHITE = "FFFFFF"
_THEME = {"0": _WHITE, "1": "000000", "2": "EEECE1", "3": "1F497D"}  # Office's own; the accents can all be seen
_RGB = re.compile(r"\s*(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})\s*")
_TINT = re.compile(r"\s*[+-]?[0-9.]{1,20}\s*")
_SEEN_WORDS = re.compile(
    "black|blue|cyan|green|magenta|red|zwart|blauw|cyaan|groen|rood|schwarz|blau|grün|rot|noir|bleu|vert|rouge"
)
_NUMBERED = re.compile(r"(?:color|kleur|farbe|couleur) ?([0-9]{1,2})")
_PALETTE, _PALE = range(1, 57), (2, 6, 19, 20, 27, 34, 35, 36)  # white, yellows and tints that are nearly white
_BEFORE_PALETTE = 7  # a style counts the palette's first colour as its eighth
_SYSTEM_WHITE = 65


def is_seen_word(bracket: str) -> bool:
    """Return whether what stands in brackets is a colour that we know and that can be seen on white."""
    if told := _NUMBERED.fullmatch(bracket.lower()):
        return int(told[1]) in _PALETTE and int(told[1]) not in _PALE
    return bool(_SEEN_WORDS.fullmatch(bracket.lower()))


def is_seen_font(font: Colour | None, fill: Colour | None) -> bool:
    """Return whether a font of this colour can be read; None is the usual black, and no fill of its own."""
    if font and font == fill and "auto" not in font:
        return False  # a colour that is not computed hides itself too
    written, ground = _rgb(font or {"theme": "1"}), _rgb(fill) if fill else _WHITE
    return written is None or ground is None or _contrast(written, ground) >= _LEAST


def _rgb(colour: Colour) -> str | None:
    """Return it as RRGGBB; None for one that is not computed, and can be seen."""
    told = _RGB.fullmatch(colour.get("rgb", ""))
    plain = told[1] if told else _THEME.get(colour.get("theme", "").strip()) or _indexed(colour.get("indexed", ""))
    tint = colour.get("tint", "0")
    return _tinted(plain, _number(tint)) if plain else None


def _indexed(number: str) -> str | None:
    if not re.fullmatch(r"\s*[0-9]{1,3}\s*", number):
        return None
    index = int(number)
    place = index - _BEFORE_PALETTE if index > _BEFORE_PALETTE else index + 1
    return _WHITE if index == _SYSTEM_WHITE or place in _PALE else None


def _number(told: str) -> float:
    return float(told) if _TINT.fullmatch(told) and told.count(".") < 2 and told.strip() != "." else 0.0


def _tinted(rgb: str, tint: float) -> str:
    ground = 255 if tint > 0 else 0
    parts = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(part + (ground - part) * min(abs(tint), 1)):02X}" for part in parts)


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: str) -> float:
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return sum(
        weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        for weight, part in ((0.2126, red), (0.7152, green), (0.0722, blue))
    )
