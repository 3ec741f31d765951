"""The sheets that people only read, Leeswijzer and Codelijsten: what stands in which cell, and a seal on it.

What somebody types there is read by nobody. The seal stands on the hidden sheet: it tells a changed sheet from one that
an older list of codes, or another release, wrote otherwise.
"""

from collections.abc import Mapping

from jaarcyclus import canonical
from jaarcyclus.codelijsten import Codelijst
from jaarcyclus.leeswijzer import leeswijzer
from jaarcyclus.profile import Inzendplicht, Profile
from jaarcyclus.sjabloon import CODES, EXTERN, LEESWIJZER, Kenmerken, Plaats, kolomletter

_LIJSTEN: Mapping[str, int] = {"taakveld": 1, "categorie_lasten": 4, "categorie_baten": 7, "wederpartij": 10}  # columns
_LAATSTE_RIJ = 100


def infobladen(
    profile: Profile, inzendplicht: Inzendplicht, kenmerken: Kenmerken, lijst: Codelijst
) -> dict[str, dict[Plaats, str]]:
    """Return sheet -> place -> text of every cell with text."""
    lines = leeswijzer(profile, inzendplicht, kenmerken, lijst)
    return {
        LEESWIJZER: {(row, 1): line for row, line in enumerate(lines, 1) if line},
        CODES: _codes(profile, inzendplicht, lijst),
    }


def _codes(profile: Profile, inzendplicht: Inzendplicht, lijst: Codelijst) -> dict[Plaats, str]:
    others = {plicht.code: plicht.naam for plicht in profile.inzendplichten() if plicht != inzendplicht}
    lists = {
        "taakveld": ("Taakveld", lijst.taakvelden),
        "categorie_lasten": ("Categorie lasten", lijst.categorieen_lasten),
        "categorie_baten": ("Categorie baten", lijst.categorieen_baten),
        "wederpartij": ("Wederpartij", {EXTERN: "buiten de samenwerking", **others}),
    }
    cells: dict[Plaats, str] = {}
    for name, (heading, codes) in lists.items():
        column = _LIJSTEN[name]
        for row, (code, omschrijving) in enumerate([(heading, "Omschrijving"), *codes.items()], 1):
            cells |= {(row, column): code, (row, column + 1): omschrijving}
    return cells


def lijst_bereik(lijst: str) -> str:
    """Return where the codes of a list stand, as a formula names it."""
    letter = kolomletter(_LIJSTEN[lijst])
    return f"{CODES}!${letter}$2:${letter}${_LAATSTE_RIJ}"


def zegelnaam(blad: str) -> str:
    """Return under which name the hidden sheet keeps the seal of a sheet."""
    return f"zegel {blad}"


def zegel(teksten: Mapping[Plaats, str]) -> str:
    """Return the seal on the texts of a sheet: another for every other text or place."""
    return canonical.sha256(canonical.dumps([[*place, text] for place, text in sorted(teksten.items())]))
