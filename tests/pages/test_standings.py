"""Every dossier is folded once, and again only when its chain grew."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from builders.dossier import Office, open_round, submit_workbooks
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.pages.standings import Standings

TOGETHER = 4


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The chains that were read whole, each time."""
    found: list[str] = []
    events: Callable[..., tuple[Event, ...]] = Ledger.events

    def note(ledger: Ledger, chain: str, *, after: int = 0) -> tuple[Event, ...]:
        found.append(chain)
        time.sleep(0.2)  # long enough for the others to come while one reads
        return events(ledger, chain, after=after)

    monkeypatch.setattr(Ledger, "events", note)
    return found


def test_who_look_at_once_share_one_reading(office: Office, read: list[str]) -> None:
    """After a start all come at once: reading a thousand dossiers for each of them would take a minute."""
    standings, ready = Standings(office.workspace), Barrier(TOGETHER)

    def look(_: int) -> object:
        ready.wait()
        return standings.of_profile("dowr").standings

    with ThreadPoolExecutor(TOGETHER) as pool:
        found = list(pool.map(look, range(TOGETHER)))

    assert read == [office.dossier]
    assert all(item == found[0] for item in found)


def test_what_grew_is_read_again_and_what_did_not_is_not(office: Office, read: list[str]) -> None:
    standings = Standings(office.workspace)
    before = standings.of_dossier(office.dossier)
    submit_workbooks(office, "ict")
    read.clear()
    after, again = standings.of_dossier(office.dossier), standings.of_dossier(office.dossier)

    assert before
    assert after
    assert again
    assert (len(before.state.current), len(after.state.current)) == (0, 1)
    assert again.state is after.state
    assert read == [office.dossier]
