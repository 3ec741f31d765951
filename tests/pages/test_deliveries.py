"""The jaarverslag lies ready for the colleges, each of which says that it came (art. 8.1)."""

from pathlib import Path

import pytest

from builders.dossier import Office, published
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages import deliveries
from jaarcyclus.pages.deliveries import Delivery
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.steps import acts

MEMBER, GREMIUM = "college_raalte", "college_raalte"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return published(tmp_path / "var", "jaarverslag", "dowr")


def waiting(office: Office, person: str) -> list[str]:
    standings = Standings(office.workspace).of_profile("dowr").standings
    return [item.gremium for item in deliveries.list_deliveries(standings, person)]


def found(office: Office, person: str) -> Delivery:
    who = reader_of(office.workspace.profile("dowr"), person, office.workspace.today())
    return deliveries.find_delivery(Standings(office.workspace), office.dossier, GREMIUM, who)


def test_a_college_is_asked_until_it_said_so(office: Office) -> None:
    before = waiting(office, MEMBER)
    acts.confirm_receipt(office.workspace, office.dossier, MEMBER, gremium=GREMIUM)

    assert (before, waiting(office, MEMBER)) == ([GREMIUM], [])
    assert found(office, MEMBER).confirmed == dict(office.state.receipts)[GREMIUM]


def test_nobody_else_is_asked_or_shown_it(office: Office) -> None:
    assert waiting(office, "controller") == []
    with pytest.raises(UnknownKey, match="of niet door u"):
        found(office, "college_deventer")


def test_the_document_that_was_delivered_can_be_read(office: Office) -> None:
    path = deliveries.document_of(Standings(office.workspace), found(office, MEMBER))

    assert office.workspace.store.has(path.rpartition("/")[2])
