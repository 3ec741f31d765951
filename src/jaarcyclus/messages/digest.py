"""One message instead of ten: what one person is told now by one channel, of all that holds today. Pure.

Everything new goes in one summary on a working day, at the first look at or after the hour of the profile. What cannot
wait goes at the first look of any day after that hour, and takes along what else is new: nobody's phone rings at
night (chosen).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jaarcyclus.dossier.messages import AT_ONCE, DIGEST, Line, Message, had_digest_on, told_keys
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.profile.messages import MessagePlan
from jaarcyclus.terms.days import is_working_day


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What goes to one person now, by one channel: `kind` is `overzicht` or `direct`; the most urgent first."""

    line: Line
    kind: str
    items: tuple[Occasion, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(item.key for item in self.items)


def make_digest(
    occasions: Iterable[Occasion],
    known: Iterable[Message],
    line: Line,
    *,
    address: str,
    moment: datetime,
    plan: MessagePlan,
) -> Digest | None:
    """Return what is to go now, None when there is nothing new or it is not the time for it.

    `known` are the messages of before, `moment` is aware, in Amsterdam.
    """
    if moment.hour < plan.uur:
        return None
    messages = tuple(known)
    told, day = told_keys(messages, line, address), moment.date()
    new = [item for item in occasions if item.person == line.person and item.key not in told]
    urgent = any(item.at_once for item in new)
    may_summarise = is_working_day(day) and not had_digest_on(messages, line, day.isoformat())
    if not new or not (urgent or may_summarise):
        return None
    kind = DIGEST if may_summarise else AT_ONCE
    return Digest(line=line, kind=kind, items=tuple(sorted(new, key=_urgency)))


def _urgency(item: Occasion) -> tuple[bool, bool, str, str]:
    """Of one product in the order in which it happened: as it is found, for a key sorts a dispute before its cause."""
    return not item.at_once, item.deadline is None, item.deadline or "", item.title
