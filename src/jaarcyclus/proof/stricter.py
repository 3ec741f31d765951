"""What is said of a workbook that older rules accepted, and that the intake of now reads more strictly.

While rounds were under rules 2 each release looked at more in a workbook, so its dossiers are held to what all of them
read (`intake.round_rules`). The rest is no fault and no proof either: it is told, cell by cell.
"""

from collections.abc import Sequence
from datetime import datetime

from jaarcyclus.dossier.round import RULES_3_SINCE
from jaarcyclus.ledger.chain import Event
from jaarcyclus.terms.findings import Bevinding

MAX_TOLD = 3  # chosen: whoever reads three knows what to look for
_TOLD_OTHERWISE = frozenset(
    {
        "FORMULES_GETOOND", "KOLOM_VERBORGEN", "KOPTEKST_NIET_GELEZEN", "OPMERKING_NIET_GELEZEN", "RIJ_VERBORGEN",
        "TEKENING_NIET_GELEZEN",
    }
)  # fmt: skip
"""The warnings of which the reach changed while rounds were under rules 2; of no figure do they say what it is."""


def tell_stricter(told: Sequence[str], events: Sequence[Event]) -> str:
    """Return what a report says of these workbooks (`name_changes`); "" when there are none."""
    if not told:
        return ""
    later = datetime.fromisoformat(events[0].tijd) >= RULES_3_SINCE
    more = (f"Zo staan er nog {len(told) - MAX_TOLD} in dit dossier.",) if len(told) > MAX_TOLD else ()
    return " ".join((_STRICTER, *told[:MAX_TOLD], *more, *((_OPENED_SINCE,) if later else ())))


_STRICTER = (
    "Deze ronde staat onder regels 2. Wat toen werd geaccepteerd, houdt. Nu lezen wij een werkboek strenger; of iemand "
    "toen zag wat er dan anders is, is niet nagegaan. Bekijk deze cellen in het werkboek."
)
_OPENED_SINCE = (
    "Volgens de machine ging de ronde open na 29 november 2026; sindsdien gaat een ronde open onder regels 3 of "
    "later. Vraag de controller waarom deze niet, en vergelijk met een kop die u elders hebt."
)


def held_alike(findings: Sequence[Bevinding]) -> Sequence[Bevinding]:
    """Return the warnings that every release under rules 2 gave alike."""
    return tuple(item for item in findings if item.code not in _TOLD_OTHERWISE)


def name_changes(name: str, told: Sequence[Bevinding], now: Sequence[Bevinding]) -> str:
    """Name what the newest reading says and the record does not, or else the other way round."""
    before, after = {what_it_says(item) for item in told}, {what_it_says(item) for item in now}
    new = [item for item in now if what_it_says(item) not in before]
    gone = [item for item in told if what_it_says(item) not in after]
    places = list(dict.fromkeys(f"{item.code} ({item.place or 'het hele bestand'})" for item in new or gone))
    more = f" en nog {len(places) - MAX_TOLD}" if len(places) > MAX_TOLD else ""
    word = "nu" if new else "niet meer"
    return f"{name}: {word} {', '.join(places[:MAX_TOLD]) or 'in een andere volgorde'}{more}."


def what_it_says(item: Bevinding) -> tuple[str, ...]:
    """Return what follows from the workbook; the sentences are those of a release."""
    return (item.code, item.ernst, item.blad, item.cel, item.waarde)
