"""Who gets a new password, what the postbus tells of it, and which vote says that it came after one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.dossier import Office, open_gates, with_version
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.ledger.chain import Head
from jaarcyclus.ledger.postbus_events import WachtwoordUitgegeven
from jaarcyclus.ledger.wire import of_kind
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.steps import agendas, passwords, votes
from jaarcyclus.steps.airflow_names import GatePlace
from jaarcyclus.steps.overview import describe, describe_for

ICT = "v1-s0-regiegroep_ict-r1"
MEMBER = "vertegenwoordiger_ict_deventer"
PLACE = GatePlace(
    profiel="dowr", gremium="regiegroep_ict", dossier="dowr-2027-begroting", gate=ICT, place=0
)  # fmt: skip
YES = Ballot(antwoord="afgestemd")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The first gates of the begroting are open."""
    made = with_version(tmp_path, "begroting", "dowr")
    assert ICT in open_gates(made)
    return made


def issue(office: Office, person: str = MEMBER, issuer: str = "beheerder", reason: str = "Wachtwoord kwijt.") -> None:
    passwords.issue(office.workspace, "dowr", issuer, person=person, reason=reason)


def issue_and_choose(office: Office, person: str = MEMBER) -> int:
    issue(office, person)
    passwords.note_choice(office.workspace, "dowr", person)
    return passwords.issuances(office.workspace, "dowr")[-1].number


def marks(office: Office) -> Iterator[int | None]:
    gate = office.state.gate(ICT)
    assert gate is not None
    return (vote.uitgifte for vote in gate.votes)


def test_the_postbus_tells_who_issued_it_for_whom_and_why(office: Office) -> None:
    issue(office)

    ((event, told),) = of_kind(office.workspace.ledger.events("dowr-postbus"), WachtwoordUitgegeven)
    assert (event.actor, told) == ("beheerder", WachtwoordUitgegeven(persoon=MEMBER, reden="Wachtwoord kwijt."))


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ({"issuer": "controller"}, "NIET_BEVOEGD"),
        ({"issuer": MEMBER}, "NIET_BEVOEGD"),
        ({"person": "beheerder"}, "EIGEN_WACHTWOORD"),
        ({"reason": " "}, "Zet erbij waarom"),
        ({"reason": "."}, "TEKST_ONLEESBAAR"),
    ],
)
def test_nobody_else_issues_one_nor_without_a_reason(office: Office, who: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        issue(office, **who)

    assert passwords.issuances(office.workspace, "dowr") == ()


def test_an_account_that_is_not_in_the_profile_gets_none(office: Office) -> None:
    with pytest.raises(UnknownKey, match="kies uit"):
        issue(office, person="burgemeester_van_elders")


def test_a_vote_after_it_says_so(office: Office) -> None:
    number = issue_and_choose(office)
    vote = votes.record(office.workspace, PLACE, MEMBER, YES)

    assert vote.soort == "stem_uitgebracht"
    assert list(marks(office)) == [number]


def test_a_vote_without_one_says_nothing(office: Office) -> None:
    issue_and_choose(office, "controller")
    votes.record(office.workspace, PLACE, MEMBER, YES)

    assert list(marks(office)) == [None]


def test_one_from_before_the_gate_opened_is_not_told(tmp_path: Path) -> None:
    office = with_version(tmp_path, "begroting", "dowr")
    issue_and_choose(office)
    open_gates(office)
    votes.record(office.workspace, PLACE, MEMBER, YES)

    assert list(marks(office)) == [None]


def test_issued_before_and_chosen_after_the_gate_opened_is_told(tmp_path: Path) -> None:
    """Else one could be made on the evening before, and used when the question is there."""
    office = with_version(tmp_path, "begroting", "dowr")
    issue(office)
    open_gates(office)
    passwords.note_choice(office.workspace, "dowr", MEMBER)
    votes.record(office.workspace, PLACE, MEMBER, YES)

    assert None not in marks(office)


def test_the_controller_reads_whose_password_who_issued_and_what_was_voted(office: Office) -> None:
    issue_and_choose(office)
    votes.record(office.workspace, PLACE, MEMBER, YES)

    (line,) = describe_for(office.workspace, office.dossier, "controller").wachtwoorden
    assert "uitgegeven door applicatiebeheerder op" in line
    assert "reden: Wachtwoord kwijt; eigen wachtwoord gekozen op" in line
    assert line.endswith(f"; daarna gestemd voor Deventer ({ICT})")
    assert f"  {line}" in describe(office.workspace, office.dossier).lines()


def test_a_member_reads_of_the_own_account_only(office: Office) -> None:
    issue(office, "vertegenwoordiger_ict_raalte")
    issue(office)

    (line,) = describe_for(office.workspace, office.dossier, MEMBER).wachtwoorden
    assert line.endswith("daarna nog geen eigen gekozen")


@pytest.mark.parametrize("at_start", [False, True])
def test_the_address_of_a_calendar_ends_with_the_password_of_before(office: Office, at_start: bool) -> None:
    """Who is signed in with the old one can do nothing any more, nor read on by an address that was made before."""
    workspace = office.workspace
    token = agendas.make_address(workspace, "dowr", MEMBER, before="")
    other = agendas.make_address(workspace, "dowr", "controller", before="")
    if at_start:
        passwords.issue_at_start(workspace, "dowr", MEMBER)
    else:
        issue(office)

    assert agendas.owner_of(workspace, token) is None
    assert agendas.owner_of(workspace, other) is not None


def test_a_start_that_issues_one_is_told_too(office: Office) -> None:
    passwords.issue_at_start(office.workspace, "dowr", MEMBER)

    (line,) = passwords.describe_own(office.workspace, "dowr", MEMBER)
    assert "door Jaarcyclus bij het starten" in line


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        ("te kort", "12 tot 200 tekens"),
        ("a" * 201, "12 tot 200 tekens"),
        ("het oude wachtwoord", "is het oude"),
        ("mijn Controller-2026", "naam van uw account"),
        ("ababababababab", "herhaling"),
        ("een zin met een\ttab", "onzichtbare"),
        (" een zin met een spatie", "onzichtbare"),
    ],
)
def test_an_own_password_is_long_new_and_no_name(new: str, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        passwords.require_suitable("dowr-controller", "het oude wachtwoord", new, new)


def test_it_is_given_twice_the_same() -> None:
    with pytest.raises(Refused, match="niet gelijk"):
        passwords.require_suitable("dowr-controller", "het oude", "een zin van woorden", "een zin van woord")


def test_a_sentence_of_words_will_do() -> None:
    passwords.require_suitable("dowr-controller", "oud", "vier woorden zijn genoeg", "vier woorden zijn genoeg")


def test_a_password_is_not_changed_where_nothing_can_be_recorded(office: Office) -> None:
    """Told 'er is niets gedaan', a member would try the old one, and be shut out."""
    issue(office)
    Witness(office.workspace.settings.getuige).go_back("dowr-postbus", Head(999, "a" * 64))

    with pytest.raises(Refused, match="LOGBOEK_TERUGGEZET"):
        passwords.require_recordable(office.workspace, "dowr")
