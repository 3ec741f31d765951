"""Answering who dropped a workbook in a folder: the letter, and laying it down where they look.

That an answer was laid down is an event, so that one a sender tidied away does not come back, and one that a crash
held up is still due. Who handed in by the API reads the verdict there. The text of others comes through
`terms.text.on_one_line`, so that it writes no line of ours.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.ledger.chain import SYSTEEM, Event, NieuwEvent
from jaarcyclus.steps import judging, perceel_folder
from jaarcyclus.steps.receipts import Ontvangst, find_receipt, verdict
from jaarcyclus.steps.workspace import Werkplaats
from jaarcyclus.terms.text import on_one_line

log = logging.getLogger(__name__)


def answer_due(werkplaats: Werkplaats, profiel: str) -> None:
    """Lay down every answer that is due. One that cannot be is logged and stays due; the others go on."""
    for nummer in unanswered(werkplaats.ledger.events(postbus_id(profiel))):
        try:
            _reply(werkplaats, profiel, nummer)
        except OSError:
            log.exception("no answer to receipt %s of %s; the calendar tries again", nummer, profiel)


def unanswered(events: Iterable[Event]) -> tuple[int, ...]:
    """Return the receipts from a folder that have a verdict and no answer, oldest first. Pure."""
    dropped: set[int] = set()
    judged: set[int] = set()
    answered: set[int] = set()
    for event in events:
        if event.soort == "bestand_ontvangen" and event.inhoud["via"] == "map":
            dropped.add(event.seq)
        elif event.soort == "bestand_beoordeeld":
            judged.add(event.inhoud["ontvangst"])
        elif event.soort == "bestand_beantwoord":
            answered.add(event.inhoud["ontvangst"])
    return tuple(sorted((dropped & judged) - answered))


def _reply(werkplaats: Werkplaats, profiel: str, nummer: int) -> None:
    receipt, oordeel = find_receipt(werkplaats, profiel, nummer), verdict(werkplaats, profiel, nummer)
    if receipt.perceel is None or oordeel is None:
        return
    with perceel_folder.opened(
        werkplaats.settings.inbox / profiel / receipt.perceel, perceel_folder.VERWERKT
    ) as folder:
        naam = perceel_folder.place_text(folder, f"{nummer:06d}-antwoord", write_answer(receipt, oordeel))
    event = NieuwEvent("bestand_beantwoord", SYSTEEM, {"ontvangst": nummer, "antwoord": naam})
    # Two runs may answer at once: they lay down one file, and record it once.
    werkplaats.record_postbus(
        postbus_id(profiel),
        [event],
        unless=lambda known: known.soort == event.soort and known.inhoud["ontvangst"] == nummer,
    )


_GEACCEPTEERD = "Uw werkboek is geaccepteerd en telt mee. U hoeft niets te doen."
_MET_WAARSCHUWING = (
    "Uw werkboek is geaccepteerd en telt mee. Kijk de waarschuwingen hieronder na. Wilt u iets verbeteren, plaats dan "
    "een nieuw werkboek in uw map."
)
_GEWEIGERD = (
    "Uw werkboek is geweigerd; er is niets uit overgenomen. Doe wat hieronder bij elke fout staat en plaats het "
    "werkboek opnieuw in uw map."
)
_KOPPEN = (("fout", "Fouten"), ("waarschuwing", "Waarschuwingen"))
_REGELS = (("waarde", "Er staat"), ("verwacht", "Verwacht"), ("herstel", "Te doen"))


def write_answer(ontvangst: Ontvangst, oordeel: Mapping[str, Any]) -> str:
    """Return the answer to a receipt, from the content of its `bestand_beoordeeld`."""
    bevindingen = oordeel["bevindingen"]
    lines = [
        f"Ontvangst:  {ontvangst.nummer}",
        f"Bestand:    {on_one_line(ontvangst.bestandsnaam)}",
        f"SHA-256:    {ontvangst.sha256}",
        f"Perceel:    {ontvangst.perceel}",
        f"Dossier:    {oordeel['dossier'] or 'geen'}",
        f"Uitkomst:   {'geaccepteerd' if oordeel['geaccepteerd'] else 'geweigerd'}",
        "",
        _outcome_of(oordeel["geaccepteerd"], bool(bevindingen)),
    ]
    for ernst, kop in _KOPPEN:
        lines += _group(kop, [item for item in bevindingen if item["ernst"] == ernst])
    return "\n".join(lines) + "\n"


def _outcome_of(geaccepteerd: bool, iets_gevonden: bool) -> str:
    if not geaccepteerd:
        return _GEWEIGERD
    return _MET_WAARSCHUWING if iets_gevonden else _GEACCEPTEERD


def _group(kop: str, bevindingen: list[Mapping[str, str]]) -> Iterable[str]:
    if not bevindingen:
        return
    yield from ("", f"{kop} ({len(bevindingen)})")
    for nummer, item in enumerate(bevindingen, 1):
        yield ""
        yield from _finding(nummer, item)


def _finding(nummer: int, item: Mapping[str, str]) -> Iterator[str]:
    yield f"{nummer}. {_place(item)} [{item['code']}]"
    yield f"   {on_one_line(item['melding'])}"
    for veld, woord in _REGELS:
        if item[veld]:
            yield f"   {woord + ':':<10}{on_one_line(item[veld])}"


def _place(item: Mapping[str, str]) -> str:
    if not item["blad"]:
        return "Het hele bestand"
    return f"Blad {on_one_line(item['blad'])}" + (f", cel {on_one_line(item['cel'])}" if item["cel"] else "")


def judge_and_reply(werkplaats: Werkplaats, profiel: str, nummer: int) -> Mapping[str, Any]:
    """Read and check a received file, answer who dropped it in a folder, and return the verdict."""
    oordeel = judging.judge(werkplaats, profiel, nummer)
    answer_due(werkplaats, profiel)
    return oordeel
