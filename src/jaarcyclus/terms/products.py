"""Everything that depends on which product it is: what it is called, its columns, what is compared and shared out.

A new kind of product begins here. What a round of it looks like is the profile's.
"""

from collections.abc import Mapping
from datetime import date

from jaarcyclus.terms.days import format_date

_TITELS: Mapping[str, str] = {
    "begroting": "Begroting {}",
    "tussenrapportage_1": "Tussenrapportage 1 over {}",
    "tussenrapportage_2": "Tussenrapportage 2 over {}",
    "jaarverslag": "Jaarverslag met jaarrekening {}",
}
_LIDWOORDEN: Mapping[str, str] = {"jaarverslag": "het"}


def name_product(product: str, boekjaar: int) -> str:
    """Return `Begroting 2027`."""
    return _TITELS[product].format(boekjaar)


def name_in_sentence(product: str, boekjaar: int) -> str:
    """Return `de begroting 2027`."""
    titel = name_product(product, boekjaar)
    return f"{_LIDWOORDEN.get(product, 'de')} {titel[0].lower()}{titel[1:]}"


PRODUCTEN = ("begroting", "tussenrapportage_1", "tussenrapportage_2", "jaarverslag")

_TUSSENRAPPORTAGE = ("begroting_voor", "begroting_na", "realisatie", "verplichtingen", "prognose")
KOLOMMEN: Mapping[str, tuple[str, ...]] = {
    # BBV art. 19a and 22: t, t-2 realised, t-1 after amendment, and three years ahead.
    "begroting": ("t_min2", "t_min1", "t", "t_plus1", "t_plus2", "t_plus3"),
    "tussenrapportage_1": _TUSSENRAPPORTAGE,
    "tussenrapportage_2": _TUSSENRAPPORTAGE,
    # BBV art. 27.2: the budget before and after amendment beside the realisation.
    "jaarverslag": ("begroting_voor", "begroting_na", "realisatie"),
}
# The column a product is about: what is allocated to the gemeenten and compared.
HOOFDKOLOM: Mapping[str, str] = {
    "begroting": "t",
    "tussenrapportage_1": "prognose",
    "tussenrapportage_2": "prognose",
    "jaarverslag": "realisatie",
}


HISTORIE = ("t_min2", "t_min1")  # the columns a first year cannot have
GEEN_HISTORIE = "eerste jaar: geen historie"


def kolomkop(kolom: str, boekjaar: int, *, eerste_jaar: bool, peildatum: date | None) -> str:
    """Return the Dutch heading of an amount column with its actual year, and up to when a realisation runs."""
    names = {
        "t_min2": f"Rekening {boekjaar - 2}",
        "t_min1": f"Begroting {boekjaar - 1} na wijziging",
        "t": f"Begroting {boekjaar}",
        "t_plus1": f"Raming {boekjaar + 1}",
        "t_plus2": f"Raming {boekjaar + 2}",
        "t_plus3": f"Raming {boekjaar + 3}",
        "begroting_voor": f"Begroting {boekjaar} vóór wijziging",
        "begroting_na": f"Begroting {boekjaar} na wijziging",
        "realisatie": f"Realisatie {boekjaar}",
        "verplichtingen": f"Verplichtingen {boekjaar}",
        "prognose": f"Prognose {boekjaar}",
    }
    if is_zonder_historie(kolom, eerste_jaar):
        return f"{names[kolom]} ({GEEN_HISTORIE})"
    if kolom == "realisatie" and peildatum:
        return f"{names[kolom]} tot en met {format_date(peildatum)}"
    return names[kolom]


def is_zonder_historie(kolom: str, eerste_jaar: bool) -> bool:
    """Return whether the column must stay empty because there is no history yet."""
    return eerste_jaar and kolom in HISTORIE


# The columns that are set against each other: what was allowed and what it comes to.
VERGELIJKING: Mapping[str, tuple[str, str]] = {
    "tussenrapportage_1": ("begroting_na", "prognose"),
    "tussenrapportage_2": ("begroting_na", "prognose"),
    "jaarverslag": ("begroting_na", "realisatie"),
}


# A bijdrage is a yearly amount: what is realised or committed so far is not shared out, because an agreed
# amount or a tariff would then count as a whole year against a part of the cost (chosen).
PART_YEAR: Mapping[str, tuple[str, ...]] = {
    "tussenrapportage_1": ("realisatie", "verplichtingen"),
    "tussenrapportage_2": ("realisatie", "verplichtingen"),
}
