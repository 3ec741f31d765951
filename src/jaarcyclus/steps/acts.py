"""What people do besides voting and handing in: reopen, set kenmerken, meet a condition, advise, confirm receipt.

Each is one event with the person's key; the rules that may refuse it are in `rules.transitions`.
"""

from collections.abc import Callable, Sequence

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.tally import Uitslag
from jaarcyclus.errors import Geweigerd
from jaarcyclus.ledger.chain import NieuwEvent
from jaarcyclus.steps.gates import reopening_events, sent_to_all
from jaarcyclus.steps.workspace import Werkplaats


def reopen(werkplaats: Werkplaats, dossier: str, persoon: str, *, reden: str, percelen: tuple[str, ...]) -> None:
    """End the version on its route and ask the percelen anew; () leaves open which one hands in. Raises Geweigerd."""
    _record(
        werkplaats,
        dossier,
        lambda state: tuple(reopening_events(state, reden=reden, percelen=percelen, grond=None, actor=persoon)),
    )


def set_kenmerken(
    werkplaats: Werkplaats, dossier: str, persoon: str, *, kenmerken: tuple[str, ...], reden: str
) -> None:
    """Record which conditions of the route (`als` in the profile) hold, and no others. Raises Geweigerd."""
    content = {"kenmerken": list(kenmerken), "reden": reden}
    _record(werkplaats, dossier, lambda state: (NieuwEvent("kenmerken_vastgelegd", persoon, content),))


def fulfil_condition(
    werkplaats: Werkplaats, dossier: str, persoon: str, *, gate: str, zetel: str, toelichting: str
) -> None:
    """Record that the condition which this seat set is met. Raises Geweigerd."""
    content = {"gate": gate, "zetel": zetel, "toelichting": toelichting}
    _record(werkplaats, dossier, lambda state: (NieuwEvent("voorwaarde_vervuld", persoon, content),))


def record_advice(
    werkplaats: Werkplaats, dossier: str, persoon: str, *, gate: str, advies: str, tekst: str, deskundige: str
) -> None:
    """Record the expert's binding advice (covenant art. 16); `terug` ends the version. Raises Geweigerd."""
    content = {"gate": gate, "advies": advies, "tekst": tekst, "deskundige": deskundige}

    def decide(state: Dossier) -> Sequence[NieuwEvent]:
        event, disputed = NieuwEvent("advies_vastgelegd", persoon, content), state.gate(gate)
        if disputed is None:  # the rules refuse it
            return (event,)
        sent = sent_to_all(state, werkplaats.profile_of(state), disputed, "advies")
        if advies != Uitslag.TERUG:
            return (event, sent)
        return (event, sent, *reopening_events(state, reden=tekst, percelen=(), grond=gate, actor=persoon))

    _record(werkplaats, dossier, decide)


def confirm_receipt(werkplaats: Werkplaats, dossier: str, persoon: str, *, gremium: str) -> None:
    """Record that a gremium received the product (art. 8.1 for the colleges). Raises Geweigerd."""
    _record(werkplaats, dossier, lambda state: (NieuwEvent("ontvangst_bevestigd", persoon, {"gremium": gremium}),))


def _record(werkplaats: Werkplaats, dossier: str, decide: Callable[[Dossier], Sequence[NieuwEvent]]) -> None:
    def guarded(state: Dossier) -> Sequence[NieuwEvent]:
        if state.ronde is None:
            raise Geweigerd("DOSSIER_ONBEKEND", f"Dossier {dossier} bestaat niet; controleer de naam.")
        return decide(state)

    werkplaats.record(dossier, guarded)
