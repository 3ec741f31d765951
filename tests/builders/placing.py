"""An installation that puts three files in a library of the local Graph, by that server's time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from builders.sharepoint import new_seal, place_of, typed_for
from graph.running import Graph
from jaarcyclus.dossier.placing import SHA_COLUMN, Placing
from jaarcyclus.graph import sessions
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.connection import connect
from jaarcyclus.graph.sealing import AddressSeal
from jaarcyclus.graph.shared_wait import SharedWait
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.placing_events import PlaatsingVoorgenomen, TePlaatsen
from jaarcyclus.settings import Settings
from jaarcyclus.steps.placing import carry_on, intend
from jaarcyclus.steps.placing_library import Library
from jaarcyclus.steps.workspace import Workspace, open_workspace
from jaarcyclus.terms.kept import Kept

KEY, DOSSIER, CHAIN, FOLDERS = "dowr-2027-begroting-v1", "dowr-2027-begroting", "dowr-plaatsing", ("2027", "begroting")
PDF, HASHES, ZIP = "begroting.pdf", "SHA256.txt", "dossier.zip"
FILES = {PDF: b"%PDF-1.7 klein", HASHES: b"e3b0c442  begroting.pdf\n", ZIP: b"PK" + bytes(5 * sessions.UNIT)}
"""A small file that the service rewrites, one that it leaves, and one that goes in chunks."""


@dataclass(kw_only=True)
class Desk:
    """Who publishes, and what. What is next is read from the ledger, as a task of Airflow does."""

    graph: Graph
    workspace: Workspace
    library: str
    intention: PlaatsingVoorgenomen
    seal: AddressSeal = field(default_factory=new_seal)
    patience_s: float = 0.7

    @classmethod
    def of(cls, graph: Graph, var: Path, library: str, files: Mapping[str, bytes] = FILES) -> "Desk":
        workspace = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var)}))
        wanted = {}
        for name, content in files.items():
            sha256 = workspace.store.put(content)
            columns = {SHA_COLUMN: sha256, "JcVersie": "1", "JcDossier": DOSSIER}
            wanted[name] = TePlaatsen(sha256=sha256, grootte=len(content), kolommen=columns)
        intention = PlaatsingVoorgenomen(sleutel=KEY, dossier=DOSSIER, versie=1, plek=library, bestanden=wanted, weg={})
        return cls(graph=graph, workspace=workspace, library=library, intention=intention)

    @property
    def key(self) -> str:
        """Return the key of the placing that is tried."""
        return self.intention.sleutel

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.graph.store.now(), UTC)

    def attempt(self, number: int = 0, *, known: Kept | None = None) -> Placing:
        """Mean it and carry on once; `known` is a file that was looked through before."""
        intend(self.workspace, "dowr", self.intention)
        with self.open_client(number) as client:
            library = Library(client=client, folders=FOLDERS, seal=self.seal, now=self.now)
            return carry_on(self.workspace, "dowr", self.intention.sleutel, library, known)

    def open_client(self, attempt: int) -> Client:
        """Return a client that waits when another of this installation was told to."""
        typed, place = connect(typed_for(self.graph)), place_of(self.graph, self.library)
        shared = SharedWait.of(self.workspace.settings.var, typed)
        return Client(typed, place, attempt=attempt, now=self.now, patience_s=self.patience_s, shared=shared)

    def events(self) -> tuple[Event, ...]:
        return self.workspace.ledger.events(CHAIN)
