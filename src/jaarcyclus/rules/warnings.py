"""The rule of a warning that the controller lets pass: on the workbook that counts, once, with a reason."""

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.warnings import find_warning
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.earlier_events import WaarschuwingAfgedaan
from jaarcyclus.rules.context import Context, require, require_words


def check_waarschuwing_afgedaan(
    dossier: Dossier, event: Event, content: WaarschuwingAfgedaan, context: Context
) -> None:
    """Raise Refused unless the controller lets an open warning of a counting workbook pass, and says why."""
    require(
        event.actor == context.profile.controller,
        "NIET_BEVOEGD",
        "Alleen de controller doet een waarschuwing af; vraag het de controller, met de reden erbij.",
    )
    require_words(dossier, content.reden, "REDEN_ONTBREEKT", "Zet erbij waarom u deze waarschuwing laat passeren.")
    found = find_warning(dossier, content.perceel, content.waarschuwing)
    if found is None:
        raise Refused(
            "WAARSCHUWING_ONBEKEND",
            "Het werkboek dat nu telt, heeft deze waarschuwing niet. Bekijk op Het jaar wat er open staat.",
        )
    require(found.passed is None, "AL_AFGEDAAN", "Deze waarschuwing is al afgedaan; u hoeft niets te doen.")
    told = (found.fingerprint, found.receipt, found.first.code, found.first.blad, found.cells)
    require(
        (content.waarschuwing, content.ontvangst, content.code, content.blad, content.cellen) == told,
        "WAARSCHUWING_ANDERS",
        "De waarschuwing is niet zo verteld bij het werkboek dat nu telt; bekijk haar op Het jaar.",
    )
