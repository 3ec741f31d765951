"""What each screen and message says of a perceel whose earlier figures count: never that its workbook is in."""

from datetime import date
from pathlib import Path

import pytest

from builders.carried import REASON, SILENT, carry, with_carried, without_one
from builders.dossier import Office, add_version, end_gate, open_gates, open_round, vote_all, wait_until
from jaarcyclus.dossier.standing import name_warnings
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.messages.occasions import list_occasions
from jaarcyclus.pages import act_page
from jaarcyclus.pages.act import Kind
from jaarcyclus.pages.act_page import Typed
from jaarcyclus.pages.chronicle import Teller
from jaarcyclus.pages.elsewhere import look_elsewhere
from jaarcyclus.pages.owed import Group, list_owed
from jaarcyclus.pages.question import describe_question
from jaarcyclus.pages.reader import reader_of
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.pages.submissions import make_matrix
from jaarcyclus.pages.year_acts import list_acts
from jaarcyclus.pages.year_figures import read_amounts
from jaarcyclus.pages.year_stages import stages_of
from jaarcyclus.steps.message_facts import read_facts

MANAGER = "manager_facilitair"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return with_carried(tmp_path_factory.mktemp("overgenomen"))


def standing_of(office: Office) -> Standing:
    found = Standings(office.workspace).of_dossier(office.dossier)
    assert found is not None
    return found


def occasions(office: Office) -> tuple[Occasion, ...]:
    workspace = office.workspace
    return list_occasions(read_facts(workspace, "dowr"), standing_of(office).profile, workspace.today())


def offered(office: Office, person: str) -> list[str]:
    acts = list_acts(standing_of(office), person, office.workspace.today(), look_elsewhere(office.workspace))
    return [act.about for act in acts if act.kind == Kind.CARRY]


def test_only_the_controller_is_offered_it_for_who_is_missing_until_it_is_done(tmp_path: Path) -> None:
    office = without_one(tmp_path)

    assert (offered(office, "controller"), offered(office, "ambtelijk_secretaris")) == ([SILENT], [])

    carry(office)

    assert offered(office, "controller") == []


def test_it_is_not_offered_where_nothing_was_adopted(tmp_path: Path) -> None:
    """A first year: the form would end in a refusal."""
    office = open_round(tmp_path)
    wait_until(office, "2026-06-30")

    assert offered(office, "controller") == []


def test_the_form_does_it_after_its_check(tmp_path: Path) -> None:
    office, typed = without_one(tmp_path), Typed(reason=REASON)
    standings = Standings(office.workspace)
    reader = reader_of(office.workspace.profile("dowr"), "controller", office.workspace.today())
    acting = act_page.find_acting(standings, reader, office.dossier, "overnemen", SILENT)
    assert acting is not None

    act_page.rehearse_act(standings, acting, typed)
    before = dict(office.state.carried)
    acting.do(office.workspace, office.dossier, "controller", **acting.asked(typed))

    assert (before, list(office.state.carried)) == ({}, [SILENT])
    assert "laatst vastgestelde cijfers" in act_page.show_act_check(acting, reader, typed)


def test_the_matrix_says_that_it_is_missing(office: Office) -> None:
    matrix = make_matrix([standing_of(office)], {}, date(2027, 5, 10))
    cells = {row.name: row.cells[0] for row in matrix.rows}

    cell = cells["Facilitaire zaken"]
    assert cell is not None
    assert (cell.told, cell.bad) == ("ontbreekt: cijfers overgenomen", True)


def test_the_stage_does_not_count_it_as_in(office: Office) -> None:
    told = [stage.told for stage in stages_of(standing_of(office), office.workspace.today())]

    assert "6 van 7 binnen, 1 overgenomen van eerder" in told


def test_who_should_have_handed_in_reads_why_and_that_he_still_can(office: Office) -> None:
    owed = list_owed([standing_of(office)], MANAGER, office.workspace.today(), lambda *_: False)

    (item,) = owed[Group.OWED]
    assert (item.tag, item.accepted) == ("ontbreekt", None)
    assert "tellen uw eigen cijfers" in item.told
    assert REASON in item.told


def test_he_is_told_so_at_once(office: Office) -> None:
    (told,) = (item for item in occasions(office) if "overgenomen" in item.key)

    assert (told.person, told.link) == (MANAGER, "/jaarcyclus/inleveren")


def test_the_chronicle_tells_it_with_its_reason(office: Office) -> None:
    teller = Teller(state=office.state, profile=standing_of(office).profile, person="controller")
    *_, last = teller.tell(office.workspace.ledger.events(office.dossier))

    assert last.text == (
        "Van Facilitaire zaken is geen werkboek aanvaard. De laatst vastgestelde cijfers zijn overgenomen: " + REASON
    )


def test_the_controller_is_warned_of_it(office: Office) -> None:
    told = list(name_warnings(office.state, standing_of(office).profile, "controller"))

    assert any("Facilitaire zaken: ontbreekt" in line for line in told)


def test_who_votes_and_who_watches_the_amounts_read_it_beside_them(tmp_path: Path) -> None:
    office = with_carried(tmp_path)
    add_version(office)
    for booklet in open_gates(office):
        vote_all(office, booklet)
        end_gate(office, booklet)
    (whole,) = open_gates(office)
    gate = office.state.gate(whole)
    assert gate is not None
    standing = standing_of(office)
    asked = describe_question(
        standing, gate, gate.zetels[0], gate.zetels[0].houder, office.workspace.today(), office.workspace.store.get
    )
    amounts = read_amounts(standing, office.workspace.store.get)

    assert amounts is not None
    assert amounts.column == "Begroting 2028, met overgenomen cijfers"
    assert asked.kern[-1] == (
        "In deze bedragen tellen voor Facilitaire zaken eerder vastgestelde cijfers: er is geen werkboek aanvaard."
    )
