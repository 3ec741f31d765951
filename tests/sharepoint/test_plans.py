"""A product placed, corrected or withdrawn by real processes under seeded trouble, from intention to confirmation:
killed, stopped and taken over at any moment, SharePoint failing in every way of the list, people at work in the same
library.

After each plan the log of effects, which no client sees, is held to what the ledger says. `PLANS=1000 PLANS_FROM=5000
pytest tests/sharepoint/test_plans.py` plays others, with `-k withdraw` of one kind.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders.changing import CHANGED_FILES, ChangingDesk
from builders.placing import FILES, FOLDERS, ZIP, Desk
from builders.sharepoint import Snapshot, put_back, take
from builders.trouble import Deed, Trouble, kind_of
from builders.worker import Worker
from graph.human import HUMAN
from graph.injection import SECOND
from graph.running import Graph
from graph.wire import GraphError
from jaarcyclus.dossier.placing import Placing
from jaarcyclus.graph import sessions
from jaarcyclus.ledger.placing_events import PlaatsingGestuit, PlaatsingWacht
from jaarcyclus.proof.placing import verify_plaatsing
from jaarcyclus.rules.placing import LEASE
from jaarcyclus.steps import placing_acts
from jaarcyclus.steps.placing import find
from jaarcyclus.steps.placing_library import COLUMNS

FIRST, PLANS = int(os.environ.get("PLANS_FROM", "0")), int(os.environ.get("PLANS", "300"))
MOST_ATTEMPTS, STILL_STUCK, STILL_HELD = 60, 3, 6
FOREIGN = b"van iemand anders"
A_SLOW_MACHINE_S = 60  # the clock goes on while a worker starts


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A first version that stands in a library, by what the server and the installation then know."""

    snapshot: Snapshot
    var: Path


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Trouble, Graph], Standing]:
    """Have a first version placed once for each kind of library; all plans that change it begin there."""
    made: dict[tuple[bool, str], Standing] = {}

    def stand(trouble: Trouble, graph: Graph) -> Standing:
        kind = (trouble.require_checkout, trouble.drafts)
        if kind not in made:
            _add_library(graph, trouble)
            var = tmp_path_factory.mktemp("staat") / "var"
            with pytest.MonkeyPatch.context() as patched:
                now = "jaarcyclus.ledger.store.real_time"
                patched.setattr(now, lambda: datetime.fromtimestamp(graph.store.now(), UTC))
                ChangingDesk.changing(graph, var, "Besluiten", trouble.kind)
            made[kind] = Standing(snapshot=take(graph), var=var)
        return made[kind]

    return stand


@pytest.fixture
def make_desk(
    graph: Graph,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    standing: Callable[[Trouble, Graph], Standing],
) -> Iterator[Callable[[Trouble], "Office"]]:
    monkeypatch.setattr(sessions, "CHUNK", 2 * sessions.UNIT)
    monkeypatch.setattr(placing_acts, "MAX_SMALL", sessions.UNIT)
    made: list[Office] = []

    def make(trouble: Trouble) -> Office:
        made.append(Office(desk=desk_of(trouble), trouble=trouble))
        graph.behave(**trouble.habits)
        return made[-1]

    def desk_of(trouble: Trouble) -> Desk:
        if trouble.kind == "place":
            _add_library(graph, trouble)
            return Desk.of(graph, tmp_path / "var", "Besluiten")
        before = standing(trouble, graph)
        put_back(graph, before.snapshot)
        shutil.copytree(before.var, tmp_path / "var")
        return ChangingDesk.at(graph, tmp_path / "var", "Besluiten", trouble.kind)

    yield make
    for office in made:
        office.close()


def _add_library(graph: Graph, trouble: Trouble) -> None:
    habits = {"require_checkout": trouble.require_checkout, "drafts": trouble.drafts}
    graph.drive_id = graph.add_library("Besluiten", **habits)
    for column in COLUMNS if trouble.furnished else ():
        graph.add_column(column.name)


@dataclass(kw_only=True)
class Office:
    """The machine where attempts are begun, one after another and sometimes two at once."""

    desk: Desk
    trouble: Trouble
    stopped: list[Worker] = field(default_factory=list)
    threw: bool = False  # a person threw away what nobody of us had seen yet

    @property
    def graph(self) -> Graph:
        return self.desk.graph

    def close(self) -> None:
        for worker in self.stopped:
            worker.end()

    def play(self) -> Placing:
        """Attempt at each moment that the ledger names, until it is confirmed or stays with a person."""
        self._furnish()
        self._do_after(-1)
        self.graph.play(self.trouble.plan)
        stuck = held = 0
        for number in range(MOST_ATTEMPTS):
            self._attempt(number)
            placing = self._placing()
            if placing is not None and placing.confirmed:
                break
            self._do_after(number)
            stuck = stuck + 1 if placing and isinstance(placing.hindrance, PlaatsingGestuit) else 0
            held = held + 1 if _is_held(placing) else 0
            if stuck == STILL_STUCK or (held == STILL_HELD and self.trouble.by_people):
                break
            self._pass_time(placing, number)
        else:
            raise AssertionError(f"never done: {self._placing()}")
        self._let_live_on()
        done = self._placing()
        assert done is not None
        return done

    def _attempt(self, number: int) -> None:
        blows = self.trouble.blows
        worker = Worker.start(self.desk, number, blows[number] if number < len(blows) else None)
        end = worker.wait()
        if end == "stopped":
            self.stopped.append(worker)

    def _require_nothing_asked(self, number: int) -> None:
        """Begin a second worker while another has it, or SharePoint said when to come back: it is too soon."""
        placing, before = self._placing(), (len(self.desk.events()), len(self.graph.requests()))
        if placing is None or placing.confirmed or self._left(placing) < A_SLOW_MACHINE_S:
            return
        assert Worker.start(self.desk, number).wait() == "done"
        assert (len(self.desk.events()), len(self.graph.requests())) == before

    def _pass_time(self, placing: Placing | None, number: int) -> None:
        self.graph.release()
        self.graph.wait_until_ready()
        if self.trouble.early[number % len(self.trouble.early)]:
            self._require_nothing_asked(number)
        waits = placing is not None and isinstance(placing.hindrance, PlaatsingWacht)
        left = self._left(placing) if placing and waits else LEASE.total_seconds()
        self.graph.advance(86_400 if _is_held(placing) else max(0.0, left))
        if number % 4 == 3:
            self._bring_back()

    def _left(self, placing: Placing) -> float:
        """Return for how many seconds nobody else may go on."""
        until = placing.lease.until if placing.lease else self.desk.now()
        if isinstance(placing.hindrance, PlaatsingWacht):
            until = datetime.fromisoformat(placing.hindrance.niet_voor)
        return (until - self.desk.now()).total_seconds()

    def _let_live_on(self) -> None:
        """Let each worker that was stopped go on, long after another took over: what is confirmed it leaves alone."""
        placing, before = self._placing(), self._told()
        for worker in self.stopped:
            self.graph.release()
            assert worker.go_on() in ("done", "stopped")
        assert self._told() == before or not (placing and placing.confirmed)

    def _told(self) -> tuple[int, int]:
        """Return how many events there are, and how many files an app made."""
        return len(self.desk.events()), len(self.graph.effects("file-created", by=self.graph.app))

    def _placing(self) -> Placing | None:
        return find(self.desk.workspace, "dowr", self.desk.key)

    # people

    def _furnish(self) -> None:
        path = "/".join((*FOLDERS, ZIP))
        match self.trouble.before:
            case "file" | "unseen file":
                self.graph.upload_as_human(path, FOREIGN)
            case "file in capitals":
                self.graph.upload_as_human("/".join((*FOLDERS, ZIP.upper())), FOREIGN)
            case "folder":
                self.graph.upload_as_human(f"{path}/nota.txt", FOREIGN)
        if self.trouble.before in ("file", "file in capitals") and self.trouble.require_checkout:
            self._act("checkin", next(iter(self.graph.tree())))

    def _do_after(self, number: int) -> None:
        for deed in self.trouble.deeds:
            if deed.after == number:
                self._do(deed)

    def _do(self, deed: Deed) -> None:
        path = "/".join(FOLDERS if "folder" in deed.act else (*FOLDERS, deed.name))
        if deed.act == "restore":
            for row in self.graph.store.all("SELECT * FROM item WHERE deleted = 1 AND folder = 0"):
                self._act("restore", row["id"])
            return
        for act in deed.act.removesuffix(" folder").split("+"):
            self._act(act, path)

    def _act(self, act: str, path: str) -> None:
        about = {"name": "oud"} if act == "rename" and path == "/".join(FOLDERS) else {}
        about = {"JcVersie": "7"} if act == "set_fields" else about
        try:
            if act == "restore":
                self.graph.restore_as_human(path)
            else:
                self.graph.act_as_human(act, path, **about)
        except GraphError:
            pass  # who may not, at that moment, does nothing

    def _bring_back(self) -> None:
        """Have people end what they were at: nobody keeps a file checked out for ever."""
        for path, row in self.graph.tree().items():
            if row["checked_out_by"] == HUMAN:
                self._act("checkin", path)


def _is_held(placing: Placing | None) -> bool:
    """Return whether the name is held: by a session whose address was lost, until it expires, or by somebody's file."""
    hindrance = placing.hindrance if placing else None
    return isinstance(hindrance, PlaatsingWacht) and "vastgehouden" in hindrance.reden


@pytest.mark.parametrize("seed", range(FIRST, FIRST + PLANS), ids=lambda seed: f"{kind_of(seed)}-{seed}")
def test_each_file_stands_there_once_or_a_person_is_told(make_desk, seed: int) -> None:
    office = make_desk(Trouble.from_seed(seed))

    done = office.play()

    require_sound(office)
    require_nobodys_work_touched(office, done)
    if done.confirmed:
        require_all_there(office, done)
    else:
        assert office.trouble.by_people, done.hindrance
        assert _is_held(done) or isinstance(done.hindrance, PlaatsingGestuit)


def require_sound(office: Office) -> None:
    """The token went to one host, nobody asked too soon, and the ledger proves."""
    graph = office.graph
    assert graph.strays() == []
    assert [asked for asked in graph.requests() if asked.cookie] == []
    assert [entry for entry in graph.client_faults() if not _nobody_knew(office)] == []
    assert verify_plaatsing(office.desk.events()) == ()
    confirmed = [
        event
        for event in office.desk.events()
        if event.soort == "plaatsing_bevestigd" and event.inhoud["sleutel"] == office.desk.key
    ]
    assert len(confirmed) <= 1
    assert list(office.desk.workspace.settings.var.rglob("*.nieuw")) == []


def _nobody_knew(office: Office) -> bool:
    """Return whether a worker was killed with the answer that told to wait in its hands."""
    return any(blow is not None for blow in office.trouble.blows) and any(
        planned.fault.kind == "throttle" for planned in office.trouble.plan.planned
    )


def require_nobodys_work_touched(office: Office, done: Placing) -> None:
    """What a person or another app wrote, or put elsewhere, is as they left it, and nothing was written over.

    Only what it was to replace the app wrote in, and only what it was to take away it took away. What it checked out
    it gave back.
    """
    graph, theirs = office.graph, {}
    allowed = {("content-written", file.item) for file in done.content.bestanden.values() if file.item}
    allowed |= {("deleted", item) for item in done.content.weg.values()}
    for entry in graph.effects():
        ours, item = entry.actor == graph.app, entry.item
        if ours and entry.kind in ("content-written", "moved", "deleted") and (entry.kind, item) not in allowed:
            pytest.fail(f"the app did {entry.kind} to {entry.name}")
        if ours and item in theirs and entry.kind not in ("checked-out", "check-out-discarded"):
            pytest.fail(f"after {theirs[item]} the app did {entry.kind} to {entry.name}")
        if entry.actor in (HUMAN, SECOND) and entry.kind in (
            "file-created",
            "content-written",
            "fields-written",
            "moved",
            "restored",
        ):
            theirs[item] = f"{entry.kind} by {entry.actor}"
    rows = {row["id"]: row for row in graph.store.all("SELECT * FROM item")}
    for entry in graph.effects("content-written", by=HUMAN) + graph.effects("file-created", by=HUMAN):
        last = [each for each in graph.effects(by=HUMAN) if each.item == entry.item and each.sha256][-1]
        assert rows[entry.item]["modified_by"] in (HUMAN, "service") or last.kind == "deleted"
    assert [rows[item]["name"] for item in theirs if rows[item]["checked_out_by"] == graph.app] == []


def require_all_there(office: Office, done: Placing) -> None:
    """One item a file, of ours alone, with its bytes, columns and state; what had to go is gone, nothing left aside."""
    graph, desk, strict = office.graph, office.desk, office.trouble.require_checkout or office.trouble.drafts
    folder = "/".join(FOLDERS)
    there = {path.rpartition("/")[2]: row for path, row in graph.tree().items() if path.rpartition("/")[0] == folder}
    assert sorted(name for name, row in there.items() if row["created_by"] == graph.app) == sorted(done.files)
    for name, file in done.files.items():
        row = there[name]
        assert file.seen is not None
        assert file.seen.item == row["id"] == (file.wanted.item or row["id"])
        assert row["modified_by"] in (graph.app, "service")
        assert row["checked_out_by"] is None
        assert row["checked_in"] == 1
        assert {
            column: text
            for column, text in graph.columns_of(f"{folder}/{name}").items()
            if column in file.wanted.kolommen
        } == dict(file.wanted.kolommen)
        written = [entry for kind in ("file-created", "content-written") for entry in graph.effects(kind)]
        last = [entry for entry in written if entry.item == row["id"]][-1]
        assert (last.sha256, last.size) == (file.wanted.sha256, file.wanted.grootte)
        rewritten = any(entry.item == row["id"] for entry in graph.effects("rewritten"))
        assert rewritten or row["sha256"] == file.wanted.sha256
        assert sum(entry.item == row["id"] for entry in graph.effects("file-created")) == 1
        checkins = [e for e in graph.effects("checked-in", by=graph.app) if e.item == row["id"]]
        assert {entry.detail["as_"] for entry in checkins} <= {"published"}
        assert len(checkins) == bool(strict) + bool(file.wanted.item) or file.lapsed
        assert row["draft"] == 0
    if not office.trouble.by_people:
        assert len(graph.effects("file-created", by=graph.app)) == len(
            FILES if office.trouble.kind == "place" else CHANGED_FILES
        )
        assert len(graph.effects("deleted", by=graph.app)) == len(done.content.weg)
    opened = {desk.seal.open(event.inhoud["adres"]) for event in desk.events() if event.soort == "upload_geopend"}
    left = graph.store.all("SELECT guid FROM session WHERE expires > ?", graph.store.now())
    assert [row["guid"] for row in left if any(row["guid"] in (address or "") for address in opened)] == []
