"""The tables and words behind the sample figures (`data/voorbeeld_*`). What they come to is `demo.sample_figures`."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from jaarcyclus.figures.records import Indicator, Line, Risico, Staff, total_cent
from jaarcyclus.terms.formats import format_fte
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS

_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, kw_only=True)
class LineKind:
    """One line of the sample. `van` up to `tot` are the years of an incidental line; `seed` fixes its deviations."""

    perceel: str
    grondslag: str
    aandeel_ppm: int
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
    """Return every line of every perceel, in the order of the table."""
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
        grondslag=row["grondslag"],
        aandeel_ppm=int(row["aandeel_ppm"]),
        taakveld=row["taakveld"],
        categorie=row["categorie"],
        side=row["kant"],
        description=row["omschrijving"],
        wederpartij=row["wederpartij"] or None,
        btw_regime=row["btw_regime"],
        van=int(row["van"]) if row["van"] else None,
        tot=int(row["tot"]) if row["tot"] else None,
        change_per_mille=int(row["wijziging_promille"]),
        seed=crc32(f"{row['perceel']} {row['omschrijving']}".encode()),
    )


def write_toelichting(
    perceel: str, product: str, boekjaar: int, lines: Sequence[Line], menskracht: Staff
) -> dict[str, str]:
    """Return the text of each heading of DOWR."""
    column = PRODUCTS[product].main_column
    lasten_cent = total_cent(lines, "lasten", column)
    baten_cent = total_cent(lines, "baten", column)
    words = {
        **sample_texts()["percelen"][perceel],
        "boekjaar": boekjaar,
        "lasten": format_euro(lasten_cent),
        "baten": format_euro(baten_cent),
        "bijdrage": format_euro(lasten_cent - baten_cent),
        "verschil": "" if product == "begroting" else _compare(lines, column),
        "formatie": format_fte(menskracht.formatie_fte_honderdste),
        "bezetting": format_fte(menskracht.bezetting_fte_honderdste),
        "inhuur": format_euro(menskracht.externe_inhuur_cent),
    }
    templates = sample_texts()["producten"][product.partition("_")[0]]
    return {heading: template.format(**words) for heading, template in templates.items()}


def make_indicatoren(perceel: str, product: str) -> tuple[Indicator, ...]:
    """Return the indicators; only an account has a realisation."""
    return tuple(
        Indicator(
            doel=row["doel"],
            indicator=row["indicator"],
            eenheid=row["eenheid"],
            nulwaarde=row["nulwaarde"],
            nuljaar=int(row["nuljaar"]),
            bron=row["bron"],
            streefwaarde=row["streefwaarde"],
            realisatie=None if product == "begroting" else row["realisatie"],
            eigenaar=row["eigenaar"],
        )
        for row in rows_of("voorbeeld_indicatoren")
        if row["perceel"] == perceel
    )


def make_risicos(perceel: str) -> tuple[Risico, ...]:
    """Return the risks."""
    return tuple(
        Risico(
            omschrijving=row["omschrijving"],
            kans_pct=int(row["kans_pct"]),
            gevolg_cent=int(row["gevolg_euro"]) * 100,
            maatregel=row["maatregel"],
        )
        for row in rows_of("voorbeeld_risicos")
        if row["perceel"] == perceel
    )


def _compare(lines: Sequence[Line], column: str) -> str:
    difference_cent = total_cent(lines, "lasten", column) - total_cent(lines, "lasten", "begroting_na")
    if difference_cent == 0:
        return "gelijk aan"
    return f"{format_euro(abs(difference_cent))} {'hoger' if difference_cent > 0 else 'lager'} dan"
