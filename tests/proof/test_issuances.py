"""A vote after an issued password says so: what dossier or postbus leaves out, invents or changes of that is found."""

import pytest

from builders.dossier import open_gates, with_version
from builders.export import export_dossier
from builders.forgery import ForgersDesk, Forgery, rewrite
from jaarcyclus.documents.bijlage import write_annex
from jaarcyclus.dossier.ballot import Ballot
from jaarcyclus.proof.beside import Asked
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import passwords, votes
from jaarcyclus.steps.airflow_names import GatePlace

ICT = "v1-s0-regiegroep_ict-r1"
MEMBERS = ("vertegenwoordiger_ict_deventer", "vertegenwoordiger_ict_olst_wijhe")
Told = tuple[bytes, bytes, str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Dossier, postbus and annex: Deventer voted after its password was issued, Olst-Wijhe with the own one."""
    office = with_version(tmp_path_factory.mktemp("uitgifte"), "begroting", "dowr")
    workspace = office.workspace
    open_gates(office)
    passwords.issue(workspace, "dowr", "beheerder", person=MEMBERS[0], reason="Wachtwoord kwijt.")
    passwords.note_choice(workspace, "dowr", MEMBERS[0])
    for place, member in enumerate(MEMBERS):
        seat = GatePlace(profiel="dowr", gremium="regiegroep_ict", dossier=office.dossier, gate=ICT, place=place)
        votes.record(workspace, seat, member, Ballot(antwoord="afgestemd"))
    passwords.issue(workspace, "dowr", "beheerder", person=MEMBERS[1], reason="Telefoon gestolen.")
    passwords.note_choice(workspace, "dowr", MEMBERS[1])  # too late for its vote
    annex = write_annex(office.state, workspace.profile_of(office.state), "0" * 64)
    return export_dossier(workspace, office.dossier), export_dossier(workspace, "dowr-postbus"), annex


def lines(dossier: bytes, postbus: bytes | None, holds: bool | None) -> str:
    report = verify_zip(dossier, asked=Asked(postbus=postbus))
    return "\n".join(line.tekst for line in report.regels if line.houdt is holds and line.onderwerp == "wachtwoorden")


def test_both_chains_tell_the_same(told: Told) -> None:
    assert lines(*told[:2], holds=False) == ""


def test_the_report_names_the_vote_and_who_issued_the_password(told: Told) -> None:
    text = lines(*told[:2], holds=True)

    assert f"De stem van zetel deventer in {ICT} is door" in text
    assert "uitgegeven door applicatiebeheerder op" in text
    assert "olst_wijhe" not in text


def test_without_the_postbus_the_vote_is_still_named(told: Told) -> None:
    assert f"De stem van zetel deventer in {ICT} is door" in lines(told[0], None, holds=True)


def test_the_annex_says_it_beside_the_vote(told: Told) -> None:
    assert told[2].count("nadat een ander een wachtwoord van dit account had uitgegeven (postbus ") == 1


def name_the_other_seat(desk: ForgersDesk) -> None:
    """The mark moves to the vote of Olst-Wijhe, which came with the own password."""
    mark, vote = desk.find("stem_na_uitgifte"), desk.find("stem_uitgebracht", zetel="olst_wijhe")
    desk.remove("stem_na_uitgifte")
    desk.add_after(vote, "stem_na_uitgifte", "systeem", mark["inhoud"] | {"zetel": "olst_wijhe"})


@pytest.mark.parametrize(
    ("forgery", "fault"),
    [
        (lambda desk: desk.remove("stem_na_uitgifte"), "en dat staat er niet bij"),
        (lambda desk: desk.change("stem_na_uitgifte", {}, uitgifte=900), "noemt uitgifte 900 van een wachtwoord"),
        (name_the_other_seat, "en die kent de postbus zo niet"),
    ],
    ids=["left out", "another issue", "another vote"],
)
def test_what_the_dossier_changes_is_found(told: Told, forgery: Forgery, fault: str) -> None:
    assert fault in lines(rewrite(told[0], forgery), told[1], holds=False)


@pytest.mark.parametrize(
    "forgery",
    [
        lambda desk: desk.remove("wachtwoord_gekozen", uitgifte=desk.find("wachtwoord_uitgegeven")["seq"]),
        lambda desk: desk.change("wachtwoord_uitgegeven", {"persoon": MEMBERS[0]}, persoon="controller"),
    ],
    ids=["never used", "for somebody else"],
)
def test_what_the_postbus_changes_is_found(told: Told, forgery: Forgery) -> None:
    report = verify_zip(told[0], asked=Asked(postbus=rewrite(told[1], forgery)))

    assert not report.houdt


def test_a_mark_stands_behind_its_vote_and_nowhere_else(told: Told) -> None:
    def later(desk: ForgersDesk) -> None:
        mark = desk.find("stem_na_uitgifte")
        desk.remove("stem_na_uitgifte")
        desk.add_after(desk.events[-1], "stem_na_uitgifte", "systeem", mark["inhoud"])

    report = verify_zip(rewrite(told[0], later))

    assert any("STEM_ONBEKEND" in line.tekst for line in report.regels if line.houdt is False)


def test_of_an_older_postbus_no_more_is_told_than_it_knows(told: Told) -> None:
    """It ends before the issue that a vote names: of that vote nobody looked, so nothing is said of every vote."""
    later = rewrite(told[0], lambda desk: desk.change("stem_na_uitgifte", {}, uitgifte=2))
    older = rewrite(told[1], lambda desk: desk.events.__delitem__(slice(1, None)))

    assert lines(later, older, holds=False) == ""
    assert "Elke stem na een uitgegeven wachtwoord" not in lines(later, older, holds=True)
    assert "de postbus is eerder geëxporteerd" in lines(later, older, holds=None)
