"""Votes: whether one may be cast, and casting it. The only place where `stem_uitgebracht` is made.

`check_vote` is asked before Airflow answers, so that a refusal is ours and in Dutch; `record` decides again
within the lock of the chain, because between the two someone else may have voted. Do not let a task call
these: a vote is in the ledger before the voter sees success.
"""

from dataclasses import replace

from jaarcyclus import clock
from jaarcyclus.dossier import question, sight
from jaarcyclus.dossier.ballot import Ballot, tell_closed
from jaarcyclus.dossier.confidential import as_public, as_seen, is_confidential, sees_gate
from jaarcyclus.dossier.fold import apply
from jaarcyclus.dossier.records import Dossier, Gate, Vote
from jaarcyclus.dossier.signing import Assertion, challenge_of
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event, Head, NewEvent, extend
from jaarcyclus.ledger.events import StemAangemeld, StemUitgebracht
from jaarcyclus.ledger.wire import kind_of, new_event, system_event
from jaarcyclus.rules.signing import UNSIGNED
from jaarcyclus.rules.transitions import check
from jaarcyclus.steps import holders
from jaarcyclus.steps.airflow_names import GatePlace, profile_of_dossier
from jaarcyclus.steps.passkeys import Asked, sign, signing_key, vote_statement
from jaarcyclus.steps.passwords import mark_of
from jaarcyclus.steps.shown import require_whole
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_day


def check_unsigned(workspace: Workspace, place: GatePlace, person: str, answer: Ballot) -> None:
    """Raise Refused when this vote may not be cast now, but for a signature that it may still need."""
    try:
        check_vote(workspace, place, person, answer)
    except Refused as refusal:
        if refusal.code != UNSIGNED:
            raise


def check_vote(
    workspace: Workspace, place: GatePlace, person: str, answer: Ballot, *, signed: Assertion | None = None
) -> None:
    """Raise Refused when this vote may not be cast now, with the signature that somebody gave."""
    # First: else a clock that jumped reads as a term that passed.
    workspace.require_steady(profile_of_dossier(place.dossier))
    dossier = workspace.dossier(place.dossier)
    new = make_event(dossier, place, person, answer)
    gate = find_gate(dossier, place)
    require_whole(workspace, gate)  # with a damaged profile nobody can say who sees what
    if not sees_gate(dossier, workspace.profile_of(dossier), gate, person):  # any other refusal would tell of it
        raise Refused(
            "NIET_DE_ZETELHOUDER",
            "Uw antwoord is niet vastgelegd, want deze vraag is niet aan u gesteld; open uw eigen vragen opnieuw.",
        )
    holders.require_one_seat(workspace, dossier, gate, person)
    for event in _as_events(workspace, dossier, [*sign(workspace, dossier, gate, new, signed), new]):
        check(dossier, event, workspace.store.get)
        dossier = apply(dossier, event)


def ask_signature(workspace: Workspace, place: GatePlace, person: str, answer: Ballot) -> Asked | None:
    """Return what this person signs this answer with, over what; None where none is asked. Raises Refused."""
    dossier = workspace.dossier(place.dossier)
    gate = find_gate(dossier, place)
    key = signing_key(workspace, dossier, gate, person)
    if key is None:
        return None
    stated = vote_statement(dossier, gate, make_event(dossier, place, person, answer))
    return Asked(key=key, challenge=challenge_of(stated))


def record(
    workspace: Workspace,
    place: GatePlace,
    person: str,
    answer: Ballot,
    *,
    link: int | None = None,
    signed: Assertion | None = None,
) -> Event:
    """Cast the vote, marked when it must be, and return it as stored. Raises Refused, and then nothing is stored.

    `link` is the seq in the bezetting of the link by which the person signed in, None for a password.
    """

    def decide(dossier: Dossier) -> list[NewEvent]:
        gate = find_gate(dossier, place)
        require_whole(workspace, gate)
        holders.require_one_seat(workspace, dossier, gate, person)
        vote = make_event(dossier, place, person, answer)
        seat = seat_code(gate, place)
        marks = [*mark_of(workspace, dossier.opened.profiel, gate, seat, person)]
        if link is not None:
            marks.append(system_event(StemAangemeld(gate=gate.gate, zetel=seat, koppeling=link)))
        signature = sign(workspace, dossier, gate, vote, signed)
        return [*holders.changes(workspace, dossier, gate), *signature, vote, *marks]

    made = workspace.record(place.dossier, decide)
    return next(event for event in made if event.soort == kind_of(StemUitgebracht))


def is_sealed(workspace: Workspace, place: GatePlace) -> bool:
    """Return whether others may not see what is answered here, yet or for good. Raises Refused."""
    dossier = workspace.dossier(place.dossier)
    gate, profile = find_gate(dossier, place), workspace.profile_of(dossier)
    return sight.is_sealed(gate, profile) or is_confidential(gate, dossier, profile)


def seen_vote(workspace: Workspace, place: GatePlace, person: str | None) -> Vote | None:
    """Return what this seat answered as the person may see it, None when there is nothing to see. Raises Refused.

    `person` is None for an account of no cooperation or another one: it reads no answer of this one, open or closed.
    """
    dossier = workspace.dossier(place.dossier)
    profile = workspace.profile_of(dossier)
    gate = find_gate(as_seen(dossier, profile, person), place)
    if gate.withheld or not reads_votes(workspace, place, person):
        return None
    return sight.seen_vote(gate, profile, seat_code(gate, place), person)


def reads_votes(workspace: Workspace, place: GatePlace, person: str | None) -> bool:
    """Return whether any answer of the dossier is for this person, sealed or not: as our pages have it. Raises Refused.

    Nobody's account reads none, and whoever was asked always reads the own seat.
    """
    if person is None:
        return False
    dossier = workspace.dossier(place.dossier)
    gate = find_gate(dossier, place)
    reads = sight.may_read(dossier, workspace.profile_of(dossier), person)
    return reads or sight.holds_seat(gate, seat_code(gate, place), person)


def why_closed(workspace: Workspace, place: GatePlace, person: str | None) -> str | None:
    """Return in Dutch why nobody can answer at this gate any more, None while it is open. Raises Refused.

    The outcome is told to who may read the dossier or was asked; of a confidential gate to nobody here.
    """
    dossier = workspace.dossier(place.dossier)
    profile = workspace.profile_of(dossier)
    gate = find_gate(as_public(dossier, profile), place)
    reads = person is not None and (
        sight.may_read(dossier, profile, person)
        or any(sight.holds_seat(gate, zetel.zetel, person) for zetel in gate.zetels)
    )
    return tell_closed(gate if reads else replace(gate, withheld=True), workspace.today())


def tell_extended(workspace: Workspace, place: GatePlace) -> str | None:
    """Return in Dutch until when an open gate was given extra time, None without: Airflow keeps the first day."""
    dossier = workspace.dossier(place.dossier)
    gate = find_gate(as_public(dossier, workspace.profile_of(dossier)), place)
    if not gate.is_open or not gate.extensions:
        return None
    return f"De controller gaf uitstel: u kunt antwoorden tot en met {format_day(gate.deadline)}."


def with_last_day(workspace: Workspace, place: GatePlace, body: str) -> str:
    """Return a question as Airflow kept it, with the last day that holds now. Raises Refused."""
    dossier = workspace.dossier(place.dossier)
    gate = find_gate(as_public(dossier, workspace.profile_of(dossier)), place)
    return question.with_last_day(body, gate) if gate.extensions else body


def find_gate(dossier: Dossier, place: GatePlace) -> Gate:
    """Return the gate as the ledger has it. Raises Refused."""
    gate = dossier.gate(place.gate)
    if gate is None or gate.gremium != place.gremium:
        raise Refused("GATE_ONBEKEND", f"Gate {place.gate} bestaat niet; open uw vraag opnieuw.")
    return gate


def make_event(dossier: Dossier, place: GatePlace, person: str, answer: Ballot) -> NewEvent:
    """Return the vote, on the bytes this gate shows. Pure. Raises Refused when gate or seat is unknown."""
    gate = find_gate(dossier, place)
    code = seat_code(gate, place)
    houder = next(zetel.houder for zetel in gate.zetels if zetel.zetel == code)
    content = StemUitgebracht(
        gate=gate.gate,
        zetel=code,
        antwoord=answer.antwoord,
        namens=person != houder,
        toelichting=answer.toelichting,
        voorwaarde=answer.asked_voorwaarde(),
        manifest_sha256=gate.manifest_sha256,
        document_sha256=gate.document_sha256,
    )
    return new_event(person, content)


def seat_code(gate: Gate, place: GatePlace) -> str:
    """Return the code of the seat at this place of the gate. Raises Refused."""
    if place.place >= len(gate.zetels):
        raise Refused("ZETEL_ONBEKEND", "Deze zetel hoort niet bij deze gate; open uw vraag opnieuw.")
    return gate.zetels[place.place].zetel


def _as_events(workspace: Workspace, dossier: Dossier, new: list[NewEvent]) -> tuple[Event, ...]:
    """Return how the events would read; the hash before them does not matter to the rules."""
    moment, simulated = clock.now(workspace.settings), clock.is_simulated(workspace.settings)
    head, now = Head(seq=dossier.seq), clock.real_time()
    return extend(head, dossier.dossier, new, moment=moment, simulated=simulated, machine_time=now)
