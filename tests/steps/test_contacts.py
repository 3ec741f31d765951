"""Who is told where: chosen for the own account, filled in once by the beheerder, gone with its holder."""

from pathlib import Path

import pytest

from builders.dossier import Office, open_round, wait_until
from builders.holders import leave, succeed, take
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.ledger.postbus_events import AdresIngevuld
from jaarcyclus.ledger.wire import of_kind
from jaarcyclus.messages.contact import Contact
from jaarcyclus.steps import agendas, calendar, contacts
from jaarcyclus.steps.workspace import Workspace

RAALTE = "gemeentesecretaris_raalte"
FLOW = "https://8a.environment.api.powerplatform.com:443/x?sig=geheim"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


@pytest.fixture
def workspace(office: Office) -> Workspace:
    return office.workspace


def choose(
    workspace: Workspace, person: str = RAALTE, mail: str | None = "s@raalte.nl", teams: str | None = None
) -> None:
    contacts.choose(workspace, "dowr", person, mail=mail, teams=teams)


def contact(workspace: Workspace, person: str = RAALTE) -> Contact | None:
    return contacts.contact_of(workspace, "dowr", person)


def test_nobody_has_a_contact_until_one_is_chosen(workspace: Workspace) -> None:
    assert contact(workspace) is None
    assert RAALTE in contacts.unreachable(workspace, "dowr")

    choose(workspace)
    assert contact(workspace) == Contact(person=RAALTE, holding=0, mail="s@raalte.nl")
    assert contacts.contacts_of(workspace, "dowr") == {RAALTE: contact(workspace)}
    assert RAALTE not in contacts.unreachable(workspace, "dowr")


def test_mail_teams_or_both_and_not_nothing(workspace: Workspace) -> None:
    choose(workspace, teams=FLOW)
    choose(workspace, mail=None, teams=FLOW)
    assert contact(workspace) == Contact(person=RAALTE, holding=0, teams=FLOW)

    with pytest.raises(Refused, match="KANAAL_ONTBREEKT"):
        choose(workspace, mail=None)
    assert contact(workspace) == Contact(person=RAALTE, holding=0, teams=FLOW)


def test_an_empty_address_of_teams_is_the_one_of_before(workspace: Workspace) -> None:
    """It is a secret that the page never shows, so nobody could type it again."""
    choose(workspace, teams=FLOW)
    choose(workspace, mail="nieuw@raalte.nl", teams=" ")
    assert contact(workspace) == Contact(person=RAALTE, holding=0, mail="nieuw@raalte.nl", teams=FLOW)

    choose(workspace)
    with pytest.raises(Refused, match="TEAMSADRES_ONGESCHIKT"):
        choose(workspace, teams="")


def test_who_has_no_function_has_no_contact(workspace: Workspace) -> None:
    with pytest.raises(UnknownKey):
        choose(workspace, person="niemand")


def test_a_contact_is_of_its_holder(office: Office) -> None:
    workspace = office.workspace
    take(office, RAALTE, "Eerste Houder")
    choose(workspace)
    assert contact(workspace) == Contact(person=RAALTE, holding=1, mail="s@raalte.nl")

    succeed(office, RAALTE, "Tweede Houder", workspace.today().isoformat())
    assert contact(workspace) is None
    assert contacts.contacts_of(workspace, "dowr") == {}
    assert RAALTE in contacts.unreachable(workspace, "dowr")


def test_an_address_of_before_anybody_was_recorded_goes_with_the_first_holder_and_never_comes_back(
    office: Office,
) -> None:
    """A holder who was recorded and left on the same day leaves the function as unreachable as any other."""
    workspace, today = office.workspace, office.workspace.today().isoformat()
    choose(workspace, teams=FLOW)
    token = agendas.make_address(workspace, "dowr", RAALTE, before="")
    take(office, RAALTE, "Eerste Houder", today)
    kept = workspace.contacts.of_profile("dowr")
    leave(office, RAALTE, today)

    assert kept == ()
    assert contact(workspace) is None
    assert agendas.owner_of(workspace, token) is None
    assert RAALTE in contacts.unreachable(workspace, "dowr")


def test_a_first_holder_who_is_still_to_come_takes_it_away_on_that_day(office: Office) -> None:
    workspace = office.workspace
    choose(workspace)
    take(office, RAALTE, "Eerste Houder", "2026-04-02")
    before = contact(workspace)
    wait_until(office, "2026-04-02")
    then = contact(workspace)
    leave(office, RAALTE, "2026-04-02")

    assert before is not None
    assert then is None
    assert contact(workspace) is None


def test_whoever_has_the_account_between_two_holders_can_be_told(office: Office) -> None:
    workspace, today = office.workspace, office.workspace.today().isoformat()
    take(office, RAALTE, "Eerste Houder")
    leave(office, RAALTE, today)
    choose(workspace)
    between = contact(workspace)
    take(office, RAALTE, "Tweede Houder", today)

    assert between is not None
    assert workspace.contacts.of_profile("dowr") == ()


def test_what_a_departed_holder_left_is_taken_away(office: Office) -> None:
    workspace = office.workspace
    take(office, RAALTE, "Eerste Houder")
    choose(workspace)
    choose(workspace, person="controller", mail="c@raalte.nl")
    assert contacts.forget_departed(workspace, "dowr") == ()

    leave(office, RAALTE, workspace.today().isoformat())
    assert contacts.forget_departed(workspace, "dowr") == (RAALTE,)
    assert [reach.functie for reach in workspace.contacts.of_profile("dowr")] == ["controller"]


def test_the_next_look_of_the_calendar_takes_it_away(office: Office) -> None:
    """A future day of departure takes nothing before it comes."""
    workspace = office.workspace
    take(office, RAALTE, "Eerste Houder")
    choose(workspace)
    leave(office, RAALTE, "2026-04-02")
    calendar.tick(workspace, "dowr")
    before = contact(workspace)
    wait_until(office, "2026-04-02")
    calendar.tick(workspace, "dowr")

    assert before is not None
    assert workspace.contacts.of_profile("dowr") == ()


def test_who_asks_to_be_forgotten_is(workspace: Workspace) -> None:
    choose(workspace)
    contacts.forget(workspace, "dowr", RAALTE)
    contacts.forget(workspace, "dowr", RAALTE)

    assert contact(workspace) is None


def test_the_beheerder_fills_in_a_first_address_and_the_postbus_says_so_without_it(office: Office) -> None:
    workspace = office.workspace
    take(office, RAALTE, "Eerste Houder")
    contacts.fill_in(workspace, "dowr", "beheerder", functie=RAALTE, mail="s@raalte.nl")

    assert contact(workspace) == Contact(person=RAALTE, holding=1, mail="s@raalte.nl")
    ((event, told),) = of_kind(workspace.ledger.events("dowr-postbus"), AdresIngevuld)
    assert (event.actor, told) == ("beheerder", AdresIngevuld(persoon=RAALTE, kanaal="mail", bezetting=1))
    assert "raalte.nl" not in str(event)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ({"beheerder": "controller"}, "NIET_BEVOEGD"),
        ({"beheerder": RAALTE}, "NIET_BEVOEGD"),
        ({"functie": "beheerder"}, "EIGEN_ADRES"),
        ({"mail": "s@raalte.nl\r\nBcc: x@y.nl"}, "MAILADRES_ONGESCHIKT"),
    ],
)
def test_nobody_else_fills_in_an_address(workspace: Workspace, who: dict[str, str], code: str) -> None:
    asked = {"beheerder": "beheerder", "functie": RAALTE, "mail": "s@raalte.nl"} | who
    with pytest.raises(Refused, match=code):
        contacts.fill_in(workspace, "dowr", asked["beheerder"], functie=asked["functie"], mail=asked["mail"])

    assert workspace.contacts.of_profile("dowr") == ()
    assert list(of_kind(workspace.ledger.events("dowr-postbus"), AdresIngevuld)) == []


def test_the_beheerder_changes_no_address_that_somebody_chose(workspace: Workspace) -> None:
    choose(workspace, mail=None, teams=FLOW)
    with pytest.raises(Refused, match="ADRES_GEKOZEN"):
        contacts.fill_in(workspace, "dowr", "beheerder", functie=RAALTE, mail="van.mij@raalte.nl")

    assert contact(workspace) == Contact(person=RAALTE, holding=0, teams=FLOW)
