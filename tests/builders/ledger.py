"""Writes events as the office would tell them, and lets several processes write to one ledger at once."""

import multiprocessing
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.ledger.chain import Event, Head, NewEvent, extend
from jaarcyclus.ledger.store import Ledger

DOSSIER = "dowr-2027-begroting"
MOMENT = datetime(2026, 6, 19, 10, 30, tzinfo=AMSTERDAM)
MACHINE_TIME = datetime(2026, 6, 19, 8, 30, 1, 250_000, tzinfo=UTC)
FORK = multiprocessing.get_context("fork")  # as Airflow starts its tasks


def vote_event(zetel: str, antwoord: str = "stemt in", **inhoud: Any) -> NewEvent:
    """One vote on the first gate of the BVR."""
    return NewEvent(
        "stem_uitgebracht",
        f"gemeentesecretaris {zetel}",
        {"gate": "v1-bvr-r1", "zetel": zetel, "antwoord": antwoord, **inhoud},
    )


def chain_of(*new: NewEvent, dossier: str = DOSSIER) -> tuple[Event, ...]:
    """The chain that a ledger would hold of these events."""
    return extend(Head(), dossier, new, moment=MOMENT, simulated=False, machine_time=MACHINE_TIME)


def append(ledger: Ledger, *new: NewEvent, dossier: str = DOSSIER) -> tuple[Event, ...]:
    """Append at a moment that does not matter to the test."""
    return ledger.append(dossier, new, moment=MOMENT, simulated=False)


def run_together(work: Callable[..., object], arguments: Sequence[tuple[Any, ...]]) -> list[int | None]:
    """Run `work` in a forked process for each of `arguments`, started at one moment; return the exit codes."""
    start = FORK.Barrier(len(arguments))

    def wait_and_work(*own: Any) -> None:
        start.wait()
        work(*own)

    processes = [FORK.Process(target=wait_and_work, args=own) for own in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]
