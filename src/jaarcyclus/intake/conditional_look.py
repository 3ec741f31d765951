"""What a conditional format makes of the cells under it: another number format, or nothing to be seen at all.

Runs in the child process (`intake.reader`), so it imports nothing of ours but its fellows there. Whether the condition
holds is not computed, but for one that is met by one number alone: the next entry may make it hold, and then who looks
sees something else than what counts. What only colours is no matter.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jaarcyclus.intake.colours import Colour, Palette, is_seen_font, palette_of
from jaarcyclus.intake.number_format import UNSEEN, UNSEEN_NUMBER, kind_of_number, shows_text
from jaarcyclus.intake.sheet_walk import Differing, Rule, Walk
from jaarcyclus.intake.sheet_xml import MAX_COLUMN, MAX_ROW, STYLES, column_number

Area = tuple[int, int, int, int]

_CELLS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")
_COLUMNS = re.compile(r"([A-Z]{1,3}):([A-Z]{1,3})")
_ROWS = re.compile(r"([1-9][0-9]{0,6}):([1-9][0-9]{0,6})")
_INDEX = re.compile(r"\s*\+?[0-9]{1,9}\s*")
_NUMBER = re.compile(r"\s*=?\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*")
_PERCENT, _WORSE = {"verhuld", "procent"}, {"afgerond", "getal_als_deel"}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What may come to lie over these areas: (first row, first column, last row, last column).

    A number format, or colours: of the font, of its ground, or of both; the cell keeps its own of the other. `only` is
    the one number that it can lie over; None when it may be any cell.
    """

    areas: tuple[Area, ...]
    number_format: str | None = None
    font: Colour | None = None
    ground: Colour | None = None
    only: float | None = None

    def is_over(self, row: int, column: int) -> bool:
        """Return whether it may lie over this cell, with whatever it can lie over in it."""
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.areas)

    def is_in_row(self, row: int) -> bool:
        """Return whether it may lie over some cell of this row."""
        return any(top <= row <= bottom for top, _, bottom, _ in self.areas)

    def leaves_seen(self, font: Colour | None, under: Sequence[Colour], palettes: Sequence[Palette]) -> bool:
        """Return whether a cell with this font, and these colours under it, can be read when it lies there."""
        grounds: Sequence[Colour | None] = [self.ground] if self.ground else under or [None]
        plain = self.font is None and self.ground is None
        return plain or any(is_seen_font(self.font or font, ground, palettes) for ground in grounds)


def kind_under(kind: str, value: float, looks: Sequence[Look]) -> str:
    """Return the kind of a number of this kind when these looks may come to lie over it: the worst of them."""
    kinds = {kind_of_number(value, look.number_format) for look in looks if look.number_format is not None}
    if kind in ("procent", "datum") or not kinds:
        return kind
    if kinds & _PERCENT or kinds | {kind} >= _WORSE:
        return "verhuld"
    return next((worse for worse in kinds if worse != "getal"), kind) if kind != "verhuld" else kind


def hides_text(text: str, looks: Sequence[Look]) -> bool:
    """Return whether one of these looks shows something else than this text."""
    return not all(shows_text(text, look.number_format) for look in looks if look.number_format is not None)


def leave_seen(looks: Sequence[Look], palettes: Sequence[Palette]) -> bool:
    """Return whether the font of each can be read on the ground of each other.

    Of rules that hold together a program takes either colour from the first that tells it: one that tells both gives
    both, or none of the two, but one that tells a font alone has the ground of another under it.
    """
    return all(
        is_seen_font(one.font, other.ground, palettes)
        for one in looks
        for other in looks
        if one.font and other.ground and not (one.ground and other.font)
    )


def find_palettes(walks: Mapping[str, Walk]) -> tuple[Palette, ...]:
    """Return the palette of each theme in a workbook: of an honest one there is one, or none."""
    indexed = next((walk.indexed for walk in walks.values() if walk.root == STYLES), [])
    themes = [walk.theme for walk in walks.values() if walk.theme]
    return tuple(palette_of(theme, indexed) for theme in themes or [{}])


def find_looks(walks: Mapping[str, Walk], palettes: Sequence[Palette] = ()) -> Mapping[str, tuple[Look, ...]]:
    """Return the looks of each part of a workbook that has any, by the part's name."""
    styles = next((walk.differing for walk in walks.values() if walk.root == STYLES), [])
    return {name: looks for name, walk in walks.items() if (looks := tuple(_looks(walk, styles, palettes)))}


def _looks(walk: Walk, styles: Sequence[Differing], palettes: Sequence[Palette]) -> Iterator[Look]:
    for found in walk.found:
        areas = tuple(areas_of(found.sqref))
        for rule in found.rules:
            differing = (*pointed_at(rule.style, styles), *rule.own)
            for shown in _shown(rule, differing, palettes):
                yield Look(areas=areas, number_format=shown, only=_only(rule))
            for font, ground in _colours(rule, differing, palettes):
                yield Look(areas=areas, font=font, ground=ground, only=_only(rule))


def _colours(
    rule: Rule, differing: Sequence[Differing], palettes: Sequence[Palette]
) -> Iterator[tuple[Colour | None, Colour | None]]:
    """Yield the font and the ground that this rule colours: the cell or another rule may decide if it is read."""
    for part in differing:
        if (part.font or part.fill) and is_seen_font(part.font, part.fill, palettes):
            yield part.font, part.fill
    yield from ((None, ground) for ground in rule.grounds)


def pointed_at(told: str, styles: Sequence[Differing]) -> Sequence[Differing]:
    """Return the differing format of this number, if there is one."""
    index = int(told) if _INDEX.fullmatch(told) else len(styles)
    return styles[index : index + 1]


def _shown(rule: Rule, differing_formats: Sequence[Differing], palettes: Sequence[Palette]) -> Iterator[str]:
    """Yield the number formats that stand for what this rule shows."""
    for differing in differing_formats:
        if differing.number_format is not None:
            yield differing.number_format
        if not is_seen_font(differing.font, differing.fill, palettes):
            yield UNSEEN
    if rule.hides_number:
        yield UNSEEN_NUMBER


def _only(rule: Rule) -> float | None:
    """Return the number of a rule such as "equal to 0", with which offices leave out noughts."""
    told = _NUMBER.fullmatch(rule.formula)
    return float(told[1]) if told and (rule.kind, rule.operator) == ("cellIs", "equal") else None


def areas_of(sqref: str) -> Iterator[Area]:
    """Yield the areas in a list of references; what is none covers nothing."""
    for area in sqref.upper().replace("$", "").split():
        if told := _CELLS.fullmatch(area):
            columns, rows = (told[1], told[3] or told[1]), (told[2], told[4] or told[2])
        elif told := _COLUMNS.fullmatch(area):
            columns, rows = (told[1], told[2]), ("1", str(MAX_ROW))
        elif told := _ROWS.fullmatch(area):
            columns, rows = ("A", "XFD"), (told[1], told[2])
        else:
            continue
        (top, bottom), (left, right) = sorted(map(int, rows)), sorted(map(column_number, columns))
        yield top, left, bottom, min(right, MAX_COLUMN)
