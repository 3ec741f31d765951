"""What the controller, a sender and others see of the warnings on workbooks, open and let pass."""

from pathlib import Path

import pytest

from builders.dossier import Office
from builders.warned import REASON, number_of, pass_one, with_warnings
from jaarcyclus.dossier.warnings import tell_count
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.pages import act_page
from jaarcyclus.pages.act_page import Typed
from jaarcyclus.pages.chronicle import Teller
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.pages.submissions import make_matrix
from jaarcyclus.pages.warnings import list_passed, list_warnings
from jaarcyclus.pages.warnings_page import show_warnings

BY = f"Afgedaan door controller DOWR op 1 april 2026. Reden: {REASON}"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return with_warnings(tmp_path)


def reader(office: Office, person: str = "controller") -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def standing_of(office: Office) -> Standing:
    found = Standings(office.workspace).of_dossier(office.dossier)
    assert found is not None
    return found


def test_each_perceel_has_its_warnings_and_what_became_of_them(office: Office) -> None:
    pass_one(office)
    ict, psa = list_warnings(standing_of(office), "controller")

    assert (ict.name, ict.open, psa.open) == ("Informatievoorziening en ICT", 1, 1)
    assert [(line.place, line.passed) for line in ict.lines] == [
        ("Regels A9 en 1 andere cel", ""),
        ("Toelichting B6", BY),
    ]


def test_the_page_leads_the_controller_to_each_open_one(office: Office) -> None:
    pass_one(office)
    page = show_warnings(Standings(office.workspace), reader(office), office.dossier)

    assert "2 waarschuwingen staan open, 1 is afgedaan." in page
    assert f"/jaarcyclus/jaar/dossier/{office.dossier}/afdoen/psa-{number_of(office, 'psa')}" in page
    assert f"/afdoen/ict-{number_of(office)}" not in page


def test_the_secretary_looks_and_does_not_act(office: Office) -> None:
    page = show_warnings(Standings(office.workspace), reader(office, "ambtelijk_secretaris"), office.dossier)

    assert "3 waarschuwingen staan open." in page
    assert "/afdoen/" not in page


@pytest.mark.parametrize("person", ["manager_ict", "manager_psa", "gemeentesecretaris_raalte", "beheerder"])
def test_for_anybody_else_there_is_no_such_page(office: Office, person: str) -> None:
    with pytest.raises(UnknownKey):
        show_warnings(Standings(office.workspace), reader(office, person), office.dossier)
    with pytest.raises(UnknownKey):
        act_page.find_acting(
            Standings(office.workspace), reader(office, person), office.dossier, "afdoen", f"ict-{number_of(office)}"
        )


def test_the_form_asks_a_reason_and_does_it_after_its_check(office: Office) -> None:
    standings, about = Standings(office.workspace), f"ict-{number_of(office)}"
    acting = act_page.find_acting(standings, reader(office), office.dossier, "afdoen", about)
    assert acting is not None
    with pytest.raises(Refused) as refused:
        act_page.rehearse_act(standings, acting, Typed(reason=""))
    act_page.rehearse_act(standings, acting, Typed(reason=REASON))
    before = office.state.passed
    acting.do(office.workspace, office.dossier, "controller", **acting.asked(Typed(reason=REASON)))

    assert (refused.value.code, before) == ("REDEN_ONTBREEKT", ())
    assert [item.content.perceel for item in office.state.passed] == ["ict"]
    assert "Dat bedrag vinden wij niet in de cijfers van dit werkboek." in act_page.show_act(acting, reader(office))


def test_what_is_done_is_read_where_it_was_asked(office: Office) -> None:
    standings, about = Standings(office.workspace), f"ict-{number_of(office)}"
    acting = act_page.find_acting(standings, reader(office), office.dossier, "afdoen", about)
    assert acting is not None
    pass_one(office)
    page = show_warnings(standings, reader(office), office.dossier, office.state.seq - 1)

    assert acting.landing.startswith(f"/jaarcyclus/jaar/waarschuwingen/{office.dossier}?na=")
    assert f"is afgedaan (BEDRAG_IN_TEKST_ONBEKEND): {REASON}" in page
    assert act_page.find_acting(standings, reader(office), office.dossier, "afdoen", about) is None


def test_the_sender_reads_what_passed_on_his_own_workbook_only(office: Office) -> None:
    pass_one(office)
    standing = standing_of(office)

    assert [line.passed for line in list_passed(standing, "ict", 1)] == [BY]
    assert (list_passed(standing, "psa", 2), list_passed(standing, "ict", 2)) == ((), ())


@pytest.mark.parametrize(
    ("person", "told"),
    [("controller", True), ("manager_ict", True), ("manager_psa", False), ("gemeentesecretaris_raalte", False)],
)
def test_the_chronicle_tells_everybody_that_and_few_why(office: Office, person: str, told: bool) -> None:
    pass_one(office)
    teller = Teller(state=office.state, profile=standing_of(office).profile, person=person)
    *_, last = teller.tell(office.workspace.ledger.events(office.dossier))

    assert last.text.startswith("Een waarschuwing bij het werkboek van Informatievoorziening en ICT is afgedaan")
    assert (REASON in last.text) is told


def test_the_matrix_and_the_year_count_them(office: Office) -> None:
    pass_one(office)
    standing = standing_of(office)
    cells = {row.name: row.cells[0] for row in make_matrix([standing], {}, office.workspace.today()).rows}
    cell = cells["Informatievoorziening en ICT"]

    assert cell is not None
    assert cell.told == "op tijd, 2 waarschuwingen (1 afgedaan)"
    assert tell_count(standing.state) == "2 waarschuwingen staan open, 1 is afgedaan."
