"""The tables and words behind the sample figures (`data/voorbeeld_*`). What they come to is `demo.sample_figures`."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from jaarcyclus.figures.records import Indicator, Line, Risico, Staff, total_cent
from jaarcyclus.profile.verantwoording import Part
from jaarcyclus.terms.formats import format_fte
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS

SERVICES = ("dienst", "programma")
"""What the tables call a perceel that they do not know, and a small or tariff-paid task that they do not know."""
FIRST = "*"
"""What the tables call the first who submits, whoever that is in a profile."""
_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, kw_only=True)
class LineKind:
    """One line of the sample. `van` up to `tot` are the years of an incidental line; `seed` fixes its deviations.

    `perceel` is who has it, or in the table one of `SERVICES`; `base_cent` a year of it at the level of 2025, exact.
    """

    perceel: str
    base_cent: Fraction
    taakveld: str
    categorie: str
    side: str
    description: str
    wederpartij: str | None
    btw_regime: str
    van: int | None
    tot: int | None
    change_per_mille: int
    seed: int


@cache
def line_kinds() -> tuple[LineKind, ...]:
    """Return every line of the table, in its order, as the three gemeenten of the sources would have it."""
    return tuple(_line_kind(row) for row in rows_of("voorbeeld_regels"))


@cache
def grondslagen_cent() -> Mapping[str, int]:
    """Return the real lasten of each base in cents: the three gemeenten together, begroting 2025."""
    totals: dict[str, int] = {}
    for row in rows_of("voorbeeld_bronnen"):
        cents = int(row["lasten_duizend_euro"]) * 1000 * 100
        totals[row["grondslag"]] = totals.get(row["grondslag"], 0) + cents
    return totals


@cache
def sample_texts() -> Mapping[str, Any]:
    """Return the words: `percelen` (perceel -> phrase -> text) and `producten` (product -> kop -> template)."""
    found: Mapping[str, Any] = json.loads((_DATA / "voorbeeld_teksten.json").read_text(encoding="utf-8"))
    return found


def rows_of(table: str) -> list[dict[str, str]]:
    """Return the rows of `data/<table>.csv`; lines that start with # are notes."""
    lines = (_DATA / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";"))


def _line_kind(row: Mapping[str, str]) -> LineKind:
    return LineKind(
        perceel=row["perceel"],
        base_cent=Fraction(grondslagen_cent()[row["grondslag"]] * int(row["aandeel_ppm"]), 1_000_000),
        taakveld=row["taakveld"],
        categorie=row["categorie"],
        side=row["kant"],
        description=row["omschrijving"],
        wederpartij=row["wederpartij"] or None,
        btw_regime=row["btw_regime"],
        van=int(row["van"]) if row["van"] else None,
        tot=int(row["tot"]) if row["tot"] else None,
        change_per_mille=int(row["wijziging_promille"]),
        seed=seed_of(row["perceel"], row["omschrijving"]),
    )


def seed_of(perceel: str, description: str) -> int:
    """Return the number from which the deviations of a line follow."""
    return crc32(f"{perceel} {description}".encode())


def known_percelen() -> frozenset[str]:
    """Return the codes of percelen that have tables of their own."""
    return frozenset(kind.perceel for kind in line_kinds()).difference(SERVICES)


def write_toelichting(
    service: str, headings: Sequence[Part], product: str, boekjaar: int, lines: Sequence[Line], menskracht: Staff
) -> dict[str, str]:
    """Return the text of each heading; one that the texts do not know gets a sentence that says nothing happened."""
    column = PRODUCTS[product].main_column
    lasten_cent = total_cent(lines, "lasten", column)
    baten_cent = total_cent(lines, "baten", column)
    words = {
        **sample_texts()["percelen"][service],
        "boekjaar": boekjaar,
        "lasten": format_euro(lasten_cent),
        "baten": format_euro(baten_cent),
        "bijdrage": format_euro(lasten_cent - baten_cent),
        "verschil": "" if product == "begroting" else _compare(lines, column),
        "maanden": _MONTHS.get(product, ""),
        "eenmalig": _name_one_off(lines) if product == "begroting" else "",
        "formatie": format_fte(menskracht.formatie_fte_honderdste),
        "bezetting": format_fte(menskracht.bezetting_fte_honderdste),
        "inhuur": format_euro(menskracht.externe_inhuur_cent),
    }
    templates, alike = sample_texts()["producten"][product.partition("_")[0]], sample_texts()["koppen"]
    return {
        heading.code: templates.get(alike.get(heading.code, heading.code), templates["*"]).format(
            **words, kop=heading.naam[:1].lower() + heading.naam[1:]
        )
        for heading in headings
    }


def make_indicatoren(perceel: str, doelen: Sequence[Part], eigenaar: str, product: str) -> tuple[Indicator, ...]:
    """Return an indicator for each goal, of the table or a plain one; only an account has a realisation."""
    known = {row["doel"]: row for row in rows_of("voorbeeld_indicatoren") if row["perceel"] == perceel}
    made = [(doel, known.get(doel.code, _ANY_GOAL | {"indicator": f"Oordeel over {doel.naam}"})) for doel in doelen]
    return tuple(
        Indicator(
            doel=doel.code,
            indicator=row["indicator"],
            eenheid=row["eenheid"],
            nulwaarde=row["nulwaarde"],
            nuljaar=int(row["nuljaar"]),
            bron=row["bron"],
            streefwaarde=row["streefwaarde"],
            realisatie=None if product == "begroting" else row["realisatie"],
            eigenaar=eigenaar,
        )
        for doel, row in made
    )


_ANY_GOAL = {
    "eenheid": "rapportcijfer",
    "nulwaarde": "7,0",
    "nuljaar": "2025",
    "bron": "jaarlijks onderzoek",
    "streefwaarde": "7,5",
    "realisatie": "7,3",
}


def make_risicos(service: str) -> tuple[Risico, ...]:
    """Return the risks."""
    return tuple(
        Risico(
            omschrijving=row["omschrijving"],
            kans_pct=int(row["kans_pct"]),
            gevolg_cent=int(row["gevolg_euro"]) * 100,
            maatregel=row["maatregel"],
        )
        for row in rows_of("voorbeeld_risicos")
        if row["perceel"] == service
    )


_MONTHS = {"tussenrapportage_1": "vier", "tussenrapportage_2": "acht"}


def _name_one_off(lines: Sequence[Line]) -> str:
    """Return a sentence on the lines that begin or end this year; nothing when there are none."""
    changed = [
        f"'{line.omschrijving}'"
        for line in lines
        if line.incidenteel and bool(line.bedragen_cent["t"]) != bool(line.bedragen_cent["t_min1"])
    ]
    return f" Eenmalig, en daarom anders dan vorig jaar: {', '.join(changed)}." if changed else ""


def _compare(lines: Sequence[Line], column: str) -> str:
    difference_cent = total_cent(lines, "lasten", column) - total_cent(lines, "lasten", "begroting_na")
    if difference_cent == 0:
        return "gelijk aan"
    return f"{format_euro(abs(difference_cent))} {'hoger' if difference_cent > 0 else 'lager'} dan"
