"""The tables behind the sample figures (`data/voorbeeld_*`), as records. What they come to is `voorbeeldcijfers`."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

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
