"""Mijn berichten as it is read: what was chosen, what was typed and refused, and a calendar by its address."""

from dataclasses import replace
from pathlib import Path

import pytest
import vobject

from builders.dossier import Office, open_round
from builders.messages import tell_all
from builders.post_office import open_post_office
from jaarcyclus.errors import Refused
from jaarcyclus.pages.contact_page import Typed, make_agenda, same_as_known, show_contact
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.settings import MailSettings
from jaarcyclus.steps import agendas, contacts, holders

FLOW = "https://8a.environment.api.powerplatform.com:443/x?sig=geheime-handtekening"
ICT = "manager_ict"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


def reader(office: Office, person: str = ICT) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def show(office: Office, typed: Typed | None = None, refusal: Refused | None = None) -> str:
    return show_contact(Standings(office.workspace), reader(office), typed=typed, refusal=refusal)


def test_who_chose_nothing_reads_that_nothing_comes(office: Office) -> None:
    html = show(office)

    assert "U krijgt nu geen berichten." in html
    assert "Er gaat nu geen mail uit" in html
    assert "Er is nu geen adres." in html


@pytest.mark.parametrize("person", [ICT, "beheerder"])
def test_a_trial_is_told_as_a_trial(office: Office, person: str) -> None:
    """Mail is laid in a folder and cards leave: it is not true that nothing is made, nor that it cannot be helped."""
    settings = replace(office.workspace.settings, mail=MailSettings(folder="/proefpost"))
    standings = Standings(replace(office.workspace, settings=settings))
    html = show_contact(standings, reader(office, person))

    assert "Dit is een proef: mail wordt in een map gelegd en niet verzonden." in html
    assert "geen mailserver" not in html
    assert "kan dit verhelpen" not in html
    assert "/proefpost" not in html


def test_the_beheerder_is_not_sent_to_the_beheerder(office: Office) -> None:
    html = show_contact(Standings(office.workspace), reader(office, "beheerder"))

    assert "Op Beheer staat wat u kunt doen." in html
    assert "De beheerder kan dit verhelpen" not in html
    assert "De beheerder kan dit verhelpen" in show(office)


def test_an_address_of_mail_is_shown_back_and_that_of_teams_only_in_part(office: Office) -> None:
    contacts.choose(office.workspace, "dowr", ICT, mail="manager@raalte.nl", teams=FLOW)
    html = show(office)

    assert "<dd>manager@raalte.nl</dd>" in html
    assert "<dd>8a.environment.api.powerplatform.com … ning</dd>" in html
    assert "handtekening" not in html
    assert html.count(" checked") == 2


def test_what_was_typed_is_kept_and_what_is_wrong_stands_at_its_field(office: Office) -> None:
    typed = Typed(channels=("mail",), mail='"><script>x', teams="")
    with pytest.raises(Refused) as caught:
        contacts.choose(office.workspace, "dowr", ICT, mail=typed.mail, teams=None)
    html = show(office, typed, caught.value)

    assert "<title>Fout: " in html
    assert 'id="mail-fout"' in html
    assert 'aria-describedby="mail-hulp mail-fout" aria-invalid="true"' in html
    assert "<script" not in html
    assert "&lt;script&gt;x" in html


def test_nothing_chosen_is_a_fault_of_the_choice(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        contacts.choose(office.workspace, "dowr", ICT, mail=None, teams=None)

    assert 'id="kanalen-fout"' in show(office, Typed(), caught.value)


def test_the_calendar_is_of_whose_address_it_is_and_of_nobody_elses(office: Office) -> None:
    workspace, standings = office.workspace, Standings(office.workspace)
    token = agendas.make_address(workspace, "dowr", ICT, before="")
    content = make_agenda(standings, token, "https://jaarcyclus.example")
    assert content is not None
    calendar = vobject.readOne(content.decode())

    assert calendar.contents["x-wr-calname"][0].value.endswith("teammanager informatievoorziening en ICT")
    owed = next(item for item in calendar.vevent_list if "dowr-2027-begroting-inleveren-ict" in item.uid.value)
    assert owed.dtstart.value.isoformat() == "2026-05-08"
    assert owed.url.value == "https://jaarcyclus.example/jaarcyclus/inleveren"
    assert not [item for item in calendar.vevent_list if "inleveren-psa" in item.uid.value]
    assert make_agenda(standings, token, "https://jaarcyclus.example") == content
    assert make_agenda(standings, "a" * 43, "https://jaarcyclus.example") is None


def test_what_went_to_who_reads_stands_there_and_nothing_of_others(office: Office) -> None:
    """Seven are told that the round opened; each sees the own message, and a successor none of it."""
    workspace = office.workspace
    with open_post_office() as post:
        tell_all(office, post, "2026-04-02T09:05")
    html = show(office)
    holders.take(workspace, "dowr", "beheerder", functie=ICT, naam="Houder A", vanaf="2026-01-01")

    assert html.count("aangenomen door de server") == 1
    assert "Er is nog geen bericht naar u uitgegaan." in show(office)


@pytest.mark.parametrize(
    ("known", "same"),
    [([], False), (['"a"'], True), (['W/"a"'], True), (['"b", "a"'], True), (["*"], True), (['"b"'], False)],
)
def test_who_has_these_bytes_gets_none(known: list[str], same: bool) -> None:
    assert same_as_known('"a"', known) is same
