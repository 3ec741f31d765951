"""How long a member waits for the receipt of an answer on our own page, and how long the gate waits after the last one.

On a running installation at its usual pace: gates of three seats, answered one seat after another through the forms of
the pages, as a browser does. Run with `python benchmarks/bench_votes.py [gates]`; seventeen give fifty-one answers.
"""

import sys
import time
from contextlib import closing
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from bench_compose import MOMENT

from airflow_stack import Stack
from builders.case import GATE, MEMBERS, YES, Case
from figures import Figure, show
from installation import running_installation, wait_until
from jaarcyclus.demo.screens import Screens
from jaarcyclus.steps.workspace import open_workspace

GATES, ANSWER_S, GOES_ON_S = 17, 1.0, 5.0
PATIENCE_S = 120.0
SEATS = ("deventer", "olst_wijhe", "raalte")


def main(gates: int) -> None:
    """Print the median of both, and the slowest."""
    with running_installation(fast=False, moment=MOMENT) as installation:
        settings = installation.settings
        stack = Stack(
            settings=settings, address=installation.address, workspace=open_workspace(settings), outage=settings.var
        )
        with closing(stack):
            measured = [time_gate(Case(stack)) for _ in range(gates)]
    answers = [took for votes, _ in measured for took in votes]
    going_on = [took for _, took in measured]
    show(
        Figure(
            what=f"an answer, to its receipt (median of {len(answers)})",
            value=median(answers),
            unit="s",
            bound=ANSWER_S,
        )
    )
    show(Figure(what="an answer, the slowest", value=max(answers), unit="s"))
    show(
        Figure(
            what=f"a gate after its last answer (median of {gates})", value=median(going_on), unit="s", bound=GOES_ON_S
        )
    )
    show(Figure(what="a gate after its last answer, the slowest", value=max(going_on), unit="s", bound=GOES_ON_S))


def time_gate(case: Case) -> tuple[list[float], float]:
    """Return the seconds of each answer, and from the last one until its outcome stands in the ledger."""
    case.questions()
    votes = [time_answer(case, person, seat) for person, seat in zip(MEMBERS, SEATS, strict=True)]
    begin = time.monotonic()
    wait_until("the outcome", lambda: case.gate.uitslag is not None, PATIENCE_S, rest_s=0.05)
    return votes, time.monotonic() - begin


def time_answer(case: Case, person: str, seat: str) -> float:
    """Return the seconds from the button that confirms to the page that says it is recorded."""
    screens = Screens(case.stack.sign_in(person))
    question = screens.open(f"/jaarcyclus/besluiten/{case.dossier}/{GATE}/{seat}")
    check = screens.send(question, "/controle", {"antwoord": YES})
    begin = time.monotonic()
    receipt = screens.send(check, "/antwoord", {})
    took = time.monotonic() - begin
    if not receipt.first('//*[@role="status"]').startswith("Uw antwoord is vastgelegd"):
        raise RuntimeError(f"{seat}: {receipt.status} {receipt.fault}")
    return took


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else GATES)
