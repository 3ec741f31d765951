"""Makes a dossier of its events: one handler a kind, no opinion on what is allowed or what must follow.

`rules.transitions` says which event may follow, `dossier.planning` what is due. Both the program and the accountant's
verification read the same fold, so there is one truth about a dossier.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from jaarcyclus.dossier import fold_gates
from jaarcyclus.dossier.inzending import Inzending, Passed
from jaarcyclus.dossier.publications import Correction, Published
from jaarcyclus.dossier.records import (
    REVISED,
    Dossier,
    Reopening,
    Sending,
    Version,
)
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event, latest
from jaarcyclus.ledger.correction_events import (
    CorrectieBesloten,
    CorrectieGepubliceerd,
    Ingetrokken,
    IntrekkingBesloten,
)
from jaarcyclus.ledger.earlier_events import (
    CijfersBekend,
    CijfersHerzien,
    CijfersOvergenomen,
    InzendingGehandhaafd,
    WaarschuwingAfgedaan,
)
from jaarcyclus.ledger.events import (
    AdviesVastgelegd,
    BedenktijdOvergeslagen,
    BezettingVastgelegd,
    BijlageGemaakt,
    BijlageVastgelegd,
    ConsolidatieAfgekeurd,
    GateGeopend,
    GateGesloten,
    GateVervallen,
    GateVoorgelegd,
    Gepubliceerd,
    Herinnerd,
    Heropend,
    InzendingGeaccepteerd,
    InzendingGeweigerd,
    KenmerkenVastgelegd,
    Klaargezet,
    OntvangstBevestigd,
    RondeGeopend,
    StemAangemeld,
    StemNaUitgifte,
    StemUitgebracht,
    StilteGeconstateerd,
    TermijnVerlengd,
    Toegezonden,
    VersieGemaakt,
    VoorwaardeBewezen,
    VoorwaardeVervuld,
)
from jaarcyclus.ledger.parts import Content
from jaarcyclus.ledger.signing_events import StemOndertekend


def fold(events: Iterable[Event], dossier: str = "") -> Dossier:
    """Return the dossier after all events. Raises InvalidTransition on a kind or a reference it does not know."""
    state = Dossier(dossier=dossier)
    for event in events:
        state = apply(state, event)
    return state


def apply(state: Dossier, event: Event) -> Dossier:
    """Return the dossier after one more event. Raises InvalidTransition as `fold`."""
    content = wire.read(event)
    handler = _HANDLERS.get(type(content))
    if handler is None:
        raise InvalidTransition(f"event kind {event.soort!r} is not one of a dossier")
    moment = latest(filter(None, (state.klok, event.klok)))
    after = handler(state, event, content)
    return replace(after, seq=event.seq, klok=moment, oefening=state.oefening or event.gesimuleerd)


def _ronde_geopend(state: Dossier, _: Event, content: RondeGeopend) -> Dossier:
    return replace(state, ronde=content)


def _cijfers_bekend(state: Dossier, event: Event, content: CijfersBekend) -> Dossier:
    return replace(state, known=content, known_seq=event.seq)


def _cijfers_herzien(state: Dossier, event: Event, content: CijfersHerzien) -> Dossier:
    told = CijfersBekend(kolommen=content.kolommen)
    known = replace(state, known=told, known_seq=event.seq, revised_on=event.klok[:10])
    if not content.percelen:
        return known
    asked = Reopening(reden=REVISED, percelen=content.percelen, door=event.actor, seq=event.seq)
    return replace(known, reopenings=(*state.reopenings, asked))


def _kenmerken_vastgelegd(state: Dossier, _: Event, content: KenmerkenVastgelegd) -> Dossier:
    return replace(state, kenmerken=content.kenmerken)


def _inzending_geaccepteerd(state: Dossier, event: Event, content: InzendingGeaccepteerd) -> Dossier:
    inzending = Inzending(
        perceel=content.perceel,
        sha256=content.sha256,
        cijfers_sha256=content.cijfers_sha256,
        inzender=content.inzender,
        te_laat=content.te_laat,
        ontvangst=content.ontvangst,
        seq=event.seq,
        klok=event.klok,
        bevindingen=content.bevindingen,
    )
    return replace(
        state,
        inzendingen=(*state.inzendingen, inzending),
        current={**state.current, content.perceel: inzending},
        judged=(*state.judged, content.ontvangst),
    )


def _cijfers_overgenomen(state: Dossier, event: Event, content: CijfersOvergenomen) -> Dossier:
    carried = Inzending(
        perceel=content.perceel,
        sha256=content.cijfers_sha256,
        cijfers_sha256=content.cijfers_sha256,
        inzender=event.actor,
        te_laat=False,
        ontvangst=0,
        seq=event.seq,
        klok=event.klok,
        overgenomen=content,
    )
    return replace(state, current={**state.current, content.perceel: carried})


def _inzending_gehandhaafd(state: Dossier, event: Event, content: InzendingGehandhaafd) -> Dossier:
    last = state.current[content.perceel]  # it came when it came: only from when it counts is another moment
    kept = replace(last, seq=event.seq, kept_klok=event.klok, kept_because=content.reden)
    return replace(state, current={**state.current, content.perceel: kept})


def _waarschuwing_afgedaan(state: Dossier, event: Event, content: WaarschuwingAfgedaan) -> Dossier:
    return replace(state, passed=(*state.passed, Passed(content=content, door=event.actor, klok=event.klok)))


def _inzending_geweigerd(state: Dossier, _: Event, content: InzendingGeweigerd) -> Dossier:
    return replace(state, judged=(*state.judged, content.ontvangst))  # no figure follows from it


def _consolidatie_afgekeurd(state: Dossier, event: Event, content: ConsolidatieAfgekeurd) -> Dossier:
    reasons = tuple(finding.melding for finding in content.bevindingen)
    return replace(state, rejections=(*state.rejections, event.seq), rejection_reasons=reasons)


def _bedenktijd_overgeslagen(state: Dossier, event: Event, _: BedenktijdOvergeslagen) -> Dossier:
    return replace(state, pause_skipped=event.seq)


def _versie_gemaakt(state: Dossier, event: Event, content: VersieGemaakt) -> Dossier:
    version = Version(**wire.values_of(content), seq=event.seq, klok=event.klok)
    # Annex and receipts were of the version before: the colleges receive this one anew.
    return replace(state, versions=(*state.versions, version), bijlage=None, bijlage_event=None, receipts=())


def _heropend(state: Dossier, event: Event, content: Heropend) -> Dossier:
    reopening = Reopening(
        reden=content.reden, percelen=content.percelen, door=event.actor, seq=event.seq, grond=content.grond
    )
    return replace(state, reopenings=(*state.reopenings, reopening))


def _bijlage_gemaakt(state: Dossier, event: Event, content: BijlageGemaakt) -> Dossier:
    return replace(state, bijlage=content, bijlage_event=event)


def _gepubliceerd(state: Dossier, event: Event, content: Gepubliceerd) -> Dossier:
    placed = Published(content=content, klok=event.klok, seq=event.seq)
    return replace(state, publications=(*state.publications, placed))


def _intrekking_besloten(state: Dossier, event: Event, content: IntrekkingBesloten) -> Dossier:
    head = event.hash if state.is_closed else None
    return _change_publication(state, content.versie, lambda item: item.withdrawn(event, content, kop=head))


def _ingetrokken(state: Dossier, _: Event, content: Ingetrokken) -> Dossier:
    return _change_publication(state, content.versie, lambda item: item.gone(content))


def _correctie_besloten(state: Dossier, event: Event, content: CorrectieBesloten) -> Dossier:
    if state.published(content.versie) is None:
        raise InvalidTransition(f"version {content.versie} is not published")
    correction = Correction(
        versie=content.versie, reden=content.reden, door=event.actor, klok=event.klok, seq=event.seq
    )
    reopening = Reopening(
        reden=content.reden, percelen=content.percelen, door=event.actor, seq=event.seq, corrects=content.versie
    )
    return replace(state, corrections=(*state.corrections, correction), reopenings=(*state.reopenings, reopening))


def _toegezonden(state: Dossier, event: Event, content: Toegezonden) -> Dossier:
    return replace(state, sendings=(*state.sendings, Sending(**wire.values_of(content), klok=event.klok)))


def _ontvangst_bevestigd(state: Dossier, event: Event, content: OntvangstBevestigd) -> Dossier:
    return replace(state, receipts=(*state.receipts, (content.gremium, event.klok)))


def _change_publication(state: Dossier, versie: int, change: Callable[[Published], Published]) -> Dossier:
    if state.published(versie) is None:
        raise InvalidTransition(f"version {versie} is not published")
    changed = (change(item) if item.versie == versie else item for item in state.publications)
    return replace(state, publications=tuple(changed))


_HANDLERS: Mapping[type[Content], Callable[[Dossier, Event, Any], Dossier]] = {
    RondeGeopend: _ronde_geopend,
    CijfersBekend: _cijfers_bekend,
    CijfersHerzien: _cijfers_herzien,
    KenmerkenVastgelegd: _kenmerken_vastgelegd,
    InzendingGeaccepteerd: _inzending_geaccepteerd,
    CijfersOvergenomen: _cijfers_overgenomen,
    InzendingGehandhaafd: _inzending_gehandhaafd,
    WaarschuwingAfgedaan: _waarschuwing_afgedaan,
    InzendingGeweigerd: _inzending_geweigerd,
    ConsolidatieAfgekeurd: _consolidatie_afgekeurd,
    BedenktijdOvergeslagen: _bedenktijd_overgeslagen,
    VersieGemaakt: _versie_gemaakt,
    GateGeopend: fold_gates.open_gate,
    GateVoorgelegd: fold_gates.open_gate,
    BezettingVastgelegd: fold_gates.keep_holders,
    StemUitgebracht: fold_gates.cast_vote,
    StemOndertekend: fold_gates.keep_signature,
    StemNaUitgifte: fold_gates.mark_vote,
    StemAangemeld: fold_gates.mark_vote,
    Herinnerd: fold_gates.note_silence,
    StilteGeconstateerd: fold_gates.note_silence,
    GateGesloten: fold_gates.close_gate,
    GateVervallen: fold_gates.lapse_gate,
    VoorwaardeVervuld: fold_gates.fulfil_condition,
    VoorwaardeBewezen: fold_gates.fulfil_condition,
    AdviesVastgelegd: fold_gates.take_advice,
    TermijnVerlengd: fold_gates.extend_term,
    Heropend: _heropend,
    BijlageGemaakt: _bijlage_gemaakt,
    BijlageVastgelegd: _bijlage_gemaakt,
    Gepubliceerd: _gepubliceerd,
    IntrekkingBesloten: _intrekking_besloten,
    Ingetrokken: _ingetrokken,
    CorrectieBesloten: _correctie_besloten,
    CorrectieGepubliceerd: _gepubliceerd,
    Toegezonden: _toegezonden,
    Klaargezet: _toegezonden,
    OntvangstBevestigd: _ontvangst_bevestigd,
}
