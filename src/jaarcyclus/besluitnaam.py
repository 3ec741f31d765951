"""What an outcome and a question are called, wherever a person reads them: one name each, on screen and on paper."""

from collections.abc import Mapping

from jaarcyclus.besluitroute import GESCHIL, Uitslag

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
