"""Makes a dossier of its events: one handler a kind, no opinion on what is allowed or what must follow.

`rules.transitions` says which event may follow, `dossier.planning` what is due. Both the program and the accountant's
verification read the same fold, so there is one truth about a dossier.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from jaarcyclus.dossier.records import (
    Dossier,
    Gate,
    GateSeat,
    Inzending,
    Reopening,
    Sending,
    Version,
    Voorwaarde,
    Vote,
)
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger.chain import Event


def fold(events: Iterable[Event], dossier: str = "") -> Dossier:
    """Return the dossier after all events. Raises InvalidTransition on a kind or a reference it does not know."""
    state = Dossier(dossier=dossier)
    for event in events:
        state = apply(state, event)
    return state


def apply(state: Dossier, event: Event) -> Dossier:
    """Return the dossier after one more event."""
    handler = _HANDLERS.get(event.soort)
    if handler is None:
        raise InvalidTransition(f"unknown event kind {event.soort!r}")
    try:
        after = handler(state, event)
    except (KeyError, TypeError, AttributeError) as fault:
        raise InvalidTransition(f"event {event.seq} ({event.soort}) misses or misnames a field: {fault}") from fault
    moment = max(filter(None, (state.klok, event.klok)), key=datetime.fromisoformat)
    return replace(after, seq=event.seq, klok=moment, oefening=state.oefening or event.gesimuleerd)


def _ronde_geopend(state: Dossier, event: Event) -> Dossier:
    return replace(state, ronde=event.inhoud)


def _kenmerken_vastgelegd(state: Dossier, event: Event) -> Dossier:
    return replace(state, kenmerken=tuple(event.inhoud["kenmerken"]))


def _inzending_geaccepteerd(state: Dossier, event: Event) -> Dossier:
    content = event.inhoud
    inzending = Inzending(
        perceel=content["perceel"],
        sha256=content["sha256"],
        cijfers_sha256=content["cijfers_sha256"],
        inzender=content["inzender"],
        te_laat=content["te_laat"],
        ontvangst=content["ontvangst"],
        seq=event.seq,
        klok=event.klok,
    )
    return replace(state, inzendingen=(*state.inzendingen, inzending))


def _inzending_geweigerd(state: Dossier, _event: Event) -> Dossier:
    return state  # it stands in the chain; nothing follows from it


def _consolidatie_afgekeurd(state: Dossier, event: Event) -> Dossier:
    reasons = tuple(finding["melding"] for finding in event.inhoud["bevindingen"])
    return replace(state, rejections=(*state.rejections, event.seq), rejection_reasons=reasons)


def _versie_gemaakt(state: Dossier, event: Event) -> Dossier:
    content = event.inhoud
    version = Version(
        versie=content["versie"],
        manifest_sha256=content["manifest_sha256"],
        makers=tuple(content["makers"]),
        inzendingen=content["inzendingen"],
        seq=event.seq,
        klok=event.klok,
    )
    # Annex and receipts were of the version before: the colleges receive this one anew.
    return replace(state, versions=(*state.versions, version), bijlage=None, receipts=())


def _gate_geopend(state: Dossier, event: Event) -> Dossier:
    content = dict(event.inhoud)
    zetels = tuple(GateSeat(**{**zetel, "uitgesloten": tuple(zetel["uitgesloten"])}) for zetel in content.pop("zetels"))
    gate = Gate(**content, zetels=zetels, geopend_klok=event.klok, seq=event.seq)
    return replace(state, gates=(*state.gates, gate))


def _stem_uitgebracht(state: Dossier, event: Event) -> Dossier:
    content = event.inhoud
    condition = content["voorwaarde"]
    vote = Vote(
        zetel=content["zetel"],
        antwoord=content["antwoord"],
        door=event.actor,
        namens=content["namens"],
        toelichting=content["toelichting"],
        voorwaarde=Voorwaarde(**condition) if condition else None,
        klok=event.klok,
        seq=event.seq,
    )
    return _change_gate(state, content["gate"], lambda gate: replace(gate, votes=(*gate.votes, vote)))


def _herinnerd(state: Dossier, event: Event) -> Dossier:
    moment = event.inhoud["moment"]
    return _change_gate(state, event.inhoud["gate"], lambda gate: replace(gate, reminders=(*gate.reminders, moment)))


def _gate_gesloten(state: Dossier, event: Event) -> Dossier:
    return _change_gate(
        state,
        event.inhoud["gate"],
        lambda gate: replace(gate, uitslag=event.inhoud["uitslag"], gesloten_klok=event.klok),
    )


def _gate_vervallen(state: Dossier, event: Event) -> Dossier:
    return _change_gate(
        state,
        event.inhoud["gate"],
        lambda gate: replace(gate, vervallen=event.inhoud["reden"], gesloten_klok=event.klok),
    )


def _voorwaarde_vervuld(state: Dossier, event: Event) -> Dossier:
    def fulfil(vote: Vote) -> Vote:
        if vote.zetel != event.inhoud["zetel"] or vote.voorwaarde is None:
            return vote
        done = replace(
            vote.voorwaarde,
            vervuld_door=event.actor,
            vervuld_klok=event.klok,
            vervuld_toelichting=event.inhoud["toelichting"],
        )
        return replace(vote, voorwaarde=done)

    return _change_gate(
        state,
        event.inhoud["gate"],
        lambda gate: replace(gate, votes=tuple(fulfil(vote) for vote in gate.votes)),
    )


def _advies_vastgelegd(state: Dossier, event: Event) -> Dossier:
    return _change_gate(state, event.inhoud["gate"], lambda gate: replace(gate, advice=event.inhoud))


def _heropend(state: Dossier, event: Event) -> Dossier:
    heropening = Reopening(
        reden=event.inhoud["reden"],
        percelen=tuple(event.inhoud["percelen"]),
        door=event.actor,
        seq=event.seq,
    )
    return replace(state, reopenings=(*state.reopenings, heropening))


def _bijlage_gemaakt(state: Dossier, event: Event) -> Dossier:
    return replace(state, bijlage=event.inhoud)


def _gepubliceerd(state: Dossier, event: Event) -> Dossier:
    return replace(state, publication=event.inhoud)


def _toegezonden(state: Dossier, event: Event) -> Dossier:
    content = event.inhoud
    toezending = Sending(
        gremia=tuple(content["gremia"]),
        rol=content["rol"],
        stap=content["stap"],
        gate=content["gate"],
        versie=content["versie"],
        klok=event.klok,
    )
    return replace(state, sendings=(*state.sendings, toezending))


def _ontvangst_bevestigd(state: Dossier, event: Event) -> Dossier:
    return replace(state, receipts=(*state.receipts, (event.inhoud["gremium"], event.klok)))


def _change_gate(state: Dossier, gate_id: str, change: Callable[[Gate], Gate]) -> Dossier:
    if state.gate(gate_id) is None:
        raise InvalidTransition(f"unknown gate {gate_id!r}")
    return replace(state, gates=tuple(change(gate) if gate.gate == gate_id else gate for gate in state.gates))


_HANDLERS: dict[str, Callable[[Dossier, Event], Dossier]] = {
    "ronde_geopend": _ronde_geopend,
    "kenmerken_vastgelegd": _kenmerken_vastgelegd,
    "inzending_geaccepteerd": _inzending_geaccepteerd,
    "inzending_geweigerd": _inzending_geweigerd,
    "consolidatie_afgekeurd": _consolidatie_afgekeurd,
    "versie_gemaakt": _versie_gemaakt,
    "gate_geopend": _gate_geopend,
    "stem_uitgebracht": _stem_uitgebracht,
    "herinnerd": _herinnerd,
    "gate_gesloten": _gate_gesloten,
    "gate_vervallen": _gate_vervallen,
    "voorwaarde_vervuld": _voorwaarde_vervuld,
    "advies_vastgelegd": _advies_vastgelegd,
    "heropend": _heropend,
    "bijlage_gemaakt": _bijlage_gemaakt,
    "gepubliceerd": _gepubliceerd,
    "toegezonden": _toegezonden,
    "ontvangst_bevestigd": _ontvangst_bevestigd,
}
