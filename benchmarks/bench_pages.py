"""Our pages over a ledger of 1.000 dossiers and 100.000 events: what the server takes, without the network and Airflow.

In all dossiers but one a gremium is asked, which no cooperation ever has: a page that bears this bears every year. The
first look after a start reads all of it, which the server does by itself; what people wait for is each look after that.
How the running server does, page by page, is `bench_screens.py`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from filled_ledger import DOSSIERS, GATE, LAST_RECEIPT, MEMBER, PROFIEL, SUBMITTER, ZETEL, fill_ledger

from figures import Figure, show
from jaarcyclus.pages import conditions, decisions, hand_in_page, keeper_page, seat_page
from jaarcyclus.pages.accounts import WaysKnown
from jaarcyclus.pages.html import fill_page
from jaarcyclus.pages.machine_parts import LastLook
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import open_workspace

LOOKS, MOST_S = 20, 0.2


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
    submitter = reader_of(standings.workspace.profile(PROFIEL), SUBMITTER, today)

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
        found = hand_in_page.find_attempt(mailboxes, LAST_RECEIPT, submitter, "")
        return hand_in_page.show_attempt(standings, found, mailboxes, submitter, still=False)

    def keeping() -> str:
        keeper = reader_of(standings.workspace.profile(PROFIEL), "beheerder", today)
        nobody: frozenset[str] = frozenset()
        ways = WaysKnown(service=None, by_password=nobody, handed_out=nobody, missing=nobody)
        return keeper_page.show_overview(standings, mailboxes, keeper, ways, seen=None, looked=LastLook(moment=None))

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
        workspace = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(Path(directory).resolve() / "var")}))
        dossier = fill_ledger(workspace, still_open=DOSSIERS - 1).asking
        standings = Standings(workspace)
        begin = time.perf_counter()
        count = len(standings.of_profile(PROFIEL).standings)
        show(Figure(what=f"first look at {count} dossiers", value=time.perf_counter() - begin, unit="s"))
        reader = reader_of(workspace.profile(PROFIEL), MEMBER, workspace.today())
        for name, look in pages_of(standings, reader, dossier).items():
            show(Figure(what=name, value=middle(look), unit="s", bound=MOST_S))
            show(Figure(what=f"{name}: size", value=len(str(look()).encode()) / 1000, unit="kB", bound=150))


if __name__ == "__main__":
    main()
