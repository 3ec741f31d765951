"""On the last day all seven hand in at the same moment: each hears of his own workbook, and all count."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from airflow_stack import Stack, wait_for
from builders.dossier import Office, workbook_of
from builders.workbook import with_cell
from jaarcyclus.installation import launcher
from jaarcyclus.steps import airflow_names, calendar

pytestmark = pytest.mark.airflow
BOEKJAAR, WRONG = 2070, "inkoop"
ROUTE = "/jaarcyclus/inzending/dowr"


def hand_in(stack: Stack, perceel: str, person: str, content: bytes) -> tuple[bool, str]:
    """Hand in as one person; return whether it was accepted, and the hash of what the verdict is on."""
    with launcher.client(stack.settings, airflow_names.account_name("dowr", person)) as client:
        sent = client.call("POST", ROUTE, data={"perceel": perceel}, files={"bestand": (f"{perceel}.xlsx", content)})
        told = wait_for(lambda: client.call("GET", f"{ROUTE}/{sent['ontvangst']}")["oordeel"])
        return told["geaccepteerd"], told["sha256"]


def test_seven_who_hand_in_at_once_each_hear_of_their_own(stack: Stack) -> None:
    """One of them has a fault, and only he is refused."""
    stack.set_clock_past_the_postbus("2090-04-10T09:00:00")
    office = Office(stack.workspace, calendar.open_round(stack.workspace, "dowr", "begroting", BOEKJAAR))
    books = {duty.code: workbook_of(duty.code, "begroting", BOEKJAAR) for duty in office.state.opened.inzendplichten}
    books[WRONG] = (with_cell("Regels", "A9", "99.99", books[WRONG][0]), books[WRONG][1])
    senders = {duty.code: duty.indiener for duty in office.state.opened.inzendplichten}

    with ThreadPoolExecutor(max_workers=len(books)) as crowd:
        told = dict(
            zip(
                books,
                crowd.map(lambda code: hand_in(stack, code, senders[code], books[code][0]), books),
                strict=True,
            )
        )

    assert {code for code, (accepted, _) in told.items() if not accepted} == {WRONG}
    assert len({sha256 for _, sha256 in told.values()}) == len(books)
    assert office.state.current.keys() == books.keys() - {WRONG}
