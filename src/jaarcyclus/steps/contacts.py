"""Where the people of a cooperation want to be told: each says so for the own account, and it goes when they go.

It stands in no chain, for it is personal and it changes. The postbus only tells who filled in a first address for
somebody else. Who holds a function is asked of the bezetting each time: a successor starts with nothing.
"""

from collections.abc import Iterable
from dataclasses import replace

from jaarcyclus.dossier.holders import Tenure, held_on, tenures
from jaarcyclus.dossier.round import bezetting_id, postbus_id
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.postbus_events import AdresIngevuld
from jaarcyclus.ledger.reach import Reach
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.messages.addresses import MAIL, TEAMS, read_mail, read_teams
from jaarcyclus.messages.contact import Contact
from jaarcyclus.steps.workspace import Workspace


def contact_of(workspace: Workspace, profiel: str, functie: str) -> Contact | None:
    """Return how whoever holds this function today is told; None when nothing is kept of this holder."""
    kept = workspace.contacts.find(profiel, functie)
    return as_contact(kept) if kept and kept.bezetting == holding_of(workspace, profiel, functie) else None


def contacts_of(workspace: Workspace, profiel: str) -> dict[str, Contact]:
    """Return the same of every person of the profile as it is today, by code, in one look."""
    kept = {reach.functie: reach for reach in workspace.contacts.of_profile(profiel)}
    known = _tenures(workspace, profiel)
    today = workspace.today().isoformat()
    return {
        person.sleutel: as_contact(kept[person.sleutel])
        for person in workspace.profile(profiel).on(workspace.today()).personen
        if person.sleutel in kept and kept[person.sleutel].bezetting == _number(known, person.sleutel, today)
    }


def unreachable(workspace: Workspace, profiel: str) -> tuple[str, ...]:
    """Return who of the profile as it is today can be told nothing, by code, in its order."""
    known = contacts_of(workspace, profiel)
    people = workspace.profile(profiel).on(workspace.today()).personen
    return without_contact((person.sleutel for person in people), known.values())


def without_contact(people: Iterable[str], contacts: Iterable[Contact]) -> tuple[str, ...]:
    """Return which of these people have no way to be told."""
    reachable = {contact.person for contact in contacts if contact.is_reachable}
    return tuple(person for person in people if person not in reachable)


def choose(workspace: Workspace, profiel: str, person: str, *, mail: str | None, teams: str | None) -> Contact:
    """Keep what somebody chose for the own account; what was typed, None for a channel that was not chosen.

    An empty address of Teams is the one of before: it is never shown whole, so nobody can type it again.
    Raises Refused (`KANAAL_ONTBREEKT`, or as `messages.addresses`), and UnknownKey for who is nobody's.
    """
    workspace.profile(profiel).on(workspace.today()).person(person)
    if mail is None and teams is None:
        raise Refused(
            "KANAAL_ONTBREEKT", "Anders hoort u niet wat er van u wordt gevraagd; kies mail, Teams of allebei."
        )
    own = own_reach(workspace, profiel, person)
    if teams is not None:
        teams = own.teams if own.teams and not teams.strip() else read_teams(teams, workspace.settings.teams_proef)
    found = replace(own, mail=None if mail is None else read_mail(mail), teams=teams)
    workspace.contacts.put(found, (MAIL, TEAMS))
    return as_contact(found)


def fill_in(workspace: Workspace, profiel: str, beheerder: str, *, functie: str, mail: str) -> None:
    """Keep a first mail address for somebody who has none, and record who filled it in. Raises Refused, UnknownKey.

    Whoever has chosen keeps what was chosen: only that person changes it.
    """
    profile = workspace.profile(profiel).on(workspace.today())
    if beheerder != profile.beheerder:
        raise Refused("NIET_BEVOEGD", "Alleen de beheerder vult een eerste adres in; vraag het de beheerder.")
    if profile.person(functie).sleutel == beheerder:
        raise Refused("EIGEN_ADRES", "Dit is uw eigen functie; kies uw adres op de pagina Mijn berichten.")
    address, own = read_mail(mail), own_reach(workspace, profiel, functie)
    if own.mail is not None or own.teams is not None:
        raise Refused(
            "ADRES_GEKOZEN", "Voor deze functie is al een adres gekozen; vraag wie haar heeft om het te veranderen."
        )
    told = AdresIngevuld(persoon=functie, kanaal=MAIL, bezetting=own.bezetting)
    workspace.record_postbus(postbus_id(profiel), [new_event(beheerder, told)])
    workspace.contacts.put(replace(own, mail=address), (MAIL,), first=True)


def forget(workspace: Workspace, profiel: str, functie: str) -> None:
    """Take away all that is kept of a function: addresses, and the address of a calendar."""
    kept = workspace.contacts.find(profiel, functie)
    if kept:
        workspace.contacts.remove(profiel, functie, bezetting=kept.bezetting)


def forget_unnamed(workspace: Workspace, profiel: str, functie: str) -> None:
    """Take away what was chosen while nobody was recorded, once somebody's time has begun, however short it was.

    It was of whoever had the account: nobody knows that it is the same person, so it must not come back after that one.
    """
    today = workspace.today().isoformat()
    if any(tenure.functie == functie and tenure.since <= today for tenure in _tenures(workspace, profiel)):
        workspace.contacts.remove(profiel, functie, bezetting=0)


def forget_departed(workspace: Workspace, profiel: str) -> tuple[str, ...]:
    """Take away what people left who do not hold their function any more (AVG); return the functions."""
    known, today = _tenures(workspace, profiel), workspace.today().isoformat()
    people = {person.sleutel for person in workspace.profile(profiel).on(workspace.today()).personen}
    gone = [
        reach
        for reach in workspace.contacts.of_profile(profiel)
        if reach.functie not in people or reach.bezetting != _number(known, reach.functie, today)
    ]
    for reach in gone:
        workspace.contacts.remove(profiel, reach.functie, bezetting=reach.bezetting)
    return tuple(reach.functie for reach in gone)


def holding_of(workspace: Workspace, profiel: str, functie: str) -> int:
    """Return the seq of the event in which today's holder took this function, 0 when nobody is recorded."""
    return _number(_tenures(workspace, profiel), functie, workspace.today().isoformat())


def as_contact(reach: Reach) -> Contact:
    """Return what of it whoever sends needs."""
    return Contact(person=reach.functie, holding=reach.bezetting, mail=reach.mail, teams=reach.teams)


def own_reach(workspace: Workspace, profiel: str, functie: str) -> Reach:
    """Return what is kept of today's holder of this function, all empty when that is nothing."""
    now, holding = workspace.now().isoformat(), holding_of(workspace, profiel, functie)
    kept = workspace.contacts.find(profiel, functie)
    if kept and kept.bezetting == holding:
        return replace(kept, sinds=now)
    return Reach(profiel=profiel, functie=functie, bezetting=holding, sinds=now)


def _tenures(workspace: Workspace, profiel: str) -> tuple[Tenure, ...]:
    return tenures(workspace.ledger.events(bezetting_id(profiel)))


def _number(known: Iterable[Tenure], functie: str, day: str) -> int:
    held = held_on(known, functie, day)
    return held.number if held else 0
