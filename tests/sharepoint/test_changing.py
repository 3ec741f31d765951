"""What stands on SharePoint is corrected and withdrawn, in one process, with one thing that goes wrong.

`test_plans` has all at once.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from builders.changing import CHANGED_FILES, ChangingDesk
from builders.placing import FOLDERS, PDF
from graph import items
from graph.human import HUMAN
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.dossier.placing import SHA_COLUMN, Placing
from jaarcyclus.graph import holding
from jaarcyclus.graph.items import checkout
from jaarcyclus.graph.records import Item
from jaarcyclus.ledger.placing_events import PlaatsingGestuit, PlaatsingWacht
from jaarcyclus.rules.placing import LEASE, refusals
from jaarcyclus.steps.placing import find
from jaarcyclus.steps.placing_acts import Hand
from jaarcyclus.steps.placing_library import COLUMNS, STATUS_COLUMN
from jaarcyclus.steps.publication_overview import INDEX
from jaarcyclus.steps.sharepoint_target import HASHES

MOST_ATTEMPTS = 30
_FIRST_LOOK = 4  # of an attempt, at a file: the root and two folders are looked for before
EDITED = b"gewijzigd door een medewerker"


def path_of(name: str) -> str:
    return "/".join((*FOLDERS, name))


class Office(ChangingDesk):
    """An installation whose attempts are made here, one after another."""

    def attempt(self, number: int = 0) -> Placing:
        super().attempt(number)
        found = find(self.workspace, "dowr", self.key)
        assert found is not None
        return found

    def finish(self) -> Placing:
        """Carry on at each moment that the chain names, until it is confirmed or for a person."""
        for number in range(MOST_ATTEMPTS):
            found = self.attempt(number)
            if found.confirmed or isinstance(found.hindrance, PlaatsingGestuit):
                assert list(refusals(self.events())) == []
                return found
            left = LEASE.total_seconds()
            if isinstance(found.hindrance, PlaatsingWacht):
                left = (datetime.fromisoformat(found.hindrance.niet_voor) - self.now()).total_seconds()
            self.graph.advance(max(0.0, left))
        raise AssertionError(f"never done: {found}")

    def row(self, name: str) -> dict[str, Any]:
        return dict(self.graph.tree()[path_of(name)])


@pytest.fixture(
    params=[{}, {"require_checkout": True}, {"drafts": "minor"}], ids=["plain", "required check-out", "drafts"]
)
def library(graph: Graph, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Graph:
    graph.drive_id = graph.add_library("Besluiten", **request.param)
    for column in COLUMNS:
        graph.add_column(column.name)
    monkeypatch.setattr("jaarcyclus.ledger.store.real_time", lambda: datetime.fromtimestamp(graph.store.now(), UTC))
    return graph


@pytest.fixture
def correcting(library: Graph, tmp_path: Path) -> Office:
    return Office.changing(library, tmp_path / "var", "Besluiten", "correct")  # type: ignore[return-value]


@pytest.fixture
def withdrawing(library: Graph, tmp_path: Path) -> Office:
    return Office.changing(library, tmp_path / "var", "Besluiten", "withdraw")  # type: ignore[return-value]


def require_told(office: Office, name: str, *codes: str) -> None:
    """A person hears of this file, and nobody else finds it checked out."""
    stopped = office.finish().hindrance
    assert isinstance(stopped, PlaatsingGestuit)
    assert stopped.bestand == name
    assert stopped.code in codes
    assert [path for path, row in office.graph.tree().items() if row["checked_out_by"] == office.graph.app] == []


# what a person does between a look and the check-out that follows it


@pytest.mark.parametrize("name", [INDEX, PDF], ids=["other content", "only columns"])
@pytest.mark.parametrize("act", ["edit", "set_fields", "rename", "move"])
def test_what_a_person_does_just_before_our_check_out_stays_and_is_told(
    correcting: Office, name: str, act: str
) -> None:
    about = {STATUS_COLUMN: "concept"} if act == "set_fields" else {}
    nth = sorted(CHANGED_FILES).index(name) + 1
    correcting.graph.play(Plan.of("checkout", "human", nth=nth, act=act, **about))
    before = correcting.graph.tree()[path_of(name)]["id"]

    require_told(correcting, name, "BEWERKT")

    row = correcting.graph.store.one("SELECT * FROM item WHERE id = ?", before)
    assert row is not None
    assert row["modified_by"] == HUMAN
    written = {each.actor for each in correcting.graph.effects("content-written") if each.item == before}
    assert written == ({HUMAN} if act == "edit" else set())


def test_an_attempt_that_ends_with_the_file_checked_out_hides_nobodys_edit(
    correcting: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the check-out: the library then names us as who wrote last, until it is given up."""
    correcting.graph.play(Plan.of("checkout", "human", nth=2, act="edit"))
    with monkeypatch.context() as patched:
        patched.setattr(holding, "_is_same", _killed_at_second())
        with pytest.raises(KeyboardInterrupt):
            correcting.attempt()
    correcting.graph.advance(LEASE.total_seconds() + 1)

    require_told(correcting, PDF, "BEWERKT")

    assert EDITED in correcting.graph.content(path_of(PDF))


def _killed_at_second() -> Any:
    asked, compare = iter(range(9)), holding._is_same

    def comparing(*arguments: Any) -> bool:
        if next(asked) == 1:
            raise KeyboardInterrupt
        return compare(*arguments)

    return comparing


def test_a_412_with_the_right_etag_is_looked_at_once_and_done(correcting: Office) -> None:
    correcting.graph.play(Plan.of("put", "status", status=412, code="resourceModified"))

    assert correcting.attempt().confirmed
    assert len(correcting.graph.effects("content-written")) == 2


def test_what_the_library_does_to_a_file_meanwhile_is_nobodys_edit(correcting: Office) -> None:
    """Between the look and the check-out it becomes other bytes, and ours again afterwards."""
    correcting.graph.play(Plan.of("checkout", "rewrite", nth=3))

    assert correcting.finish().confirmed
    assert correcting.graph.columns_of(path_of(INDEX))[STATUS_COLUMN] == "vervangen door versie 2"


# check-outs that end otherwise than we meant


@pytest.mark.parametrize("step", ["fields", "checkin"])
@pytest.mark.parametrize("name", [INDEX, PDF], ids=["other content", "only columns"])
def test_what_an_owner_discards_is_given_anew(correcting: Office, step: str, name: str) -> None:
    nth = sorted(CHANGED_FILES).index(name) + 1
    correcting.graph.play(Plan.of(step, "human", nth=nth, act="discard"))

    done = correcting.finish()

    assert done.confirmed
    assert done.files[name].lapsed == 1
    row, wanted = correcting.row(name), done.files[name].wanted
    assert correcting.graph.columns_of(path_of(name))[SHA_COLUMN] == wanted.sha256
    assert row["checked_out_by"] is None
    last = [each for each in correcting.graph.effects() if each.item == row["id"] and each.sha256]
    assert [each.sha256 for each in last if each.kind in ("file-created", "content-written")][-1] == wanted.sha256


def test_a_file_whose_check_out_is_discarded_each_time_is_for_a_person(correcting: Office) -> None:
    plans = (Plan.of("checkin", "human", nth=nth, act="discard") for nth in range(1, 40))
    correcting.graph.play(sum(plans, start=Plan(groups=(), planned=())))

    require_told(correcting, HASHES, "KOLOM_WIJKT_AF")


def test_what_waits_for_approval_is_told_and_not_begun_anew(correcting: Office) -> None:
    correcting.graph.store.run("UPDATE drive SET drafts = 'approval' WHERE id = ?", correcting.graph.drive_id)

    require_told(correcting, HASHES, "GOEDKEURING_NODIG")
    for name in CHANGED_FILES:
        correcting.graph.act_as_human("approve", path_of(name))
    done = correcting.finish()

    assert done.confirmed
    assert [file.lapsed for file in done.files.values()] == [0] * len(CHANGED_FILES)


def test_in_a_library_that_names_nobody_as_holder_it_is_done_as_well(correcting: Office) -> None:
    correcting.graph.behave(names_holder=False)
    correcting.graph.play(Plan.of("put", "lost"))

    assert correcting.finish().confirmed
    assert [file.lapsed for file in correcting.finish().files.values()] == [0] * len(CHANGED_FILES)


def test_a_check_out_that_comes_late_is_given_back(correcting: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm = Hand._confirm

    def late(hand: Hand, placing: Placing) -> Any:
        checkout(hand.client, Item(drive_id=hand.folder.drive_id, id=correcting.row(PDF)["id"], name=PDF))
        return confirm(hand, placing)

    monkeypatch.setattr(Hand, "_confirm", late)

    assert correcting.finish().confirmed
    assert [path for path, row in correcting.graph.tree().items() if row["checked_out_by"]] == []


# what a person took away, knowing that it was in the way or not


@pytest.mark.parametrize("name", [INDEX, PDF], ids=["other content", "only columns"])
def test_an_edited_file_that_a_person_then_takes_away_is_placed_anew(correcting: Office, name: str) -> None:
    """The way out of an edit: nobody wrote over it, and the adopted document stands there again."""
    nth = sorted(CHANGED_FILES).index(name) + 1
    correcting.graph.play(Plan.of("checkout", "human", nth=nth, act="edit"))
    require_told(correcting, name, "BEWERKT")
    edited = correcting.row(name)["id"]
    correcting.graph.act_as_human("delete", path_of(name))

    done = correcting.finish()

    assert done.confirmed
    assert [event.inhoud["bestand"] for event in correcting.events() if event.soort == "bestand_verdwenen"] == [name]
    placed = correcting.row(name)["id"]
    made = [each.sha256 for each in correcting.graph.effects("file-created") if each.item == placed]
    assert placed != edited
    assert made == [done.files[name].wanted.sha256]
    assert correcting.graph.columns_of(path_of(name))[STATUS_COLUMN] == "vervangen door versie 2"


def test_who_takes_it_away_each_time_is_heard_of_in_the_end(
    correcting: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm = Hand._confirm

    def taken_away(hand: Hand, placing: Placing) -> Any:
        if path_of(INDEX) in correcting.graph.tree():
            correcting.graph.act_as_human("delete", path_of(INDEX))
        return confirm(hand, placing)

    monkeypatch.setattr(Hand, "_confirm", taken_away)

    require_told(correcting, INDEX, "VERDWENEN")


# taking away


def test_a_document_that_a_person_edits_just_before_it_is_taken_away_stays(withdrawing: Office) -> None:
    withdrawing.graph.play(Plan.of("delete", "human", act="edit"))

    require_told(withdrawing, PDF, "BEWERKT")

    assert EDITED in withdrawing.graph.content(path_of(PDF))


def test_a_document_that_a_person_only_holds_is_asked_back_and_then_taken_away(withdrawing: Office) -> None:
    """He who says that it was edited has a controller throw away what nobody changed."""
    withdrawing.graph.act_as_human("checkout", path_of(PDF))
    found = withdrawing.finish().hindrance
    _give_up_check_out(withdrawing, PDF)

    assert isinstance(found, PlaatsingGestuit)
    assert found.code == "UITGECHECKT"
    assert "medewerker Raalte). Vraag diegene" in found.melding
    assert withdrawing.finish().confirmed
    assert path_of(PDF) not in withdrawing.graph.tree()


def _give_up_check_out(office: Office, name: str) -> None:
    store = office.graph.store
    with store.transaction():
        items.discard(store, items.by_id(store, office.row(name)["id"]), HUMAN)


def test_a_document_that_lies_elsewhere_is_not_taken_away_there(withdrawing: Office) -> None:
    """A library may name nobody as who moved it."""
    withdrawing.graph.act_as_human("move", path_of(PDF))
    withdrawing.graph.store.run("UPDATE item SET modified_by = 'service' WHERE name = ?", PDF)

    require_told(withdrawing, PDF, "NAAM_VERANDERD")

    assert "Archief/" + PDF in withdrawing.graph.tree()


@pytest.mark.parametrize("step", ["look", "delete"])
def test_a_document_that_goes_unseen_for_a_moment_is_not_called_gone(withdrawing: Office, step: str) -> None:
    unseen = {"status": 404, "code": "itemNotFound", "body": "json"}
    gone = withdrawing.row(PDF)
    withdrawing.graph.play(Plan.of("delete", "throttle", retry_after="60"))
    assert isinstance(withdrawing.attempt().hindrance, PlaatsingWacht)
    withdrawing.graph.advance(60)
    withdrawing.graph.play(Plan.of(step, "status", nth=_FIRST_LOOK if step == "look" else 1, **unseen))

    assert withdrawing.finish().confirmed
    (met,) = [asked for asked in withdrawing.graph.requests(step) if asked.fault == "status"]
    assert step == "delete" or gone["id"] in met.path
    assert {path.rpartition("/")[2] for path in withdrawing.graph.tree()} == {INDEX, HASHES, "metadata.json"}


def test_a_document_that_somebody_puts_back_meanwhile_is_told(withdrawing: Office) -> None:
    withdrawing.graph.play(Plan.of("delete", "throttle", nth=2, retry_after="60"))
    assert withdrawing.attempt().removed == {PDF}
    gone = withdrawing.graph.store.one("SELECT * FROM item WHERE name = ?", PDF)
    assert gone is not None
    withdrawing.graph.restore_as_human(gone["id"])

    require_told(withdrawing, PDF, "STAAT_ER_WEER")

    assert path_of(PDF) in withdrawing.graph.tree()
    withdrawing.graph.act_as_human("delete", path_of(PDF))
    assert withdrawing.finish().confirmed
