"""What people do besides voting and handing in: reopen, skip the pause, set kenmerken, meet a condition, advise,
give extra time, carry figures forward, let a warning pass, confirm receipt, withdraw a publication, correct it.

Each is one event with the person's key; the rules that may refuse it are in `rules.transitions`.
"""

from collections.abc import Callable, Sequence
from datetime import date

from jaarcyclus.dossier.carried import carried_figures
from jaarcyclus.dossier.confidential import sees_gate
from jaarcyclus.dossier.evidence import is_fit
from jaarcyclus.dossier.extensions import is_extension
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.sight import seen_vote
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.dossier.warnings import find_warning
from jaarcyclus.errors import Refused
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.correction_events import CorrectieBesloten, IntrekkingBesloten
from jaarcyclus.ledger.earlier_events import CijfersOvergenomen, InzendingGehandhaafd, WaarschuwingAfgedaan
from jaarcyclus.ledger.events import (
    AdviesVastgelegd,
    BedenktijdOvergeslagen,
    KenmerkenVastgelegd,
    OntvangstBevestigd,
    TermijnVerlengd,
    VoorwaardeBewezen,
    VoorwaardeVervuld,
)
from jaarcyclus.ledger.wire import new_event, values_of
from jaarcyclus.rules.gates import not_held_up
from jaarcyclus.rules.votes import evidence_unfit, no_condition
from jaarcyclus.steps.gates import ready_for_all, reopening_events
from jaarcyclus.steps.known_figures import last_adopted
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.days import add_working_days, format_date, is_working_day, to_working_day
from jaarcyclus.terms.products import PRODUCTS
from jaarcyclus.terms.words import as_given


def reopen(workspace: Workspace, dossier: str, person: str, *, reden: str, percelen: tuple[str, ...]) -> None:
    """End the version on its route and ask the percelen anew; () leaves open which one hands in. Raises Refused."""
    words = as_given(reden, "reden")
    _record(
        workspace,
        dossier,
        lambda state: tuple(
            reopening_events(
                state, workspace.profile_of(state), reason=words, percelen=percelen, grond=None, actor=person
            )
        ),
    )


def skip_pause(workspace: Workspace, dossier: str, person: str, *, reden: str) -> None:
    """Let the version be made now, although percelen might still replace a workbook. Raises Refused."""
    content = BedenktijdOvergeslagen(reden=as_given(reden, "reden"))
    _record(workspace, dossier, lambda state: (new_event(person, content),))


def carry_forward(workspace: Workspace, dossier: str, person: str, *, perceel: str, reden: str) -> None:
    """Let the last adopted figures count of a perceel that handed in nothing. Raises Refused."""
    words = as_given(reden, "reden")

    def decide(state: Dossier) -> Sequence[NewEvent]:
        columns = last_adopted(workspace, state, perceel)
        made = ""  # without a source for every column the rules refuse it, and say which is missing
        if columns.keys() == set(PRODUCTS[state.product].columns):
            figures = carried_figures(state.product, state.boekjaar, perceel, columns, workspace.store.get)
            made = workspace.store.put(figures_to_json(figures))
        return (
            new_event(person, CijfersOvergenomen(perceel=perceel, kolommen=columns, cijfers_sha256=made, reden=words)),
        )

    _record(workspace, dossier, decide)


def keep_workbook(workspace: Workspace, dossier: str, person: str, *, perceel: str, reden: str) -> None:
    """Let the last workbook of a perceel that was asked anew count again. Raises Refused."""
    words = as_given(reden, "reden")

    def decide(state: Dossier) -> Sequence[NewEvent]:
        known = state.current.get(perceel)
        sha256 = known.sha256 if known else ""
        return (new_event(person, InzendingGehandhaafd(perceel=perceel, sha256=sha256, reden=words)),)

    _record(workspace, dossier, decide)


def pass_warning(
    workspace: Workspace, dossier: str, person: str, *, perceel: str, waarschuwing: str, reden: str
) -> None:
    """Let a warning on the workbook of this perceel pass; `waarschuwing` is its fingerprint or number. Raises Refused.

    What there is not, the rules refuse: to who may not, no answer tells whether it is there.
    """
    words = as_given(reden, "reden")

    def decide(state: Dossier) -> Sequence[NewEvent]:
        found = find_warning(state, perceel, waarschuwing)
        content = WaarschuwingAfgedaan(
            perceel=perceel,
            ontvangst=found.receipt if found else 0,
            waarschuwing=found.fingerprint if found else waarschuwing,
            code=found.first.code if found else "",
            blad=found.first.blad if found else "",
            cellen=found.cells if found else (),
            reden=words,
        )
        return (new_event(person, content),)

    _record(workspace, dossier, decide)


def set_kenmerken(workspace: Workspace, dossier: str, person: str, *, kenmerken: tuple[str, ...], reden: str) -> None:
    """Record which conditions of the route (`als` in the profile) hold, and no others. Raises Refused."""
    content = KenmerkenVastgelegd(kenmerken=kenmerken, reden=as_given(reden, "reden"))

    def decide(state: Dossier) -> Sequence[NewEvent]:
        profile = workspace.profile_of(state)
        if person == profile.controller and not any(step.kenmerk for step in profile.routes[state.product]):
            # Not a rule: rounds of before may hold such an event, which changes nothing.
            raise Refused(
                "KENMERK_ONBEKEND",
                "De route van dit product vraagt naar geen enkel kenmerk; u hoeft niets vast te leggen.",
            )
        return (new_event(person, content),)

    _record(workspace, dossier, decide)


def fulfil_condition(
    workspace: Workspace,
    dossier: str,
    person: str,
    *,
    gate: str,
    zetel: str,
    toelichting: str,
    evidence: tuple[str, bytes] | None = None,
) -> None:
    """Record that the condition which this seat set is met. Raises Refused, also while it is sealed for this person.

    `evidence`: name and bytes of a file that shows it, kept as it came.
    """
    content = VoorwaardeVervuld(gate=gate, zetel=zetel, toelichting=as_given(toelichting, "toelichting"))
    if evidence is not None:
        content = _with_evidence(workspace, content, *evidence)

    def decide(state: Dossier) -> Sequence[NewEvent]:
        found, profile = state.gate(gate), workspace.profile_of(state)
        unseen = found and not sees_gate(state, profile, found, person)
        if found and (unseen or seen_vote(found, profile, zetel, person) is None):
            raise no_condition()  # else the refusal would say who answered "mits", and whom it names
        return (new_event(person, content),)

    _record(workspace, dossier, decide)


def _with_evidence(workspace: Workspace, content: VoorwaardeVervuld, name: str, given: bytes) -> VoorwaardeBewezen:
    """Keep a file that may be kept; the rules judge the rest."""
    if not is_fit(name, given):
        raise evidence_unfit()
    return VoorwaardeBewezen(**values_of(content), sha256=workspace.store.put(given), naam=name, grootte=len(given))


def record_advice(
    workspace: Workspace, dossier: str, person: str, *, gate: str, advies: str, tekst: str, deskundige: str
) -> None:
    """Record the expert's binding advice (covenant art. 16); `terug` ends the version. Raises Refused."""
    content = AdviesVastgelegd(
        gate=gate,
        advies=advies,
        tekst=as_given(tekst, "tekst van het advies"),
        deskundige=as_given(deskundige, "naam van de deskundige"),
    )

    def decide(state: Dossier) -> Sequence[NewEvent]:
        event, disputed = new_event(person, content), state.gate(gate)
        if disputed is None:  # the rules refuse it
            return (event,)
        profile = workspace.profile_of(state)
        if not sees_gate(state, profile, disputed, person):  # a refusal by the rules would tell of it
            raise not_held_up()
        sent = ready_for_all(state, profile, disputed, "advies")
        if advies != Uitslag.TERUG:
            return (event, sent)
        reopened = reopening_events(state, profile, reason=content.tekst, percelen=(), grond=gate, actor=person)
        return (event, sent, *reopened)

    _record(workspace, dossier, decide)


def extend_term(workspace: Workspace, dossier: str, person: str, *, gate: str, tot: str, reden: str) -> None:
    """Give the seats of an open gate until another day (ISO). Raises Refused."""
    content = TermijnVerlengd(gate=gate, deadline=tot.strip(), reden=as_given(reden, "reden"))

    def decide(state: Dossier) -> Sequence[NewEvent]:
        found, today = state.gate(gate), workspace.today()
        if found is not None and person == workspace.profile_of(state).controller:
            _require_working_day(found.deadline, content.deadline, today)
        return (new_event(person, content),)

    _record(workspace, dossier, decide)


def _require_working_day(before: str, deadline: str, today: date) -> None:
    """Raise Refused for a day on which no office works, with the nearest that may be chosen.

    Not a rule: a gate of before may have such a day. What is no day, or too late, the rules refuse.
    """
    if not is_extension(before, deadline, today) or is_working_day(day := date.fromisoformat(deadline)):
        return
    near = (add_working_days(day, -1), to_working_day(day))
    fit = [format_date(item) for item in near if is_extension(before, item.isoformat(), today)]
    choice = " of ".join(fit) or "een werkdag"
    raise Refused("TERMIJN_ONJUIST", f"{format_date(day)} valt in een weekend of op een feestdag. Kies {choice}.")


def confirm_receipt(workspace: Workspace, dossier: str, person: str, *, gremium: str) -> None:
    """Record that a gremium received the product (art. 8.1 for the colleges). Raises Refused."""
    _record(workspace, dossier, lambda state: (new_event(person, OntvangstBevestigd(gremium=gremium)),))


def withdraw(workspace: Workspace, dossier: str, person: str, *, reden: str, versie: int | None = None) -> None:
    """Decide that a published version goes, the last when none is named; the calendar takes it away. Raises Refused."""
    words = as_given(reden, "reden")

    def decide(state: Dossier) -> Sequence[NewEvent]:
        return (new_event(person, IntrekkingBesloten(versie=_last(state) if versie is None else versie, reden=words)),)

    _record(workspace, dossier, decide)


def correct(workspace: Workspace, dossier: str, person: str, *, reden: str, percelen: tuple[str, ...]) -> None:
    """Open a published round again, in which these percelen hand in anew; what is published stays. Raises Refused."""
    words = as_given(reden, "reden")

    def decide(state: Dossier) -> Sequence[NewEvent]:
        return (new_event(person, CorrectieBesloten(versie=_last(state), reden=words, percelen=percelen)),)

    _record(workspace, dossier, decide)


def _last(state: Dossier) -> int:
    """Return the version that was published last; 0, which the rules refuse, when none was."""
    return state.publication.versie if state.publication else 0


def require_controllers_words(workspace: Workspace, profiel: str, person: str, reason: str, asked: str) -> str:
    """Return the words with which the controller answers for the installation. Raises Refused for anyone else.

    `asked` is the Dutch sentence to whom gave no words.
    """
    if person != workspace.profile(profiel).controller:
        raise Refused("NIET_BEVOEGD", "Alleen de controller bevestigt dit; vraag het de controller.")
    words = as_given(reason, "reden")
    if not words:
        raise Refused("REDEN_ONTBREEKT", asked)
    return words


def require_may_wake(workspace: Workspace, profiel: str, person: str) -> None:
    """Raise Refused unless this person may let the calendar look before its hour: who others ask to go on."""
    profile = workspace.profile(profiel)
    if person not in (profile.controller, profile.beheerder):
        raise Refused(
            "NIET_BEVOEGD",
            "Alleen de controller of de beheerder laat de kalender nu kijken; vraag het de controller.",
        )


def _record(workspace: Workspace, dossier: str, decide: Callable[[Dossier], Sequence[NewEvent]]) -> None:
    def guarded(state: Dossier) -> Sequence[NewEvent]:
        if state.ronde is None:
            raise Refused("DOSSIER_ONBEKEND", f"Dossier {dossier} bestaat niet; controleer de naam.")
        return decide(state)

    workspace.record(dossier, guarded)
