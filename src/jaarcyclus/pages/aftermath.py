"""What a dispute is about, what follows from an answer, and what became of a closed question: in Dutch sentences. Pure.

`state` is the dossier as its reader may know it (`dossier.confidential`); of what is withheld nothing is said. What
follows is counted in `dossier.tally` and walked in `dossier.route`: decide nothing here.
"""

from collections.abc import Iterator

from jaarcyclus.dossier.ballot import effect_of
from jaarcyclus.dossier.records import Dossier, Gate, Vote
from jaarcyclus.dossier.route import MAX_ROUNDS, rung
from jaarcyclus.dossier.tally import GESCHIL, Uitslag, answers_of, counting_rule, find_answer, name_outcome, name_role
from jaarcyclus.profile.gremium import Besluitregel, Rol
from jaarcyclus.profile.records import Profile

_CARRIED = {
    Besluitregel.UNANIMITEIT: "als alle zetels {} zijn",
    Besluitregel.MEERDERHEID: "als de meeste zetels {} zijn",
    Besluitregel.MEERDERHEID_VOORZITTER: "als de meeste zetels {} zijn (bij gelijk aantal beslist de voorzitter)",
    Besluitregel.GEWOGEN_INWONERS: "als de zetels die {} zijn samen de meeste inwoners hebben",
}
_SETTLES = (Uitslag.DOORGANG, Uitslag.TERUG)


def disputed_gate(state: Dossier, gate: Gate) -> Gate | None:
    """Return the gate that this one is a dispute about; None when it is no dispute, or the reader may not know it."""
    found = state.gate(gate.betwist) if gate.betwist else None
    return None if found is None or found.withheld else found


def tell_dispute(state: Dossier, profile: Profile, gate: Gate) -> tuple[str, ...]:
    """Return whose no a dispute is about, and what each answer does; () when this gate is none."""
    disputed = disputed_gate(state, gate)
    if disputed is None:
        return ()
    body, outcome = profile.gremium(disputed.gremium).naam, name_outcome(disputed.uitslag or "")
    effects = " ".join(
        f"{item.text.capitalize()}: {effect_of(gate, item)}" for item in answers_of(gate.rol, gate.soort)
    )
    return (
        f"Er is een geschil over versie {gate.versie}. {body} is gevraagd {name_role(disputed.rol, disputed.soort)}; "
        f"de uitslag daar: {outcome}. {' '.join(_objections(disputed))}".rstrip(),
        f"Uw gremium beslist hoe het verder gaat. {effects}",
    )


def _objections(disputed: Gate) -> Iterator[str]:
    for seat in disputed.zetels:
        vote = next((item for item in disputed.votes if item.zetel == seat.zetel), None)
        answer = find_answer(disputed.rol, disputed.soort, vote.antwoord) if vote else None
        if vote is None:
            yield f"{seat.naam} antwoordde niet."
        elif answer is not None and not answer.positive:
            yield f"{seat.naam} antwoordde: {vote.antwoord}."


def tell_next(state: Dossier, profile: Profile, gate: Gate, vote: Vote, *, own: bool = True) -> str:
    """Return what comes after this answer while its gate is open, empty when that is closed; `own`: the reader's."""
    silent = len(gate.silent_zetels())
    if not gate.is_open:
        return ""
    if not silent:
        return "Alle zetels hebben geantwoord; de uitslag wordt nu vastgelegd. U leest haar hier."
    others = "1 andere zetel moet" if silent == 1 else f"{silent} andere zetels moeten"
    counted = _counted(state, profile, gate, vote, own=own)
    return f"{others} nog antwoorden. Als iedereen heeft geantwoord, telt het programma: {counted}"


def _counted(state: Dossier, profile: Profile, gate: Gate, vote: Vote, *, own: bool) -> str:
    rule = counting_rule(gate.rol, gate.soort, profile.gremium(gate.gremium).regel)
    climbs, carried = _climbs(state, profile, gate), _CARRIED[rule]
    if gate.soort == GESCHIL:
        return f"{carried.format('voor doorgang of voor terug')}, is dat de uitslag; anders {climbs}."
    if not profile.routes[state.product][gate.stap].blokkeert:
        return "het document gaat daarna verder, wat de uitslag ook is."
    answer = find_answer(gate.rol, gate.soort, vote.antwoord)
    if answer is not None and not answer.positive and rule == Besluitregel.UNANIMITEIT:
        return f"bij {'uw' if own else 'dit'} nee {climbs}."
    kept = f" Het wacht dan tot aan {'uw' if own else 'deze'} voorwaarde is voldaan." if vote.voorwaarde else ""
    return f"{carried.format('akkoord')}, gaat het document verder; anders {climbs}.{kept}"


def _climbs(state: Dossier, profile: Profile, gate: Gate) -> str:
    """Return what follows when this gate does not agree, verb first: as `dossier.route` climbs the ladder."""
    disputed = state.gate(gate.betwist) if gate.betwist else None
    at_top = disputed is not None and gate.gremium == profile.ladder.top
    trede = None if at_top else rung(profile, gate.gremium)
    if trede is None or (disputed or gate).ronde >= MAX_ROUNDS:
        return "wacht het document op een bindend advies"
    return f"volgt een geschil bij {profile.gremium(trede.naar).naam}"


def tell_became(state: Dossier, profile: Profile, gate: Gate) -> str:
    """Return what became of the matter after this gate closed; empty while it is open, or for who may not know."""
    if gate.is_open or gate.withheld:
        return ""
    return " ".join([*_settled(state, profile, gate), *_ended(state, gate)])


def _settled(state: Dossier, profile: Profile, gate: Gate) -> Iterator[str]:
    """Yield how a no, silence or a dispute was settled; nothing of a yes."""
    if gate.uitslag in (None, Uitslag.POSITIEF):
        return
    root = disputed_gate(state, gate) or gate
    if not profile.routes[state.product][gate.stap].blokkeert:
        yield "Dat hield het document niet tegen."
        return
    later = [item for item in state.gates if item.betwist == root.gate and item.seq > gate.seq and not item.withheld]
    yield from (_told(item, profile) for item in later)
    last = later[-1] if later else gate
    outcome = root.advice.advies if root.advice else last.uitslag
    if root.advice:
        yield f"Het bindend advies: {name_outcome(root.advice.advies)}."
    if outcome == Uitslag.DOORGANG and root.rol == Rol.AFSTEMMING:
        yield "Het document ging daarmee door naar de volgende stap."
    elif outcome == Uitslag.DOORGANG:
        yield from _again(state, profile, root)
    elif outcome not in _SETTLES and not last.is_open and _is_under_way(state, gate):
        yield f"Nu {_climbs(state, profile, last)}."


def _told(dispute: Gate, profile: Profile) -> str:
    body = profile.gremium(dispute.gremium).naam
    if dispute.is_open:
        return f"Er loopt een geschil bij {body}."
    return f"Het geschil bij {body}: {name_outcome(dispute.uitslag) if dispute.uitslag else 'vervallen'}."


def _again(state: Dossier, profile: Profile, root: Gate) -> Iterator[str]:
    """Yield what the round after a dispute came to."""
    body = profile.gremium(root.gremium).naam
    for item in state.gates_of(root.versie):
        if (item.stap, item.gremium, item.ronde) == (root.stap, root.gremium, root.ronde + 1) and not item.betwist:
            if item.uitslag:
                yield f"In ronde {item.ronde} antwoordde {body} opnieuw: {name_outcome(item.uitslag)}."
                yield from _settled(state, profile, item)
            elif item.is_open:
                yield f"In ronde {item.ronde} antwoordt {body} opnieuw."


def _ended(state: Dossier, gate: Gate) -> Iterator[str]:
    found = state.published(gate.versie)
    if found is not None:
        yield f"Versie {gate.versie} is gepubliceerd{' en later ingetrokken' if found.withdrawal else ''}."
    elif not _is_under_way(state, gate):
        yield f"Versie {gate.versie} is niet doorgegaan: de ronde is heropend."
    newer = [item.versie for item in state.publications if item.versie > gate.versie]
    if newer:
        yield f"Versie {newer[-1]} is later gepubliceerd."


def _is_under_way(state: Dossier, gate: Gate) -> bool:
    active = state.active_version
    return active is not None and active.versie == gate.versie
