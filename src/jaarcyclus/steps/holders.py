"""Who holds which function: the beheerder keeps it with dates, and each dossier says who it was when somebody answers.

The names lie in a chain of their own, for beheerder and controller only. A dossier is told when a gate opens, when a
holder changes while it is open (the calendar looks), and in any case just before a vote of that gate.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from jaarcyclus.dossier.holders import Tenure, held_on, holders_content, last_tenure, tenures, told_holders
from jaarcyclus.dossier.links import Link, links
from jaarcyclus.dossier.passkeys import Passkey, passkeys
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.round import bezetting_id
from jaarcyclus.dossier.signing import fingerprint
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event, NewEvent
from jaarcyclus.ledger.events import GateVoorgelegd
from jaarcyclus.ledger.holders_events import FunctieBezet, FunctieVerlaten, VertrekHersteld
from jaarcyclus.ledger.wire import new_event, system_event
from jaarcyclus.profile.records import Profile
from jaarcyclus.rules.holders import is_same_person, require_one_function
from jaarcyclus.steps import contacts
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.days import is_day
from jaarcyclus.terms.words import as_given

_SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class HolderLine:
    """One tenure as beheerder and controller see it; `tot` is the first day no longer.

    `aanmelding` is who its holder is at the office's provider, each link with the number that a vote names, those that
    were taken away too: else a vote by one of them would lead to nobody. None while nobody said so.
    `passkey` tells the same of the passkeys of this holder.
    """

    bezetting: int
    functie: str
    omschrijving: str
    naam: str
    vanaf: str
    tot: str | None
    aanmelding: str | None
    passkey: str | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def take(workspace: Workspace, profiel: str, person: str, *, functie: str, naam: str, vanaf: str) -> None:
    """Record that somebody holds a function from a day on. Raises Refused, for anyone but the beheerder too.

    An address that was chosen while nobody was recorded is forgotten.
    """
    profile = require_beheerder(workspace, profiel, person)
    if functie not in {known.sleutel for known in profile.personen}:
        raise Refused(
            "FUNCTIE_ONBEKEND", f"'{functie}' staat in het profiel niet onder personen; kies een sleutel die er staat."
        )
    name = as_given(naam, "naam")
    content = FunctieBezet(functie=functie, naam=name, vanaf=vanaf, zout=secrets.token_hex(_SALT_BYTES))

    def decide(chain: tuple[Event, ...]) -> Sequence[NewEvent]:
        if is_day(vanaf):  # else the rules refuse it
            require_one_function(_then(workspace, profile, vanaf), tenures(chain), content)
        return [new_event(person, content)]

    workspace.record_bezetting(bezetting_id(profiel), decide)
    contacts.forget_unnamed(workspace, profiel, functie)


def leave(workspace: Workspace, profiel: str, person: str, *, functie: str, per: str, reden: str) -> None:
    """Record from which day on the holder of a function no longer has it. Raises Refused as `take`."""
    require_beheerder(workspace, profiel, person)
    content = FunctieVerlaten(functie=functie, per=per, reden=as_given(reden, "reden"))
    workspace.record_bezetting(bezetting_id(profiel), lambda _: [new_event(person, content)])
    contacts.forget_unnamed(workspace, profiel, functie)  # of one who came on a day after it was recorded


def mend_departure(workspace: Workspace, profiel: str, person: str, *, functie: str, per: str, reden: str) -> None:
    """Record on which day the last holder of a function left, where another day was recorded. Raises Refused as `take`.

    What dossiers were told before stays as it was told.
    """
    profile = require_beheerder(workspace, profiel, person)
    content = VertrekHersteld(functie=functie, per=per, reden=as_given(reden, "reden"))

    def decide(chain: tuple[Event, ...]) -> Sequence[NewEvent]:
        known = tenures(chain)
        last = last_tenure(known, functie)
        if last and last.until and is_day(per) and per > last.until:
            longer = FunctieBezet(functie=functie, naam=last.name, vanaf=last.until, zout="")
            require_one_function(_then(workspace, profile, last.until), known, longer)
        return [new_event(person, content)]

    workspace.record_bezetting(bezetting_id(profiel), decide)


def _then(workspace: Workspace, profile: Profile, day: str) -> Profile:
    return profile.on(max(date.fromisoformat(day), workspace.today()))


def list_holders(workspace: Workspace, profiel: str, person: str) -> tuple[HolderLine, ...]:
    """Return every tenure of the cooperation. Raises Refused for anyone but beheerder and controller."""
    profile = workspace.profile(profiel)
    if person not in (profile.beheerder, profile.controller):
        raise Refused(
            "NIET_BEVOEGD", "Alleen de beheerder en de controller zien wie een functie bekleedt; vraag het een van hen."
        )
    chain = workspace.ledger.events(bezetting_id(profiel))
    known, keys = links(chain), passkeys(chain)
    return tuple(
        _line(
            tenure,
            profile,
            [link for link in known if link.bezetting == tenure.number],
            [key for key in keys if key.content.bezetting == tenure.number],
        )
        for tenure in tenures(chain)
    )


def _line(tenure: Tenure, profile: Profile, own: Iterable[Link], keys: Iterable[Passkey]) -> HolderLine:
    return HolderLine(
        bezetting=tenure.number,
        functie=tenure.functie,
        omschrijving=profile.name_person(tenure.functie),
        naam=tenure.name,
        vanaf=tenure.since,
        tot=tenure.until,
        aanmelding="; ".join(map(_tell_link, own)) or None,
        passkey="; ".join(map(_tell_passkey, keys)) or None,
    )


def _tell_link(link: Link) -> str:
    ended = ", weggenomen" if link.ended else ""
    return f"{link.identity.claim} {link.identity.value} (koppeling {link.number}{ended})"


def _tell_passkey(key: Passkey) -> str:
    state = "vervallen" if key.ended else "geldig" if key.counts else "wacht op bevestiging"
    return f"{fingerprint(key.content.publieke_sleutel)} (passkey {key.number}, {state})"


def require_beheerder(workspace: Workspace, profiel: str, person: str) -> Profile:
    """Return the profile. Raises Refused for anyone but the beheerder of the cooperation."""
    profile = workspace.profile(profiel)
    if person != profile.beheerder:
        raise Refused("NIET_BEVOEGD", "Alleen de beheerder legt vast wie een functie bekleedt; vraag het de beheerder.")
    return profile


def changes(workspace: Workspace, state: Dossier, gate: Gate | GateVoorgelegd) -> list[NewEvent]:
    """Return what the dossier must hear of the holders of this gate's functions now; [] when it has heard it.

    Also [] while the cooperation keeps no bezetting, and in a round of rules that did not know it.
    """
    chain = workspace.ledger.events(bezetting_id(state.opened.profiel)) if state.opened.regels > 1 else ()
    if not chain:
        return []
    named = workspace.profile_of(state).namen_in_openbare_stukken
    content = holders_content(chain, gate, workspace.today().isoformat(), named=named)
    told = told_holders(gate) if isinstance(gate, Gate) else {}
    return [] if told == content.houders else [system_event(content)]


def require_one_seat(workspace: Workspace, state: Dossier, gate: Gate, person: str) -> None:
    """Raise Refused when whoever holds this function now has already answered for another seat of the gate.

    That function changed hands meanwhile: one human being has one vote, and the proof reads it so.
    """
    chain = workspace.ledger.events(bezetting_id(state.opened.profiel)) if state.opened.regels > 1 else ()
    known = tenures(chain)
    now = held_on(known, person, workspace.today().isoformat())
    voted = {vote.door: told_holders(gate, vote.seq).get(vote.door) for vote in gate.votes if vote.door != person}
    before = [tenure for tenure in known if tenure.number in {held.bezetting for held in voted.values() if held}]
    if now and any(is_same_person(tenure.name, now.name) for tenure in before):
        raise Refused(
            "PERSOON_TWEE_ZETELS",
            "Wie deze functie nu heeft, antwoordde in deze gate al in een andere functie: een mens heeft één stem. "
            "Laat de plaatsvervanger antwoorden, of overleg met de controller.",
        )


def note_changes(workspace: Workspace, dossier: str) -> None:
    """Let the dossier hear of every change of a holder while a gate is open."""

    def decide(state: Dossier) -> list[NewEvent]:
        return [event for gate in state.gates if gate.is_open for event in changes(workspace, state, gate)]

    if decide(workspace.dossier(dossier)):
        workspace.record(dossier, decide)
