"""What passed last boekjaar is a list to go through: found again with the same line or heading, or found no more."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.dossier import Office, open_round, record_event, submit_workbooks, workbook_of
from builders.warned import HIDDEN, REASON, RENT, pass_one, year_after
from jaarcyclus.figures.records import figures_from_json, figures_to_json
from jaarcyclus.pages.dossiers import describe_dossier
from jaarcyclus.pages.hand_in_page import show_owed
from jaarcyclus.pages.mailbox import Mailboxes
from jaarcyclus.pages.reader import Reader, reader_of
from jaarcyclus.pages.returning import Fate, Returned, find_before, list_returning
from jaarcyclus.pages.standings import Standings
from jaarcyclus.pages.warnings_page import show_warnings
from jaarcyclus.pages.year_page import show_year
from jaarcyclus.terms.findings import Bevinding, as_dict, bevinding

AMOUNT, ROWS = "BEDRAG_IN_TEKST_ONBEKEND", "RIJ_VERBORGEN"
OTHER_HEADING = bevinding(AMOUNT, blad="Toelichting", cel="B7", waarde="€ 5.000", bedrag="€ 5.000")
SAME_HEADING = bevinding(AMOUNT, blad="Toelichting", cel="B6", waarde="€ 5.000", bedrag="€ 5.000")
OTHER_LINE = bevinding(ROWS, blad="Regels", cel="A11")
OTHER_SHEET = bevinding(ROWS, blad="Risico's", cel="A9")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return year_after(tmp_path)


def reader(office: Office, person: str) -> Reader:
    return reader_of(office.workspace.profile("dowr"), person, office.workspace.today())


def returned(office: Office, person: str = "controller") -> tuple[Returned, ...]:
    standings = Standings(office.workspace)
    standing = standings.of_dossier(office.dossier)
    assert standing is not None
    before = find_before(standing, standings.of_profile("dowr").standings)
    return list_returning(standing, before, office.workspace.store.get, person)


def hand_in_moved(office: Office, warned: Bevinding) -> None:
    """Hand in the workbook of ICT with each line one row down."""
    workbook, content = workbook_of("ict", "begroting", 2028)
    figures = figures_from_json(content)
    down = replace(figures, regels=tuple(replace(line, rij=line.rij + 1) for line in figures.regels))
    record_event(
        office,
        "inzending_geaccepteerd",
        "manager_ict",
        {
            "perceel": "ict",
            "sha256": office.workspace.store.put(workbook),
            "cijfers_sha256": office.workspace.store.put(figures_to_json(down)),
            "inzender": "manager_ict",
            "via": "api",
            "te_laat": False,
            "ontvangst": 1,
            "bevindingen": [as_dict(warned)],
        },
    )


def test_what_nobody_let_pass_is_not_on_the_list(office: Office) -> None:
    """PSA wrote of the same amount: nobody gave a reason for that, so there is none to look at again."""
    found = returned(office)

    assert [(item.perceel, item.place, item.fate) for item in found] == [
        ("ict", "Toelichting B6", Fate.WAITS),
        ("ict", "Regels A9 en 1 andere cel", Fate.WAITS),
    ]
    assert found[0].passed == f"Afgedaan door controller DOWR op 1 april 2026. Reden: {REASON}"


@pytest.mark.parametrize(
    ("warned", "amount", "rows"),
    [
        ([], Fate.GONE, Fate.GONE),
        ([RENT, *HIDDEN], Fate.BACK, Fate.BACK),
        ([SAME_HEADING], Fate.BACK, Fate.GONE),  # another amount under the same heading
        ([OTHER_HEADING], Fate.GONE, Fate.GONE),
        ([HIDDEN[1]], Fate.GONE, Fate.BACK),  # one of the two lines is enough
        ([OTHER_LINE, OTHER_SHEET], Fate.GONE, Fate.GONE),
    ],
)
def test_it_comes_back_with_the_same_line_or_heading(
    office: Office, warned: list[Bevinding], amount: Fate, rows: Fate
) -> None:
    submit_workbooks(office, "ict", warned=warned)

    assert [item.fate for item in returned(office)] == [amount, rows]


def test_a_line_that_moved_down_is_the_same_line(office: Office) -> None:
    """What stood in row 10 stands in row 11 now: it is known by its words and codes, not by its row."""
    hand_in_moved(office, bevinding(ROWS, blad="Regels", cel="A11"))

    assert returned(office)[1].fate == Fate.BACK


def test_of_another_perceel_it_does_not_come_back(office: Office) -> None:
    submit_workbooks(office, "psa", warned=[RENT])

    assert [item.fate for item in returned(office)] == [Fate.WAITS, Fate.WAITS]


def test_the_controller_is_led_to_it_and_clears_it_with_a_reason(office: Office) -> None:
    submit_workbooks(office, "ict", warned=[RENT])
    (place, path), *_ = returned(office)[0].places
    pass_one(office, reason="De huur loopt nog tot 2030.")

    assert (place, path.startswith(f"/jaarcyclus/jaar/dossier/{office.dossier}/afdoen/ict-")) == (
        "Toelichting B6",
        True,
    )
    assert (returned(office)[0].fate, returned(office)[0].places) == (Fate.PASSED, (("Toelichting B6", ""),))


@pytest.mark.parametrize(
    ("person", "count", "acts"),
    [("manager_ict", 2, False), ("ambtelijk_secretaris", 2, False), ("manager_psa", 0, False), ("controller", 2, True)],
)
def test_a_manager_reads_the_own_perceel_only_and_is_offered_no_act(
    office: Office, person: str, count: int, acts: bool
) -> None:
    submit_workbooks(office, "ict", warned=[RENT])
    found = returned(office, person)

    assert len(found) == count
    assert any(path for item in found for _, path in item.places) is acts


@pytest.mark.parametrize(("person", "told"), [("manager_ict", True), ("manager_psa", False), ("controller", False)])
def test_who_hands_in_reads_it_where_he_hands_in(office: Office, person: str, told: bool) -> None:
    standings = Standings(office.workspace)
    page = show_owed(standings, Mailboxes(office.workspace), reader(office, person))

    assert ("Waarschuwingen van vorig boekjaar: Begroting 2028" in page) is told
    assert (REASON in page) is told


def test_the_pages_of_the_controller_count_and_list_them(office: Office) -> None:
    standings = Standings(office.workspace)
    page = show_warnings(standings, reader(office, "controller"), office.dossier)

    assert "2 van vorig boekjaar zijn na te lopen." in show_year(standings, reader(office, "controller"))
    assert "Van vorig boekjaar: loop deze na" in page
    assert page.count(REASON) == 2


@pytest.mark.parametrize(("person", "count"), [("controller", 2), ("manager_ict", 2), ("gemeentesecretaris_raalte", 0)])
def test_the_page_of_the_dossier_lists_them_for_who_may_read_them(office: Office, person: str, count: int) -> None:
    standings = Standings(office.workspace)
    standing = standings.of_dossier(office.dossier)
    assert standing is not None
    shown = describe_dossier(office.workspace, standing, reader(office, person), standings.of_profile("dowr").standings)

    assert len(shown.last_year) == count


def test_a_first_year_has_none(tmp_path: Path) -> None:
    office = open_round(tmp_path)
    submit_workbooks(office, "ict", warned=[RENT])

    assert returned(office) == ()
