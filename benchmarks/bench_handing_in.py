"""A workbook of 400 lines with a fault each, sent on a page of a running installation, until its sender has it marked.

At the usual pace, warm: the first rounds are not counted, and each begins when no task is busy. From the button that
sends it, through the run of Airflow that judges it, to the last byte of the marked workbook. We look whether there is a
verdict ten times a second; a browser does so every three seconds, by the header of the page, and its reader still has
to press the link. The peer opens and saves the same bytes with openpyxl in this process, and loses what that does not
know. Run with `python benchmarks/bench_handing_in.py [rounds]`.
"""

import sys
import time
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from statistics import median

import openpyxl  # noqa: TID253  a yardstick, no task that must start fast

from figures import Figure, show
from installation import Installation, running_installation, wait_until
from jaarcyclus.demo.sample_figures import sample_figures
from jaarcyclus.demo.screens import Screen, Screens
from jaarcyclus.installation import launcher
from jaarcyclus.installation.client import AirflowClient
from jaarcyclus.profile.records import Profile
from jaarcyclus.steps import airflow_names, calendar
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus.workbook.writer import make_workbook

PROFIEL, PRODUCT, PERCEEL, BOEKJAAR = "dowr", "begroting", "ict", 2070
MOMENT = datetime.fromisoformat("2090-04-10T09:00:00")  # no calendar opens a round of its own then
LINES, ROUNDS, WARM_UP, BOUND_S = 400, 9, 2, 3.0
LOOK_S, PATIENCE_S = 0.1, 120.0
HAND_IN = "/jaarcyclus/inleveren"
BUSY = ("scheduled", "queued", "running")


@dataclass(frozen=True, kw_only=True)
class Took:
    """The seconds of one round: until the page told of its receipt, of its verdict, and until all of it was here."""

    received: float
    judged: float
    marked: float
    peer: float


def main(rounds: int) -> None:
    """Print the median and the slowest, and where the time of the median goes."""
    with running_installation(fast=False, moment=MOMENT) as installation:
        took = time_rounds(installation, rounds)
    peer = median(one.peer for one in took)
    total = [one.marked for one in took]
    what = f"{LINES} lines handed in, marked (median of {rounds})"
    show(Figure(what=what, value=median(total), unit="s", bound=BOUND_S, peer=("openpyxl, opened and saved", peer)))
    show(Figure(what="the slowest", value=max(total), unit="s", bound=BOUND_S))
    show(Figure(what="of which sending it", value=median(one.received for one in took), unit="s"))
    waited = median(one.judged - one.received for one in took)
    show(Figure(what="of which waiting for the verdict", value=waited, unit="s"))
    show(Figure(what="of which fetching it marked", value=median(one.marked - one.judged for one in took), unit="s"))


def time_rounds(installation: Installation, rounds: int) -> list[Took]:
    """Open a round, and hand in one workbook after another."""
    workspace = open_workspace(installation.settings)
    profile = workspace.profile(PROFIEL)
    calendar.open_round(workspace, PROFIEL, PRODUCT, BOEKJAAR)
    sender = airflow_names.account_name(PROFIEL, profile.inzendplicht(PERCEEL).indiener)
    with launcher.client(installation.settings, sender) as client:
        took = []
        for number in range(WARM_UP + rounds):
            content = faulty_workbook(profile, number)
            wait_until("rest", lambda: installation.count_tasks(*BUSY) == 0, PATIENCE_S)
            took.append(time_round(client, content))
        return took[WARM_UP:]


def faulty_workbook(profile: Profile, number: int) -> bytes:
    """Return a workbook that differs from the one before, as what was received before is not read again."""
    sample = sample_figures(profile, PERCEEL, PRODUCT, BOEKJAAR)
    wrong = tuple(
        replace(
            sample.regels[line % len(sample.regels)], taakveld="9.99", omschrijving=f"Regel {line}, versie {number}"
        )
        for line in range(LINES)
    )
    return make_workbook(profile, profile.inzendplicht(PERCEEL), PRODUCT, BOEKJAAR, replace(sample, regels=wrong))


def time_round(client: AirflowClient, content: bytes) -> Took:
    """Hand it in and wait for it. Raises RuntimeError when what comes is not the marked workbook."""
    screens = Screens(client)
    form = screens.open(HAND_IN)
    begin = time.monotonic()
    told = screens.send(form, HAND_IN, {"perceel": PERCEEL}, ("werkboek.xlsx", content))
    received = time.monotonic() - begin
    while told.is_busy and time.monotonic() - begin < PATIENCE_S:
        time.sleep(LOOK_S)
        told = screens.open(told.path)
    judged = time.monotonic() - begin
    answer = client.browse("GET", marked_path(told))
    marked = time.monotonic() - begin
    if "Bevindingen" not in openpyxl.load_workbook(BytesIO(answer.content)).sheetnames:
        raise RuntimeError(f"{told.path}: {answer.status_code}, and no marked workbook")
    begin = time.monotonic()
    openpyxl.load_workbook(BytesIO(content)).save(BytesIO())
    return Took(received=received, judged=judged, marked=marked, peer=time.monotonic() - begin)


def marked_path(told: Screen) -> str:
    """Return where the page says that it is. Raises RuntimeError when it says so nowhere."""
    links = told.content.xpath('//a[contains(@href, "/gemarkeerd")]/@href')
    if not links:
        raise RuntimeError(f"{told.path}: {told.status} {told.fault or told.first('//h1')}")
    return str(links[0])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
