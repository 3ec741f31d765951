"""What people answer in the demo: mostly yes, and in the first product of a profile something of each kind.

Who says what follows from the route, so that any cooperation shows a remark, a dispute, a condition and a vote against
as far as its gremia have room for them. Whether an answer counts is for the door to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jaarcyclus.dossier.records import Gate
from jaarcyclus.dossier.tally import GESCHIL
from jaarcyclus.errors import UnknownKey
from jaarcyclus.ledger.parts import Gatezetel
from jaarcyclus.profile.gremium import Besluitregel, Rol
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.days import add_working_days
from jaarcyclus.terms.products import PRODUCTS

_YES = {"afstemming": "afgestemd", "instemming": "stemt in", "vaststelling": "stelt vast", GESCHIL: "doorgang"}
_NO = {"instemming": "stemt niet in", "vaststelling": "stelt niet vast"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a member answers: the text on the button and the fields beside it."""

    answer: str
    fields: Mapping[str, str] = field(default_factory=dict)


def products_of(profile: Profile, until: str | None = None) -> list[str]:
    """Return the products that the demo plays in the order of the year, up to and with `until`. Raises UnknownKey."""
    own = [name for name, product in PRODUCTS.items() if product.in_demo and name in profile.routes]
    if until is not None and until not in own:
        raise UnknownKey(f"De demo speelt bij {profile.naam} geen {until}; kies uit: {', '.join(own)}.")
    return own[: own.index(until) + 1] if until else own


def incomplete_perceel(profile: Profile, product: str) -> str | None:
    """Return who hands in a workbook without its last heading, is refused, and mends it; None after the first."""
    duties = profile.inzendplichten()
    return duties[min(2, len(duties) - 1)].code if _is_first(profile, product) else None


def choose(
    profile: Profile, product: str, gate: Gate, zetel: Gatezetel, today: date, *, lively: bool | None = None
) -> Choice:
    """Return what this seat answers; `lively`: something of each kind, as in the first product of a profile."""
    yes = Choice(answer=_YES[gate.soort if gate.soort == GESCHIL else gate.rol])
    if gate.soort == GESCHIL or not (_is_first(profile, product) if lively is None else lively):
        return yes
    place = gate.zetels.index(zetel)
    coordinating, agreeing = _gremia(profile, product, Rol.AFSTEMMING), _gremia(profile, product, Rol.INSTEMMING)
    if gate.gremium in coordinating[:1] and place == 1:
        text = "Graag in de volgende rapportage ingaan op de vervanging van werkplekken."
        return Choice(answer="afgestemd met opmerking", fields={"toelichting": text})
    if gate.gremium in coordinating[1:][-1:] and place == 2:
        text = "De uitbreiding van de formatie is niet onderbouwd."
        return Choice(answer="niet afgestemd", fields={"toelichting": text})
    if gate.gremium in agreeing[:1] and place == 0:
        return _condition(profile, today)
    if _is_outvoted(profile, gate, zetel):
        return Choice(answer=_NO[gate.rol], fields={"toelichting": "Wij hadden een lagere bijdrage verwacht."})
    return yes


def _condition(profile: Profile, today: date) -> Choice:
    duty = profile.inzendplichten()[-1]
    return Choice(
        answer="stemt in, mits",
        fields={
            "voorwaarde": f"De formatie van {duty.naam} wordt per taak onderbouwd.",
            "eigenaar": duty.indiener,
            "datum": add_working_days(today, 5).isoformat(),
        },
    )


def _is_outvoted(profile: Profile, gate: Gate, zetel: Gatezetel) -> bool:
    """Return whether this is the one seat whose no stops nothing: the last, where the others or the chair decide."""
    gremium = profile.gremium(gate.gremium)
    outvoted = {
        Besluitregel.MEERDERHEID: len(gate.zetels) > 2,
        Besluitregel.MEERDERHEID_VOORZITTER: gremium.voorzitter != zetel.zetel,
    }
    return gate.rol in _NO and zetel == gate.zetels[-1] and outvoted.get(gremium.regel, False)


def _gremia(profile: Profile, product: str, rol: Rol) -> list[str]:
    return [code for step in profile.routes[product] if step.rol == rol and step.blokkeert for code in step.gremia]


def _is_first(profile: Profile, product: str) -> bool:
    return product == products_of(profile)[0]
