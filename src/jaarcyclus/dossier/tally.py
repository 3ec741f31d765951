"""How a gremium answers: the answers per role, what the seats' answers add up to, and what that is called. Pure.

The roles and their answers are chosen (docs/rules.md); unanimity of the BVR is art. 5.6 of the covenant.
Do not let time in here: an absent or silent seat is never a yes, whatever the date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jaarcyclus.profile.gremium import Besluitregel, Rol

GESCHIL = "geschil"


class Uitslag(StrEnum):
    """What a closed gate came to. `over_tijd` is never given by `tally`: silence decides nothing."""

    POSITIEF = "positief"
    NEGATIEF = "negatief"
    DOORGANG = "doorgang"
    TERUG = "terug"
    GEEN_OVEREENSTEMMING = "geen_overeenstemming"
    OVER_TIJD = "over_tijd"


@dataclass(frozen=True, kw_only=True)
class Antwoord:
    """One possible answer: its Dutch text on screen, whether it lets the document pass, and what it must carry."""

    tekst: str
    positief: bool
    eist_toelichting: bool = False
    eist_voorwaarde: bool = False


ANTWOORDEN: dict[str, tuple[Antwoord, ...]] = {
    Rol.AFSTEMMING: (
        Antwoord(tekst="afgestemd", positief=True),
        Antwoord(tekst="afgestemd met opmerking", positief=True, eist_toelichting=True),
        Antwoord(tekst="niet afgestemd", positief=False, eist_toelichting=True),
    ),
    Rol.INSTEMMING: (
        Antwoord(tekst="stemt in", positief=True),
        Antwoord(tekst="stemt in, mits", positief=True, eist_voorwaarde=True),
        Antwoord(tekst="stemt niet in", positief=False, eist_toelichting=True),
    ),
    Rol.VASTSTELLING: (
        Antwoord(tekst="stelt vast", positief=True),
        Antwoord(tekst="stelt vast, mits", positief=True, eist_voorwaarde=True),
        Antwoord(tekst="stelt niet vast", positief=False, eist_toelichting=True),
    ),
    GESCHIL: (
        Antwoord(tekst="doorgang", positief=True),
        Antwoord(tekst="terug", positief=False, eist_toelichting=True),
        Antwoord(tekst="geen overeenstemming", positief=False, eist_toelichting=True),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Zetelstem:
    """One seat and its answer's text; None while it is silent. `gewicht` counts only under a weighted rule."""

    zetel: str
    antwoord: str | None
    gewicht: int = 1


def antwoorden(rol: str, soort: str) -> tuple[Antwoord, ...]:
    """Return the answers a seat may give on a gate of this role and kind (`gewoon` or `geschil`)."""
    return ANTWOORDEN[GESCHIL if soort == GESCHIL else rol]


def find_antwoord(rol: str, soort: str, tekst: str) -> Antwoord | None:
    """Return the answer with this text, or None when it is not one of this gate."""
    return next((antwoord for antwoord in antwoorden(rol, soort) if antwoord.tekst == tekst), None)


def tally(
    rol: str, soort: str, regel: Besluitregel, stemmen: Sequence[Zetelstem], voorzitter: str | None = None
) -> Uitslag | None:
    """Return what the seats' answers come to, or None while any seat is silent.

    Every seat's position is wanted even when the outcome is certain, because a dispute carries each of them up
    the ladder. Afstemming passes only when every seat is positive, whatever the gremium's rule.
    """
    if not stemmen or any(stem.antwoord is None for stem in stemmen):
        return None
    if soort == GESCHIL:
        return _tally_dispute(regel, stemmen, voorzitter)
    yes = {antwoord.tekst for antwoord in antwoorden(rol, soort) if antwoord.positief}
    rule = Besluitregel.UNANIMITEIT if rol == Rol.AFSTEMMING else regel
    return Uitslag.POSITIEF if _carries(rule, stemmen, yes, voorzitter) else Uitslag.NEGATIEF


def _tally_dispute(regel: Besluitregel, stemmen: Sequence[Zetelstem], voorzitter: str | None) -> Uitslag:
    for text, outcome in (("doorgang", Uitslag.DOORGANG), ("terug", Uitslag.TERUG)):
        if _carries(regel, stemmen, {text}, voorzitter):
            return outcome
    return Uitslag.GEEN_OVEREENSTEMMING


def _carries(regel: Besluitregel, stemmen: Sequence[Zetelstem], yes: set[str], voorzitter: str | None) -> bool:
    for_it = [stem for stem in stemmen if stem.antwoord in yes]
    if regel == Besluitregel.UNANIMITEIT:
        return len(for_it) == len(stemmen)
    if regel == Besluitregel.GEWOGEN_INWONERS:
        return 2 * sum(stem.gewicht for stem in for_it) > sum(stem.gewicht for stem in stemmen)
    if 2 * len(for_it) == len(stemmen) and regel == Besluitregel.MEERDERHEID_VOORZITTER:
        return any(stem.zetel == voorzitter for stem in for_it)
    return 2 * len(for_it) > len(stemmen)


_UITSLAGEN: Mapping[str, str] = {
    Uitslag.POSITIEF: "akkoord",
    Uitslag.NEGATIEF: "niet akkoord",
    Uitslag.DOORGANG: "doorgang",
    Uitslag.TERUG: "terug, met redenen",
    Uitslag.GEEN_OVEREENSTEMMING: "geen overeenstemming",
    Uitslag.OVER_TIJD: "over tijd: niet alle zetels hebben geantwoord",
}


def name_outcome(uitslag: str) -> str:
    """Return `akkoord` for a gate that came to `positief`; the reason why a gate lapsed comes back as it is."""
    return _UITSLAGEN.get(uitslag, uitslag)


def name_role(rol: str, soort: str) -> str:
    """Return `ter instemming`, or `geschil` for a gate of that kind, whatever role the disputed one has."""
    return GESCHIL if soort == GESCHIL else f"ter {rol}"
