"""An installation that looks into an inbox on the local Graph, by the clock of that server."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from builders.sharepoint import place_of, typed_for
from graph.running import Graph
from jaarcyclus.dossier.origins import Origin, read_origins
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import connect
from jaarcyclus.graph.shared_wait import SharedWait
from jaarcyclus.ledger.postbus_events import BestandBeoordeeld
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.rules.postbus import Postbus, refusals
from jaarcyclus.settings import Settings
from jaarcyclus.steps import library_cursor, receipts
from jaarcyclus.steps.library_cursor import Cursor
from jaarcyclus.steps.library_intake import STABLE, InboxLibrary, look_once
from jaarcyclus.steps.perceel_folder import GIVEN
from jaarcyclus.steps.replies import unanswered
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus.terms.findings import bevinding

CHAIN = "dowr-postbus"
MOST_LOOKS = 120


class Killed(BaseException):
    """What a SIGKILL leaves: nothing of the look but what was recorded or sent."""


class InboxDesk:
    """Looks at the folders below `Inbox`, and judges what was received as no workbook."""

    def __init__(self, graph: Graph, var: Path, library: str = "", **env: str) -> None:
        self.graph, self.library, self.checks = graph, library, []
        self.workspace = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var), **env}))

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.graph.store.now(), UTC)

    def look(self, plek: str = "Inbox") -> Cursor:
        """Look once, as the process of the watch does."""
        kept = library_cursor.read(self.workspace.settings, "dowr")
        place, attempt = place_of(self.graph, self.library), kept.attempt if kept else 0
        app = connect(typed_for(self.graph))
        shared = SharedWait.of(self.workspace.settings.var, app)
        with Client(app, place, attempt=attempt, now=self.now, patience_s=0.7, shared=shared) as client:
            library = InboxLibrary(client=client, above=("Inbox",), plek=plek, now=self.now)
            return look_once(self.workspace, "dowr", library, start_check=self.checks.append)

    def judge(self) -> None:
        """Give every receipt its verdict, as the tasks do."""
        for step in receipts.pending(self.workspace, "dowr"):
            receipt = receipts.find_receipt(self.workspace, "dowr", step.data["ontvangst"])
            given = BestandBeoordeeld(
                ontvangst=receipt.number,
                sha256=receipt.sha256,
                perceel=receipt.perceel,
                geaccepteerd=False,
                dossier=None,
                bevindingen=(bevinding("BESTAND_LEEG"),),
            )
            self.workspace.record_postbus(CHAIN, [system_event(given)])

    def finish(self) -> Cursor:
        """Look and judge until nothing is left to do, or only a person can go on; return what is then kept."""
        quiet = 0
        for _ in range(MOST_LOOKS):
            with suppress(Killed):
                self.look()
            self.graph.release()
            self.graph.wait_until_ready()
            with suppress(Killed):
                self.judge()
            kept = library_cursor.read(self.workspace.settings, "dowr")
            if kept is not None and self._is_done(kept):
                quiet += 1
                if quiet == 2:  # a delta that comes late, or a file that is not shown for a moment
                    return kept
                self.graph.advance(3700)
                continue
            quiet = 0
            self.graph.advance(self._next(kept).total_seconds())
        raise AssertionError(f"never done: {kept}")

    def _is_done(self, kept: Cursor) -> bool:
        free = kept.waiting.keys() - {key for key, told in kept.hindrances.items() if told.needs_person}
        due = unanswered(self.workspace.ledger.events(CHAIN), "sharepoint")
        waits = [told for told in kept.hindrances.values() if not told.needs_person]
        stuck = any(told.needs_person for told in kept.hindrances.values())
        return not waits and (stuck or not (free or due))

    def _next(self, kept: Cursor | None) -> timedelta:
        """Until the first moment that something waits for; nothing is asked sooner."""
        moments = [told.not_before - self.now() for told in kept.hindrances.values()] if kept else []
        return max(STABLE, min(moments, default=STABLE))

    def origins(self) -> tuple[Origin, ...]:
        return read_origins(self.workspace.ledger.events(CHAIN))

    def received(self) -> list[tuple[str, str, bytes]]:
        """Return perceel, name and bytes of every receipt."""
        events = [event for event in self.workspace.ledger.events(CHAIN) if event.soort == "bestand_ontvangen"]
        return [
            (e.inhoud["perceel"], e.inhoud["bestandsnaam"], self.workspace.store.get(e.inhoud["sha256"]))
            for e in events
        ]

    def answers(self) -> dict[str, str]:
        """Return by path every text of ours beside a workbook in the library."""
        ours = (path for path in self.laid() if path.endswith(".txt") and f"/{GIVEN}/" not in path)
        return {path: self.graph.content(path, drive=self.drive).decode() for path in ours}

    def laid(self) -> list[str]:
        """Return where every file of ours in the library is."""
        tree = self.graph.tree(drive=self.drive)
        return sorted(path for path, row in tree.items() if row["created_by"] == self.graph.app)

    @property
    def drive(self) -> str:
        return self.graph.drive_id

    def require_sound(self) -> None:
        """Nobody's file was touched, no token went elsewhere, nobody asked too early, and the chain holds."""
        theirs = {entry.item for entry in self.graph.effects("file-created") if entry.actor != self.graph.app}
        done = self.graph.effects(by=self.graph.app)
        assert not {entry.item for entry in done} & theirs, [e for e in done if e.item in theirs]
        assert self.graph.strays() == []
        assert self.graph.client_faults() == []
        assert list(refusals(self.workspace.ledger.events(CHAIN), Postbus())) == []
