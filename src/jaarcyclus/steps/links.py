"""Who signs in at the office's identity provider for which function: the beheerder says so, the bezetting keeps it.

A token tells who somebody is and never what he may do: without a link nobody comes in, and the link of a tenure ends
with it. Which token is believed is not decided here (`installation.oidc`, and the library that checks it).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from jaarcyclus.dossier.holders import last_tenure, tenures
from jaarcyclus.dossier.links import Identity, in_force, link_of, links
from jaarcyclus.dossier.round import bezetting_id
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event, NewEvent
from jaarcyclus.ledger.holders_events import AanmeldingGekoppeld, AanmeldingOntkoppeld
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.steps.holders import require_beheerder
from jaarcyclus.steps.workspace import Workspace, profile_names
from jaarcyclus.terms.words import as_given

_SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """A function for which somebody may come in, by the link with this number in the bezetting of the cooperation."""

    profiel: str
    functie: str
    link: int


def link(workspace: Workspace, profiel: str, person: str, *, functie: str, identity: Identity) -> None:
    """Record who the holder of a function is at the provider. Raises Refused, for anyone but the beheerder too."""
    require_beheerder(workspace, profiel, person)

    def decide(chain: tuple[Event, ...]) -> Sequence[NewEvent]:
        tenure = last_tenure(tenures(chain), functie)
        content = AanmeldingGekoppeld(
            bezetting=tenure.number if tenure else 0,
            uitgever=identity.issuer,
            claim=identity.claim,
            waarde=identity.value.strip().lower() if identity.claim == "email" else identity.value.strip(),
            zout=secrets.token_hex(_SALT_BYTES),
        )
        return [new_event(person, content)]

    workspace.record_bezetting(bezetting_id(profiel), decide)


def unlink(workspace: Workspace, profiel: str, person: str, *, functie: str, reden: str) -> None:
    """Record that nobody signs in any more by the link of this function's holder. Raises Refused as `link`."""
    require_beheerder(workspace, profiel, person)
    words = as_given(reden, "reden")

    def decide(chain: tuple[Event, ...]) -> Sequence[NewEvent]:
        tenure = last_tenure(tenures(chain), functie)
        known = link_of(links(chain), tenure) if tenure else None
        return [new_event(person, AanmeldingOntkoppeld(koppeling=known.number if known else 0, reden=words))]

    workspace.record_bezetting(bezetting_id(profiel), decide)


def entrances(workspace: Workspace, identity: Identity) -> tuple[Entrance, ...]:
    """Return every function for which this person may come in today, of each cooperation of the installation.

    A bezetting that was put back to an older copy lets nobody in: it may lack that somebody left.
    """
    day = workspace.today().isoformat()
    return tuple(
        Entrance(profiel=profiel, functie=tenure.functie, link=known.number)
        for profiel in profile_names(workspace.settings)
        for known, tenure in in_force(_chain(workspace, profiel), day)
        if known.identity == identity
    )


def _chain(workspace: Workspace, profiel: str) -> tuple[Event, ...]:
    try:
        return workspace.ledger.events(bezetting_id(profiel))
    except Refused:
        return ()
