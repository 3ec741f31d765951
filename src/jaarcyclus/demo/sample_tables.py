"""The tables and words behind the sample figures (`data/voorbeeld_*`). What they come to is `demo.sample_figures`."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from jaarcyclus.figures.records import Indicator, Menskracht, Regel, Risico, totaal_cent
from jaarcyclus.terms.formats import format_fte
from jaarcyclus.terms.money import format_euro
from jaarcyclus.terms.products import PRODUCTS

_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, kw_only=True)
class Regelsoort:
    """One line of the sample. `van` up to `tot` are the years of an incidental line; `zaad` fixes its deviations."""

    perceel: str
    grondslag: str
    aandeel_ppm: int
    taakveld: str
    categorie: str
    kant: str
    omschrijving: str
    wederpartij: str | None
    btw_regime: str
    van: int | None
    tot: int | None
    wijziging_promille: int
    zaad: int


@cache
def regelsoorten() -> tuple[Regelsoort, ...]:
    """Return every line of every perceel, in the order of the table."""
    return tuple(_regelsoort(row) for row in rows_of("voorbeeld_regels"))


@cache
def grondslagen_cent() -> Mapping[str, int]:
    """Return the real lasten of each base in cents: the three gemeenten together, begroting 2025."""
    totals: dict[str, int] = {}
    for row in rows_of("voorbeeld_bronnen"):
        cents = int(row["lasten_duizend_euro"]) * 1000 * 100
        totals[row["grondslag"]] = totals.get(row["grondslag"], 0) + cents
    return totals


@cache
def teksten() -> Mapping[str, Any]:
    """Return the words: `percelen` (perceel -> phrase -> text) and `producten` (product -> kop -> template)."""
    found: Mapping[str, Any] = json.loads((_DATA / "voorbeeld_teksten.json").read_text(encoding="utf-8"))
    return found


def rows_of(table: str) -> list[dict[str, str]]:
    """Return the rows of `data/<table>.csv`; lines that start with # are notes."""
    lines = (_DATA / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";"))


def _regelsoort(row: Mapping[str, str]) -> Regelsoort:
    return Regelsoort(
        perceel=row["perceel"],
        grondslag=row["grondslag"],
        aandeel_ppm=int(row["aandeel_ppm"]),
        taakveld=row["taakveld"],
        categorie=row["categorie"],
        kant=row["kant"],
        omschrijving=row["omschrijving"],
        wederpartij=row["wederpartij"] or None,
        btw_regime=row["btw_regime"],
        van=int(row["van"]) if row["van"] else None,
        tot=int(row["tot"]) if row["tot"] else None,
        wijziging_promille=int(row["wijziging_promille"]),
        zaad=crc32(f"{row['perceel']} {row['omschrijving']}".encode()),
    )


def toelichting(
    perceel: str, product: str, boekjaar: int, regels: Sequence[Regel], menskracht: Menskracht
) -> dict[str, str]:
    """Return the text of each heading of DOWR."""
    kolom = PRODUCTS[product].main_column
    lasten_cent = totaal_cent(regels, "lasten", kolom)
    baten_cent = totaal_cent(regels, "baten", kolom)
    words = {
        **teksten()["percelen"][perceel],
        "boekjaar": boekjaar,
        "lasten": format_euro(lasten_cent),
        "baten": format_euro(baten_cent),
        "bijdrage": format_euro(lasten_cent - baten_cent),
        "verschil": "" if product == "begroting" else _compare(regels, kolom),
        "formatie": format_fte(menskracht.formatie_fte_honderdste),
        "bezetting": format_fte(menskracht.bezetting_fte_honderdste),
        "inhuur": format_euro(menskracht.externe_inhuur_cent),
    }
    templates = teksten()["producten"][product.partition("_")[0]]
    return {kop: template.format(**words) for kop, template in templates.items()}


def indicatoren(perceel: str, product: str) -> tuple[Indicator, ...]:
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


def risicos(perceel: str) -> tuple[Risico, ...]:
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


def _compare(regels: Sequence[Regel], kolom: str) -> str:
    verschil_cent = totaal_cent(regels, "lasten", kolom) - totaal_cent(regels, "lasten", "begroting_na")
    if verschil_cent == 0:
        return "gelijk aan"
    return f"{format_euro(abs(verschil_cent))} {'hoger' if verschil_cent > 0 else 'lager'} dan"
