"""The controller carries last year's adopted figures forward, for a perceel that handed in nothing and too late."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders.carried import SILENT, carry, hand_in, without_one
from builders.dossier import Office, add_version, open_round, published, wait_until
from jaarcyclus.dossier.fold import fold
from jaarcyclus.dossier.manifest import from_bytes
from jaarcyclus.dossier.planning import missing_submissions
from jaarcyclus.errors import Refused
from jaarcyclus.figures.records import figures_from_json, total_cent
from jaarcyclus.ledger.chain import Event
from jaarcyclus.rules.transitions import check
from jaarcyclus.steps import acts


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return without_one(tmp_path)


def test_the_version_no_longer_waits_for_who_handed_in_nothing(office: Office) -> None:
    assert missing_submissions(office.state) == (SILENT,)

    carry(office)

    assert missing_submissions(office.state) == ()
    assert list(office.state.carried) == [SILENT]


@pytest.mark.parametrize(("column", "source"), [("t", "t_plus1"), ("t_plus1", "t_plus2"), ("t_plus3", "t_plus3")])
def test_each_year_is_what_the_last_budget_said_of_it(office: Office, column: str, source: str) -> None:
    carry(office)

    store, earlier = office.workspace.store, office.workspace.dossier("dowr-2027-begroting")
    made = figures_from_json(store.get(office.state.current[SILENT].cijfers_sha256))
    last = figures_from_json(store.get(earlier.current[SILENT].cijfers_sha256))
    assert total_cent(made.regels, "lasten", column) == total_cent(last.regels, "lasten", source)
    assert made.toelichting == {}


def test_the_manifest_says_from_where_and_names_no_workbook(office: Office) -> None:
    carry(office)

    made = from_bytes(office.workspace.store.get(add_version(office)))

    assert made.inzendingen[SILENT]["overgenomen"] == "dowr-2027-begroting"
    assert "werkboek" not in made.inzendingen[SILENT]


def test_a_workbook_that_comes_after_all_takes_their_place(office: Office) -> None:
    carry(office)

    hand_in(office, SILENT)

    assert office.state.carried == {}


@pytest.mark.parametrize(
    ("person", "perceel", "reason", "code"),
    [
        ("manager_facilitair", SILENT, "Ziek.", "NIET_BEVOEGD"),
        ("ambtelijk_secretaris", SILENT, "Ziek.", "NIET_BEVOEGD"),
        ("controller", "ict", "Ziek.", "WERKBOEK_IS_ER"),
        ("controller", "tuinen", "Ziek.", "PERCEEL_ONBEKEND"),
        ("controller", SILENT, " ", "REDEN_ONTBREEKT"),
    ],
)
def test_who_may_not_and_what_cannot_be_is_refused(
    office: Office, person: str, perceel: str, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        carry(office, perceel, person=person, reason=reason)

    assert (refusal.value.code, missing_submissions(office.state)) == (code, (SILENT,))


def test_who_can_still_hand_in_in_time_is_waited_for(tmp_path: Path) -> None:
    office = open_round(tmp_path, boekjaar=2028, workspace=published(tmp_path).workspace)
    wait_until(office, str(office.state.closing_day))

    with pytest.raises(Refused, match="kan nog op tijd indienen") as refusal:
        carry(office)

    assert refusal.value.code == "NOG_OP_TIJD"


def test_what_nobody_adopted_cannot_be_carried_forward(tmp_path: Path) -> None:
    """The first year of the cooperation: there is no budget of the year before."""
    office = open_round(tmp_path)
    wait_until(office, "2026-06-30")

    with pytest.raises(Refused, match="Begroting 2027, Raming 2028") as refusal:
        carry(office)

    assert refusal.value.code == "NIETS_VASTGESTELD"


@pytest.mark.parametrize("product", ["tussenrapportage_1", "jaarverslag"])
def test_what_really_happened_is_never_carried_forward(tmp_path: Path, product: str) -> None:
    office = open_round(tmp_path, product, workspace=published(tmp_path).workspace)
    wait_until(office, str(office.state.closing_day.replace(month=12)))

    with pytest.raises(Refused, match="wat er echt is uitgegeven"):
        carry(office)


def test_who_is_asked_anew_and_is_silent_again_has_its_figures_carried_again(office: Office) -> None:
    """There is no workbook of before that could count again."""
    carry(office)
    add_version(office)
    acts.reopen(office.workspace, office.dossier, "controller", reden="Probeer het nog eens.", percelen=(SILENT,))

    with pytest.raises(Refused, match="geen werkboek") as refusal:
        acts.keep_workbook(office.workspace, office.dossier, "controller", perceel=SILENT, reden="Er komt niets.")
    carry(office, reason="Er komt niets.")

    assert refusal.value.code == "GEEN_WERKBOEK"
    assert missing_submissions(office.state) == ()


def test_a_version_on_its_route_is_not_changed(office: Office) -> None:
    carry(office)
    add_version(office)

    with pytest.raises(Refused) as refusal:
        carry(office)

    assert refusal.value.code == "RONDE_GESLOTEN"


def test_figures_that_do_not_follow_from_their_sources_are_refused_again(office: Office) -> None:
    """Whoever rewrites the ledger gives a cent less; the rules make the figures anew."""
    carry(office)
    *before, event = office.workspace.ledger.events(office.dossier)
    other = office.state.current["ict"].cijfers_sha256

    with pytest.raises(Refused) as refusal:
        check(fold(before, office.dossier), _with(event, cijfers_sha256=other), office.workspace.store.get)

    assert refusal.value.code == "CIJFERS_ANDERS"


def test_a_column_from_somewhere_else_is_refused_again(office: Office) -> None:
    carry(office)
    *before, event = office.workspace.ledger.events(office.dossier)
    columns = dict(event.inhoud["kolommen"])
    columns["t"] = columns["t_plus1"]

    with pytest.raises(Refused) as refusal:
        check(fold(before, office.dossier), _with(event, kolommen=columns), office.workspace.store.get)

    assert refusal.value.code == "BRON_ONJUIST"


def _with(event: Event, **changed: object) -> Event:
    return replace(event, inhoud={**event.inhoud, **changed})
