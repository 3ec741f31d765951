"""Who keeps an installation reads what needs a person, who holds what and how each signs in; nobody else reads it."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from builders.dossier import Office, open_round, with_version
from jaarcyclus.clock import AMSTERDAM
from jaarcyclus.dossier.links import Identity
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages import keeper_page
from jaarcyclus.pages.accounts import SignInService, WaysKnown, list_issued
from jaarcyclus.pages.machine_parts import OF_ANOTHER, Finding, LastLook, MachinePart, SeenParts, name_part, untold
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings
from jaarcyclus.settings import MailSettings
from jaarcyclus.steps import acts, contacts, holders, links, passwords, receipts

KEEPER, FUNCTIE = "beheerder", "gemeentesecretaris_raalte"
NOBODY_LOOKED = LastLook(moment=None)
MOMENT = datetime(2026, 4, 1, 9, 3, tzinfo=AMSTERDAM)
SERVICE = SignInService(name="Raalte", issuer="https://aanmelden.example", claim="sub")


def ways(office: Office, service: SignInService | None = None, *, missing: str = "") -> WaysKnown:
    everybody = frozenset(person.sleutel for person in office.workspace.profile("dowr").personen)
    return WaysKnown(
        service=service,
        by_password=everybody,
        handed_out=frozenset({"controller"}),
        missing=frozenset({missing} - {""}),
    )


def reader(office: Office, person: str = KEEPER) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def overview(
    office: Office,
    person: str = KEEPER,
    *,
    parts: tuple[MachinePart, ...] | None = (),
    looked: LastLook = NOBODY_LOOKED,
    missing: str = "",
) -> str:
    workspace = office.workspace
    html = keeper_page.show_overview(
        Standings(workspace), Mailboxes(workspace), reader(office, person), ways(office, missing=missing),
        seen=None if parts is None else SeenParts(moment=MOMENT, parts=parts), looked=looked,
    )  # fmt: skip
    return plain(html)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def take(office: Office, name: str, since: str, functie: str = FUNCTIE) -> None:
    holders.take(office.workspace, "dowr", KEEPER, functie=functie, naam=name, vanaf=since)


def leave(office: Office, day: str) -> None:
    holders.leave(office.workspace, "dowr", KEEPER, functie=FUNCTIE, per=day, reden="Andere functie.")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


@pytest.mark.parametrize("person", ["ambtelijk_secretaris", "manager_ict", FUNCTIE])
def test_for_anybody_else_there_is_no_such_page(office: Office, person: str) -> None:
    with pytest.raises(UnknownKey, match="niet voor u"):
        overview(office, person)
    for show in (
        lambda: keeper_page.show_functions(
            office.workspace, Mailboxes(office.workspace), reader(office, person), ways(office)
        ),
        lambda: keeper_page.show_accounts(
            office.workspace, Mailboxes(office.workspace), reader(office, person), ways(office)
        ),
    ):
        with pytest.raises(UnknownKey, match="niet voor u"):
            show()


def test_the_controller_reads_along_and_is_offered_nothing(office: Office) -> None:
    take(office, "Houder A", "2026-01-01")
    html = keeper_page.show_functions(
        office.workspace, Mailboxes(office.workspace), reader(office, "controller"), ways(office)
    )

    assert "Houder A" in html
    assert "/beheer/verlaten/" not in html


def test_it_says_so_when_nothing_needs_a_person(office: Office) -> None:
    office = with_mail(office, MailSettings(server="mail.gemeente.example", sender="jaarcyclus@gemeente.example"))
    told = overview(office)
    for person in office.workspace.profile("dowr").personen:
        contacts.choose(office.workspace, "dowr", person.sleutel, mail="iemand@raalte.nl", teams=None)

    assert "functies krijgen geen bericht" in told
    assert "Er is nu niets dat een mens vraagt" in overview(office)


def test_it_does_not_say_that_all_is_well_while_that_is_not_known(office: Office) -> None:
    office = with_mail(office, MailSettings(server="mail.gemeente.example", sender="jaarcyclus@gemeente.example"))
    for person in office.workspace.profile("dowr").personen:
        contacts.choose(office.workspace, "dowr", person.sleutel, mail="iemand@raalte.nl", teams=None)
    unknown, known = overview(office, parts=None), overview(office)

    assert "Er is nu niets dat een mens vraagt" not in unknown
    assert "Naar de onderdelen wordt nog gekeken" in unknown
    assert "Onderdelen, zoals zij waren op 1 april 2026, 09.03 uur" in known


def with_mail(office: Office, typed: MailSettings) -> Office:
    workspace = office.workspace
    return Office(replace(workspace, settings=replace(workspace.settings, mail=typed)), office.dossier)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "JAARCYCLUS_MAIL_SERVER is niet ingesteld. Niemand krijgt mail"),
        ({"folder": "/proefpost"}, "Berichten per mail worden in de map /proefpost gelegd en niet verzonden"),
        ({"server": "mail.gemeente.example"}, "De instelling JAARCYCLUS_MAIL_VAN klopt niet"),
    ],
)
def test_who_keeps_it_reads_that_no_mail_leaves_and_what_to_do(
    office: Office, typed: dict[str, str], words: str
) -> None:
    told = overview(with_mail(office, MailSettings(**typed)))

    assert words in told
    assert "Start Jaarcyclus daarna opnieuw." in told
    assert "vraag het de beheerder" not in told


def test_a_part_that_does_not_work_is_told_in_words_of_the_office(office: Office) -> None:
    told = overview(office, parts=(name_part("dag_processor", "ongezond", "lees het logbestand"),))

    assert "Kalenderlezer werkt niet goed lees het logbestand" in told
    assert "dag_processor" not in told


def test_what_was_found_is_told_with_the_time_of_the_look(office: Office) -> None:
    """It does not say that it is so now."""
    moment = datetime(2026, 4, 1, 9, 30, tzinfo=AMSTERDAM)
    found = LastLook(moment=moment, findings=(Finding(subject="Klok", good=False, told="Zet de klok gelijk."),))
    told = overview(office, looked=found)

    assert "Gevonden bij de controle: Klok Zet de klok gelijk." in told
    assert "Laatst gekeken op 1 april 2026, 09.30 uur" in told
    assert "Wat daarna veranderde, staat hier niet" in told


def test_a_look_that_is_under_way_is_told_and_not_offered_again(office: Office) -> None:
    told = overview(office, looked=LastLook(moment=None, busy=True))

    assert "Er wordt nu gekeken" in told
    assert "Kijk de machine nu na" not in told


def test_nothing_of_another_cooperation_is_told() -> None:
    """One machine may serve more of them; a path or a chain names one."""
    findings = (
        Finding(subject="Mappen", good=False, told="/var/inbox/regio_zwolle/loon.xlsx ligt verkeerd"),
        Finding(subject="Inbox op SharePoint van Regio Zwolle, geldigheid", good=False, told="verloopt"),
        Finding(subject="Klok", good=False, told="loopt achter"),
    )
    told = untold(findings, ["regio_zwolle", "Regio Zwolle"])

    assert [item.told for item in told] == [OF_ANOTHER, OF_ANOTHER, "loopt achter"]
    assert "Zwolle" not in str(told)


def test_a_workbook_that_waits_too_long_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    receipts.receive(
        office.workspace, "dowr", b"x", file_name="a.xlsx", inzender="manager_ict", via="api", perceel="ict"
    )
    assert "zonder antwoord" not in overview(office)
    monkeypatch.setattr(keeper_page.receipts, "LATE", receipts.LATE * 0)

    assert "1 werkboek zonder antwoord" in overview(office)


def test_functions_without_a_holder_count_once_somebody_keeps_them(office: Office) -> None:
    assert "zonder houder" not in overview(office)
    take(office, "Houder A", "2026-01-01")

    assert "32 functies zonder houder" in overview(office)


def test_an_account_that_is_not_there_is_told_with_what_to_do(office: Office) -> None:
    assert "1 functie zonder account Het profiel is nieuwer" in overview(office, missing=FUNCTIE)


def test_a_password_that_nobody_used_is_told(office: Office) -> None:
    passwords.issue(office.workspace, "dowr", KEEPER, person=FUNCTIE, reason="Kwijt.")
    assert "1 uitgegeven wachtwoord is niet gebruikt" in overview(office)
    passwords.note_choice(office.workspace, "dowr", FUNCTIE)

    assert "niet gebruikt" not in overview(office)


def test_who_holds_a_function_who_did_and_who_comes(office: Office) -> None:
    today = office.workspace.today()
    soon = today.replace(year=today.year + 1, day=1).isoformat()
    take(office, "Houder A", "2020-01-01")
    leave(office, "2021-01-01")
    take(office, "Houder B", "2021-01-01")
    leave(office, soon)
    take(office, "Houder C", soon)
    html = keeper_page.show_functions(office.workspace, Mailboxes(office.workspace), reader(office), ways(office))
    row = plain(html.split(f'<tr id="{FUNCTIE}">')[1].split("</tr>")[0])

    assert re.search("Houder B sinds 1 januari 2021 tot .* Houder C vanaf .* Houder A, 1 januari 2020 tot", row)


def functions_row(office: Office, person: str = KEEPER) -> str:
    html = keeper_page.show_functions(
        office.workspace, Mailboxes(office.workspace), reader(office, person), ways(office)
    )
    return plain(html.split(f'<tr id="{FUNCTIE}">')[1].split("</tr>")[0])


def accounts_row(office: Office, service: SignInService | None = None) -> str:
    mailboxes = Mailboxes(office.workspace)
    html = keeper_page.show_accounts(office.workspace, mailboxes, reader(office), ways(office, service))
    return plain(html.split(f'<tr id="{FUNCTIE}">')[1].split("</tr>")[0])


def test_who_succeeds_needs_a_new_password_until_it_is_issued(office: Office) -> None:
    today = office.workspace.today().isoformat()
    take(office, "Houder A", "2020-01-01")
    leave(office, today)
    vacant = functions_row(office), "Nieuw wachtwoord nodig" in overview(office)
    take(office, "Houder B", today)
    asked = functions_row(office), functions_row(office, "controller"), accounts_row(office), overview(office)
    passwords.issue(office.workspace, "dowr", KEEPER, person=FUNCTIE, reason="Nieuwe houder.")

    assert ("Het wachtwoord van de vorige houder is ingetrokken." in vacant[0], vacant[1]) == (True, False)
    assert "Het wachtwoord van de vorige houder is ingetrokken; geef een nieuw uit." in asked[0]
    assert "is ingetrokken; de beheerder geeft een nieuw uit." in asked[1]
    assert "kan zich niet aanmelden Ingetrokken. Het was van de vorige houder; een nieuw is nodig." in asked[2]
    assert "Nieuw wachtwoord nodig Een andere houder hebben: gemeentesecretaris Raalte." in asked[3]
    assert "Nieuw wachtwoord nodig" not in overview(office)
    assert "ingetrokken" not in functions_row(office)


def test_of_a_change_that_is_still_to_come_the_day_is_told(office: Office) -> None:
    soon = date(office.workspace.today().year + 1, 1, 2).isoformat()
    take(office, "Houder A", "2020-01-01")
    leave(office, soon)
    take(office, "Houder B", soon)

    assert "Het wachtwoord werkt nog tot 2 januari 2027 ." in functions_row(office)
    assert "Nieuw wachtwoord nodig" not in overview(office)


def test_a_first_holder_who_is_taken_back_leaves_a_password_that_works_and_the_page_says_so(office: Office) -> None:
    today = office.workspace.today().isoformat()
    take(office, "Houder A", today)
    leave(office, today)
    vacant = functions_row(office)
    take(office, "Houder B", today)
    taken = functions_row(office)
    passwords.issue(office.workspace, "dowr", KEEPER, person=FUNCTIE, reason="Een ander kende het.")

    assert ["het wachtwoord werkt nog." in told for told in (vacant, taken, functions_row(office))] == [
        True,
        True,
        False,
    ]


def test_who_signs_in_at_the_office_needs_none(office: Office) -> None:
    today = office.workspace.today().isoformat()
    take(office, "Houder A", "2020-01-01")
    leave(office, today)
    take(office, "Houder B", today)
    who = Identity(issuer=SERVICE.issuer, claim="sub", value="3f2a")
    links.link(office.workspace, "dowr", KEEPER, functie=FUNCTIE, identity=who)

    assert "Raalte sub 3f2a Ingetrokken. Het was van de vorige houder." in accounts_row(office, SERVICE)


def test_the_beheerders_own_comes_from_who_owns_the_machine(office: Office) -> None:
    """Nobody issues the own one, and who succeeds cannot sign in to read this: the controller does."""
    today = office.workspace.today().isoformat()
    take(office, "Houder A", "2020-01-01", KEEPER)
    holders.leave(office.workspace, "dowr", KEEPER, functie=KEEPER, per=today, reden="Andere functie.")
    take(office, "Houder B", today, KEEPER)
    told = overview(office, "controller")
    passwords.issue_at_start(office.workspace, "dowr", KEEPER)

    assert "Dat van de beheerder komt van wie de machine beheert" in told
    assert "Nieuw wachtwoord nodig" not in overview(office, "controller")


def test_it_shows_who_may_answer_in_whose_name(office: Office) -> None:
    take(office, "Houder L", "2020-01-01", "loco_secretaris_raalte")
    shown = plain(
        keeper_page.show_functions(office.workspace, Mailboxes(office.workspace), reader(office), ways(office))
    )

    assert "Bedrijfsvoeringsraad Raalte gemeentesecretaris Raalte loco-secretaris Raalte Houder L" in shown


def test_each_account_says_how_its_holder_signs_in(office: Office) -> None:
    take(office, "Houder A", "2020-01-01")
    who = Identity(issuer=SERVICE.issuer, claim="sub", value="3f2a")
    links.link(office.workspace, "dowr", KEEPER, functie=FUNCTIE, identity=who)
    mailboxes = Mailboxes(office.workspace)
    html = keeper_page.show_accounts(office.workspace, mailboxes, reader(office), ways(office, SERVICE))
    rows = {key: plain(html.split(f'<tr id="{key}">')[1].split("</tr>")[0]) for key in (FUNCTIE, "controller", KEEPER)}

    assert "Raalte of wachtwoord sub 3f2a" in rows[FUNCTIE]
    assert "wachtwoord nog dat van de installatie" in rows["controller"]
    assert "uw eigen wachtwoord" in rows[KEEPER]


def test_the_controller_reads_why_a_password_was_issued_also_when_it_was_used(office: Office) -> None:
    passwords.issue(office.workspace, "dowr", KEEPER, person=FUNCTIE, reason="Telefoon <kwijt>.")
    passwords.note_choice(office.workspace, "dowr", FUNCTIE)

    def shown(person: str) -> str:
        mailboxes = Mailboxes(office.workspace)
        html = keeper_page.show_accounts(office.workspace, mailboxes, reader(office, person), ways(office))
        return plain(html.split("<h2>Uitgegeven wachtwoorden</h2>")[1])

    issuer = office.workspace.profile("dowr").name_person(KEEPER)
    assert f"gemeentesecretaris Raalte {issuer} 1 april 2026" in shown("controller")
    assert "Telefoon &lt;kwijt&gt;. 1 april 2026" in shown("controller")
    assert shown(KEEPER).split(" Vragen")[0] == shown("controller").split(" Vragen")[0]


def test_and_not_what_was_issued_longer_than_a_year_ago(office: Office) -> None:
    passwords.issue(office.workspace, "dowr", KEEPER, person=FUNCTIE, reason="Kwijt.")
    events, profile = passwords.issuances(office.workspace, "dowr"), office.workspace.profile("dowr")

    assert len(list_issued(profile, events, date(2027, 4, 1))) == 1
    assert list_issued(profile, events, date(2027, 4, 3)) == ()


def test_a_round_that_stands_still_is_told(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    acts.reopen(office.workspace, office.dossier, "controller", reden="De huur ontbreekt.", percelen=())

    keeper, controller = overview(office), overview(office, "controller")

    assert "staat stil De ronde wacht op een nieuw werkboek." in keeper
    assert "De huur ontbreekt" not in keeper  # who may not read the dossier reads nothing of it here
    assert "De huur ontbreekt" in controller
    assert ("Open het dossier" in keeper, "Open het dossier" in controller) == (False, True)


def test_what_the_calendar_did_is_told_as_it_ended(office: Office) -> None:
    runs = [
        {"state": "running", "start_date": "2026-11-30T11:44:00Z", "run_after": "2026-11-30T11:43:59Z"},
        {"state": "failed", "start_date": None, "run_after": "2026-11-30T10:44:00Z"},
    ]
    told = plain(keeper_page.show_calendar(reader(office), runs))

    assert "12.44 uur keek zij, en is nog bezig." in told
    assert "11.44 uur keek zij, en dat lukte niet." in told
    assert "nu niet te lezen" in plain(keeper_page.show_calendar(reader(office), None))
