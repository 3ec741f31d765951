"""A placing recorded step by step, under seeded trouble and killed at every step: one file each, or a sentence.

Time is the server's: what an outcome says to wait for is waited for, and a lease of a killed attempt runs out.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from builders.sharepoint import new_seal, place_of, typed_for
from graph.plan import Plan
from graph.running import Graph
from jaarcyclus.dossier.placing import Placing
from jaarcyclus.errors import PublicationRefused
from jaarcyclus.graph import items, sessions
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import connect
from jaarcyclus.ledger.placing_events import PlaatsingGestuit, PlaatsingVoorgenomen, PlaatsingWacht, TePlaatsen
from jaarcyclus.rules.placing import LEASE, refusals
from jaarcyclus.settings import Settings
from jaarcyclus.steps import placing_acts
from jaarcyclus.steps.placing import carry_on, intend
from jaarcyclus.steps.placing_acts import SHA_COLUMN, Library
from jaarcyclus.steps.workspace import Workspace, open_workspace

KEY, CHAIN, FOLDERS = "dowr-2027-begroting-v1", "dowr-plaatsing", ("2027", "begroting")
PDF, ZIP = "begroting.pdf", "dossier.zip"
FILES = {PDF: b"%PDF-1.7 klein", ZIP: b"PK" + bytes(5 * sessions.UNIT)}
MOST_ATTEMPTS = 60


class Killed(BaseException):
    """What a SIGKILL leaves: nothing of the attempt but what was recorded."""


class Desk:
    """An installation that places two files: a small one, and one that goes in chunks."""

    def __init__(self, graph: Graph, var: Path) -> None:
        self.graph, self.library, self.seal = graph, "Besluiten", new_seal()
        self.workspace: Workspace = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var)}))
        wanted = {
            name: TePlaatsen(
                sha256=(sha := self.workspace.store.put(content)),
                grootte=len(content),
                kolommen={SHA_COLUMN: sha, "JcVersie": "1", "JcDossier": "dowr-2027-begroting"},
            )
            for name, content in FILES.items()
        }
        self.intention = PlaatsingVoorgenomen(
            sleutel=KEY, dossier="dowr-2027-begroting", versie=1, plek="Besluiten", bestanden=wanted, weg={}
        )
        intend(self.workspace, "dowr", self.intention)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.graph.store.now(), UTC)

    def attempt(self, number: int = 0) -> Placing:
        """Carry on once, as a task of Airflow does."""
        with Client(
            connect(typed_for(self.graph)),
            place_of(self.graph, self.library),
            attempt=number,
            now=self.now,
            patience_s=0.7,
        ) as client:
            library = Library(client=client, folders=FOLDERS, seal=self.seal, now=self.now)
            return carry_on(self.workspace, "dowr", KEY, library)

    def finish(self) -> Placing:
        """Carry on at each moment that the chain names, until it is confirmed or for a person."""
        for number in range(MOST_ATTEMPTS):
            try:
                found = self.attempt(number)
            except Killed:
                self.graph.advance(LEASE.total_seconds())
                continue
            if found.confirmed or isinstance(found.hindrance, PlaatsingGestuit):
                return found
            assert isinstance(found.hindrance, PlaatsingWacht), found
            assert found.hindrance.reden.endswith(".")
            self.graph.release()
            self.graph.wait_until_ready()
            self._wait(found.hindrance)
        raise AssertionError(f"never done: {found}")

    def _wait(self, waiting: PlaatsingWacht) -> None:
        """Until the moment; for a session whose address was lost a day, until it expires."""
        held = "vastgehouden" in waiting.reden
        until = datetime.fromisoformat(waiting.niet_voor)
        self.graph.advance(86_400 if held else max(0.0, (until - self.now()).total_seconds()))

    def require_sound(self) -> None:
        """Nothing twice, no token elsewhere, nobody asked too early, and a chain that holds."""
        created = [entry.name for entry in self.graph.effects("file-created") if entry.actor == self.graph.app]
        assert len(created) == len(set(created))
        assert self.graph.strays() == []
        assert self.graph.client_faults() == []
        assert list(refusals(self.workspace.ledger.events(CHAIN))) == []


@pytest.fixture
def desk(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(sessions, "CHUNK", 2 * sessions.UNIT)
    monkeypatch.setattr(placing_acts, "MAX_SMALL", sessions.UNIT)
    graph.drive_id = graph.add_library("Besluiten", require_checkout=True)
    monkeypatch.setattr("jaarcyclus.ledger.store.real_time", lambda: datetime.fromtimestamp(graph.store.now(), UTC))
    return Desk(graph, tmp_path / "var")


def test_on_a_good_day_all_of_it_stands_there(desk: Desk) -> None:
    done = desk.attempt()

    desk.require_sound()
    assert done.confirmed
    for name, content in FILES.items():
        path = f"2027/begroting/{name}"
        assert desk.graph.content(path) == content or name == PDF  # the service rewrites a PDF
        assert desk.graph.columns_of(path)[SHA_COLUMN] == desk.intention.bestanden[name].sha256


def test_done_twice_it_has_the_effect_of_once(desk: Desk) -> None:
    before = (desk.attempt(), len(desk.graph.effects()))

    assert (desk.attempt(), len(desk.graph.effects())) == before


def test_another_publication_under_the_same_key_is_refused(desk: Desk) -> None:
    files = {PDF: TePlaatsen(sha256="a" * 64, grootte=1, kolommen={})}
    other = PlaatsingVoorgenomen(
        sleutel=KEY, dossier="dowr-2027-begroting", versie=1, plek="x", bestanden=files, weg={}
    )

    with pytest.raises(PublicationRefused, match="met andere bestanden begonnen"):
        intend(desk.workspace, "dowr", other)


def test_the_ledger_holds_no_address_to_write_to(desk: Desk) -> None:
    desk.finish()

    told = [event.inhoud["adres"] for event in desk.workspace.ledger.events(CHAIN) if event.soort == "upload_geopend"]
    assert [desk.seal.open(each)[:8] for each in told] == ["https://"]
    assert not any("http" in each for each in told)


@pytest.mark.parametrize("seed", range(100, 142))
def test_after_any_trouble_each_file_stands_there_once_or_a_person_is_told(desk: Desk, seed: int) -> None:
    desk.graph.play(Plan.from_seed(seed))

    done = desk.finish()

    desk.require_sound()
    if done.confirmed:
        _require_all_there(desk)
    else:
        assert isinstance(done.hindrance, PlaatsingGestuit)
        assert done.hindrance.melding.endswith(".")


def _require_all_there(desk: Desk) -> None:
    tree = {path.rpartition("/")[2]: path for path in desk.graph.tree()}
    for name, wanted in desk.intention.bestanden.items():
        columns = desk.graph.columns_of(tree[name])
        assert {column: columns[column] for column in wanted.kolommen} == dict(wanted.kolommen)


@pytest.mark.parametrize("before", [True, False], ids=["before it is recorded", "after it is recorded"])
@pytest.mark.parametrize("place", range(1, 10))
def test_killed_at_any_step_it_goes_on_and_does_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, place: int, before: bool
) -> None:
    monkeypatch.setattr(Workspace, "record_plaatsing", _killing(Workspace.record_plaatsing, place, before=before))

    done = desk.finish()

    desk.require_sound()
    assert done.confirmed
    _require_all_there(desk)


def _killing(record: Callable, place: int, *, before: bool) -> Callable:
    """Return `record` that dies at its n-th call, before or after it has recorded."""
    calls = count(1)

    def recording(*arguments):
        last = next(calls) == place
        if last and before:
            raise Killed
        done = record(*arguments)
        if last:
            raise Killed
        return done

    return recording


def test_an_attempt_that_lives_on_records_nothing_once_another_went_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
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


def test_somebody_elses_file_of_that_name_stays_as_it_is(desk: Desk) -> None:
    path = f"2027/begroting/{ZIP}"
    desk.graph.upload_as_human(path, b"van iemand anders")
    desk.graph.act_as_human("checkin", path)

    stopped = desk.finish().hindrance

    assert isinstance(stopped, PlaatsingGestuit)
    assert (stopped.code, stopped.bestand) == ("NAAM_BEZET", ZIP)
    assert desk.graph.content(path) == b"van iemand anders"


@pytest.mark.parametrize("act", ["delete", "rename", "move", "edit"])
def test_what_a_person_did_to_a_file_meanwhile_is_for_a_person(desk: Desk, act: str) -> None:
    desk.library = desk.graph.library  # without required check-out
    desk.graph.play(Plan.of("fields", "status", nth=2, status=503, code="serviceNotAvailable", retry_after="5"))
    assert desk.attempt().hindrance
    drive = next(row["id"] for row in desk.graph.store.all("SELECT * FROM drive") if row["name"] == desk.library)
    desk.graph.act_as_human(act, f"2027/begroting/{PDF}", drive=drive)

    stopped = desk.finish().hindrance

    assert isinstance(stopped, PlaatsingGestuit)
    assert stopped.bestand == PDF


def test_before_its_moment_the_library_is_asked_nothing(desk: Desk) -> None:
    desk.graph.play(Plan.of("put", "status", status=429, code="activityLimitReached", retry_after="120"))
    assert isinstance(desk.attempt().hindrance, PlaatsingWacht)
    asked = len(desk.graph.requests())

    desk.attempt()

    assert len(desk.graph.requests()) == asked


def test_with_another_key_an_upload_begins_anew_when_the_first_has_expired(desk: Desk) -> None:
    desk.graph.play(Plan.of("chunk", "status", status=503, code="serviceNotAvailable", retry_after="5"))
    assert desk.attempt().hindrance
    desk.seal = new_seal()

    assert desk.finish().confirmed
    desk.require_sound()
