"""What happened today, in words: what the program did by itself, and what people did. Pure.

That a seat answered is told, never what: the answer may be sealed, and the page of the gate tells it when it is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jaarcyclus.dossier.tally import name_outcome
from jaarcyclus.ledger.chain import SYSTEM, Event
from jaarcyclus.pages.standings import Standing
from jaarcyclus.pages.year_words import dossier_path
from jaarcyclus.terms.formats import join_names
from jaarcyclus.terms.products import name_product
from jaarcyclus.terms.text import on_one_line

MOST_DONE = 40
"""How much of a day is shown (chosen): the day of a demo holds a year."""

_MOST_CHAINS = 20  # chosen: each is read whole


@dataclass(frozen=True, kw_only=True)
class Done:
    """One thing that happened; `by_program` when nobody did it."""

    moment: str
    seq: int
    hour: str
    who: str
    told: str
    product: str
    path: str
    by_program: bool


def list_done(chains: Iterable[tuple[Standing, Iterable[Event]]], today: date) -> tuple[Done, ...]:
    """Return what happened on `today` in these dossiers, the newest first."""
    found = [item for standing, events in chains for item in _of_dossier(standing, events, today)]
    return tuple(sorted(found, key=lambda item: (item.moment, item.seq), reverse=True)[:MOST_DONE])


def moved_on(standings: Iterable[Standing], today: date) -> tuple[Standing, ...]:
    """Return the dossiers in which something was recorded on `today`: as many as a day of a cooperation has."""
    moved = (item for item in standings if (item.state.klok or "")[:10] == today.isoformat())
    return tuple(sorted(moved, key=lambda item: item.state.klok or "", reverse=True)[:_MOST_CHAINS])


def _of_dossier(standing: Standing, events: Iterable[Event], today: date) -> Iterator[Done]:
    state, profile = standing.state, standing.profile
    for event in events:
        tell = _TOLD.get(event.soort)
        if tell is None or event.klok[:10] != today.isoformat():
            continue
        yield Done(
            moment=event.klok,
            seq=event.seq,
            hour=f"{datetime.fromisoformat(event.klok):%H.%M} uur",
            who="het programma" if event.actor == SYSTEM else profile.name_person(event.actor),
            told=on_one_line(tell(standing, event.inhoud)).removesuffix("."),
            product=name_product(state.product, state.boekjaar),
            path=dossier_path(state),
            by_program=event.actor == SYSTEM,
        )


def _body(standing: Standing, content: Mapping[str, Any]) -> str:
    """Return the gremium that a gate asks."""
    gate = standing.state.gate(content["gate"])
    return standing.profile.gremium(gate.gremium).naam if gate else str(content["gate"])


def _seats(standing: Standing, content: Mapping[str, Any], codes: Iterable[str]) -> str:
    gate = standing.state.gate(content["gate"])
    names = {zetel.zetel: zetel.naam for zetel in gate.zetels} if gate else {}
    return join_names([names.get(code, code) for code in codes])


def _perceel(standing: Standing, content: Mapping[str, Any]) -> str:
    duties = {duty.code: duty.naam for duty in standing.state.opened.inzendplichten}
    return duties.get(content["perceel"], content["perceel"])


def _gremia(standing: Standing, content: Mapping[str, Any]) -> str:
    return join_names([standing.profile.gremium(code).naam for code in content["gremia"]])


_Tell = Callable[[Standing, Mapping[str, Any]], str]
_TOLD: Mapping[str, _Tell] = {
    "ronde_geopend": lambda _, __: "de ronde ging open",
    "inzending_geaccepteerd": lambda s, c: f"het werkboek van {_perceel(s, c)} is binnen",
    "inzending_geweigerd": lambda s, c: f"het werkboek van {_perceel(s, c)} is geweigerd",
    "consolidatie_afgekeurd": lambda _, __: "de werkboeken spreken elkaar tegen; er is geen versie gemaakt",
    "bedenktijd_overgeslagen": lambda _, c: f"de bedenktijd is overgeslagen: {c['reden']}",
    "kenmerken_vastgelegd": lambda _, c: f"kenmerken vastgelegd ({join_names(c['kenmerken']) or 'geen'}): {c['reden']}",
    "versie_gemaakt": lambda _, c: f"versie {c['versie']} is gemaakt",
    "gate_geopend": lambda s, c: f"versie {c['versie']} is voorgelegd aan {_body(s, c)}",
    "gate_voorgelegd": lambda s, c: f"versie {c['versie']} is voorgelegd aan {_body(s, c)}",
    "stem_uitgebracht": lambda s, c: f"{_body(s, c)}: {_seats(s, c, [c['zetel']])} heeft geantwoord",
    "stilte_geconstateerd": lambda s, c: f"{_body(s, c)}: vastgelegd wie nog zwijgt, {_seats(s, c, c['zetels'])}",
    "gate_gesloten": lambda s, c: f"{_body(s, c)}: gesloten, {name_outcome(c['uitslag'])}",
    "gate_vervallen": lambda s, c: f"{_body(s, c)}: de vraag is vervallen",
    "voorwaarde_vervuld": lambda s, c: f"{_body(s, c)}: aan de voorwaarde van {_seats(s, c, [c['zetel']])} is voldaan",
    "advies_vastgelegd": lambda s, c: f"{_body(s, c)}: bindend advies, {name_outcome(c['advies'])}",
    "heropend": lambda _, c: f"de ronde is heropend: {c['reden']}",
    "klaargezet": lambda s, c: f"versie {c['versie']} of het besluit erover staat klaar voor {_gremia(s, c)}",
    "gepubliceerd": lambda _, c: f"versie {c['versie']} is gepubliceerd",
    "intrekking_besloten": lambda _, c: f"besloten versie {c['versie']} in te trekken: {c['reden']}",
    "ingetrokken": lambda _, c: f"de documenten van versie {c['versie']} zijn weg",
    "correctie_besloten": lambda _, c: f"een correctie van versie {c['versie']} is begonnen: {c['reden']}",
    "correctie_gepubliceerd": lambda _, c: f"versie {c['versie']} is gepubliceerd en vervangt versie {c['vervangt']}",
    "ontvangst_bevestigd": lambda s, c: f"{s.profile.gremium(c['gremium']).naam} bevestigde de ontvangst",
}
