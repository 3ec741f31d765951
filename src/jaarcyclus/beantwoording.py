"""Answering who dropped a workbook in a folder, where they look: beside the file that was kept.

That an answer was laid down is an event, so that one a sender tidied away does not come back, and one that a crash
held up is still due. Who handed in by the API reads the verdict there.
"""

import logging
from collections.abc import Iterable

from jaarcyclus import perceelmap
from jaarcyclus.antwoordbrief import write_answer
from jaarcyclus.chain import Event, NieuwEvent
from jaarcyclus.ontvangst import find_receipt, verdict
from jaarcyclus.ronde import postbus_id
from jaarcyclus.toets import SYSTEEM
from jaarcyclus.werkplaats import Werkplaats

log = logging.getLogger(__name__)


def answer_due(werkplaats: Werkplaats, profiel: str) -> None:
    """Lay down every answer that is due. One that cannot be is logged and stays due; the others go on."""
    for nummer in unanswered(werkplaats.ledger.events(postbus_id(profiel))):
        try:
            _answer(werkplaats, profiel, nummer)
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


def _answer(werkplaats: Werkplaats, profiel: str, nummer: int) -> None:
    receipt, oordeel = find_receipt(werkplaats, profiel, nummer), verdict(werkplaats, profiel, nummer)
    if receipt.perceel is None or oordeel is None:
        return
    with perceelmap.opened(werkplaats.settings.inbox / profiel / receipt.perceel, perceelmap.VERWERKT) as folder:
        naam = perceelmap.place_text(folder, f"{nummer:06d}-antwoord", write_answer(receipt, oordeel))
    event = NieuwEvent("bestand_beantwoord", SYSTEEM, {"ontvangst": nummer, "antwoord": naam})
    # Two runs may answer at once: they lay down one file, and record it once.
    werkplaats.record_postbus(
        postbus_id(profiel),
        [event],
        unless=lambda known: known.soort == event.soort and known.inhoud["ontvangst"] == nummer,
    )
