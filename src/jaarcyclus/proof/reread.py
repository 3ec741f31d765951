"""Proves that each accepted workbook could be accepted, and that its figures stand so in its cells: judged once more.

By the same reader and the same checks as at receipt, with the profile that the round pinned.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from time import monotonic

from jaarcyclus.errors import name_fault
from jaarcyclus.figures.records import figures_to_json
from jaarcyclus.intake.verdict import judge_workbook
from jaarcyclus.ledger import wire
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import InzendingGeaccepteerd, RondeGeopend
from jaarcyclus.ledger.wire import kind_of
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.rules.context import Read
from jaarcyclus.settings import Settings

MAX_SECONDS = 300  # chosen: a workbook takes one; a forger may hand in thousands that take a minute each


def verify_workbooks(events: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return which accepted submissions have faults, or other figures than the cells of their workbook."""
    return tuple(_compare_all(events, read))


def _compare_all(events: Sequence[Event], read: Read) -> Iterator[str]:
    end = monotonic() + MAX_SECONDS
    for event in events:
        if event.soort != kind_of(InzendingGeaccepteerd):
            continue
        if monotonic() > end:
            yield f"Na {MAX_SECONDS} seconden gestopt: vanaf gebeurtenis {event.seq} is geen werkboek nagelezen."
            return
        yield from _compare(event, events[0], read)


def _compare(event: Event, opened: Event, read: Read) -> Iterator[str]:
    name = f"De inzending van {event.inhoud.get('perceel')} (gebeurtenis {event.seq})"
    try:
        content: InzendingGeaccepteerd = wire.read(event)
        pinned: RondeGeopend = wire.read(opened)
        figures, faults = judge_again(read(content.sha256), read(pinned.profiel_sha256), content.perceel, pinned.regels)
        if faults:
            yield f"{name} had niet geaccepteerd mogen worden: {', '.join(faults)}."
        elif figures != read(content.cijfers_sha256):
            yield f"{name}: de vastgelegde cijfers staan niet zo in de cellen van het werkboek."
    except Exception as fault:
        # Whatever a stranger's workbook makes the reading stumble over is the finding.
        yield f"{name} is niet na te lezen ({name_fault(fault)})."


@lru_cache(maxsize=64)
def judge_again(content: bytes, profile: bytes, perceel: str, regels: int) -> tuple[bytes | None, tuple[str, ...]]:
    """Return the canonical figures of a workbook and no faults, or None and the codes of its faults."""
    verdict = judge_workbook(content, whole_profile(profile), Settings.from_env({}), perceel, regels=regels)
    if verdict.figures is not None:
        return figures_to_json(verdict.figures), ()
    return None, tuple(dict.fromkeys(item.code for item in verdict.bevindingen if item.ernst == "fout"))
