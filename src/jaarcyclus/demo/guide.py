"""Where to look, and as whom: for who has just played a year, or opened one that goes on."""

from collections.abc import Iterator
from dataclasses import dataclass

from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.airflow_names import account_name
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.products import name_product


@dataclass(frozen=True, kw_only=True)
class Visit:
    """An account to sign in with, whose it is, and what there is to see."""

    account: str
    functie: str
    told: str


def visits(workspace: Workspace, profiel: str) -> tuple[Visit, ...]:
    """Return one account for each kind of person, first those of whom something is asked now."""
    profile = workspace.profile(profiel)
    found: dict[str, Visit] = {}
    for kind, person, told in _kinds(workspace, profile):
        account = account_name(profiel, person)
        found.setdefault(kind, Visit(account=account, functie=profile.name_person(person), told=told))
    return tuple(found.values())


def tell_visits(found: tuple[Visit, ...]) -> str:
    """Return it as lines for a screen; the passwords stand elsewhere, for who may read them."""
    wide, wider = (max(len(getattr(item, name)) for item in found) for name in ("account", "functie"))
    return "\n".join(f"   {item.account:<{wide}}  {item.functie:<{wider}}  {item.told}" for item in found)


def _kinds(workspace: Workspace, profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Yield kind, person and what there is to see, most telling first."""
    yield "office", profile.controller, "ziet op Het jaar wie te laat is, sinds wanneer en wat er hierna gebeurt"
    for state in (workspace.dossier(name) for name in workspace.dossiers(profile.profiel)):
        yield from _asked(state)
        yield from _owing(state, profile)
    if member := next((seat.houder for body in profile.gremia for seat in body.zetels), None):
        yield "member", member, "ziet bij Mijn besluiten wat er is geantwoord"
    if duty := next(iter(profile.inzendplichten()), None):
        yield "manager", duty.indiener, "ziet bij Inleveren wat er van de werkboeken werd"


def _asked(state: Dossier) -> Iterator[tuple[str, str, str]]:
    product = name_product(state.product, state.boekjaar)
    for gate in state.gates:
        for seat in gate.zetels:
            if gate.is_open and seat.zetel in gate.silent_zetels():
                yield "member", seat.houder, f"heeft een vraag over {product} te beantwoorden"


def _owing(state: Dossier, profile: Profile) -> Iterator[tuple[str, str, str]]:
    missing = () if state.is_closed else missing_submissions(state)
    product = name_product(state.product, state.boekjaar)
    for duty in profile.inzendplichten():
        if duty.code in missing:
            yield "manager", duty.indiener, f"heeft nog een werkboek in te leveren voor {product}"
