"""A person who chose Teams is told there: once, by a card with a link, and the chain says no more than was taken."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from builders.dossier import Office, open_gates, wait_until, with_version
from builders.flow import Flow, answering
from builders.messages import SITE, told_in
from jaarcyclus import clock
from jaarcyclus.ledger.message_events import BerichtAangenomen, BerichtNietVerzonden, BerichtOnzeker
from jaarcyclus.messages.contact import Contact
from jaarcyclus.steps.message_channels import TeamsChannel
from jaarcyclus.steps.messages import Telling, tell

MEMBER = "vertegenwoordiger_ict_deventer"


@pytest.fixture
def flow() -> Iterator[Flow]:
    made = Flow()
    yield made
    made.close()


@pytest.fixture
def asked(tmp_path: Path) -> Office:
    office = with_version(tmp_path / "var")
    wait_until(office, "2026-05-11")
    open_gates(office)
    return office


def tell_at(office: Office, flow: Flow, moment: str) -> Telling:
    """Only one person chose Teams."""
    own = Contact(person=MEMBER, holding=0, teams=f"{flow.base}/werkstroom?sig=geheim")
    clock.set_simulated(office.workspace.settings, datetime.fromisoformat(moment))
    channel = TeamsChannel(site=SITE, trial=flow.base)
    return tell(office.workspace, "dowr", find=lambda person: own if person == MEMBER else None, channels=[channel])


def test_a_card_leads_to_the_question_and_goes_once(asked: Office, flow: Flow) -> None:
    assert tell_at(asked, flow, "2026-05-11T09:05").taken == 1
    assert tell_at(asked, flow, "2026-05-11T10:05").taken == 0

    (request,) = flow.requests
    card = json.loads(request.partition(b"\r\n\r\n")[2])["attachments"][0]["content"]
    assert f"{SITE}/jaarcyclus/besluiten/dowr-2027-begroting/v1-s0-regiegroep_ict-r1/deventer" in {
        action["url"] for action in card["actions"]
    }
    (message,) = told_in(asked.workspace)
    assert isinstance(message.outcome, BerichtAangenomen)
    assert message.outcome.antwoord == "aangenomen door Teams (202)"


def test_what_teams_did_not_take_goes_later_and_what_nobody_knows_never(asked: Office, flow: Flow) -> None:
    flow.answer = answering("503 Storing")
    assert tell_at(asked, flow, "2026-05-11T09:05").not_taken == 1
    flow.answer = None
    assert tell_at(asked, flow, "2026-05-12T09:05") == Telling()  # the machine's own time says it is too early

    first, *_ = told_in(asked.workspace)
    assert isinstance(first.outcome, BerichtNietVerzonden)
    assert first.outcome.niet_voor is not None


def test_a_connection_that_ends_half_way_is_not_tried_again(asked: Office, flow: Flow) -> None:
    flow.answer = None
    assert tell_at(asked, flow, "2026-05-11T09:05").unknown == 1
    assert tell_at(asked, flow, "2026-05-11T10:05") == Telling()

    (message,) = told_in(asked.workspace)
    assert isinstance(message.outcome, BerichtOnzeker)
    assert len(flow.requests) == 1


def test_no_chain_holds_the_address(asked: Office, flow: Flow) -> None:
    tell_at(asked, flow, "2026-05-11T09:05")

    events = asked.workspace.ledger.events("dowr-berichten")
    assert events
    assert "werkstroom" not in str(events)
    assert "geheim" not in str(events)
