"""Every page of ours on a running installation with 1.000 dossiers: the first look after a start, and each one after.

Timed by who asks, over the loopback address, so with all that stands in front of a page: signed in or not, whose
password, which host. Eight rounds are under way, as two boekjaren of a cooperation have; the rest is published.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from filled_ledger import GATE, LAST_RECEIPT, MEMBER, PROFIEL, SUBMITTER, ZETEL, Known, fill_ledger

from figures import Figure, show
from installation import Installation, running_installation
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.settings import Settings
from jaarcyclus.steps import agendas, airflow_names
from jaarcyclus.steps.workspace import open_workspace

STILL_OPEN, LOOKS = 8, 10
PATIENCE_S = 60.0
MOST_S, MOST_KB = 0.2, 150
KEEPER, CONTROLLER = "beheerder", "controller"
PEOPLE = (KEEPER, CONTROLLER, MEMBER, SUBMITTER)
QUIET = datetime.fromisoformat("2026-12-01T09:00:00")  # no round is open then
PUBLIC = "\nopenbaar: [product]\n"


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page, and who looks at it; `is_file`: it is fetched by a program or kept, so its size is no page's."""

    name: str
    person: str
    path: str
    is_file: bool = False


def pages_of(known: Known, calendar: str) -> tuple[Page, ...]:
    """Return every page that somebody can open; `calendar` is the address of one."""
    question, year = f"{known.asking}/{GATE}/{ZETEL}", known.asking.split("-")[1]
    return (
        Page(name="Beheer", person=KEEPER, path="/beheer"),
        Page(name="Beheer, functies", person=KEEPER, path="/beheer/functies"),
        Page(name="Beheer, accounts", person=KEEPER, path="/beheer/accounts"),
        Page(name="Beheer, kalender", person=KEEPER, path="/beheer/kalender"),
        Page(name="Beheer, een handeling", person=KEEPER, path=f"/beheer/bezetten/{SUBMITTER}"),
        Page(name="Mijn besluiten", person=MEMBER, path="/besluiten"),
        Page(name="een besluit", person=MEMBER, path=f"/besluiten/{question}"),
        Page(name="Mijn berichten", person=MEMBER, path="/berichten"),
        Page(name="de agenda (ICS)", person=MEMBER, path=calendar, is_file=True),
        Page(name="Inleveren", person=SUBMITTER, path="/inleveren"),
        Page(name="een inzending", person=SUBMITTER, path=f"/inleveren/{LAST_RECEIPT}"),
        Page(name="een leeg werkboek", person=SUBMITTER, path=f"/inleveren/werkboek/{known.asking}/ict", is_file=True),
        Page(name="Het jaar", person=CONTROLLER, path="/jaar"),
        Page(name="Het jaar, een boekjaar", person=CONTROLLER, path=f"/jaar/{year}"),
        Page(name="Het jaar, doorlooptijden", person=CONTROLLER, path="/jaar/doorlooptijden"),
        Page(name="Het jaar, een handeling", person=CONTROLLER, path=f"/jaar/dossier/{known.asking}/uitstel/{GATE}"),
        Page(name="Dossiers", person=CONTROLLER, path="/dossiers"),
        Page(name="een dossier", person=CONTROLLER, path=f"/dossiers/{known.asking}"),
        Page(name="een gepubliceerd dossier", person=CONTROLLER, path=f"/dossiers/{known.published}"),
        Page(name="Openbaar", person=MEMBER, path="/openbaar"),
    )


def main() -> None:
    """Print per page its first look, the median of the next ones, and its size; and the slowest of all looks."""
    with (
        tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-profielen-") as folder,
        running_installation(fast=False, profielen=_public_profile(Path(folder)), moment=QUIET) as installation,
    ):
        settings = installation.settings
        with ExitStack() as stack:
            people = {person: stack.enter_context(_sign_in(settings, person)) for person in PEOPLE}
            pages = _start_anew(installation)
            look_first(people, pages)
            with suppress(TimeoutError):  # a calendar of a thousand dossiers may go on for minutes
                installation.wait_until_quiet(PATIENCE_S)
            look_again(people, pages)


def _start_anew(installation: Installation) -> tuple[Page, ...]:
    """Stop, fill the ledger, start again; who signed in before still is. Return the pages that there are then."""
    settings, workspace = installation.settings, open_workspace(installation.settings)
    launcher.stop(settings)
    known = fill_ledger(workspace, still_open=STILL_OPEN)
    token = agendas.make_address(workspace, PROFIEL, MEMBER, before="")
    begin = time.perf_counter()
    launcher.start(settings, port=int(installation.address.rpartition(":")[2]))
    show(Figure(what="starting again, all healthy", value=time.perf_counter() - begin, unit="s"))
    return pages_of(known, f"/agenda/{token}.ics")


def look_first(people: Mapping[str, AirflowClient], pages: Sequence[Page]) -> None:
    """Open each page once, as soon as the installation is there: the calendar goes through all dossiers meanwhile."""
    for page in pages:
        show(Figure(what=f"{page.name}: first look", value=_time(people, page), unit="s", bound=MOST_S))


def look_again(people: Mapping[str, AirflowClient], pages: Sequence[Page]) -> None:
    """Open each page again and again."""
    slowest = 0.0
    for page in pages:
        taken = [_time(people, page) for _ in range(LOOKS)]
        slowest = max(slowest, *taken)
        show(Figure(what=page.name, value=statistics.median(taken), unit="s", bound=MOST_S))
        size = len(_ask(people, page)) / 1000
        show(Figure(what=f"{page.name}: size", value=size, unit="kB", bound=None if page.is_file else MOST_KB))
    show(Figure(what=f"the slowest of {LOOKS} looks at each", value=slowest, unit="s", bound=MOST_S))


def _time(people: Mapping[str, AirflowClient], page: Page) -> float:
    begin = time.perf_counter()
    _ask(people, page)
    return time.perf_counter() - begin


def _ask(people: Mapping[str, AirflowClient], page: Page) -> bytes:
    answer = people[page.person].browse("GET", f"/jaarcyclus{page.path}")
    if answer.status_code != 200:
        raise RuntimeError(f"{page.path}: {answer.status_code} {answer.text[:300]}")
    return answer.content


def _sign_in(settings: Settings, person: str) -> AirflowClient:
    client = launcher.client(settings, airflow_names.account_name(PROFIEL, person))
    client.call("GET", "/api/v2/version")  # none of ours is looked at yet
    return client


def _public_profile(folder: Path) -> Path:
    """Return a folder with the profile of the repository, in which what is published is public too."""
    source = Settings.from_env().profielen / f"{PROFIEL}.yaml"
    shutil.copy(source, folder)
    with (folder / source.name).open("a", encoding="utf-8") as profile:
        profile.write(PUBLIC)
    return folder


if __name__ == "__main__":
    main()
