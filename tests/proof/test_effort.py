"""What proving costs as a dossier grows: twice the workbooks, twice the work. Counted in calls: no clock decides."""

import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import FrameType

import pytest

from builders.dossier import open_round, workbook_of
from jaarcyclus.ledger.chain import Event, Head, extend
from jaarcyclus.ledger.events import InzendingGeaccepteerd
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.proof.replay import verify_chain, verify_rules
from jaarcyclus.rules.context import Read

PERCEEL = "ict"


class Round:
    """A round in which one perceel hands in one of two workbooks, over and over."""

    def __init__(self, var: Path) -> None:
        office = open_round(var)
        store = office.workspace.store
        self.read: Read = cache(store.get)
        self._opened = office.workspace.ledger.events(office.dossier)
        self._sender = office.state.indieners()[PERCEEL]
        self._hashes = [tuple(map(store.put, workbook_of(PERCEEL, lines=lines))) for lines in (3, 4)]

    def with_workbooks(self, count: int) -> list[Event]:
        """Return the chain with so many accepted workbooks."""
        new = [new_event(self._sender, self._accepted(number)) for number in range(count)]
        last = self._opened[-1]
        moment = datetime.fromisoformat(last.klok)
        head, now = Head(last.seq, last.hash), datetime.now(UTC)
        return [*self._opened, *extend(head, last.dossier, new, moment=moment, simulated=True, machine_time=now)]

    def _accepted(self, number: int) -> InzendingGeaccepteerd:
        workbook, figures = self._hashes[number % 2]
        return InzendingGeaccepteerd(
            perceel=PERCEEL,
            sha256=workbook,
            cijfers_sha256=figures,
            inzender=self._sender,
            via="api",
            te_laat=False,
            ontvangst=number + 1,
            bevindingen=(),
        )


@pytest.mark.parametrize("name", ["chain", "rules"])
def test_each_workbook_takes_as_many_calls_as_the_one_before(tmp_path: Path, name: str) -> None:
    made = Round(tmp_path)
    calls(name, made.with_workbooks(100), made.read)  # fills what is kept between two
    few, twice, four_times = (calls(name, made.with_workbooks(count), made.read) for count in (100, 200, 400))

    assert four_times - twice < 1.05 * 2 * (twice - few)


def calls(name: str, events: list[Event], read: Read) -> int:
    """Return how many calls it takes to prove these events, of functions in Python and in C; each step of a loop in a
    generator is one.
    """
    count = 0

    def note(_frame: FrameType, kind: str, _argument: object) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        found = verify_chain(events) if name == "chain" else verify_rules(events, read)
    finally:
        sys.setprofile(before)
    assert found == ()
    return count
