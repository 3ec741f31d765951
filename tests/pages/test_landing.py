"""Where somebody lands: at what is asked by the earliest term, whichever pages he has."""

from pathlib import Path

import pytest

from builders.condition import with_condition
from builders.dossier import Office, open_gates, open_round, wait_until, with_version
from jaarcyclus.pages.landing import find_landing
from jaarcyclus.pages.reader import DECISIONS, SUBMISSIONS, YEAR, reader_of
from jaarcyclus.pages.standings import Standings

SEATED_AND_SUBMITTING = "manager_ict"


def lands_on(office: Office, person: str = SEATED_AND_SUBMITTING) -> str:
    reader = reader_of(office.workspace.profile("dowr"), person, office.workspace.today())
    return find_landing(Standings(office.workspace), reader)


def test_a_workbook_that_is_owed_comes_before_an_empty_list_of_questions(tmp_path: Path) -> None:
    assert lands_on(open_round(tmp_path)) == SUBMISSIONS


def test_a_question_comes_before_a_round_that_takes_no_workbook(tmp_path: Path) -> None:
    office = with_version(tmp_path)
    open_gates(office)

    assert lands_on(office) == DECISIONS


@pytest.mark.parametrize(
    ("asked", "product", "page"),
    [("2026-04-01", "tussenrapportage_1", SUBMISSIONS), ("2026-08-27", "tussenrapportage_2", DECISIONS)],
)
def test_of_a_question_and_a_workbook_the_earliest_term_leads(
    tmp_path: Path, asked: str, product: str, page: str
) -> None:
    """The question is to be answered by 22 May, or by 1 September; the workbooks are due on the 15th of either."""
    office = with_version(tmp_path)
    wait_until(office, asked)
    open_gates(office)
    open_round(tmp_path, product, 2026, workspace=office.workspace)

    assert lands_on(office) == page


@pytest.mark.parametrize(("owner", "page"), [("manager_ict", SUBMISSIONS), ("controller", DECISIONS)])
def test_a_condition_leads_to_where_its_owner_finds_it(tmp_path: Path, owner: str, page: str) -> None:
    assert lands_on(with_condition(tmp_path, owner), owner) == page


@pytest.mark.parametrize(
    ("person", "page"),
    [("controller", YEAR), ("gemeentesecretaris_raalte", DECISIONS), ("manager_psa", SUBMISSIONS)],
)
def test_who_is_asked_nothing_has_the_first_page_that_is_his(tmp_path: Path, person: str, page: str) -> None:
    assert lands_on(open_round(tmp_path), person) == page
