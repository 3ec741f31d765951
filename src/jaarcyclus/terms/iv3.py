"""The Iv3 code lists per boekjaar: taakvelden, categorieën, forbidden combinations ("grijze cellen").

Source: CBS, Iv3-definitiebestand versie 2.1, overheidslaag Gemeente, boekjaren 2025 and 2026
(github.com/statistiekcbs/iv3_definities, commit 9d77a88). Of 2024 only the taakvelden: those under which the 342
gemeenten filed (CBS Iv3, CC BY 4.0), names that are cut off there made whole. The cooperation has no Iv3 duty of its
own, but its cost lands in the gemeenten's filings. Codes are strings: never turn one into a number, `0.10` is not
`0.1`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jaarcyclus.errors import UnknownKey

_DATA = Path(__file__).with_name("data")

# The list each boekjaar uses: CBS's lists of 2025 and 2026 are equal. Add the new list here every year.
LIST_OF_BOEKJAAR: Mapping[int, int] = {2024: 2024, 2025: 2025, 2026: 2025}
# Chosen: the categorieën did not change with taakveld 6. Which combinations were forbidden in 2024 we do not know.
_CATEGORIES_OF: Mapping[int, int] = {2024: 2025}
# Chosen: a begroting is made before CBS publishes its year's list; a later boekjaar uses the newest we have.
FIRST_BOEKJAAR, LAST_BOEKJAAR = min(LIST_OF_BOEKJAAR), max(LIST_OF_BOEKJAAR)

# Chosen: the VAT regimes of a line and what the form calls them. BTW law decides per service; no code does.
VAT_REGIMES: Mapping[str, str] = {
    "belast": "belast",
    "vrijgesteld": "vrijgesteld",
    "koepelvrijstelling": "koepelvrijstelling",
    "compensabel_bcf": "compensabel (BCF)",
    "buiten_btw": "buiten de btw",
}


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """The lists of one boekjaar: code -> omschrijving, and the forbidden (kant, taakveld, categorie)."""

    boekjaar: int
    source_boekjaar: int  # the newest year CBS published this list for; earlier than `boekjaar`: not final yet
    taakvelden: Mapping[str, str]
    categorieen_lasten: Mapping[str, str]
    categorieen_baten: Mapping[str, str]
    forbidden: frozenset[tuple[str, str, str]]

    @property
    def may_change(self) -> bool:
        """Return whether the list is of an earlier year, for CBS has not published its own yet."""
        return self.source_boekjaar < self.boekjaar

    @property
    def caveat(self) -> str | None:
        """Say in Dutch that the list is of an earlier year, or holds taakvelden only; None for the year's own."""
        if self.source_boekjaar in _CATEGORIES_OF:
            return (
                f"Van Iv3 {self.boekjaar} hebben wij alleen de taakvelden: de categorieën zijn die van "
                f"{_CATEGORIES_OF[self.source_boekjaar]}, en of een categorie bij een taakveld mag is niet "
                "gecontroleerd."
            )
        if not self.may_change:
            return None
        return f"De codes zijn die van Iv3 {self.source_boekjaar} (CBS): de lijst voor {self.boekjaar} is er nog niet."


def has_code_list(boekjaar: int) -> bool:
    """Return whether there is a list for `boekjaar`; of before 2024 there is none."""
    return boekjaar >= FIRST_BOEKJAAR


@cache
def load_code_list(boekjaar: int) -> CodeList:
    """Return the lists for `boekjaar`. Raises UnknownKey before the first one."""
    if not has_code_list(boekjaar):
        raise UnknownKey(
            f"Voor boekjaar {boekjaar} hebben wij geen codelijst van Iv3; de eerste is die van {FIRST_BOEKJAAR}. Kies "
            "een later boekjaar."
        )
    source = min(boekjaar, LAST_BOEKJAAR)
    year = LIST_OF_BOEKJAAR[source]
    codes = _read_table(f"iv3_codes_{year}.csv")
    categories = _read_table(f"iv3_codes_{_CATEGORIES_OF.get(year, year)}.csv")
    forbidden = () if year in _CATEGORIES_OF else _read_table(f"iv3_grijze_cellen_{year}.csv")
    return CodeList(
        boekjaar=boekjaar,
        source_boekjaar=source,
        taakvelden=_codes_of(codes, "taakveld"),
        categorieen_lasten=_codes_of(categories, "categorie_lasten"),
        categorieen_baten=_codes_of(categories, "categorie_baten"),
        forbidden=frozenset((row["kant"], row["taakveld"], row["categorie"]) for row in forbidden),
    )


def _read_table(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def _codes_of(rows: list[dict[str, str]], code_list: str) -> dict[str, str]:
    return {row["code"]: row["omschrijving"] for row in rows if row["lijst"] == code_list}
