"""Writes figures as an office would say them: a line of text a booking, a few gemeenten, a key."""

from collections.abc import Mapping, Sequence
from typing import Any

from jaarcyclus.figures.records import Figures, Line
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import PRODUCTS

PEILDATUM = "2025-01-01"
# CBS, 1 January 2025.
INWONERS = {"GM0150": 104_301, "GM0177": 38_616, "GM1773": 19_001}
NAMES = {"GM0150": "Deventer", "GM0177": "Raalte", "GM1773": "Olst-Wijhe"}
INWONER_KEY = {"code": "inwoners", "naam": "Inwoners", "soort": "inwoners", "peildatum": PEILDATUM}


def profile_with(
    *sleutels: Mapping[str, Any],
    inwoners: Mapping[str, int] = INWONERS,
    percelen: Mapping[str, str] | None = None,
) -> Profile:
    """Return a cooperation of the gemeenten in `inwoners`; `percelen` maps a perceel to the code of its key."""
    keys = sleutels or (INWONER_KEY,)
    duties = {"ict": keys[0]["code"]} if percelen is None else percelen
    return Profile.model_validate(
        {
            "profiel": "proef",
            "naam": "Proef",
            "voluit": "Samenwerking op proef",
            "vormen": [{"vorm": "convenant", "grondslag": "proef"}],
            "gemeenten": [
                {
                    "code": code,
                    "naam": NAMES.get(code, code),
                    "inwoners": [{"peildatum": PEILDATUM, "aantal": count, "bron": "CBS"}],
                }
                for code, count in inwoners.items()
            ],
            "personen": [{"sleutel": "controller", "functie": "controller"}],
            "controller": "controller",
            "ambtelijk_secretaris": "controller",
            "beheerder": "controller",
            "percelen": [
                {
                    "code": code,
                    "naam": code.upper(),
                    "gastheer": next(iter(inwoners)),
                    "manager": "controller",
                    "sleutel": sleutel,
                }
                for code, sleutel in duties.items()
            ],
            "gremia": [],
            "routes": {},
            "ladder": {"treden": [], "top": "niemand", "toelichting_top": "proef"},
            "sleutels": list(keys),
            "verantwoording": [
                {
                    "resultaat": "Samen is het goedkoper.",
                    "grondslag": "proef",
                    "koppen": [{"code": "dienst", "naam": "Dienst"}],
                    "doelen": [{"code": "kosten", "naam": "kosten"}],
                }
            ],
            "kalender": {"producten": {}},
        }
    )


def figures_from(perceel: str, *lines: str, product: str = "begroting", boekjaar: int = 2027) -> Figures:
    """Return a submission written as lines like `0.4/3.8 lasten 1000,50 -> psa`.

    One amount in euros stands in every column; `-|-|1000|1000|1000|1000` gives each its own, `-` is no figure.
    """
    return Figures(
        profiel="proef",
        product=product,
        boekjaar=boekjaar,
        perceel=perceel,
        eerste_jaar=False,
        regels=tuple(_line(line, product, 10 + number) for number, line in enumerate(lines)),
    )


def _line(line: str, product: str, row: int) -> Line:
    booking, _, wederpartij = line.partition("->")
    code, side, amounts = booking.split()
    taakveld, _, categorie = code.partition("/")
    columns = PRODUCTS[product].columns
    return Line(
        taakveld=taakveld,
        categorie=categorie,
        kant=side,
        omschrijving=line,
        incidenteel=False,
        wederpartij=wederpartij.strip() or None,
        btw_regime="belast",
        bedragen_cent=dict(zip(columns, _amounts(amounts, len(columns)), strict=True)),
        rij=row,
    )


def _amounts(text: str, count: int) -> Sequence[int | None]:
    words = text.split("|") if "|" in text else [text] * count
    return [None if word == "-" else euro(word) for word in words]


def euro(text: str) -> int:
    """Return the cents of `1000` or `1000,50`, with a minus in front or not."""
    whole, _, cents = text.partition(",")
    sign = -1 if whole.startswith("-") else 1
    return int(whole) * 100 + sign * int(cents.ljust(2, "0") or 0)
