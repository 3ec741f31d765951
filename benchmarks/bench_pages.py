"""Our pages over a ledger of 1.000 dossiers and 100.000 events: what the server takes, without the network and Airflow.

The ledger is one walked dossier a thousand times, under other years, with events repeated until it has a hundred;
beside them a postbus with twenty-two files a dossier. The first look after a start reads all of it, which the server
does by itself; what people wait for is each look after that, and one look after something was recorded.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from figures import Figure, show
from jaarcyclus.dossier.round import postbus_id
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.postbus_events import BestandOntvangen
from jaarcyclus.ledger.wire import new_event
from jaarcyclus.pages import conditions, decisions, hand_in_page, keeper_page, seat_page
from jaarcyclus.pages.accounts import WaysKnown
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.machine_parts import LastLook
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps.workspace import Workspace

DOSSIERS, EVENTS, LOOKS = 1_000, 100, 20
MOST_S = 0.2
RECEIPTS, SUBMITTER = 22_000, "manager_ict"
MEMBER, GATE, ZETEL = "directeur_bedrijfsvoering_deventer", "v1-s1-directieberaad-r1", "deventer"


def fill_ledger(var: Path) -> tuple[Workspace, str]:
    """Return an installation with that many dossiers, and the name of one in which the member is asked."""
    from builders import dossier as builders

    office = builders.open_round(var, "tussenrapportage_1")
    builders.submit_workbooks(office)
    builders.add_version(office)
    for gate in builders.open_gates(office):
        builders.vote_all(office, gate)
        builders.end_gate(office, gate)
    (gate,) = builders.open_gates(office)
    known = office.workspace.ledger.events(office.dossier)
    reminder = next(event for event in known if event.soort == "inzending_geaccepteerd")
    for number in range(DOSSIERS - 1):
        year = 3000 + number
        events = [_under(event, year) for event in known]
        events[-1:-1] = [_under(reminder, year)] * (EVENTS - len(events))
        office.workspace.ledger.append(
            f"dowr-{year}-tussenrapportage_1", events, moment=datetime.fromisoformat(known[-1].klok), simulated=True
        )
    came = BestandOntvangen(
        sha256=office.workspace.store.put(b"PK"), bestandsnaam="ict.xlsx", via="api", inzender=SUBMITTER, perceel="ict",
        grootte=2,
    )  # fmt: skip
    office.workspace.ledger.append(
        postbus_id("dowr"), [new_event(SUBMITTER, came)] * RECEIPTS, moment=office.workspace.now(), simulated=True
    )
    return office.workspace, office.dossier


def _under(event: object, year: int) -> NewEvent:
    content = dict(event.inhoud)  # type: ignore[attr-defined]
    if "boekjaar" in content:
        content["boekjaar"] = year
    return NewEvent(event.soort, event.actor, content)  # type: ignore[attr-defined]


def middle(look: Callable[[], object]) -> float:
    """Return the median of the seconds that a look takes."""
    taken = []
    for _ in range(LOOKS):
        begin = time.perf_counter()
        look()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def pages_of(standings: Standings, reader: Reader, dossier: str) -> dict[str, Callable[[], object]]:
    """Return each page as what makes its HTML."""
    today, mailboxes = standings.workspace.today(), Mailboxes(standings.workspace)
    submitter = reader_of(standings.workspace.profile("dowr"), SUBMITTER, today)

    def mine() -> str:
        found = standings.of_profile(reader.profiel)
        asked = decisions.list_decisions(found.standings, reader.person, today)
        asked_too = conditions.list_conditions(found.standings, reader.person, today)
        return fill_page(
            "besluiten.html", reader, besluiten=asked, leveringen=(), voorwaarden=asked_too, vastgehouden=found.held
        )

    def question() -> str:
        seat = seat_page.find_seat(standings, dossier, GATE, ZETEL, reader)
        return seat_page.show_question(standings, seat, reader)

    def owed() -> str:
        return hand_in_page.show_owed(standings, mailboxes, submitter)

    def attempt() -> str:
        found = hand_in_page.find_attempt(mailboxes, RECEIPTS, submitter, "")
        return hand_in_page.show_attempt(standings, found, mailboxes, submitter, still=False)

    def keeping() -> str:
        keeper = reader_of(standings.workspace.profile("dowr"), "beheerder", today)
        nobody: frozenset[str] = frozenset()
        ways = WaysKnown(service=None, by_password=nobody, handed_out=nobody, missing=nobody)
        return keeper_page.show_overview(standings, mailboxes, keeper, ways, parts=(), looked=LastLook(moment=None))

    return {
        "Beheer": keeping,
        "Mijn besluiten": mine,
        "one question": question,
        "Inleveren": owed,
        "one workbook": attempt,
    }


def main() -> None:
    """Print the first look, and each page with its bound and its size."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as directory:
        workspace, dossier = fill_ledger(Path(directory).resolve() / "var")
        standings = Standings(workspace)
        begin = time.perf_counter()
        count = len(standings.of_profile("dowr").standings)
        show(Figure(what=f"first look at {count} dossiers", value=time.perf_counter() - begin, unit="s"))
        reader = reader_of(workspace.profile("dowr"), MEMBER, workspace.today())
        for name, look in pages_of(standings, reader, dossier).items():
            show(Figure(what=name, value=middle(look), unit="s", bound=MOST_S))
            show(Figure(what=f"{name}: size", value=len(str(look()).encode()) / 1000, unit="kB", bound=150))


if __name__ == "__main__":
    main()
