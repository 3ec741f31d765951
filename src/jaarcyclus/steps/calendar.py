"""Behind DAG `kalender`: open rounds, record who is silent, inform, take overdue gates up, and say which runs are due.

Whether something is due is `dossier.planning`'s, whether it is allowed `rules.transitions`'. All of it is safe to
repeat.
"""

import logging
from collections.abc import Callable, Iterable, Iterator

from jaarcyclus import clock
from jaarcyclus.dossier.placing import read_placings, unfinished
from jaarcyclus.dossier.planning import Step, next_steps
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import bezetting_id, dossier_id, plaatsing_id, postbus_id, round_content, rounds_due
from jaarcyclus.dossier.route import walk
from jaarcyclus.errors import InvalidProfile, InvalidTransition, JaarcyclusError, Refused
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.events import Klaargezet, StilteGeconstateerd
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.steps import contacts, holders, known_figures, receipts, unpublished
from jaarcyclus.steps.gates import close_gate
from jaarcyclus.steps.given_forms import give_due
from jaarcyclus.steps.replies import answer_due
from jaarcyclus.steps.shown import require_all_whole
from jaarcyclus.steps.steady_clock import note_tick
from jaarcyclus.steps.workspace import Workspace

log = logging.getLogger(__name__)

RUN_STEPS = ("inzending", "product", "besluit", "publicatie")


def tick(workspace: Workspace, profiel: str) -> tuple[Step, ...]:
    """Open due rounds, do every step that needs no run of its own, and return the steps that need one.

    Raises Refused, with nothing done, when the clock has jumped, ahead or back.
    """
    workspace.require_steady(profiel)
    workspace.require_not_behind(profiel)
    _open_rounds(workspace, profiel)
    steps = [step for dossier in workspace.dossiers(profiel) for step in _advance_or_log(workspace, dossier)]
    steps += _look_or_log(plaatsing_id(profiel), lambda: _half_published(workspace, profiel))
    received = _look_or_log(postbus_id(profiel), lambda: _of_postbus(workspace, profiel))
    _forget_or_log(workspace, profiel)
    if not clock.is_simulated(workspace.settings):  # a day of an exercise holds nothing of the real year
        note_tick(workspace.settings, profiel, workspace.now())
    return (*received, *steps)


def _look_or_log(chain: str, look: Callable[[], Iterable[Step]]) -> tuple[Step, ...]:
    """A postbus or plaatsing that was put back to an older copy must not hold up the dossiers."""
    try:
        return tuple(look())
    except Refused as refusal:
        log.warning("%s is overgeslagen: %s", chain, refusal.message)
        return ()


def _forget_or_log(workspace: Workspace, profiel: str) -> None:
    """Take away the addresses of who left; while bezetting or profile cannot be read nobody can tell who that is."""
    try:
        for functie in contacts.forget_departed(workspace, profiel):
            log.info("the addresses of who was %s have been taken away", functie)
    except (Refused, InvalidProfile) as fault:
        log.warning("%s is overgeslagen: %s", bezetting_id(profiel), fault)


def _half_published(workspace: Workspace, profiel: str) -> Iterator[Step]:
    """Yield every publication that is recorded, and of which a library does not have all yet."""
    placings = read_placings(workspace.ledger.events(plaatsing_id(profiel)))
    for dossier, version in sorted(unfinished(placings.values())):
        if workspace.ledger.rollback(dossier):
            continue  # it stands still, and holds up no other
        published = workspace.dossier(dossier).published(version)
        if published is not None and published.withdrawal is None:
            key = f"{dossier}-v{version}-publicatie"
            yield Step(kind="publicatie", sleutel=key, dossier=dossier, data={"versie": version})


def _of_postbus(workspace: Workspace, profiel: str) -> tuple[Step, ...]:
    answer_due(workspace, profiel)
    _give_or_log(workspace, profiel)
    return receipts.pending(workspace, profiel)


def _give_or_log(workspace: Workspace, profiel: str) -> None:
    """A profile that cannot be read holds up no workbook that was handed in."""
    try:
        give_due(workspace, profiel)
    except InvalidProfile as fault:
        log.warning("van %s is geen werkboek klaargezet: %s", profiel, fault)


def _open_rounds(workspace: Workspace, profiel: str) -> None:
    """A profile with a typing error opens no round; what runs has its pinned profile and goes on."""
    try:
        for product, boekjaar in rounds_due(workspace.profile(profiel), workspace.today()):
            _open_or_log(workspace, profiel, product, boekjaar)
    except InvalidProfile as fault:
        hint = f"Verbeter het profiel en kijk met: jaarcyclus profiel controleer {profiel}"
        log.error("van %s gaat geen ronde open; wat loopt, loopt door. %s\n%s", profiel, hint, fault)


def _open_or_log(workspace: Workspace, profiel: str, product: str, boekjaar: int) -> None:
    """A round that a rule refuses must not hold up the others."""
    try:
        open_round(workspace, profiel, product, boekjaar)
    except Refused as refusal:
        log.warning("%s %s van %s gaat niet open: %s", product, boekjaar, profiel, refusal.message)


def _advance_or_log(workspace: Workspace, dossier: str) -> tuple[Step, ...]:
    """One dossier that its rules hold, such as an exercise under the real clock, must not hold up the others."""
    try:
        return advance(workspace, dossier)
    except Refused as refusal:
        log.warning("%s gaat niet verder: %s", dossier, refusal.message)
        return ()
    except InvalidTransition:
        log.exception("%s gaat niet verder: meld deze fout in het programma", dossier)
        return ()


def open_round(workspace: Workspace, profiel: str, product: str, boekjaar: int) -> str:
    """Open the round of a product unless it is open, pin the profile, and return the dossier's name.

    Raises InvalidProfile when the profile has a fault.
    """
    name = dossier_id(profiel, boekjaar, product)
    pinned = workspace.pin_profile(profiel)
    # Not from the file: the office may save it between the two readings.
    profile = whole_profile(workspace.store.get(pinned))
    content = round_content(profile, product, boekjaar, pinned)
    known = known_figures.look_up(workspace, profiel, product, boekjaar)

    def decide(state: Dossier) -> list[NewEvent]:
        if state.ronde:
            return []
        require_sound(profile)  # more than the rules ask, which must believe rounds that opened before
        return [system_event(content), system_event(known)]

    workspace.record(name, decide)
    return name


def advance(workspace: Workspace, dossier: str) -> tuple[Step, ...]:
    """Do what is done on the spot (holders, info, silence, overdue gates) until only runs are due; return those.

    Raises Refused while a file that people are to decide on is not whole.
    """
    unpublished.take_back(workspace, dossier)
    require_all_whole(workspace, workspace.dossier(dossier))
    holders.note_changes(workspace, dossier)
    _note_known(workspace, dossier)
    while True:
        state = workspace.dossier(dossier)
        steps = next_steps(state, workspace.profile_of(state), workspace.now())
        inline = [step for step in steps if step.kind not in RUN_STEPS]
        if not inline:
            return steps
        for step in inline:
            _do_inline(workspace, step)
        if workspace.dossier(dossier).seq == state.seq:
            raise InvalidTransition(f"{dossier}: {inline[0].sleutel} is due and doing it records nothing")


def _note_known(workspace: Workspace, dossier: str) -> None:
    """A dossier that this one took figures from, and that cannot be read or was put back, must not hold this one up."""
    try:
        known_figures.note_changes(workspace, dossier)
    except JaarcyclusError:
        log.exception("van %s is niet na te gaan of zijn bekende cijfers nog gelden", dossier)


def _do_inline(workspace: Workspace, step: Step) -> None:
    if step.kind == "over_tijd":
        close_gate(workspace, step.dossier, step.data["gate"])
    elif step.kind == "herinneren":
        _record_silence(workspace, step)
    elif step.kind == "info":
        _inform(workspace, step)


def _record_silence(workspace: Workspace, step: Step) -> None:
    gate_id, moment = step.data["gate"], step.data["moment"]

    def decide(state: Dossier) -> list[NewEvent]:
        gate = state.gate(gate_id)
        if gate is None or not gate.is_open or moment in gate.reminders or not gate.silent_zetels():
            return []
        return [system_event(StilteGeconstateerd(gate=gate_id, moment=moment, zetels=gate.silent_zetels()))]

    workspace.record(step.dossier, decide)


def _inform(workspace: Workspace, step: Step) -> None:
    number = step.data["stap"]

    def decide(state: Dossier) -> list[NewEvent]:
        gremia = dict(walk(state, workspace.profile_of(state)).due_information).get(number)
        version = state.active_version
        if gremia is None or version is None:
            return []
        return [system_event(Klaargezet(gremia=gremia, rol="info", stap=number, gate=None, versie=version.versie))]

    workspace.record(step.dossier, decide)
