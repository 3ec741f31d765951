"""What open votes cost: the memory of one installation at rest with some ten open votes, and with a thousand more.

A thousand seats in one gremium is more than any cooperation has, and as many parked tasks as a hundred of them have
together. Everything is opened by the real stack: the calendar starts version and gates, each seat's task asks and
parks. Run with `python benchmarks/bench_gates.py [votes]`; a thousand take some ten minutes to open.
"""

import sys
import tempfile
import time
from pathlib import Path

from filled_round import PRODUCT, first_day, open_filled_round
from usage import pss_mb

from figures import Figure, show
from installation import Installation, running_installation, wait_until
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.steps.airflow_names import CALENDAR, calendar_run, kind_dag
from jaarcyclus.steps.workspace import open_workspace

DOWR = Path(__file__).parents[1] / "profiles" / "dowr.yaml"
FEW, MANY = "dowr", "menigte"
BOUND = 1.05
SETTLE_S, PATIENCE_S, A_VOTE_S = 60.0, 300.0, 5.0
OWN_SEAT = "      - {code: raalte, naam: Raalte, houder: vertegenwoordiger_ict_raalte, gemeente: GM0177}\n"
SEAT = "      - {{code: raalte_{n}, naam: Raalte {n}, houder: lid_{n}, gemeente: GM0177}}\n"
PERSON = "  - {{sleutel: lid_{n}, functie: lid {n}, gemeente: GM0177}}\n"


def main(votes: int) -> None:
    """Print the memory with few and with many open votes, their ratio, and how many workers are held."""
    with tempfile.TemporaryDirectory(prefix="jaarcyclus-bench-") as folder:
        profielen = Path(folder)
        few, many = write_profiles(profielen, votes)
        with running_installation(fast=True, profielen=profielen, moment=first_day(load_profile(DOWR))) as stack:
            open_votes(stack, FEW, few)
            few_mb = memory_at_rest(stack)
            took_s = open_votes(stack, MANY, few + many)
            many_mb = memory_at_rest(stack)
            parked, held = stack.count_tasks("awaiting_input"), stack.count_tasks("running", "queued")
    show(Figure(what=f"PSS with {few} open votes", value=few_mb, unit="MB"))
    peer = (f"{few} votes", few_mb)
    show(Figure(what=f"PSS with {parked} open votes", value=many_mb, unit="MB", bound=few_mb * BOUND, peer=peer))
    show(Figure(what=f"workers held by {parked} open votes", value=held, unit="workers", bound=0))
    show(Figure(what="opening one vote", value=took_s / many, unit="s"))


def write_profiles(folder: Path, votes: int) -> tuple[int, int]:
    """Write DOWR, and DOWR with that many seats at the first step of its route; return the seats of both.

    Each seat has a person of its own: the check refuses a profile in which one holds two.
    """
    text = DOWR.read_text("utf-8")
    (folder / f"{FEW}.yaml").write_text(text, "utf-8")
    few = first_seats(load_profile(folder / f"{FEW}.yaml"))
    seats, people = ("".join(line.format(n=n) for n in range(votes - few)) for line in (SEAT, PERSON))
    crowd = text.replace(OWN_SEAT, OWN_SEAT + seats).replace("\npersonen:\n", f"\npersonen:\n{people}")
    crowd = crowd.replace(f"\nprofiel: {FEW}\n", f"\nprofiel: {MANY}\n")
    (folder / f"{MANY}.yaml").write_text(crowd, "utf-8")
    return few, first_seats(load_profile(folder / f"{MANY}.yaml"))


def first_seats(profile: Profile) -> int:
    """Return how many seats answer at the first step of the route."""
    return sum(len(profile.gremium(code).zetels) for code in profile.routes[PRODUCT][0].gremia)


def open_votes(stack: Installation, profiel: str, total: int) -> float:
    """Hand everything in, let the calendar look, and return the seconds until `total` votes are open."""
    begin = time.monotonic()
    open_filled_round(open_workspace(stack.settings), profiel)
    stack.client.trigger(kind_dag(profiel, CALENDAR), calendar_run("bench", total), {})
    patience = PATIENCE_S + A_VOTE_S * total
    wait_until(f"{total} open votes", lambda: stack.count_tasks("awaiting_input") == total, patience)
    return time.monotonic() - begin


def memory_at_rest(stack: Installation) -> float:
    """Return the memory in MB once nothing moves any more."""
    stack.wait_until_quiet(PATIENCE_S)
    time.sleep(SETTLE_S)
    return pss_mb(stack.session)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
