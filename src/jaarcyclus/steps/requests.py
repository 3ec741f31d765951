"""Opens the round of a product that is asked for, such as a wijzigingsverzoek: at any moment, for one perceel."""

from collections.abc import Sequence
from itertools import count

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import dossier_id, request_content
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.steps import known_figures
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.products import base_of


def open_request(workspace: Workspace, dossier: str, person: str, *, perceel: str) -> None:
    """Open the round of this dossier, `dowr-2027-wijzigingsverzoek_1`, for one perceel; the profile is pinned.

    Raises Refused: when it is no such product, not the next number of the boekjaar, or this person may not.
    """
    profiel, boekjaar, product = dossier.split("-", 2)
    year = int(boekjaar)
    base = base_of(product)
    pinned = workspace.pin_profile(profiel)
    profile = whole_profile(workspace.store.get(pinned))
    require_sound(profile)
    if person != profile.controller:  # first: a refusal on what else is wrong tells of the other dossiers
        raise Refused("NIET_BEVOEGD", "Alleen de controller opent een wijzigingsverzoek; vraag het de controller.")
    if base == product or base not in profile.kalender.op_verzoek or base not in profile.routes:
        raise Refused(
            "PRODUCT_ONBEKEND",
            f"Het profiel heeft voor '{product}' geen dagen op verzoek; kies een naam met een nummer.",
        )
    today = workspace.today()
    if year not in (today.year, today.year + 1):
        raise Refused(
            "BOEKJAAR_ANDERS",
            f"Een verzoek gaat over het boekjaar dat loopt of het volgende; kies {today.year} of {today.year + 1}.",
        )
    following = dossier_id(profiel, year, next_request(workspace, profiel, year, base))
    if workspace.dossier(dossier).ronde is None and dossier != following:
        raise Refused("NUMMER_ANDERS", f"Het volgende verzoek van dit boekjaar is {following}; open dat.")
    known = profile.for_round(workspace.today(), year).inzendplichten()
    if perceel not in {item.code for item in known}:
        can = sorted(item.code for item in known if item.regiegroep)
        raise Refused("PERCEEL_ONBEKEND", f"Kies een perceel uit: {', '.join(can)}.")
    content = request_content(profile, product, year, pinned, opens=workspace.today(), perceel=perceel)

    def decide(state: Dossier) -> Sequence[NewEvent]:
        if state.ronde:
            raise Refused("RONDE_BESTAAT_AL", f"Dit verzoek is al open; open {following}.")
        return (new_event(person, content), system_event(known_figures.look_up(workspace, profiel, product, year)))

    workspace.record(dossier, decide)


def next_request(workspace: Workspace, profiel: str, boekjaar: int, base: str) -> str:
    """Return the key of the next request of this product in the boekjaar: `wijzigingsverzoek_2`."""
    return next(
        product
        for product in (f"{base}_{number}" for number in count(1))
        if not workspace.ledger.events(dossier_id(profiel, boekjaar, product))
    )
