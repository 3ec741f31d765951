"""Proves that the figures of a submission stand so in the cells of its workbook, by reading it once more.

Only what the cells say, by the same reader as at receipt; whether the content was good enough is in the findings.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from jaarcyclus import cijfers
from jaarcyclus.bevindingen import Bevinding
from jaarcyclus.bewijs import Read
from jaarcyclus.chain import Event
from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.formulier import cijfers_of
from jaarcyclus.intake import read_workbook
from jaarcyclus.invulling import read_form, read_kenmerken
from jaarcyclus.settings import Settings

_READERS = 2  # chosen: each reads in a process of its own under limits, which mostly waits to start


def verify_workbooks(events: Sequence[Event], read: Read) -> tuple[str, ...]:
    """Return which accepted submissions have other figures than the cells of their workbook."""
    accepted = [event for event in events if event.soort == "inzending_geaccepteerd"]
    with ThreadPoolExecutor(_READERS) as pool:
        faults = list(pool.map(lambda event: list(_compare(event, read)), accepted))
    return tuple(fault for found in faults for fault in found)


def _compare(event: Event, read: Read) -> Iterator[str]:
    content = event.inhoud
    name = f"De inzending van {content.get('perceel')} (gebeurtenis {event.seq})"
    try:
        figures = read_figures(read(content["sha256"]))
        if figures is None:
            yield f"{name}: het werkboek is niet te lezen."
        elif figures != read(content["cijfers_sha256"]):
            yield f"{name}: de vastgelegde cijfers staan niet zo in de cellen van het werkboek."
    except (JaarcyclusError, KeyError, TypeError) as fault:
        yield f"{name} is niet na te lezen ({fault})."


@lru_cache(maxsize=64)
def read_figures(content: bytes) -> bytes | None:
    """Return the canonical figures in a workbook, None when it is not one of ours."""
    gelezen = read_workbook(content, Settings.from_env({}))
    if gelezen.bevindingen:
        return None
    kenmerken = read_kenmerken(gelezen.bladen)
    if isinstance(kenmerken, Bevinding):
        return None
    return cijfers.to_json(cijfers_of(kenmerken, read_form(gelezen.bladen, kenmerken).rijen))
