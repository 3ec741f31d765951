"""Only acts that make sense are offered, each says what it does, and one that is rehearsed records nothing."""

import re
from pathlib import Path

import pytest

from builders.dossier import Office, open_round
from jaarcyclus.dossier.links import Identity
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.pages import keeper_act_page, keeper_page
from jaarcyclus.pages.accounts import SignInService, WaysKnown
from jaarcyclus.pages.keeper_act_page import Acting
from jaarcyclus.pages.keeper_acts import KeeperAct, list_acts
from jaarcyclus.pages.keeper_page import read_functions
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.steps import agendas, contacts, holders, links, passwords

KEEPER, FUNCTIE = "beheerder", "gemeentesecretaris_raalte"
SERVICE = SignInService(name="Raalte", issuer="https://aanmelden.example", claim="sub")
WAYS = WaysKnown(service=SERVICE, by_password=frozenset(), handed_out=frozenset(), missing=frozenset())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_round(tmp_path)


def reader(office: Office, person: str = KEEPER) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def offered(office: Office, functie: str = FUNCTIE, service: SignInService | None = None) -> set[str]:
    """What is offered besides a first address, which is while nobody chose one."""
    item = next(item for item in read_functions(office.workspace, reader(office), ()) if item.key == functie)
    return {str(kind) for kind in list_acts(item, KEEPER, service, office.workspace.today())} - {"adres"}


def acting(office: Office, kind: KeeperAct, person: str = KEEPER) -> Acting:
    found = keeper_act_page.find_acting(office.workspace, reader(office, person), kind, FUNCTIE, SERVICE)
    assert found is not None
    return found


def take(office: Office) -> None:
    holders.take(office.workspace, "dowr", KEEPER, functie=FUNCTIE, naam="Houder A", vanaf="2020-01-01")


def heads(office: Office) -> tuple[str, ...]:
    return tuple(office.workspace.ledger.head(f"dowr-{chain}") for chain in ("bezetting", "postbus"))


def test_an_empty_function_can_be_taken(office: Office) -> None:
    assert offered(office, service=SERVICE) == {"bezetten", "wachtwoord"}


def test_who_has_one_can_leave_it_and_be_linked_where_there_is_a_service(office: Office) -> None:
    take(office)

    assert offered(office) == {"verlaten", "wachtwoord"}
    assert offered(office, service=SERVICE) == {"verlaten", "koppelen", "wachtwoord"}


def test_a_link_can_be_taken_away(office: Office) -> None:
    take(office)
    who = Identity(issuer=SERVICE.issuer, claim="sub", value="3f2a")
    links.link(office.workspace, "dowr", KEEPER, functie=FUNCTIE, identity=who)

    assert offered(office, service=SERVICE) == {"verlaten", "ontkoppelen", "wachtwoord"}


def test_after_a_departure_it_can_be_taken_again_or_the_day_mended(office: Office) -> None:
    take(office)
    holders.leave(office.workspace, "dowr", KEEPER, functie=FUNCTIE, per="2021-01-01", reden="Weg.")

    assert offered(office) == {"bezetten", "herstellen", "wachtwoord"}


def test_nobody_issues_the_own_password(office: Office) -> None:
    assert "wachtwoord" not in offered(office, KEEPER)


@pytest.mark.parametrize("person", ["controller", FUNCTIE])
def test_for_anybody_but_the_beheerder_there_is_no_act(office: Office, person: str) -> None:
    with pytest.raises(UnknownKey):
        acting(office, KeeperAct.TAKE, person)


@pytest.mark.parametrize(("kind", "key"), [("vegen", FUNCTIE), ("bezetten", "niemand")])
def test_what_does_not_exist_is_not_found(office: Office, kind: str, key: str) -> None:
    with pytest.raises(UnknownKey):
        keeper_act_page.find_acting(office.workspace, reader(office), kind, key, None)


def test_an_act_that_was_done_meanwhile_is_gone(office: Office) -> None:
    take(office)

    assert keeper_act_page.find_acting(office.workspace, reader(office), "bezetten", FUNCTIE, None) is None


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (KeeperAct.TAKE, {"naam": "", "vanaf": "2026-01-01"}, "NAAM_ONLEESBAAR"),
        (KeeperAct.TAKE, {"naam": "Houder A", "vanaf": "morgen"}, "DAG_ONLEESBAAR"),
        (KeeperAct.ISSUE, {"reden": " "}, "REDEN_ONTBREEKT"),
    ],
)
def test_what_the_rules_would_refuse_is_told_before_it_is_confirmed(
    office: Office, kind: KeeperAct, typed: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        keeper_act_page.rehearse_act(acting(office, kind), typed)

    assert refused.value.code == code


def test_who_records_a_holder_reads_that_the_address_goes_and_then_who_is_not_told(office: Office) -> None:
    workspace, typed = office.workspace, {"naam": "Houder A", "vanaf": "2026-01-01"}
    contacts.choose(workspace, "dowr", FUNCTIE, mail="s@raalte.nl", teams=None)
    act = acting(office, KeeperAct.TAKE)
    keeper_act_page.rehearse_act(act, typed)
    kept = contacts.contact_of(workspace, "dowr", FUNCTIE)
    act.do(workspace, typed)

    for html in (keeper_act_page.show_act(act), keeper_act_page.show_act_check(act, typed)):
        assert "dat bij deze functie was gekozen, vervalt" in html
    assert kept is not None
    row = re.search(
        f'<tr id="{FUNCTIE}">.*?</th>',
        keeper_page.show_functions(workspace, Mailboxes(workspace), reader(office), WAYS),
        re.S,
    )
    assert row is not None
    assert "krijgt geen bericht" in row[0]


def test_who_lets_a_function_change_hands_reads_what_becomes_of_the_password(office: Office) -> None:
    first = keeper_act_page.show_act(acting(office, KeeperAct.TAKE))
    take(office)
    leaves = keeper_act_page.show_act(acting(office, KeeperAct.LEAVE))
    holders.leave(office.workspace, "dowr", KEEPER, functie=FUNCTIE, per="2021-01-01", reden="Weg.")
    succeeds, mends = (keeper_act_page.show_act(acting(office, kind)) for kind in (KeeperAct.TAKE, KeeperAct.MEND))
    ends = "Vanaf die dag werkt het wachtwoord van dit account niet meer"

    assert [ends in html for html in (first, leaves, succeeds, mends)] == [False, True, True, True]
    assert "Het wachtwoord van het account blijft werken" in first
    assert "Kiest u de eerste dag van deze houder zelf" in leaves


def test_who_leaves_the_keeping_reads_who_gives_the_next_a_password(office: Office) -> None:
    holders.take(office.workspace, "dowr", KEEPER, functie=KEEPER, naam="Houder A", vanaf="2020-01-01")
    found = keeper_act_page.find_acting(office.workspace, reader(office), KeeperAct.LEAVE, KEEPER, SERVICE)
    assert found is not None

    assert "krijgt het alleen van wie de machine beheert" in keeper_act_page.show_act(found)


def test_who_issues_a_password_reads_that_the_calendar_stops(office: Office) -> None:
    act = acting(office, KeeperAct.ISSUE)
    token = agendas.make_address(office.workspace, "dowr", FUNCTIE, before="")
    keeper_act_page.rehearse_act(act, {"reden": "Kwijt."})

    assert "agenda de termijnen van dit account ophaalt, werkt ook niet meer" in keeper_act_page.show_act(act)
    assert agendas.owner_of(office.workspace, token) is not None


def test_what_holds_from_a_day_on_is_not_said_to_happen_at_once(office: Office) -> None:
    typed = {"naam": "Houder A", "vanaf": "2026-06-01", "reden": "Kwijt."}
    takes, issues = (
        keeper_act_page.show_act_check(acting(office, kind), typed) for kind in (KeeperAct.TAKE, KeeperAct.ISSUE)
    )

    assert "het geldt vanaf de dag die hieronder staat" in takes
    assert "gebeurt het meteen" not in takes
    assert "gebeurt het meteen" in issues


def test_what_is_rehearsed_is_not_recorded(office: Office) -> None:
    before = heads(office)
    keeper_act_page.rehearse_act(acting(office, KeeperAct.TAKE), {"naam": "Houder A", "vanaf": "2026-01-01"})
    keeper_act_page.rehearse_act(acting(office, KeeperAct.ISSUE), {"reden": "Kwijt."})

    assert heads(office) == before


def test_a_first_address_is_filled_in_once_and_never_shown(office: Office) -> None:
    workspace, typed = office.workspace, {"mail": "s@raalte.nl"}
    act = acting(office, KeeperAct.ADDRESS)
    keeper_act_page.rehearse_act(act, typed)
    assert contacts.contact_of(workspace, "dowr", FUNCTIE) is None

    act.do(workspace, typed)
    kept = contacts.contact_of(workspace, "dowr", FUNCTIE)
    assert kept is not None
    assert kept.mail == "s@raalte.nl"
    assert keeper_act_page.find_acting(workspace, reader(office), KeeperAct.ADDRESS, FUNCTIE, SERVICE) is None
    assert "s@raalte.nl" not in keeper_page.show_functions(workspace, Mailboxes(workspace), reader(office), WAYS)
    assert "s@raalte.nl" not in str(workspace.ledger.events("dowr-postbus"))


def test_what_is_no_address_is_told_at_its_field(office: Office) -> None:
    act, typed = acting(office, KeeperAct.ADDRESS), {"mail": "s@raalte.nl, x@y.nl"}
    with pytest.raises(Refused) as refused:
        keeper_act_page.rehearse_act(act, typed)

    assert 'id="mail-fout"' in keeper_act_page.show_act(act, typed=typed, refusal=refused.value)


def test_the_own_address_is_not_filled_in_here(office: Office) -> None:
    items = read_functions(office.workspace, reader(office), ())
    own = next(item for item in items if item.key == KEEPER)

    assert KeeperAct.ADDRESS not in list_acts(own, KEEPER, None, office.workspace.today())


@pytest.mark.parametrize(
    ("kind", "key", "why"),
    [
        (KeeperAct.ADDRESS, KEEPER, "Uw eigen adres kiest u op Mijn berichten."),
        (KeeperAct.ADDRESS, FUNCTIE, "kiest de houder zelf, op Mijn berichten."),
        (KeeperAct.ISSUE, KEEPER, "Dit is uw eigen account."),
        (KeeperAct.TAKE, FUNCTIE, "Het is al gedaan, of de functie staat er nu anders voor."),
    ],
)
def test_what_cannot_be_done_now_says_why(office: Office, kind: KeeperAct, key: str, why: str) -> None:
    assert why in keeper_act_page.show_gone(reader(office), {}, kind, key)


def test_a_fault_names_the_function_and_the_day_as_people_do(office: Office) -> None:
    take(office)
    act = acting(office, KeeperAct.LEAVE)
    with pytest.raises(Refused) as refused:
        keeper_act_page.rehearse_act(act, {"per": "2019-01-01", "reden": "Weg."})
    html = keeper_act_page.show_act(act, refusal=refused.value)
    with pytest.raises(Refused, match=r"kies een dag tot en met \d+ \w+ \d{4}\.") as far:
        keeper_act_page.rehearse_act(act, {"per": "2099-01-01", "reden": "Weg."})

    assert f"De houder heeft {act.act.about} pas sinds" in html
    assert far.value.code == "DAG_TE_VER"


def test_the_fault_stands_at_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    act = acting(office, KeeperAct.TAKE)
    typed = {"naam": "Houder А", "vanaf": "2026-01-01"}
    with pytest.raises(Refused) as refused:
        keeper_act_page.rehearse_act(act, typed)
    html = keeper_act_page.show_act(act, typed=typed, refusal=refused.value)

    assert 'id="naam-fout"' in html
    assert 'value="Houder А"' in html


def test_a_form_that_is_sent_twice_issues_one_password(office: Office) -> None:
    first = acting(office, KeeperAct.ISSUE)
    first.require_first({"na": "0"})
    passwords.issue(office.workspace, "dowr", KEEPER, person=FUNCTIE, reason="Kwijt.")

    with pytest.raises(Refused, match="intussen al een wachtwoord"):
        acting(office, KeeperAct.ISSUE).require_first({"na": "0"})


def test_a_password_is_shown_once(office: Office) -> None:
    shown = keeper_act_page.show_password(reader(office), f"dowr-{FUNCTIE}", "eenmalig-geheim")
    gone = keeper_act_page.show_password(reader(office), "", None)

    assert "eenmalig-geheim" in shown
    assert "Hier is geen wachtwoord te zien" in gone
