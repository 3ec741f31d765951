"""What the controller confirms of the machine: offered when something stands still, on a page that shows the rest."""

from pathlib import Path

import pytest

from builders.dossier import Office, with_version
from jaarcyclus.errors import UnknownKey
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.pages import machine_page, year_page
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings

PUT_BACK = "/jaarcyclus/jaar/bevestig/terugzetting"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office of which the witness saw a postbus that the ledger does not have."""
    made = with_version(tmp_path)
    with Witness(made.workspace.settings.getuige).following("dowr-postbus") as note:
        note(Head(seq=1, hash="a" * 64))
    return made


def reader(office: Office, person: str) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def test_a_postbus_that_was_put_back_leaves_the_rest_of_the_year_to_be_seen(office: Office) -> None:
    mailboxes = Mailboxes(office.workspace)
    html = year_page.show_boekjaar(Standings(office.workspace), mailboxes, reader(office, "controller"), 2027)

    assert PUT_BACK in html
    assert 'id="dowr-2027-begroting"' in html


def test_the_controller_confirms_it_once(office: Office) -> None:
    standings, controller = Standings(office.workspace), reader(office, "controller")
    asked = machine_page.find_confirmation(standings, controller, machine_page.RESTORED)
    assert asked.path == PUT_BACK
    asked.do(office.workspace, "dowr", "controller", reason="De schijf was stuk.")

    with pytest.raises(UnknownKey, match="Deze pagina bestaat niet"):
        machine_page.find_confirmation(standings, controller, machine_page.RESTORED)


@pytest.mark.parametrize(("person", "kind"), [("ambtelijk_secretaris", "terugzetting"), ("controller", "klok")])
def test_nobody_else_and_nothing_else(office: Office, person: str, kind: str) -> None:
    """Who does not answer for it does not see it, and a clock that runs well is not asked about."""
    with pytest.raises(UnknownKey, match="Deze pagina bestaat niet"):
        machine_page.find_confirmation(Standings(office.workspace), reader(office, person), kind)
    html = year_page.show_year(Standings(office.workspace), reader(office, "ambtelijk_secretaris"))

    assert "/bevestig/" not in html
