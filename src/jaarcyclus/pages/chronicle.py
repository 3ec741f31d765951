"""What happened in a dossier, event by event, in words that its reader may have. Pure.

A vote that others may not see yet is told without its answer. Events about accounts are left out: those of the own
account stand on the page of the password, all others only who runs the cycle reads.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jaarcyclus.dossier.confidential import REASON_WITHHELD
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.sight import seen_vote
from jaarcyclus.dossier.tally import name_outcome, name_role
from jaarcyclus.dossier.warnings import reads_warnings
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.ledger.events import VoorwaardeBewezen
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.formats import format_day, join_names


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event: when, by whom, what, and its number in the chain."""

    seq: int
    moment: str
    by: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Tells the events of one dossier to one reader; `person` is the reader's key.

    `state` is the dossier as that reader may know it (`dossier.confidential`): what is withheld there is not told.
    """

    state: Dossier
    profile: Profile
    person: str

    def tell(self, events: Iterable[Event]) -> tuple[Told, ...]:
        """Return the events that have words, in their order."""
        told = ((event, self._text(event)) for event in events)
        return tuple(
            Told(seq=event.seq, moment=event.klok, by=self._actor(event.actor), text=text)
            for event, text in told
            if text
        )

    def _text(self, event: Event) -> str:
        words = WORDS.get(event.soort)
        if words is None:
            return ""
        content = wire.read(event)
        if self._is_withheld(getattr(content, "gate", None)):
            return ""
        if self._is_withheld(getattr(content, "grond", None)):
            return f"De ronde is heropend na een besloten stap. {REASON_WITHHELD}{_percelen(self, content.percelen)}"
        return words(self, content)

    def _is_withheld(self, key: str | None) -> bool:
        gate = self.state.gate(key) if key else None
        return gate is not None and gate.withheld

    def _actor(self, actor: str) -> str:
        return "het programma" if actor == SYSTEM else self.profile.name_person(actor)

    def duty(self, code: str | None) -> str:
        """Return the name of what a perceel hands in."""
        return next((duty.naam for duty in self.state.opened.inzendplichten if duty.code == code), code or "onbekend")

    def gate(self, key: str) -> str:
        """Return a gate as a reader knows it."""
        gate = self.state.gate(key)
        if gate is None:
            return key
        again = f", ronde {gate.ronde}" if gate.ronde > 1 else ""
        return f"{self.profile.gremium(gate.gremium).naam}, {name_role(gate.rol, gate.soort)}{again}"

    def seat(self, gate: str, zetel: str) -> str:
        """Return the name of a seat."""
        found = self.state.gate(gate)
        return next((seat.naam for seat in (found.zetels if found else ()) if seat.zetel == zetel), zetel)

    def sees_answer(self, gate: str, zetel: str) -> bool:
        """Return whether the reader may know how a seat answered."""
        found = self.state.gate(gate)
        return found is not None and seen_vote(found, self.profile, zetel, self.person) is not None

    def gremia(self, codes: Iterable[str]) -> str:
        """Return the names of gremia in a row."""
        return join_names([self.profile.gremium(code).naam for code in codes])

    def vote(self, content: Any) -> str:
        """Return a vote, without its answer where that is sealed for this reader."""
        gate = self.state.gate(content.gate)
        seen = seen_vote(gate, self.profile, content.zetel, self.person) if gate else None
        seat = f"{self.gate(content.gate)}: zetel {self.seat(content.gate, content.zetel)}"
        if seen is None:
            return f"{seat} heeft geantwoord; het antwoord is verzegeld."
        words = f" {content.toelichting}" if content.toelichting else ""
        asked = f" Voorwaarde: {content.voorwaarde.tekst}" if content.voorwaarde else ""
        return f"{seat} antwoordt: {content.antwoord}.{words}{asked}"


def _percelen(teller: Teller, codes: Iterable[str]) -> str:
    names = [teller.duty(code) for code in codes]
    return f" Opnieuw inleveren: {join_names(names)}." if names else ""


def _opened(teller: Teller, content: Any) -> str:
    return f"De ronde is geopend; werkboeken worden gevraagd tot en met {format_day(content.deadlines.indienen)}."


def _accepted(teller: Teller, content: Any) -> str:
    late = " Het kwam te laat." if content.te_laat else ""
    return f"Het werkboek van {teller.duty(content.perceel)} is aanvaard.{late}"


def _rejected(teller: Teller, content: Any) -> str:
    whose = f" van {teller.duty(content.perceel)}" if content.perceel else ""
    if any(item.code == "AL_ONTVANGEN" for item in content.bevindingen):
        return f"Een werkboek{whose} is nog eens ingestuurd. Het was al ontvangen; er verandert niets."
    return f"Een werkboek{whose} is geweigerd, met {_findings(content.bevindingen)}."


def _findings(found: Sequence[Any]) -> str:
    return "1 bevinding" if len(found) == 1 else f"{len(found)} bevindingen"


def _gate_opened(teller: Teller, content: Any) -> str:
    term = format_day(content.deadline)
    return f"{teller.gate(content.gate)}: gevraagd over versie {content.versie}, tot en met {term}."


def _closed(teller: Teller, content: Any) -> str:
    return f"{teller.gate(content.gate)}: gesloten, uitslag {name_outcome(content.uitslag)}."


def _silent(teller: Teller, content: Any) -> str:
    names = join_names([teller.seat(content.gate, zetel) for zetel in content.zetels])
    return f"{teller.gate(content.gate)}: nog geen antwoord van {names}."


def _fulfilled(teller: Teller, content: Any) -> str:
    if not teller.sees_answer(content.gate, content.zetel):
        return ""  # a seat may meet its own condition before its gate closes
    shown = f" (met bestand: {content.naam})" if isinstance(content, VoorwaardeBewezen) else ""
    seat = teller.seat(content.gate, content.zetel)
    return f"De voorwaarde van {seat} ({teller.gate(content.gate)}) is vervuld: {content.toelichting}{shown}"


def _extended(teller: Teller, content: Any) -> str:
    return f"{teller.gate(content.gate)}: uitstel tot en met {format_day(content.deadline)}. {content.reden}"


def _advised(teller: Teller, content: Any) -> str:
    return (
        f"{teller.gate(content.gate)}: bindend advies van {content.deskundige}: {name_outcome(content.advies)}. "
        f"{content.tekst}"
    )


def _passed(teller: Teller, content: Any) -> str:
    """Which warning, and why, is for its sender and who runs the cycle; that it was done everybody may know."""
    told = f"Een waarschuwing bij het werkboek van {teller.duty(content.perceel)} is afgedaan"
    if not reads_warnings(teller.state, teller.profile, teller.person, content.perceel):
        return f"{told}."
    return f"{told} ({content.code}): {content.reden}"


WORDS: Mapping[str, Callable[[Teller, Any], str]] = {
    "ronde_geopend": _opened,
    "kenmerken_vastgelegd": lambda _, c: f"Kenmerken: {', '.join(c.kenmerken) or 'geen'}. {c.reden}",
    "inzending_geaccepteerd": _accepted,
    "inzending_geweigerd": _rejected,
    "consolidatie_afgekeurd": lambda _, c: f"De werkboeken spreken elkaar tegen ({_findings(c.bevindingen)}).",
    "bedenktijd_overgeslagen": lambda _, c: f"De bedenktijd is overgeslagen: {c.reden}",
    "versie_gemaakt": lambda _, c: f"Versie {c.versie} is gemaakt.",
    "gate_geopend": _gate_opened,
    "gate_voorgelegd": _gate_opened,
    "stem_uitgebracht": Teller.vote,
    "stilte_geconstateerd": _silent,
    "gate_gesloten": _closed,
    "gate_vervallen": lambda t, c: f"{t.gate(c.gate)}: vervallen, {c.reden}.",
    "voorwaarde_vervuld": _fulfilled,
    "voorwaarde_bewezen": _fulfilled,
    "advies_vastgelegd": _advised,
    "termijn_verlengd": _extended,
    "inzending_gehandhaafd": lambda teller, c: (
        f"Het eerder aanvaarde werkboek van {teller.duty(c.perceel)} telt weer: {c.reden}"
    ),
    "cijfers_overgenomen": lambda teller, c: (
        f"Van {teller.duty(c.perceel)} is geen werkboek aanvaard. De laatst vastgestelde cijfers zijn "
        f"overgenomen: {c.reden}"
    ),
    "waarschuwing_afgedaan": _passed,
    "heropend": lambda t, c: f"De ronde is heropend: {c.reden}{_percelen(t, c.percelen)}",
    "bijlage_gemaakt": lambda _, _c: "De bijlage Besluitvorming is gemaakt.",
    "bijlage_vastgelegd": lambda _, _c: "De bijlage Besluitvorming is gemaakt.",
    "gepubliceerd": lambda _, c: f"Versie {c.versie} is gepubliceerd.",
    "klaargezet": lambda t, c: f"Klaargezet voor {t.gremia(c.gremia)}.",
    "ontvangst_bevestigd": lambda t, c: f"{t.gremia([c.gremium])} heeft de ontvangst bevestigd.",
    "intrekking_besloten": lambda _, c: f"De intrekking van versie {c.versie} is besloten: {c.reden}",
    "ingetrokken": lambda _, c: f"Versie {c.versie} is ingetrokken.",
    "correctie_besloten": lambda t, c: f"Versie {c.versie} wordt gecorrigeerd: {c.reden}{_percelen(t, c.percelen)}",
    "correctie_gepubliceerd": lambda _, c: f"Versie {c.versie} is gepubliceerd en vervangt versie {c.vervangt}.",
    "cijfers_herzien": lambda t, c: f"De cijfers van een eerder product zijn herzien.{_percelen(t, c.percelen)}",
}
"""By kind; the others say nothing that a reader of the dossier needs, or what is not true (only under rules 1)."""
