"""What nobody looked at in a round of rules 1, where a reader has no reason to believe that it was one.

A release that has rules 2 opens no round of rules 1. Whoever writes `1` where `2` stood, and makes every hash sound
again, has a dossier of which half is judged: so the report says what was not. What was exported before rules 2 came
keeps the report that it had.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from jaarcyclus.dossier.round import RULES_2_SINCE
from jaarcyclus.errors import InvalidTransition
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import RondeGeopend
from jaarcyclus.proof.report import ReportLine


def describe_old_rules(in_doubt: bool) -> Iterator[ReportLine]:
    """Say what rules 1 did not look at, when that is in doubt (`is_in_doubt`)."""
    if in_doubt:
        yield ReportLine(onderwerp="regels", houdt=None, tekst=_NOT_LOOKED_AT)


_NOT_LOOKED_AT = (
    "Deze ronde staat onder regels 1, en die zagen minder. Niet nagegaan is of zij op haar dag openging, of elke reden "
    "uit woorden bestaat, of weigeringen en waarschuwingen echt zijn, wat al was vastgesteld, wie een functie had, en "
    "waar en wanneer is gepubliceerd. Sinds 25 november 2026 gaat geen ronde meer zo open. Vraag de controller waarom "
    "deze dat deed, en vergelijk met een kop die u elders hebt."
)


def is_in_doubt(events: Sequence[Event], *, covered: bool) -> bool:
    """Return whether a round of rules 1 may be a later one; `covered`: a head from elsewhere fits its last event.

    It opened after rules 2 came; or no head covers it and it went on since, or opened before its own day.
    """
    opened = _opened(events)
    if opened is None:
        return False
    of_then = events[0].klok[:10] >= opened.deadlines.opent and not any(map(_is_later, events))
    return _is_later(events[0]) or not (covered or of_then)


def _is_later(event: Event) -> bool:
    return datetime.fromisoformat(event.tijd) >= RULES_2_SINCE


def _opened(events: Sequence[Event]) -> RondeGeopend | None:
    """Return how a round of rules 1 opened; None when it is another one, or none."""
    try:
        opened = wire.read(events[0])
    except InvalidTransition:
        return None
    return opened if isinstance(opened, RondeGeopend) and opened.regels == 1 else None
