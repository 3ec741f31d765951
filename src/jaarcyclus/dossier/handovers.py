"""When the password of a function's account ends because its holder is another: bezetting and postbus together. Pure.

A link to an identity provider is of one tenure and ends with it (`dossier.links`). An account stays when its holder
changes, and its password was the former holder's: so each change of holder ends it, on the day of that change, until
somebody issues another. Who comes first has no predecessor, and keeps what the installation handed out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from jaarcyclus.dossier.holders import Tenure, after, tenures
from jaarcyclus.dossier.issuances import Issuance
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event


@dataclass(frozen=True, kw_only=True)
class Handover:
    """From `day` (ISO) on the function has another holder, or none; `recorded` is what said so."""

    functie: str
    day: str
    recorded: Event


def handovers(bezetting: Iterable[Event]) -> tuple[Handover, ...]:
    """Return every change of a holder that the events of a bezetting record. Raises InvalidTransition.

    A departure of which the day is mended once it had come, counts too: what ended by then does not begin again.
    """
    known: dict[int, Tenure] = {}
    said: dict[int, list[Event]] = {}  # by tenure: who took it, and the last that says on which day it ends
    came: list[Handover] = []
    for event in bezetting:
        for number, tenure in after(known.values(), event.seq, wire.read(event)).items():
            before = known.get(number)
            if before and before.until and before.until <= event.klok[:10] and not before.never_was:
                came.append(Handover(functie=before.functie, day=before.until, recorded=said[number][-1]))
            known[number] = tenure
            said[number] = [*said.get(number, ())[:1], event]
    functions = dict.fromkeys(tenure.functie for tenure in known.values())
    of_functions = (
        found
        for functie in functions
        for found in _of_function([item for item in known.values() if item.functie == functie], said)
    )
    return (*came, *of_functions)


def _of_function(own: Sequence[Tenure], said: dict[int, list[Event]]) -> Iterator[Handover]:
    """A first holder who is taken back on the own first day was a slip of the pen: that hands nothing over.

    Nor does a later one who is taken back before that day had come: nobody could hold the password by it yet.
    """
    had_holder = False
    for tenure in own:
        took, ended = said[tenure.number][0], said[tenure.number][-1]
        if tenure.never_was and (not had_holder or ended.klok[:10] < tenure.since):
            continue
        if had_holder:
            yield Handover(functie=tenure.functie, day=tenure.since, recorded=took)
        if tenure.until:
            yield Handover(functie=tenure.functie, day=tenure.until, recorded=ended)
        had_holder = had_holder or not tenure.never_was


def password_ended(found: Iterable[Handover], issued: Iterable[Issuance], person: str, day: str) -> Handover | None:
    """Return the change that ended this person's password by this day (ISO), None while it works.

    A password is the new holder's only when it was issued after the change was recorded, and not before its day.
    """
    last = next((item for item in reversed(tuple(issued)) if item.person == person), None)
    ending = [item for item in found if item.functie == person and item.day <= day and not _follows(last, item)]
    return max(ending, key=lambda item: (item.day, item.recorded.seq), default=None)


def _follows(last: Issuance | None, change: Handover) -> bool:
    """The moments compared are the machine's, as two chains are; the days are those that count."""
    if last is None or last.issued.klok[:10] < change.day:
        return False
    return datetime.fromisoformat(last.issued.tijd) > datetime.fromisoformat(change.recorded.tijd)


def password_ends(found: Iterable[Handover], person: str, day: str) -> str | None:
    """Return the first day (ISO) after this one on which the password of now will end, None for none that is known."""
    return min((item.day for item in found if item.functie == person and item.day > day), default=None)


def password_kept(bezetting: Sequence[Event], issued: Iterable[Issuance], person: str) -> bool:
    """Return whether the password went on past a holder who was taken back on the own first day (`never_was`).

    That hands nothing over, so nothing ended; who took the function for a moment may know it. Not once one was issued.
    """
    slips = [item for item in tenures(bezetting) if item.functie == person and item.never_was]
    if not slips or any(item.functie == person for item in handovers(bezetting)):
        return False
    since = datetime.fromisoformat(bezetting[slips[-1].number - 1].tijd)
    return not any(item.person == person and datetime.fromisoformat(item.issued.tijd) > since for item in issued)
