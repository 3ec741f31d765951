"""What the page of a question says of a dispute, of what follows, and of what became of it: from real ledgers."""

from pathlib import Path

import pytest

from builders.dossier import Office, cast_vote, end_gate, open_gates, vote_all, walk_route, with_version
from jaarcyclus.pages import decisions, seat_page
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standings

ICT = "v1-s0-regiegroep_ict-r1"
DISPUTE = f"{ICT}-geschil-directieberaad"
ICT_NAME = "Regiegroep informatievoorziening en ICT"
NO = {"antwoord": "niet afgestemd", "toelichting": "Te duur."}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The ICT booklet lies with its regiegroep."""
    made = with_version(tmp_path / "var", "begroting", "dowr")
    open_gates(made)
    return made


def page(office: Office, gate: str, zetel: str) -> str:
    """Return the page of the holder of a seat, on one line of text."""
    found = office.state.gate(gate)
    assert found is not None
    person = next(seat.houder for seat in found.zetels if seat.zetel == zetel)
    standings, who = (
        Standings(office.workspace),
        reader_of(office.workspace.profile("dowr"), person, office.workspace.today()),
    )
    seat = seat_page.find_seat(standings, office.dossier, gate, zetel, who)
    return " ".join(seat_page.show_question(standings, seat, who).replace("\u00a0", " ").split())


def dispute(office: Office) -> None:
    vote_all(office, ICT, raalte=NO)
    end_gate(office, ICT)
    assert DISPUTE in open_gates(office)


def settle(office: Office, answer: str) -> None:
    for zetel in office.state.gate(DISPUTE).silent_zetels():  # type: ignore[union-attr]
        cast_vote(office, DISPUTE, zetel, answer, toelichting="" if answer == "doorgang" else "Reken opnieuw.")
    end_gate(office, DISPUTE)


def test_a_dispute_says_that_there_is_one_and_whose_no_it_is_about(office: Office) -> None:
    dispute(office)
    html = page(office, DISPUTE, "deventer")

    assert f"Geschil in {ICT_NAME}: hoe gaat het verder met de begroting 2027, versie 1?" in html
    assert f"{ICT_NAME} is gevraagd ter afstemming; de uitslag daar: niet akkoord. Raalte antwoordde: niet" in html
    assert "Doorgang: het document gaat door naar de volgende stap. Terug: deze versie vervalt" in html


def test_who_settles_a_dispute_reads_the_kern_of_the_product(office: Office) -> None:
    dispute(office)
    html = page(office, DISPUTE, "deventer")

    assert "dragen samen €" in html
    assert "uw regiegroep" not in html
    assert f"Boekje {ICT_NAME}, Begroting 2027, versie 1</a>" in html


def test_a_regiegroep_is_led_to_its_booklet_by_the_name_in_the_list(office: Office) -> None:
    html = page(office, ICT, "deventer")

    assert html.count(f"Boekje {ICT_NAME}, Begroting 2027, versie 1</a>") == 2
    assert "Vóór deze vraag was nog geen gremium klaar met deze versie." in html


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (NO, "andere zetels moeten nog antwoorden. Als iedereen heeft geantwoord, telt het programma: bij uw nee "
             "volgt een geschil bij Directieberaad."),
        ({"antwoord": "afgestemd"}, "telt het programma: als alle zetels akkoord zijn, gaat het document verder; "
                                    "anders volgt een geschil bij Directieberaad."),
    ],
    ids=["no", "yes"],
)  # fmt: skip
def test_the_receipt_says_what_follows_by_the_rule(office: Office, answer: dict[str, str], told: str) -> None:
    cast_vote(office, ICT, "raalte", **answer)

    assert told in page(office, ICT, "raalte")


def test_after_a_condition_the_receipt_says_that_the_document_waits(office: Office) -> None:
    gate = open_consent(office)
    cast_vote(
        office,
        gate,
        "raalte",
        "stemt in, mits",
        voorwaarde={"tekst": "Een bijlage erbij.", "eigenaar": "manager_ict", "datum": "2026-07-01"},
    )

    assert "Het wacht dan tot aan uw voorwaarde is voldaan." in page(office, gate, "raalte")


def open_consent(office: Office) -> str:
    """Return the first gate that may ask a condition, opened."""
    while True:
        for gate in open_gates(office):
            if office.state.gate(gate).rol == "instemming":  # type: ignore[union-attr]
                return gate
            vote_all(office, gate)
            end_gate(office, gate)


def test_the_receipt_of_a_dispute_says_how_it_is_counted(office: Office) -> None:
    dispute(office)
    cast_vote(office, DISPUTE, "deventer", "doorgang")

    assert "als alle zetels voor doorgang of voor terug zijn, is dat de uitslag; anders " in page(
        office, DISPUTE, "deventer"
    )


def test_a_closed_question_says_that_a_dispute_follows_and_runs(office: Office) -> None:
    vote_all(office, ICT, raalte=NO)
    end_gate(office, ICT)
    assert "De uitslag: niet akkoord. U hoeft niets meer te doen. Nu volgt een geschil bij" in page(
        office, ICT, "raalte"
    )
    open_gates(office)

    assert "Er loopt een geschil bij Directieberaad." in page(office, ICT, "raalte")


def test_who_was_overruled_reads_it_in_the_question_and_in_the_list(office: Office) -> None:
    dispute(office)
    settle(office, "doorgang")
    walk_route(office)
    told = "Het geschil bij Directieberaad: doorgang. Het document ging daarmee door naar de volgende stap."
    found = Standings(office.workspace).of_profile("dowr")
    listed = decisions.list_decisions(found.standings, "vertegenwoordiger_ict_raalte", office.workspace.today())

    assert told in page(office, ICT, "raalte")
    assert [item.became for item in listed.done if told in item.became]


def test_what_came_back_says_so(office: Office) -> None:
    dispute(office)
    settle(office, "terug")

    assert "Het geschil bij Directieberaad: terug, met redenen." in page(office, ICT, "raalte")
    assert "Versie 1 is niet doorgegaan: de ronde is heropend." in page(office, ICT, "raalte")
