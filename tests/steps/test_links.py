"""The beheerder says who signs in for which function; a vote says by which of his words its voter came in."""

from datetime import timedelta
from pathlib import Path

import pytest

from builders.dossier import Office, open_gates, with_version
from builders.holders import BEHEERDER, succeed, take
from builders.links import identity, link
from jaarcyclus import clock
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.errors import Refused
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.steps import holders, links, passwords, votes
from jaarcyclus.steps.airflow_names import GatePlace
from jaarcyclus.steps.links import Entrance

ICT = "v1-s0-regiegroep_ict-r1"
MEMBER = "vertegenwoordiger_ict_deventer"
OTHER = "directeur_bedrijfsvoering_deventer"
PLACE = GatePlace(profiel="dowr", gremium="regiegroep_ict", dossier="dowr-2027-begroting", gate=ICT, place=0)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The first gates of the begroting are open, and the beheerder keeps who has the seat."""
    made = with_version(tmp_path, "begroting", "dowr")
    open_gates(made)
    take(made, MEMBER, "Houder A")
    return made


def entrances(office: Office, value: str = "a1", **other: str) -> list[str]:
    return [found.functie for found in links.entrances(office.workspace, identity(value, **other))]


def test_who_is_linked_comes_in_for_the_function(office: Office) -> None:
    link(office, MEMBER)

    found = links.entrances(office.workspace, identity())
    assert found == (Entrance(profiel="dowr", functie=MEMBER, link=2),)


def test_the_controller_reads_each_link_that_a_vote_may_name(office: Office) -> None:
    """Those that were taken away too: by a link of a moment somebody else may have voted."""
    link(office, MEMBER, identity("van-een-ander"))
    links.unlink(office.workspace, "dowr", BEHEERDER, functie=MEMBER, reden="Verkeerd.")
    link(office, MEMBER)

    (line,) = holders.list_holders(office.workspace, "dowr", "controller")
    assert line.aanmelding == "sub van-een-ander (koppeling 2, weggenomen); sub a1 (koppeling 4)"


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("a2", {}),
        ("A1", {}),
        ("a1", {"issuer": "https://aanmelden.voorbeeld.nl/realms/ander"}),
        ("a1", {"claim": "oid"}),
    ],
    ids=["another person", "another spelling", "another provider", "another claim"],
)
def test_nobody_else_does(office: Office, value: str, other: dict[str, str]) -> None:
    link(office, MEMBER)

    assert entrances(office, value, **other) == []


def test_who_holds_two_functions_comes_in_for_either(office: Office) -> None:
    take(office, OTHER, "Houder A")
    link(office, MEMBER)
    link(office, OTHER)

    assert entrances(office) == [MEMBER, OTHER]


def test_who_leaves_comes_in_no_more_from_that_day_and_the_successor_not_by_that_link(office: Office) -> None:
    link(office, MEMBER)
    tomorrow = (office.workspace.today() + timedelta(days=1)).isoformat()
    succeed(office, MEMBER, "Houder B", tomorrow)
    before = entrances(office)
    clock.set_simulated(office.workspace.settings, office.workspace.now() + timedelta(days=1))

    assert (before, entrances(office)) == ([MEMBER], [])


def test_a_departure_that_was_told_with_a_wrong_day_counts_on_the_right_one(office: Office) -> None:
    link(office, MEMBER)
    today = office.workspace.today()
    holders.leave(office.workspace, "dowr", BEHEERDER, functie=MEMBER, per=today.isoformat(), reden="Vertrekt.")
    before = entrances(office)
    later = (today + timedelta(days=7)).isoformat()
    holders.mend_departure(office.workspace, "dowr", BEHEERDER, functie=MEMBER, per=later, reden="Een week later.")

    assert (before, entrances(office)) == ([], [MEMBER])


def test_a_link_that_is_taken_away_lets_nobody_in(office: Office) -> None:
    link(office, MEMBER)
    links.unlink(office.workspace, "dowr", BEHEERDER, functie=MEMBER, reden="Verkeerd overgenomen.")

    assert entrances(office) == []


def test_capitals_in_a_mail_address_are_no_other_person(office: Office) -> None:
    link(office, MEMBER, identity("A.Houder@Voorbeeld.nl", claim="email"))

    assert entrances(office, "a.houder@voorbeeld.nl", claim="email") == [MEMBER]


@pytest.mark.parametrize("person", ["controller", MEMBER])
def test_nobody_but_the_beheerder_says_so(office: Office, person: str) -> None:
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        links.link(office.workspace, "dowr", person, functie=MEMBER, identity=identity())
    with pytest.raises(Refused, match="NIET_BEVOEGD"):
        links.unlink(office.workspace, "dowr", person, functie=MEMBER, reden="Mag niet.")


def test_a_function_without_a_holder_has_no_link(office: Office) -> None:
    with pytest.raises(Refused, match="FUNCTIE_VRIJ"):
        link(office, OTHER)


def test_a_bezetting_that_was_put_back_lets_nobody_in(office: Office) -> None:
    """It may be from before somebody left."""
    link(office, MEMBER)
    Witness(office.workspace.settings.getuige).go_back("dowr-bezetting", Head(17, "a" * 64))

    assert entrances(office) == []


def test_a_vote_tells_by_which_link_its_voter_came_in(office: Office) -> None:
    link(office, MEMBER)
    votes.record(office.workspace, PLACE, MEMBER, Ballot(antwoord="afgestemd"), link=2)

    gate = office.state.gate(ICT)
    assert gate is not None
    assert [vote.koppeling for vote in gate.votes] == [2]


def test_behind_the_mark_of_an_issued_password(office: Office) -> None:
    link(office, MEMBER)
    passwords.issue(office.workspace, "dowr", BEHEERDER, person=MEMBER, reason="Wachtwoord kwijt.")
    passwords.note_choice(office.workspace, "dowr", MEMBER)
    votes.record(office.workspace, PLACE, MEMBER, Ballot(antwoord="afgestemd"), link=2)

    assert office.kinds[-3:] == ["stem_uitgebracht", "stem_na_uitgifte", "stem_aangemeld"]
