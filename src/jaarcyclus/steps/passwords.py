"""Passwords: who gets a new one, and what the postbus tells of it. The password itself is never in here.

Issued is recorded before the password works, chosen after: killed in between, the account waits for its holder. Setting
it is done by the shell around this (`plugins`), which alone knows the auth manager.
"""

from collections.abc import Iterator
from datetime import datetime

from jaarcyclus.dossier.issuances import KINDS, Issuance, before_vote, describe_issuance, read_issuances, unanswered
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.events import StemNaUitgifte
from jaarcyclus.ledger.postbus_events import WachtwoordGekozen, WachtwoordUitgegeven
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.steps.agendas import withdraw_address
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.words import as_given

PAGE = "/jaarcyclus/wachtwoord"
"""Where people choose the own one; it is the only address for an account with an issued password."""

SHORTEST, LONGEST = 12, 200  # chosen: what people make is shorter than what we make, and yet no word
_FEWEST_SIGNS = 5  # chosen: fewer different ones is a row of the same
_AT_START = "Bij het starten stond van dit account geen wachtwoord in het bestand met wachtwoorden."


def issue(workspace: Workspace, profiel: str, issuer: str, *, person: str, reason: str) -> None:
    """Record that the beheerder makes a one-time password for this person. Raises Refused, UnknownKey.

    The address of the account's calendar works no more: who had the old password may have made it.
    """
    require_beheerder(workspace, profiel, issuer, person)
    words = as_given(reason, "reden")
    if not words:
        raise Refused("REDEN_ONTBREEKT", "Zet erbij waarom dit account een nieuw wachtwoord krijgt.")
    _record(workspace, profiel, new_event(issuer, WachtwoordUitgegeven(persoon=person, reden=words)))
    withdraw_address(workspace, profiel, person)


def require_beheerder(workspace: Workspace, profiel: str, issuer: str, person: str) -> None:
    """Raise Refused for who may not issue a password for this person, UnknownKey when the profile has no such person.

    The controller may not either: he reads what the beheerder did.
    """
    profile = workspace.profile(profiel)
    if issuer != profile.beheerder:
        raise Refused("NIET_BEVOEGD", "Alleen de beheerder geeft een wachtwoord uit; vraag het de beheerder.")
    if profile.person(person).sleutel == issuer:
        raise Refused("EIGEN_WACHTWOORD", f"Uw eigen wachtwoord kiest u zelf; open daarvoor {PAGE}.")


def issue_at_start(workspace: Workspace, profiel: str, person: str) -> None:
    """Record that an account gets a new password because the file has none: who owns the machine took it out.

    The address of its calendar works no more, as after `issue`.
    """
    _record(workspace, profiel, system_event(WachtwoordUitgegeven(persoon=person, reden=_AT_START)))
    withdraw_address(workspace, profiel, person)


def note_choice(workspace: Workspace, profiel: str, person: str) -> None:
    """Record that this person has an own password from now on."""
    waiting = unanswered(issuances(workspace, profiel), person)
    content = WachtwoordGekozen(uitgifte=waiting.number if waiting else None)
    _record(workspace, profiel, new_event(person, content))


def require_recordable(workspace: Workspace, profiel: str) -> None:
    """Raise Refused when nothing can be recorded now: the clock jumped, or the postbus was put back."""
    workspace.require_steady(profiel)
    issuances(workspace, profiel)


def issuances(workspace: Workspace, profiel: str) -> tuple[Issuance, ...]:
    """Return every password that was issued in this cooperation, in order."""
    return read_issuances(workspace.ledger.events(postbus_id(profiel), kinds=KINDS))


def must_choose(workspace: Workspace, profiel: str, person: str) -> bool:
    """Return whether this account can do nothing until an own password is chosen."""
    return unanswered(issuances(workspace, profiel), person) is not None


def describe_own(workspace: Workspace, profiel: str, person: str) -> tuple[str, ...]:
    """Return in words what was issued for this person's account, the last first."""
    profile = workspace.profile(profiel)
    own = [item for item in issuances(workspace, profiel) if item.person == person]
    return tuple(describe_issuance(item, profile) for item in reversed(own))


def describe_in_dossier(workspace: Workspace, state: Dossier, person: str | None) -> tuple[str, ...]:
    """Return what was issued since this round opened, each with the votes after it, to this person (None: all of it).

    Whoever runs the cycle reads all of it too. A postbus that was put back to an older copy says so instead.
    """
    profile = workspace.profile_of(state)
    reads_all = person in (None, profile.controller, profile.ambtelijk_secretaris, profile.beheerder)
    opened = datetime.fromisoformat(workspace.ledger.events(state.dossier)[0].tijd)
    try:
        found = issuances(workspace, profile.profiel)
    except Refused as held:
        return (held.message,)
    return tuple(
        describe_issuance(item, profile) + _votes_after(item, state)
        for item in found
        if datetime.fromisoformat(item.issued.tijd) > opened and (reads_all or item.person == person)
    )


def _votes_after(item: Issuance, state: Dossier) -> str:
    seats = [
        f"{zetel.naam} ({gate.gate})"
        for gate in state.gates
        for vote in gate.votes
        for zetel in gate.zetels
        if vote.uitgifte == item.number and zetel.zetel == vote.zetel
    ]
    return f"; daarna gestemd voor {join_names(seats)}" if seats else ""


def mark_of(workspace: Workspace, profiel: str, gate: Gate, zetel: str, person: str) -> Iterator[NewEvent]:
    """Yield what stands behind this person's vote when the password was issued by somebody since the gate opened."""
    found = before_vote(issuances(workspace, profiel), person, gate.geopend_tijd)
    if found is not None:
        yield system_event(StemNaUitgifte(gate=gate.gate, zetel=zetel, uitgifte=found.number))


def require_suitable(account: str, old: str, new: str, again: str) -> None:
    """Raise Refused with what is wrong with an own password; `account` is `{profiel}-{persoon}`."""
    if fault := _fault_in_password(account, old, new, again):
        raise Refused("WACHTWOORD_ONGESCHIKT", f"{fault} Kies een ander en vul het twee keer in.")


def _fault_in_password(account: str, old: str, new: str, again: str) -> str | None:
    if new != again:
        return "De twee nieuwe wachtwoorden zijn niet gelijk."
    if not SHORTEST <= len(new) <= LONGEST:
        return f"Een wachtwoord heeft {SHORTEST} tot {LONGEST} tekens; een zin van een paar woorden is goed."
    if not new.isprintable() or new != new.strip():
        return "Een wachtwoord heeft geen onzichtbare tekens, en geen spatie aan het begin of het einde."
    if new == old:
        return "Het nieuwe wachtwoord is het oude."
    if account.partition("-")[2].casefold() in new.casefold():
        return "De naam van uw account staat in het wachtwoord."
    return None if len(set(new)) >= _FEWEST_SIGNS else "Het wachtwoord is een herhaling van een paar tekens."


def _record(workspace: Workspace, profiel: str, event: NewEvent) -> None:
    workspace.record_postbus(postbus_id(profiel), [event])
