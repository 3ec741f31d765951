"""How the words of a workbook differ from those of the one before: per heading, indicator and risk, and of staff. Pure.

A reader sees both texts, and which words went and came.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Literal

from jaarcyclus.figures.records import Figures, Indicator, Risico
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.formats import format_amount, format_fte

MOST_TEXTS = 60
"""How many a page shows (chosen: all headings and some forty indicators and risks)."""
_MOST_WORDS = 600  # chosen: above that which words are the same takes long to find, and nobody reads it
Part = tuple[Literal["same", "gone", "new"], str]
_GOAL_WORDS = {
    "eenheid": "eenheid",
    "nulwaarde": "nulwaarde",
    "nuljaar": "jaar van de nulwaarde",
    "bron": "bron",
    "streefwaarde": "streefwaarde",
    "realisatie": "realisatie",
    "eigenaar": "eigenaar",
}


@dataclass(frozen=True, kw_only=True)
class TextChange:
    """One text that differs, with where it stands in words; `parts` are its words in order."""

    where: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class TextChanges:
    """All texts that differ; `untold`: how many there is no room for."""

    rows: tuple[TextChange, ...]
    untold: int


def compare_texts(before: Figures, after: Figures, verantwoording: Verantwoording) -> TextChanges:
    """Return how the texts of two workbooks of one perceel and product differ, in the order of the sheets."""
    old, new = (_texts(figures, verantwoording) for figures in (before, after))
    names = [*new, *(name for name in old if name not in new)]
    found = [
        TextChange(where=name, parts=tuple(_parts(old.get(name, ""), new.get(name, ""))))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]
    return TextChanges(rows=tuple(found[:MOST_TEXTS]), untold=len(found[MOST_TEXTS:]))


def _texts(figures: Figures, verantwoording: Verantwoording) -> Mapping[str, str]:
    """Return by where it stands every text of a workbook but those of its lines; what has one name stands together."""
    found: dict[str, str] = {}
    for where, text in _named(figures, verantwoording):
        found[where] = f"{found[where]} {text}" if where in found else text
    return found


def _named(figures: Figures, verantwoording: Verantwoording) -> Iterator[tuple[str, str]]:
    headings = {heading.code: heading.naam for heading in verantwoording.koppen}
    goals = {doel.code: doel.naam for doel in verantwoording.doelen}
    for code, text in figures.toelichting.items():
        yield f"Toelichting, {headings.get(code, code)}", text
    for item in figures.indicatoren:
        yield f"Indicator '{item.indicator}' ({goals.get(item.doel, item.doel)})", _goal(item)
    for risk in figures.risicos:
        yield f"Risico '{risk.omschrijving}'", _risk(risk)
    if staff := figures.menskracht:
        formation, filled = format_fte(staff.formatie_fte_honderdste), format_fte(staff.bezetting_fte_honderdste)
        hired = format_amount(staff.externe_inhuur_cent)
        yield "Menskracht", f"formatie {formation}, bezetting {filled}, externe inhuur {hired}"


def _goal(item: Indicator) -> str:
    fields = asdict(item)
    return ", ".join(f"{words} {fields[name]}" for name, words in _GOAL_WORDS.items() if fields[name] is not None)


def _risk(item: Risico) -> str:
    return f"kans {item.kans_pct}%, gevolg {format_amount(item.gevolg_cent)}, maatregel: {item.maatregel}"


def _parts(before: str, after: str) -> Iterator[Part]:
    """Yield the words in order; a text too long to compare is gone as a whole, and new as a whole."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > _MOST_WORDS:
        yield from _words("gone", old)
        yield from _words("new", new)
        return
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _words("same", new[start:end])
        else:
            yield from _words("gone", old[first:last])
            yield from _words("new", new[start:end])


def _words(kind: Literal["same", "gone", "new"], words: list[str]) -> Iterator[Part]:
    if words:
        yield kind, " ".join(words)
