"""A placing recorded step by step, in one process, with one thing that goes wrong; `test_plans` has all at once."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders.placing import FILES, HASHES, KEY, PDF, ZIP, Desk
from builders.sharepoint import new_seal
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.dossier.placing import SHA_COLUMN, Placing
from jaarcyclus.errors import PublicationRefused
from jaarcyclus.graph import items, sessions
from jaarcyclus.ledger.placing_events import PlaatsingGestuit, PlaatsingVoorgenomen, PlaatsingWacht, TePlaatsen
from jaarcyclus.rules.placing import LEASE, refusals
from jaarcyclus.steps import placing_acts
from jaarcyclus.steps.placing import intend, tell_unfinished
from jaarcyclus.steps.workspace import Workspace

MOST_ATTEMPTS = 60


class Office(Desk):
    """An installation whose attempts are made here, one after another."""

    def finish(self) -> Placing:
        """Carry on at each moment that the chain names, until it is confirmed or for a person."""
        for number in range(MOST_ATTEMPTS):
            found = self.attempt(number)
            if found.confirmed or isinstance(found.hindrance, PlaatsingGestuit):
                return found
            assert isinstance(found.hindrance, PlaatsingWacht), found
            assert found.hindrance.reden.endswith(".")
            held = "vastgehouden" in found.hindrance.reden
            left = datetime.fromisoformat(found.hindrance.niet_voor) - self.now()
            self.graph.advance(86_400 if held else max(0.0, left.total_seconds()))
        raise AssertionError(f"never done: {found}")

    def require_sound(self) -> None:
        """Nothing twice, no token elsewhere, nobody asked too early, and a chain that holds."""
        created = [entry.name for entry in self.graph.effects("file-created", by=self.graph.app)]
        assert len(created) == len(set(created))
        assert self.graph.strays() == []
        assert self.graph.client_faults() == []
        assert list(refusals(self.events())) == []


@pytest.fixture
def desk(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(sessions, "CHUNK", 2 * sessions.UNIT)
    monkeypatch.setattr(placing_acts, "MAX_SMALL", sessions.UNIT)
    graph.drive_id = graph.add_library("Besluiten", require_checkout=True)
    monkeypatch.setattr("jaarcyclus.ledger.store.real_time", lambda: datetime.fromtimestamp(graph.store.now(), UTC))
    return Office.of(graph, tmp_path / "var", "Besluiten")


def test_a_file_that_was_looked_through_before_is_sent_as_itself_only(desk: Office) -> None:
    known = desk.workspace.store.find(desk.intention.bestanden[ZIP].sha256)

    assert desk.attempt(known=known).confirmed

    made = {entry.name: entry.sha256 for entry in desk.graph.effects("file-created", by=desk.graph.app)}
    assert made == {name: wanted.sha256 for name, wanted in desk.intention.bestanden.items()}


def test_on_a_good_day_all_of_it_stands_there(desk: Office) -> None:
    done = desk.attempt()

    desk.require_sound()
    assert done.confirmed
    for name, content in FILES.items():
        path = f"2027/begroting/{name}"
        assert desk.graph.content(path) == content or name == PDF  # the service rewrites a PDF
        assert desk.graph.columns_of(path)[SHA_COLUMN] == desk.intention.bestanden[name].sha256


def test_done_twice_it_has_the_effect_of_once(desk: Office) -> None:
    before = (desk.attempt(), len(desk.graph.effects()))

    assert (desk.attempt(), len(desk.graph.effects())) == before


def test_another_publication_under_the_same_key_is_refused(desk: Office) -> None:
    files = {PDF: TePlaatsen(sha256="a" * 64, grootte=1, kolommen={})}
    other = PlaatsingVoorgenomen(
        sleutel=KEY, dossier="dowr-2027-begroting", versie=1, plek="x", bestanden=files, weg={}
    )

    intend(desk.workspace, "dowr", desk.intention)

    with pytest.raises(PublicationRefused, match="met andere bestanden begonnen"):
        intend(desk.workspace, "dowr", other)


def test_the_ledger_holds_no_address_to_write_to(desk: Office) -> None:
    desk.finish()

    told = [event.inhoud["adres"] for event in desk.events() if event.soort == "upload_geopend"]
    assert [desk.seal.open(each)[:8] for each in told] == ["https://"]
    assert not any("http" in each for each in told)


def test_an_attempt_that_lives_on_records_nothing_once_another_went_on(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker's child outlives the worker: it finds its file placed by the other and stops."""
    put, first = items.put_small, iter([True])

    def slow(client, *arguments):
        if next(first, False):
            desk.graph.advance(LEASE.total_seconds() + 1)
            desk.attempt(1)
        return put(client, *arguments)

    monkeypatch.setattr(placing_acts, "put_small", slow)

    done = desk.attempt()

    desk.require_sound()
    assert done.confirmed


def test_an_attempt_that_stood_still_before_its_lease_takes_it_from_when_it_goes_on(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Workspace.record_plaatsing

    def late(*arguments):
        if len(desk.events()) == 1:
            desk.graph.advance(LEASE.total_seconds() + 1)
        return record(*arguments)

    monkeypatch.setattr(Workspace, "record_plaatsing", late)

    assert desk.attempt().confirmed


def test_somebody_elses_file_of_that_name_stays_as_it_is(desk: Office) -> None:
    path = f"2027/begroting/{ZIP}"
    desk.graph.upload_as_human(path, b"van iemand anders")
    desk.graph.act_as_human("checkin", path)

    stopped = desk.finish().hindrance

    assert isinstance(stopped, PlaatsingGestuit)
    assert (stopped.code, stopped.bestand) == ("NAAM_BEZET", ZIP)
    assert desk.graph.content(path) == b"van iemand anders"


@pytest.mark.parametrize("act", ["rename", "move", "edit", "delete"])
def test_what_a_person_did_to_a_file_meanwhile_is_for_a_person(desk: Office, act: str) -> None:
    """One that was taken away is placed anew, as that is also the way out of the others."""
    desk.library = desk.graph.library  # without required check-out
    desk.graph.play(Plan.of("fields", "status", nth=2, status=503, code="serviceNotAvailable", retry_after="5"))
    assert desk.attempt().hindrance
    drive = next(row["id"] for row in desk.graph.store.all("SELECT * FROM drive") if row["name"] == desk.library)
    desk.graph.act_as_human(act, f"2027/begroting/{PDF}", drive=drive)

    found = desk.finish()
    if act != "delete":
        assert isinstance(found.hindrance, PlaatsingGestuit)
        assert (found.hindrance.bestand, found.hindrance.code) == (PDF, "BEWERKT")
        there = desk.graph.tree(drive=drive)
        where = next(path for path, row in there.items() if row["id"] == found.files[PDF].seen.item)
        desk.graph.act_as_human("delete", where, drive=drive)
        found = desk.finish()

    assert found.confirmed
    assert f"2027/begroting/{PDF}" in desk.graph.tree(drive=drive)


def test_a_library_that_keeps_drafts_gets_published_files(desk: Office) -> None:
    """Else it is confirmed, and no reader sees it (docs-contrib 8943)."""
    desk.graph.drive_id = desk.graph.add_library("Concepten", drafts="minor")
    desk.library = "Concepten"

    assert desk.finish().confirmed
    assert {row["draft"] for row in desk.graph.tree().values()} == {0}


def test_what_waits_for_approval_is_for_a_person_and_is_published_no_second_time(desk: Office) -> None:
    """Each check-in would ask for the approval anew, at every round of the calendar."""
    desk.graph.drive_id = desk.graph.add_library("Goedkeuring", drafts="approval")
    desk.library = "Goedkeuring"

    stopped = [desk.finish().hindrance for _ in range(3)]
    versions = [desk.graph.versions_of(path) for path in desk.graph.tree()]
    for path in desk.graph.tree():
        desk.graph.act_as_human("approve", path)
    done = desk.finish()

    assert [found.code for found in stopped if isinstance(found, PlaatsingGestuit)] == ["GOEDKEURING_NODIG"] * 3
    assert len(desk.graph.effects("checked-in")) == len(FILES)
    assert [desk.graph.versions_of(path) for path in desk.graph.tree()] == versions
    assert done.confirmed


@pytest.mark.parametrize("name", [PDF, HASHES])
def test_half_a_file_that_a_broken_upload_left_is_made_whole(desk: Office, name: str) -> None:
    """SharePoint keeps what came of a PUT that was cut off (onedrive-api-docs 1366): by name and maker it is ours."""
    desk.graph.behave(rewrite_after=3600)
    desk.graph.play(Plan.of("put", "partial", nth=1 + sorted({PDF, HASHES}).index(name)))

    done = desk.finish()
    written = [entry.sha256 for entry in desk.graph.effects("content-written", by=desk.graph.app)]

    desk.require_sound()
    assert done.confirmed
    assert written == [desk.intention.bestanden[name].sha256]


def test_a_document_that_goes_unseen_for_a_moment_is_taken_away_all_the_same(desk: Office) -> None:
    """What is there was seen to be missing for a moment (onedrive-api-docs 1132, 1668): that is not gone."""
    seen = desk.finish().files[HASHES].seen
    assert seen is not None
    desk.intention = replace(desk.intention, sleutel="weg", bestanden={}, weg={HASHES: seen.item})
    desk.graph.play(Plan.of("look", "status", nth=4, status=404, code="itemNotFound"))

    assert desk.finish().confirmed
    assert f"2027/begroting/{HASHES}" not in desk.graph.tree()


def test_columns_that_the_app_never_gets_to_see_are_for_a_person(desk: Office) -> None:
    """With content approval a list keeps an entry from an app that may not manage it (microsoft-graph-docs 10153)."""
    plans = (Plan.of("fields-read", "status", nth=nth, status=404, code="itemNotFound") for nth in range(1, 50))
    desk.graph.play(sum(plans, start=Plan(groups=(), planned=())))

    stopped = desk.finish().hindrance

    assert isinstance(stopped, PlaatsingGestuit)
    assert "mag het niet zien" in stopped.melding


def test_what_does_not_pass_by_itself_is_said_to_a_person_after_some_hours(desk: Office) -> None:
    """Whatever it is: a wait without end tells its reader for ever that there is nothing to do (sp-dev-docs 4938)."""
    plans = (Plan.of("fields", "status", nth=nth, status=500, code="generalException") for nth in range(1, 50))
    desk.graph.play(sum(plans, start=Plan(groups=(), planned=())))
    for number in range(21):
        hindrance = desk.attempt(number).hindrance
        assert isinstance(hindrance, PlaatsingWacht)
        desk.graph.advance((datetime.fromisoformat(hindrance.niet_voor) - desk.now()).total_seconds())

    ((_, told),) = tell_unfinished(desk.workspace, "dowr")

    assert "laat de beheerder van SharePoint nagaan waarom" in told


def test_an_upload_that_is_lost_every_time_is_for_a_person(desk: Office) -> None:
    """Some libraries forget every session (onedrive-api-docs 675); nobody opens one a minute for ever."""
    plans = (Plan.of("chunk", "session-gone", nth=nth) for nth in range(1, 50))
    desk.graph.play(sum(plans, start=Plan(groups=(), planned=())))

    stopped = desk.finish().hindrance

    assert isinstance(stopped, PlaatsingGestuit)
    assert stopped.code == "UPLOAD_LUKT_NIET"
    assert len(desk.graph.effects("session-created")) < 7


def test_an_upload_that_is_lost_before_its_first_byte_is_not_opened_again_at_once(desk: Office) -> None:
    """Then nothing but the lease ended the opening: hundreds of sessions, and no person heard of it."""
    plans = (Plan.of("session-status", "status", nth=nth, status=404, code="itemNotFound") for nth in range(1, 30))
    desk.graph.play(sum(plans, start=Plan(groups=(), planned=())))

    waits = desk.attempt().hindrance
    opened = len(desk.graph.effects("session-created"))
    stopped = desk.finish().hindrance

    assert isinstance(waits, PlaatsingWacht)
    assert opened == 1
    assert isinstance(stopped, PlaatsingGestuit)
    assert stopped.code == "UPLOAD_LUKT_NIET"


def test_before_its_moment_the_library_is_asked_nothing(desk: Office) -> None:
    desk.graph.play(Plan.of("put", "status", status=429, code="activityLimitReached", retry_after="120"))
    assert isinstance(desk.attempt().hindrance, PlaatsingWacht)
    asked = len(desk.graph.requests())

    desk.attempt()

    assert len(desk.graph.requests()) == asked


def test_with_another_key_an_upload_begins_anew_when_the_first_has_expired(desk: Office) -> None:
    desk.graph.play(Plan.of("chunk", "status", status=503, code="serviceNotAvailable", retry_after="5"))
    assert desk.attempt().hindrance
    desk.seal = new_seal()

    assert desk.finish().confirmed
    desk.require_sound()
