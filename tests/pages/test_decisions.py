"""What is asked of one person, from the ledger of a tussenrapportage that the directieberaad must adopt."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from builders import confidential
from builders.dossier import Office, cast_vote, end_gate, open_gates, vote_all, with_version
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.pages import decisions, seat_page
from jaarcyclus.pages.decisions import Decisions
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standings

MEMBER = "directeur_bedrijfsvoering_deventer"
GATE = "v1-s1-directieberaad-r1"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = with_version(tmp_path / "var", "tussenrapportage_1", "dowr")
    for gate in open_gates(made):
        vote_all(made, gate)
        end_gate(made, gate)
    assert open_gates(made) == [GATE]
    return made


def asked(office: Office, person: str, *, days: int = 0) -> Decisions:
    found = Standings(office.workspace).of_profile("dowr")
    deadline = date.fromisoformat(office.state.gate(GATE).deadline)  # type: ignore[union-attr]
    return decisions.list_decisions(found.standings, person, deadline - timedelta(days=days))


def reader(office: Office, person: str) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


@pytest.mark.parametrize(
    ("days", "left"), [(3, "nog 3 dagen"), (1, "nog 1 dag"), (0, "laatste dag")], ids=["three", "one", "last"]
)
def test_a_question_says_how_much_time_there_is(office: Office, days: int, left: str) -> None:
    (waiting,) = asked(office, MEMBER, days=days).reader

    assert (waiting.title, waiting.body, waiting.seat, waiting.tag) == (
        f"Tussenrapportage 1 over {office.state.boekjaar}, versie 1",
        "Directieberaad, ter vaststelling",
        "Deventer",
        left,
    )


def test_what_was_answered_waits_for_others(office: Office) -> None:
    cast_vote(office, GATE, "deventer", "stelt vast")
    found = asked(office, MEMBER)

    assert (found.reader, [item.tag.partition(" op ")[0] for item in found.others]) == ((), ["u antwoordde"])


DEPUTY = "loco_directeur_deventer"


@pytest.mark.parametrize(
    ("voter", "looker", "told", "listed"),
    [
        (DEPUTY, MEMBER, "Uw plaatsvervanger heeft geantwoord", "uw plaatsvervanger antwoordde"),
        (None, DEPUTY, "De directeur bedrijfsvoering Deventer heeft geantwoord",
         "de directeur bedrijfsvoering Deventer antwoordde"),
        (DEPUTY, DEPUTY, "Uw antwoord is vastgelegd", "u antwoordde"),
    ],
    ids=["deputy_did", "holder_did", "self"],
)  # fmt: skip
def test_whose_answer_stands_for_a_seat_is_said(
    office: Office, voter: str | None, looker: str, told: str, listed: str
) -> None:
    """Holder and deputy read the same receipt: neither may take the other's answer for the own."""
    cast_vote(office, GATE, "deventer", "stelt vast", door=voter)
    standings, who = Standings(office.workspace), reader(office, looker)
    html = seat_page.show_question(
        standings, seat_page.find_seat(standings, office.dossier, GATE, "deventer", who), who
    )

    assert told in html
    assert html.count("Uw antwoord is vastgelegd") == (told == "Uw antwoord is vastgelegd")
    assert [item.tag.partition(" op ")[0] for item in asked(office, looker).others] == [listed]


def test_past_its_term_a_question_waits_for_nobody_here(office: Office) -> None:
    found = asked(office, MEMBER, days=-1)

    assert (found.reader, [item.tag for item in found.others]) == ((), ["termijn voorbij, niet geantwoord"])


def test_a_closed_question_says_what_came_of_it(office: Office) -> None:
    vote_all(office, GATE)
    end_gate(office, GATE)

    assert [item.tag for item in asked(office, MEMBER).done] == ["uitslag: akkoord"]


def test_what_is_done_stands_there_by_when_it_closed(office: Office) -> None:
    """A gate with a later term may close first: the last that closed comes first."""
    vote_all(office, GATE)
    end_gate(office, GATE)
    (standing,) = Standings(office.workspace).of_profile("dowr").standings
    gate = next(item for item in standing.state.gates if item.gate == GATE)
    gates = (
        replace(gate, gate="eerst", deadline="2027-01-01", gesloten_klok="2026-06-01T09:00:00+02:00"),
        replace(gate, gate="later", deadline="2026-12-01", gesloten_klok="2026-06-02T09:00:00+02:00"),
    )
    changed = replace(standing, state=replace(standing.state, gates=gates))
    done = decisions.list_decisions([changed], MEMBER, date(2027, 2, 1)).done

    assert [item.path.split("/")[-2] for item in done] == ["later", "eerst"]


def test_nothing_is_asked_of_who_has_no_seat(office: Office) -> None:
    found = asked(office, "controller")

    assert (found.reader, found.others, found.done) == ((), (), ())


@pytest.mark.parametrize(("seconds", "told"), [(0, True), (59, True), (60, False), (-1, False)])
def test_a_question_of_just_now_may_not_be_ready_for_an_answer(office: Office, seconds: int, told: bool) -> None:
    gate = office.state.gate(GATE)
    assert gate is not None
    asked_at = datetime.fromisoformat(gate.geopend_tijd)

    assert seat_page.is_just_asked(gate, asked_at + timedelta(seconds=seconds)) == told
    assert not seat_page.is_just_asked(replace(gate, geopend_tijd=""), asked_at)


def test_the_question_tells_the_amounts_of_all_and_marks_the_own(office: Office) -> None:
    standings, who = Standings(office.workspace), reader(office, MEMBER)
    seat = seat_page.find_seat(standings, office.dossier, GATE, "deventer", who)
    html = seat_page.show_question(standings, seat, who).replace("\u00a0", " ")

    assert "Deventer (uw gemeente)" in html
    assert "De gemeenten Deventer, Olst-Wijhe en Raalte dragen samen €" in html


@pytest.mark.parametrize("simulated", [True, False])
def test_a_question_says_once_that_it_is_an_exercise(office: Office, simulated: bool) -> None:
    """Above each page while the date is simulated; afterwards the dossier alone still is."""
    standings, who = Standings(office.workspace), replace(reader(office, MEMBER), simulated=simulated)
    seat = seat_page.find_seat(standings, office.dossier, GATE, "deventer", who)

    assert seat_page.show_question(standings, seat, who).count("OEFENING") == 1


@pytest.mark.parametrize("zetel", ["raalte", "bestaat_niet"])
def test_the_seat_of_another_is_as_unknown_as_one_that_is_not_there(office: Office, zetel: str) -> None:
    standings, who = Standings(office.workspace), reader(office, MEMBER)

    with pytest.raises(UnknownKey, match="niet aan u gesteld"):
        seat_page.find_seat(standings, office.dossier, GATE, zetel, who)


def test_words_of_a_stranger_stay_words(office: Office) -> None:
    """Typed text comes back in the form as it was, and as no markup."""
    standings, who = Standings(office.workspace), reader(office, MEMBER)
    seat = seat_page.find_seat(standings, office.dossier, GATE, "deventer", who)
    typed = seat_page.Ballot(antwoord="stelt niet vast", toelichting="</textarea><script>alert(1)</script>")
    html = seat_page.show_question(standings, seat, who, typed=typed)

    assert "&lt;/textarea&gt;&lt;script&gt;" in html
    assert "<script" not in html


def test_a_text_that_is_too_long_is_refused_and_not_cut(office: Office) -> None:
    """A browser cuts what is pasted at `maxlength` without a word."""
    standings, who = Standings(office.workspace), reader(office, MEMBER)
    seat = seat_page.find_seat(standings, office.dossier, GATE, "deventer", who)
    html = seat_page.show_question(standings, seat, who)
    typed = seat_page.Ballot(antwoord="stelt niet vast", toelichting="Te duur. " * 500)

    assert "maxlength" not in html
    assert "Ten hoogste 4000 tekens" in html
    with pytest.raises(Refused, match="langer dan 4000 tekens"):
        seat_page.check_answer(standings, seat, who, typed)


def test_a_dossier_is_read_anew_when_its_chain_grew_and_not_before(office: Office) -> None:
    standings = Standings(office.workspace)
    (before,) = standings.of_profile("dowr").standings
    (same,) = standings.of_profile("dowr").standings
    cast_vote(office, GATE, "deventer", "stelt vast")
    (after,) = standings.of_profile("dowr").standings

    assert same is before
    assert after.state == office.state


def test_a_confidential_step_says_so_to_its_members_and_why_few_can_own_a_condition(
    office: Office, tmp_path: Path
) -> None:
    closed = confidential.asked(tmp_path / "besloten")

    def page(made: Office, gate: str, person: str, zetel: str) -> str:
        standings, who = Standings(made.workspace), reader(made, person)
        return seat_page.show_question(standings, seat_page.find_seat(standings, made.dossier, gate, zetel, who), who)

    html = page(closed, confidential.GATE, "directeur_bedrijfsvoering_raalte", "raalte")

    assert "Besloten stap:" in html
    assert "U kiest daarom alleen uit wie de voorwaarde mag lezen." in html
    assert "Besloten stap:" not in page(office, GATE, MEMBER, "deventer")
