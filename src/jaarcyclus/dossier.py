"""What has happened in one dossier: the fold of its events. No opinion on what is allowed or what must follow.

`overgangen` says which event may follow, `planning` what is due. Both the program and the accountant's
verification read the same fold, so there is one truth about a dossier.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from jaarcyclus.besluitroute import Zetelstem
from jaarcyclus.errors import OngeldigeOvergang


class Gebeurtenis(Protocol):
    """What the fold needs of an event (`ledger.Event` has it all)."""

    @property
    def seq(self) -> int: ...
    @property
    def soort(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def klok(self) -> str: ...
    @property
    def gesimuleerd(self) -> bool: ...
    @property
    def tijd(self) -> str: ...
    @property
    def inhoud(self) -> Mapping[str, Any]: ...
    @property
    def vorige(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Inzending:
    """One accepted workbook; a later one of the same perceel takes its place."""

    perceel: str
    sha256: str
    cijfers_sha256: str
    inzender: str
    te_laat: bool
    ontvangst: int  # the receipt's seq in the postbus
    seq: int
    klok: str


@dataclass(frozen=True, kw_only=True)
class Versie:
    """One version of the product: what is on the route is its manifest."""

    versie: int
    manifest_sha256: str
    makers: tuple[str, ...]
    inzendingen: Mapping[str, str]  # perceel -> workbook's SHA-256
    seq: int
    klok: str


@dataclass(frozen=True, kw_only=True)
class Voorwaarde:
    """What a "mits" asks; open until its owner or the seat reports it as met (rule 5)."""

    tekst: str
    eigenaar: str
    datum: str
    vervuld_door: str | None = None
    vervuld_klok: str | None = None
    vervuld_toelichting: str | None = None


@dataclass(frozen=True, kw_only=True)
class Stem:
    """One answer of one seat; `namens`: given by the deputy."""

    zetel: str
    antwoord: str
    door: str
    namens: bool
    toelichting: str
    voorwaarde: Voorwaarde | None
    klok: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Gatezetel:
    """A seat as it stood when the gate opened; `uitgesloten` are persons who made the document."""

    zetel: str
    naam: str
    houder: str
    plaatsvervanger: str | None
    gewicht: int
    uitgesloten: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gate:
    """One question to one gremium about one version; `betwist` is the gate a dispute is about."""

    gate: str
    stap: int
    gremium: str
    rol: str
    soort: str  # "gewoon" or "geschil"
    versie: int
    ronde: int
    betwist: str | None
    manifest_sha256: str
    document_sha256: str
    oplegnota_sha256: str
    zetels: tuple[Gatezetel, ...]
    deadline: str
    geopend_klok: str
    stemmen: tuple[Stem, ...] = ()
    herinneringen: tuple[str, ...] = ()
    uitslag: str | None = None
    gesloten_klok: str | None = None
    vervallen: str | None = None
    advies: Mapping[str, Any] | None = None
    seq: int = 0

    @property
    def is_open(self) -> bool:
        return self.uitslag is None and self.vervallen is None

    def zetelstemmen(self) -> tuple[Zetelstem, ...]:
        """Return each seat with its answer, in the gate's own order: what `besluitroute.tally` counts."""
        answers = {stem.zetel: stem.antwoord for stem in self.stemmen}
        return tuple(Zetelstem(zetel=z.zetel, antwoord=answers.get(z.zetel), gewicht=z.gewicht) for z in self.zetels)

    def stille_zetels(self) -> tuple[str, ...]:
        return tuple(stem.zetel for stem in self.zetelstemmen() if stem.antwoord is None)


@dataclass(frozen=True, kw_only=True)
class Heropening:
    """The end of a version; `percelen` must hand in anew, () leaves open which."""

    reden: str
    percelen: tuple[str, ...]
    door: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Toezending:
    """What was sent to gremia: the product for information, or a decision."""

    gremia: tuple[str, ...]
    rol: str  # "info" or "besluit"
    stap: int | None
    gate: str | None
    versie: int
    klok: str


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """Everything recorded about one product of one boekjaar."""

    dossier: str = ""
    ronde: Mapping[str, Any] | None = None
    oefening: bool = False
    inzendingen: tuple[Inzending, ...] = ()
    weigeringen: int = 0
    versies: tuple[Versie, ...] = ()
    gates: tuple[Gate, ...] = ()
    heropeningen: tuple[Heropening, ...] = ()
    afkeuringen: tuple[int, ...] = ()
    toezendingen: tuple[Toezending, ...] = ()
    ontvangsten: tuple[tuple[str, str], ...] = ()  # (gremium, klok)
    bijlage: Mapping[str, Any] | None = None
    publicatie: Mapping[str, Any] | None = None
    publicatie_klok: str | None = None
    seq: int = 0
    klok: str | None = None  # of the last event

    @property
    def product(self) -> str:
        return str(self._ronde["product"])

    @property
    def boekjaar(self) -> int:
        return int(self._ronde["boekjaar"])

    @property
    def _ronde(self) -> Mapping[str, Any]:
        if self.ronde is None:
            raise OngeldigeOvergang("the first event of a dossier is ronde_geopend")
        return self.ronde

    @property
    def actieve_versie(self) -> Versie | None:
        """Return the version that is on its route: the last, unless it was reopened since."""
        if not self.versies:
            return None
        last = self.versies[-1]
        reopened = any(heropening.seq > last.seq for heropening in self.heropeningen)
        return None if reopened else last

    def huidige_inzendingen(self) -> Mapping[str, Inzending]:
        """Return the last accepted submission of each perceel."""
        return {inzending.perceel: inzending for inzending in self.inzendingen}

    def gate(self, gate: str) -> Gate | None:
        return next((item for item in self.gates if item.gate == gate), None)

    def gates_van(self, versie: int) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates if gate.versie == versie)

    def open_voorwaarden(self, versie: int) -> tuple[tuple[Gate, Stem], ...]:
        """Return the conditions of passed gates that are not fulfilled; they block what comes next (rule 5)."""
        return tuple(
            (gate, stem)
            for gate in self.gates_van(versie)
            if gate.uitslag == "positief"
            for stem in gate.stemmen
            if stem.voorwaarde is not None and stem.voorwaarde.vervuld_door is None
        )


def fold(events: Iterable[Gebeurtenis], dossier: str = "") -> Dossier:
    """Return the dossier after all events. Raises OngeldigeOvergang on a kind or a reference it does not know."""
    state = Dossier(dossier=dossier)
    for event in events:
        state = apply(state, event)
    return state


def apply(state: Dossier, event: Gebeurtenis) -> Dossier:
    """Return the dossier after one more event."""
    handler = _HANDLERS.get(event.soort)
    if handler is None:
        raise OngeldigeOvergang(f"unknown event kind {event.soort!r}")
    try:
        after = handler(state, event)
    except (KeyError, TypeError, AttributeError) as fault:
        raise OngeldigeOvergang(f"event {event.seq} ({event.soort}) misses or misnames a field: {fault}") from fault
    return replace(after, seq=event.seq, klok=event.klok, oefening=state.oefening or event.gesimuleerd)


def _ronde_geopend(state: Dossier, event: Gebeurtenis) -> Dossier:
    return replace(state, ronde=event.inhoud)


def _inzending_geaccepteerd(state: Dossier, event: Gebeurtenis) -> Dossier:
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


def _inzending_geweigerd(state: Dossier, event: Gebeurtenis) -> Dossier:
    return replace(state, weigeringen=state.weigeringen + 1)


def _consolidatie_afgekeurd(state: Dossier, event: Gebeurtenis) -> Dossier:
    return replace(state, afkeuringen=(*state.afkeuringen, event.seq))


def _versie_gemaakt(state: Dossier, event: Gebeurtenis) -> Dossier:
    content = event.inhoud
    versie = Versie(
        versie=content["versie"],
        manifest_sha256=content["manifest_sha256"],
        makers=tuple(content["makers"]),
        inzendingen=content["inzendingen"],
        seq=event.seq,
        klok=event.klok,
    )
    return replace(state, versies=(*state.versies, versie), bijlage=None)


def _gate_geopend(state: Dossier, event: Gebeurtenis) -> Dossier:
    content = dict(event.inhoud)
    zetels = tuple(
        Gatezetel(**{**zetel, "uitgesloten": tuple(zetel["uitgesloten"])}) for zetel in content.pop("zetels")
    )
    gate = Gate(**content, zetels=zetels, geopend_klok=event.klok, seq=event.seq)
    return replace(state, gates=(*state.gates, gate))


def _stem_uitgebracht(state: Dossier, event: Gebeurtenis) -> Dossier:
    content = event.inhoud
    condition = content["voorwaarde"]
    stem = Stem(
        zetel=content["zetel"],
        antwoord=content["antwoord"],
        door=event.actor,
        namens=content["namens"],
        toelichting=content["toelichting"],
        voorwaarde=Voorwaarde(**condition) if condition else None,
        klok=event.klok,
        seq=event.seq,
    )
    return _change_gate(state, content["gate"], lambda gate: replace(gate, stemmen=(*gate.stemmen, stem)))


def _herinnerd(state: Dossier, event: Gebeurtenis) -> Dossier:
    moment = event.inhoud["moment"]
    return _change_gate(
        state, event.inhoud["gate"], lambda gate: replace(gate, herinneringen=(*gate.herinneringen, moment))
    )


def _gate_gesloten(state: Dossier, event: Gebeurtenis) -> Dossier:
    return _change_gate(
        state,
        event.inhoud["gate"],
        lambda gate: replace(gate, uitslag=event.inhoud["uitslag"], gesloten_klok=event.klok),
    )


def _gate_vervallen(state: Dossier, event: Gebeurtenis) -> Dossier:
    return _change_gate(
        state,
        event.inhoud["gate"],
        lambda gate: replace(gate, vervallen=event.inhoud["reden"], gesloten_klok=event.klok),
    )


def _voorwaarde_vervuld(state: Dossier, event: Gebeurtenis) -> Dossier:
    def fulfil(stem: Stem) -> Stem:
        if stem.zetel != event.inhoud["zetel"] or stem.voorwaarde is None:
            return stem
        done = replace(
            stem.voorwaarde,
            vervuld_door=event.actor,
            vervuld_klok=event.klok,
            vervuld_toelichting=event.inhoud["toelichting"],
        )
        return replace(stem, voorwaarde=done)

    return _change_gate(
        state,
        event.inhoud["gate"],
        lambda gate: replace(gate, stemmen=tuple(fulfil(stem) for stem in gate.stemmen)),
    )


def _advies_vastgelegd(state: Dossier, event: Gebeurtenis) -> Dossier:
    return _change_gate(state, event.inhoud["gate"], lambda gate: replace(gate, advies=event.inhoud))


def _heropend(state: Dossier, event: Gebeurtenis) -> Dossier:
    heropening = Heropening(
        reden=event.inhoud["reden"],
        percelen=tuple(event.inhoud["percelen"]),
        door=event.actor,
        seq=event.seq,
    )
    return replace(state, heropeningen=(*state.heropeningen, heropening))


def _bijlage_gemaakt(state: Dossier, event: Gebeurtenis) -> Dossier:
    return replace(state, bijlage=event.inhoud)


def _gepubliceerd(state: Dossier, event: Gebeurtenis) -> Dossier:
    return replace(state, publicatie=event.inhoud, publicatie_klok=event.klok)


def _toegezonden(state: Dossier, event: Gebeurtenis) -> Dossier:
    content = event.inhoud
    toezending = Toezending(
        gremia=tuple(content["gremia"]),
        rol=content["rol"],
        stap=content["stap"],
        gate=content["gate"],
        versie=content["versie"],
        klok=event.klok,
    )
    return replace(state, toezendingen=(*state.toezendingen, toezending))


def _ontvangst_bevestigd(state: Dossier, event: Gebeurtenis) -> Dossier:
    return replace(state, ontvangsten=(*state.ontvangsten, (event.inhoud["gremium"], event.klok)))


def _change_gate(state: Dossier, gate_id: str, change: Callable[[Gate], Gate]) -> Dossier:
    if state.gate(gate_id) is None:
        raise OngeldigeOvergang(f"unknown gate {gate_id!r}")
    return replace(state, gates=tuple(change(gate) if gate.gate == gate_id else gate for gate in state.gates))


_HANDLERS: dict[str, Callable[[Dossier, Gebeurtenis], Dossier]] = {
    "ronde_geopend": _ronde_geopend,
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
