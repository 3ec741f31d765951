"""Passkeys: who holds a function shows one, somebody else confirms it, and a vote is signed with it.

A public key comes from the bezetting and never from who votes. Which bytes a browser gave at registration is looked at
elsewhere: here a key has been read from them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from jaarcyclus.dossier.holders import Tenure, held_on, tenures
from jaarcyclus.dossier.passkeys import Passkey, in_force, of_tenure, passkeys
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.round import bezetting_id
from jaarcyclus.dossier.signing import Assertion, statement
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import GENESIS, Event, NewEvent
from jaarcyclus.ledger.events import StemUitgebracht
from jaarcyclus.ledger.signing_events import (
    PasskeyAangemeld,
    PasskeyBevestigd,
    PasskeyIngetrokken,
    PasskeyVervangen,
    StemOndertekend,
)
from jaarcyclus.ledger.wire import as_json, new_event
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.canonical import dumps
from jaarcyclus.terms.words import as_given

REGISTRATION_FORM = "jaarcyclus passkey 1"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where passkeys of an installation work: the name that they are made for, and the address of its pages."""

    rp_id: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """A passkey as it was read from what a browser gave at registration; base64url, and the number of COSE."""

    credential: str
    public_key: str
    algorithm: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody is asked to sign, 32 bytes, and with which passkey."""

    key: Passkey
    challenge: bytes


@dataclass(frozen=True, kw_only=True)
class OwnKeys:
    """What the bezetting says today of one function: who holds it, which passkey counts, and which waits."""

    tenure: Tenure | None
    in_force: Passkey | None
    pending: Passkey | None


@dataclass(frozen=True, kw_only=True)
class WaitingKey:
    """A passkey that somebody else must confirm, and who showed it."""

    key: Passkey
    tenure: Tenure


def place_of(address: str) -> Place:
    """Return where passkeys work of an installation at `address`. Raises Refused: not at a number."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not re.fullmatch(r"(?=.*[a-z])[a-z0-9.-]+", host):
        raise Refused(
            "ADRES_ZONDER_NAAM",
            f"Een passkey hoort bij een naam en niet bij een nummer, en het adres is {address or 'niet ingesteld'}. "
            "Laat de beheerder in JAARCYCLUS_ADRES het adres met een naam zetten, zoals https://jaarcyclus.example, "
            "of op deze machine alleen http://localhost met de poort.",
        )
    return Place(rp_id=host, origin=f"{parts.scheme}://{parts.netloc}".lower())


def may_confirm(profile: Profile, person: str) -> bool:
    """Return whether this person is the second of the two who make a passkey count."""
    return person in (profile.beheerder, profile.ambtelijk_secretaris)


def own_keys(workspace: Workspace, profiel: str, person: str) -> OwnKeys:
    """Return what is recorded of this function today."""
    return _own(workspace, workspace.ledger.events(bezetting_id(profiel)), person)


def waiting_keys(workspace: Workspace, profiel: str, person: str) -> tuple[WaitingKey, ...]:
    """Return which passkeys of others wait for this person; () for who may not confirm."""
    if not may_confirm(workspace.profile(profiel), person):
        return ()
    chain = workspace.ledger.events(bezetting_id(profiel))
    held = {item.number: item for item in tenures(chain) if item.holds_on(workspace.today().isoformat())}
    return tuple(
        WaitingKey(key=key, tenure=held[key.content.bezetting])
        for key in passkeys(chain)
        if key.is_pending and key.content.bezetting in held and held[key.content.bezetting].functie != person
    )


def registration_challenge(workspace: Workspace, profiel: str, person: str) -> bytes:
    """Return what a new passkey is asked over: it is used up by whatever is recorded in the bezetting next."""
    chain = workspace.ledger.events(bezetting_id(profiel))
    tenure = _own(workspace, chain, person).tenure
    stated = {"vorm": REGISTRATION_FORM, "profiel": profiel, "functie": person}
    head = {"bezetting": tenure.number if tenure else 0, "kop": chain[-1].hash if chain else GENESIS}
    return sha256(dumps(stated | head)).digest()


def show(workspace: Workspace, profiel: str, person: str, key: NewKey, place: Place, *, reden: str = "") -> None:
    """Record that the holder of a function showed a passkey; with a reason when it replaces one. Raises Refused."""
    words = as_given(reden, "reden")

    def decide(chain: tuple[Event, ...]) -> Sequence[NewEvent]:
        own = _own(workspace, chain, person)
        shown = PasskeyAangemeld(
            bezetting=own.tenure.number if own.tenure else 0,
            sleutel=key.credential,
            publieke_sleutel=key.public_key,
            algoritme=key.algorithm,
            rp_id=place.rp_id,
            herkomst=place.origin,
        )
        if own.in_force:
            shown = PasskeyVervangen(**as_json(shown), vervangt=own.in_force.number, reden=words)
        return [new_event(person, shown)]

    workspace.record_bezetting(bezetting_id(profiel), decide)


def confirm(workspace: Workspace, profiel: str, person: str, number: int) -> None:
    """Record that the passkey of this number is of who holds that function. Raises Refused."""
    if not may_confirm(workspace.profile(profiel), person):
        raise Refused(
            "NIET_BEVOEGD",
            "Alleen de beheerder en de ambtelijk secretaris bevestigen een passkey; vraag het een van hen.",
        )
    workspace.record_bezetting(bezetting_id(profiel), lambda _: [new_event(person, PasskeyBevestigd(passkey=number))])


def withdraw(workspace: Workspace, profiel: str, person: str, number: int, *, reden: str) -> None:
    """Record that a passkey signs nothing any more. Raises Refused, for who neither holds it nor may confirm too."""
    words, profile = as_given(reden, "reden"), workspace.profile(profiel)

    def decide(chain: tuple[Event, ...]) -> Sequence[NewEvent]:
        key = next((key for key in passkeys(chain) if key.number == number), None)
        own = _own(workspace, chain, person).tenure
        is_own = key is not None and own is not None and key.content.bezetting == own.number
        if not is_own and not may_confirm(profile, person):
            raise Refused("NIET_BEVOEGD", "Deze passkey is niet van u; vraag de beheerder of de ambtelijk secretaris.")
        return [new_event(person, PasskeyIngetrokken(passkey=number, reden=words))]

    workspace.record_bezetting(bezetting_id(profiel), decide)


def _own(workspace: Workspace, chain: tuple[Event, ...], person: str) -> OwnKeys:
    tenure = held_on(tenures(chain), person, workspace.today().isoformat())
    own = of_tenure(passkeys(chain), tenure) if tenure else ()
    return OwnKeys(
        tenure=tenure,
        in_force=next((key for key in own if key.counts), None),
        pending=next((key for key in own if key.is_pending), None),
    )


def signing_key(workspace: Workspace, dossier: Dossier, gate: Gate, person: str) -> Passkey | None:
    """Return with which passkey this person signs at this gate; None where it asks none.

    Raises Refused when none is in force.
    """
    if not workspace.profile_of(dossier).gremium(gate.gremium).asks_passkey:
        return None
    chain = workspace.ledger.events(bezetting_id(dossier.opened.profiel))
    key = in_force(chain, person, workspace.today().isoformat())
    if key is None:
        raise Refused(
            "PASSKEY_ONTBREEKT",
            "In dit gremium ondertekent u uw antwoord met een passkey, en u hebt er nog geen die is bevestigd. Maak "
            "hem op de pagina Passkeys, en vraag de beheerder of de ambtelijk secretaris hem te bevestigen.",
        )
    return key


def vote_statement(dossier: Dossier, gate: Gate, new: NewEvent) -> dict[str, Any]:
    """Return what is signed of a vote that is about to be recorded."""
    vote = StemUitgebracht(**new.inhoud)
    return statement(dossier.dossier, new.actor, vote, opening=gate.opening, stand_sha256=gate.stand_sha256)


def sign(
    workspace: Workspace, dossier: Dossier, gate: Gate, new: NewEvent, assertion: Assertion | None
) -> list[NewEvent]:
    """Return the signature to record before this vote; [] where none is asked, or none was given. Raises Refused."""
    key = signing_key(workspace, dossier, gate, new.actor) if assertion is not None else None
    if key is None or assertion is None:
        return []
    if assertion.credential != key.content.sleutel:
        raise Refused(
            "ANDERE_PASSKEY", "Dit is een andere passkey dan die van u is bevestigd; kies die, of vervang hem eerst."
        )
    content = StemOndertekend(
        gate=gate.gate,
        zetel=new.inhoud["zetel"],
        passkey=key.number,
        sleutel=key.content.sleutel,
        publieke_sleutel=key.content.publieke_sleutel,
        algoritme=key.content.algoritme,
        rp_id=key.content.rp_id,
        herkomst=key.content.herkomst,
        client_data=assertion.client_data,
        authenticator_data=assertion.authenticator_data,
        handtekening=assertion.signature,
    )
    return [new_event(new.actor, content)]
