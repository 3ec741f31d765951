"""An adopted product on SharePoint, from the votes to a file that people open; withdrawn and corrected there too."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from builders.dossier import (
    Office,
    add_version,
    adopted,
    correct,
    fake_bijlage,
    submit_workbooks,
    walk_route,
    withdraw,
)
from builders.sharepoint import new_seal, place_of, typed_for
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.errors import ArtefactDamaged, PublicationRefused, PublicationWaits
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import connect
from jaarcyclus.graph.outcomes import Outcome
from jaarcyclus.graph.sessions import Session, send_chunks
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.steps import acts, placing_acts
from jaarcyclus.steps.calendar import tick
from jaarcyclus.steps.overview import describe
from jaarcyclus.steps.placing_library import Library
from jaarcyclus.steps.publication import publish
from jaarcyclus.steps.publication_files import files_of
from jaarcyclus.steps.sharepoint_target import HASHES, SharePointTarget
from jaarcyclus.steps.unpublished import tell_standing
from jaarcyclus.terms.canonical import sha256

PLACE = "2027/tussenrapportage_1"


class Desk:
    """An office whose products go to the local Graph, at that server's time."""

    def __init__(self, graph: Graph, office: Office) -> None:
        self.graph, self.office, self._seal = graph, office, new_seal()
        self.target = SharePointTarget(
            workspace=office.workspace, profiel="dowr", plek="de site/Besluiten", open_library=self._open
        )

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.graph.store.now(), UTC)

    @contextmanager
    def _open(self, folders: tuple[str, ...], attempt: int) -> Iterator[Library]:
        connection, place = connect(typed_for(self.graph)), place_of(self.graph, "Besluiten")
        with Client(connection, place, attempt=attempt, now=self.now, patience_s=0.7) as client:
            yield Library(client=client, folders=folders, seal=self._seal, now=self.now)

    def publish(self) -> None:
        publish(self.office.workspace, self.office.dossier, target=self.target, make_bijlage=fake_bijlage)

    def publish_without_proof(self) -> None:
        """Die at the moment that the publication is recorded."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(SharePointTarget, "add_proof", _killed)
            with pytest.raises(KeyboardInterrupt):
                self.publish()

    def finish(self) -> None:
        """Publish at each moment that the library names, as the task in Airflow does."""
        for _ in range(40):
            try:
                return self.publish()
            except PublicationWaits as waits:
                self.graph.release()
                self.graph.wait_until_ready()
                self.graph.advance(max(1.0, (waits.not_before - self.now()).total_seconds()))
        raise AssertionError("never published")

    def names(self, place: str = PLACE) -> set[str]:
        return {path.removeprefix(f"{place}/") for path in self.graph.tree() if path.startswith(f"{place}/")}

    def column(self, name: str, column: str, place: str = PLACE) -> str:
        return str(self.graph.columns_of(f"{place}/{name}")[column])


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture(params=[False, True], ids=["plain", "required check-out"])
def library(graph: Graph, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Graph:
    graph.drive_id = graph.add_library("Besluiten", require_checkout=request.param)
    monkeypatch.setattr("jaarcyclus.ledger.store.real_time", lambda: datetime.fromtimestamp(graph.store.now(), UTC))
    return graph


@pytest.fixture
def desk(library: Graph, tmp_path: Path) -> Desk:
    return Desk(library, adopted(tmp_path, "tussenrapportage_1"))


def test_everything_stands_there_with_its_proof_and_its_columns(desk: Desk) -> None:
    desk.publish()

    state = desk.office.state
    assert state.publication is not None
    assert state.publication.doel == f"sharepoint:dowr/{PLACE}"
    proof = f"{desk.office.dossier}-v1.zip"
    assert desk.names() >= {"index.html", "metadata.json", HASHES, "bijlage_besluitvorming.pdf", proof}
    assert desk.column("index.html", "JcStatus") == "vastgesteld (OEFENING)"
    assert desk.column(proof, "JcSha256") == sha256(desk.graph.content(f"{PLACE}/{proof}"))


def test_the_proof_beside_it_holds_and_has_the_hashes_of_what_lies_there(desk: Desk) -> None:
    desk.publish()

    report = verify_zip(desk.graph.content(f"{PLACE}/{desk.office.dossier}-v1.zip"))
    hashes = dict(line.split("  ")[::-1] for line in desk.graph.content(f"{PLACE}/{HASHES}").decode().splitlines())

    assert report.houdt
    assert hashes.keys() == desk.names() - {HASHES, f"{desk.office.dossier}-v1.zip"}
    assert all(desk.column(name, "JcSha256") == told for name, told in hashes.items())


def test_published_twice_nothing_is_written_again(desk: Desk) -> None:
    desk.publish()
    before = len(desk.graph.effects())

    desk.publish()

    assert len(desk.graph.effects()) == before


def test_a_library_that_asks_to_wait_gets_it_later_and_nothing_is_recorded_before(desk: Desk) -> None:
    desk.graph.play(Plan.of("put", "status", nth=3, status=429, code="activityLimitReached", retry_after="120"))

    with pytest.raises(PublicationWaits):
        desk.publish()

    assert desk.office.state.publication is None
    desk.finish()
    assert desk.office.state.publication is not None
    assert desk.graph.client_faults() == []


def test_a_proof_that_changes_on_the_disk_while_it_is_sent_never_stands_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was whole when its upload began; what is sent is held to that, block by block."""
    monkeypatch.setattr(placing_acts, "MAX_SMALL", 100_000)
    proof = f"{desk.office.dossier}-v1.zip"
    damaged: list[tuple[Path, bytes]] = []

    def damage_and_send(client: Client, session: Session, source: BinaryIO) -> Iterator[Outcome[Any]]:
        if session.name == proof and not damaged:
            path = _find_largest(desk.office.workspace.settings.var / "artefacten")
            damaged.append((path, path.read_bytes()))
            path.write_bytes(damaged[0][1].replace(b"stelt vast", b"stelt mast"))
        return send_chunks(client, session, source)

    monkeypatch.setattr(placing_acts, "send_chunks", damage_and_send)

    with pytest.raises(ArtefactDamaged):
        desk.publish()

    assert proof not in desk.names()
    path, whole = damaged[0]
    path.write_bytes(whole)
    desk.finish()
    assert verify_zip(desk.graph.content(f"{PLACE}/{proof}")).houdt


def _find_largest(folder: Path) -> Path:
    return max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


def test_while_the_proof_is_on_its_way_the_calendar_asks_for_it(desk: Desk) -> None:
    """The publication is recorded by then, and a worker may have been killed since."""
    desk.publish_without_proof()

    assert desk.office.state.publication is not None
    due = [step.sleutel for step in tick(desk.office.workspace, "dowr") if step.kind == "publicatie"]
    assert due == [f"{desk.office.dossier}-v1-publicatie"]
    desk.finish()
    assert not [step for step in tick(desk.office.workspace, "dowr") if step.kind == "publicatie"]


def test_a_missing_right_stops_it_with_who_must_do_what_and_it_goes_on_after(desk: Desk) -> None:
    desk.graph.grant(None)
    with pytest.raises(PublicationRefused, match=r"SharePoint de app schrijfrecht geven"):
        desk.publish()
    desk.graph.grant("manage")

    desk.finish()

    assert desk.office.state.publication is not None


def test_withdrawn_only_a_page_that_says_so_stays(desk: Desk) -> None:
    desk.publish()
    withdraw(desk.office)

    desk.finish()

    assert desk.names() == {"index.html", "metadata.json", HASHES}
    assert "ngetrokken" in desk.graph.content(f"{PLACE}/index.html").decode()
    assert desk.column("index.html", "JcStatus") == "ingetrokken (OEFENING)"
    assert desk.office.state.in_force is None


def test_a_late_attempt_brings_no_document_back(desk: Desk) -> None:
    """A run that composed the publication before it was withdrawn, and places it after."""
    desk.publish()
    composed = files_of(desk.office.workspace, desk.office.state, desk.office.state.publications[0])
    withdraw(desk.office)
    desk.finish()

    with pytest.raises(PublicationRefused, match="komt daar niet terug"):
        desk.target.place(composed)

    assert desk.names() == {"index.html", "metadata.json", HASHES}


def correcting(library: Graph, tmp_path: Path) -> Desk:
    """Version 1 stands on SharePoint; version 2, its correction, went the whole route."""
    desk = Desk(library, adopted(tmp_path, "tussenrapportage_1"))
    desk.publish()
    correct(desk.office, "psa")
    submit_workbooks(desk.office, "psa", lines=4)
    add_version(desk.office)
    walk_route(desk.office)
    return desk


def test_a_correction_stands_beside_what_it_replaces_which_says_so(library: Graph, tmp_path: Path) -> None:
    desk = correcting(library, tmp_path)
    before = desk.graph.tree()[f"{PLACE}/metadata.json"]["id"]

    desk.finish()

    assert desk.names(f"{PLACE}-correctie-1") >= {"index.html", f"{desk.office.dossier}-v2.zip"}
    assert desk.names() >= {"index.html", f"{desk.office.dossier}-v1.zip", "bijlage_besluitvorming.pdf"}
    assert desk.column("bijlage_besluitvorming.pdf", "JcStatus") == "vervangen door versie 2 (OEFENING)"
    assert desk.graph.tree()[f"{PLACE}/metadata.json"]["id"] == before


def test_a_page_that_somebody_wrote_in_holds_a_correction_up_and_nothing_is_sent_again(
    library: Graph, tmp_path: Path
) -> None:
    desk = correcting(library, tmp_path)
    desk.graph.act_as_human("edit", f"{PLACE}/index.html")
    with pytest.raises(PublicationRefused):
        desk.publish()
    before, names = len(desk.graph.effects("file-created")), desk.names(f"{PLACE}-correctie-1")

    with pytest.raises(PublicationRefused):
        desk.publish()

    assert len(desk.graph.effects("file-created")) == before
    assert desk.graph.effects("deleted") == []
    assert desk.names(f"{PLACE}-correctie-1") == names
    assert [item.versie for item in desk.office.state.publications] == [1]


def test_a_correction_that_waits_for_a_person_is_named_with_where_it_stands(library: Graph, tmp_path: Path) -> None:
    """What waits is the page of version 1, and who read only that did not know what everybody sees already."""
    desk = correcting(library, tmp_path)
    workspace, before = desk.office.workspace, list(tell_standing(desk.office.workspace, "dowr"))
    desk.graph.act_as_human("edit", f"{PLACE}/index.html")
    with pytest.raises(PublicationRefused):
        desk.publish()

    ((dossier, told),) = tell_standing(workspace, "dowr")
    waits = describe(workspace, desk.office.dossier).wacht_op

    assert (before, dossier) == ([], desk.office.dossier)
    assert told.startswith(f"bestanden van versie 2 staan al in de site/Besluiten/{PLACE}-correctie-1, en")
    assert [line for line in waits if "versie 1 op SharePoint: 'index.html' is door iemand" in line]
    assert told in waits
    desk.graph.act_as_human("delete", f"{PLACE}/index.html")
    desk.finish()
    assert list(tell_standing(workspace, "dowr")) == []


def reopened(desk: Desk) -> None:
    """Have its correction held up by a page that somebody wrote in, and then reopened."""
    desk.graph.act_as_human("edit", f"{PLACE}/index.html")
    with pytest.raises(PublicationRefused):
        desk.publish()
    acts.reopen(desk.office.workspace, desk.office.dossier, "controller", reden="Fout in ICT.", percelen=("ict",))


def adopt_version_3(desk: Desk) -> None:
    """Take the next version the whole route, and the edited page away, as the controller was asked to."""
    submit_workbooks(desk.office, "ict", lines=5)
    add_version(desk.office)
    walk_route(desk.office)
    desk.graph.act_as_human("delete", f"{PLACE}/index.html")


def test_what_is_no_longer_adopted_is_told_to_stand_there_until_the_next_version_does(
    library: Graph, tmp_path: Path
) -> None:
    desk = correcting(library, tmp_path)
    reopened(desk)

    ((dossier, told),) = tell_standing(desk.office.workspace, "dowr")

    assert dossier == desk.office.dossier
    assert told.startswith(f"bestanden van versie 2 staan nog in de site/Besluiten/{PLACE}-correctie-1, en die versie")
    assert "is niet meer vastgesteld. Jaarcyclus vervangt ze zodra de volgende versie daar wordt geplaatst." in told
    adopt_version_3(desk)
    desk.finish()
    assert desk.column("index.html", "JcVersie", f"{PLACE}-correctie-1") == "3"
    assert list(tell_standing(desk.office.workspace, "dowr")) == []


def test_the_controller_may_take_away_what_is_no_longer_adopted(library: Graph, tmp_path: Path) -> None:
    """As the sentence says: the next version comes there all the same."""
    desk = correcting(library, tmp_path)
    reopened(desk)
    for name in desk.names(f"{PLACE}-correctie-1"):
        desk.graph.act_as_human("delete", f"{PLACE}-correctie-1/{name}")

    adopt_version_3(desk)
    desk.finish()

    assert desk.column("index.html", "JcVersie", f"{PLACE}-correctie-1") == "3"
    assert {item.versie for item in desk.office.state.publications} == {1, 3}


def test_what_was_taken_back_is_not_called_standing(library: Graph, tmp_path: Path) -> None:
    desk = correcting(library, tmp_path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(SharePointTarget, "require_arrived", _killed)
        with pytest.raises(KeyboardInterrupt):
            desk.publish()

    assert desk.names(f"{PLACE}-correctie-1") == set()
    assert list(tell_standing(desk.office.workspace, "dowr")) == []


def test_somebody_elses_file_in_that_folder_stays_and_stops_it_only_by_its_name(desk: Desk) -> None:
    path = f"{PLACE}/{HASHES}"
    desk.graph.upload_as_human(path, b"van iemand anders")
    desk.graph.act_as_human("checkin", path)

    with pytest.raises(PublicationRefused, match="Laat de controller nagaan van wie dat is"):
        desk.publish()

    assert desk.graph.content(path) == b"van iemand anders"
    assert desk.office.state.publication is None


@pytest.mark.parametrize("seed", range(200, 228))
def test_published_under_any_trouble_it_is_recorded_only_when_it_stands_there(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    graph.drive_id = graph.add_library("Besluiten", require_checkout=True)
    monkeypatch.setattr("jaarcyclus.ledger.store.real_time", lambda: datetime.fromtimestamp(graph.store.now(), UTC))
    desk = Desk(graph, adopted(tmp_path, "tussenrapportage_1"))
    graph.play(Plan.from_seed(seed))

    try:
        desk.finish()
    except PublicationRefused as refused:
        told = str(refused)
    else:
        told = ""
        assert desk.names() >= {"index.html", "metadata.json", HASHES, f"{desk.office.dossier}-v1.zip"}
    assert told == "" or told.endswith(".")
    created = [entry.name for entry in graph.effects("file-created") if entry.actor == graph.app]
    assert len(created) == len(set(created))
    assert graph.strays() == []
    assert graph.client_faults() == []
