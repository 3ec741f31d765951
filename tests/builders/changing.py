"""An installation that changes what it published in a library of the local Graph: a later version counts, or none."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from builders.placing import DOSSIER, FOLDERS, PDF, ZIP, Desk
from graph.running import Graph
from jaarcyclus.dossier.publication_metadata import METADATA, WITHDRAWN
from jaarcyclus.errors import PublicationRefused, PublicationWaits
from jaarcyclus.ledger.placing_events import PlaatsingVoorgenomen
from jaarcyclus.settings import Settings
from jaarcyclus.steps.placing_library import Library
from jaarcyclus.steps.publication_overview import INDEX
from jaarcyclus.steps.publication_target import Publication
from jaarcyclus.steps.sharepoint_target import HASHES, SharePointTarget
from jaarcyclus.steps.workspace import open_workspace
from jaarcyclus.terms import canonical
from jaarcyclus.terms.kept import keep

PATH = ("dowr", *FOLDERS)
CHANGED_FILES = (PDF, HASHES, ZIP, INDEX, METADATA)
_TOLD = {"dossier": DOSSIER, "versie": 1, "titel": "Begroting", "boekjaar": 2027, "oefening": False}


@dataclass(kw_only=True)
class ChangingDesk(Desk):
    """Who corrects or withdraws, as the target does it: `after` is what is to stand there."""

    after: Publication

    @classmethod
    def changing(cls, graph: Graph, var: Path, library: str, kind: str) -> "ChangingDesk":
        """Return a desk whose first version stands in the library, with its proof; `kind` is correct or withdraw."""
        desk = cls.at(graph, var, library, kind)
        desk.target.place(_BEFORE)
        desk.target.add_proof(_BEFORE, ZIP, lambda sink: sink.write(b"PK van versie 1"))
        return desk

    @classmethod
    def at(cls, graph: Graph, var: Path, library: str, kind: str) -> "ChangingDesk":
        """Return that desk where its first version was placed before."""
        unknown = PlaatsingVoorgenomen(sleutel="", dossier=DOSSIER, versie=1, plek=library, bestanden={}, weg={})
        workspace = open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var)}))
        return cls(graph=graph, workspace=workspace, library=library, intention=unknown, after=_after(kind))

    @property
    def target(self) -> SharePointTarget:
        return SharePointTarget(
            workspace=self.workspace, profiel="dowr", plek=self.library, open_library=self._open_library
        )

    @property
    def key(self) -> str:
        """Return the key of the third placing: that of the files, of the proof, and the change."""
        return f"{'/'.join(PATH)}:3"

    def attempt(self, number: int = 0) -> None:  # type: ignore[override]  # the ledger says what came of it
        """Change it as far as that goes now."""
        with suppress(PublicationWaits, PublicationRefused):
            self.target.alter(self.after)

    @contextmanager
    def _open_library(self, folders: tuple[str, ...], attempt: int) -> Iterator[Library]:
        with self.open_client(attempt) as client:
            yield Library(client=client, folders=folders, seal=self.seal, now=self.now)


_BEFORE = Publication(
    path=PATH,
    files={
        PDF: keep(b"%PDF-1.7 klein"),
        METADATA: keep(canonical.dumps(_TOLD)),
        INDEX: keep(b"<p>Versie 1 geldt.</p>"),
    },
)


def _after(kind: str) -> Publication:
    if kind == "correct":
        files = {**_BEFORE.files, INDEX: keep(b"<p>Versie 2 geldt.</p>")}
        return Publication(path=PATH, files=files, status="vervangen door versie 2")
    told = canonical.dumps({**_TOLD, "status": WITHDRAWN})
    return Publication(path=PATH, files={METADATA: keep(told), INDEX: keep(b"<p>Ingetrokken.</p>")}, status=WITHDRAWN)
