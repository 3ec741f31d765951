"""Publications on SharePoint: a folder per boekjaar and product, each file placed once, changed only where it must.

What stands there is read from the chain of the plaatsing, never guessed from the site. The library rewrites what it is
given, so nobody compares bytes with it: the text file of hashes and the export of the dossier beside them prove those.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from jaarcyclus import clock
from jaarcyclus.dossier.placing import SHA_COLUMN, Placing, read_placings, standing
from jaarcyclus.dossier.publication_metadata import METADATA, WITHDRAWN
from jaarcyclus.dossier.round import plaatsing_id
from jaarcyclus.errors import InvalidSetting, PublicationRefused, PublicationStopped, PublicationWaits
from jaarcyclus.ledger.placing_events import PlaatsingGestuit, PlaatsingVoorgenomen, PlaatsingWacht, TePlaatsen
from jaarcyclus.steps.placing import carry_on, find, give_up, intend
from jaarcyclus.steps.placing_library import STATUS_COLUMN, Library
from jaarcyclus.steps.publication_target import Publication
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms import canonical
from jaarcyclus.terms.kept import Kept, Write, keep

HASHES = "SHA256.txt"
"""The name and hash of every file, as `sha256sum -c` reads them; a library rewrites no plain text."""

OpenLibrary = Callable[[tuple[str, ...], int], AbstractContextManager[Library]]
"""From a folder below the cooperation's, and how often the library sent us away, to the library at work."""


@dataclass(frozen=True, kw_only=True)
class SharePointTarget:
    """The library of one cooperation. `plek` is site, library and folder as people read them."""

    workspace: Workspace
    profiel: str
    plek: str
    open_library: OpenLibrary

    def place(self, publication: Publication) -> str:
        self._require_same_place(publication)
        self._end_what_was_begun(publication)
        self._require_not_withdrawn(publication)
        self._let_stand(publication, self._wanted(publication))
        return f"sharepoint:{'/'.join(publication.path)}"

    def alter(self, publication: Publication) -> str:
        return self.place(publication)

    def require_arrived(self, publication: Publication) -> None:
        """A placing is confirmed by looking at each of its files: what is confirmed arrived."""
        if self._differing(publication, self._wanted(publication)):
            raise PublicationRefused("Wat op SharePoint staat is niet wat is gepubliceerd; probeer het opnieuw.")

    def add_proof(self, publication: Publication, name: str, write: Write) -> None:
        self._end_what_was_begun(publication)
        wanted = self._wanted(publication)
        if name not in wanted:
            taken = self.workspace.store.take(write)
            self._let_stand(publication, {**wanted, name: _to_place(publication, taken)}, taken)

    def take_back(self, publication: Publication) -> None:
        self._end_what_was_begun(publication)
        self._let_stand(publication, {})

    def _require_same_place(self, publication: Publication) -> None:
        """Raise PublicationRefused when the profile names another library than where it stands or is on its way."""
        before = {placing.content.plek for placing in self._placings(publication)} - {self.plek}
        if before:
            raise PublicationRefused(
                f"Dit product staat in {' en '.join(sorted(before))}, en het profiel noemt nu {self.plek}. Laat de "
                "beheerder onder 'publicatie' terugzetten waar het staat; de kalender probeert het daarna opnieuw."
            )

    def _require_not_withdrawn(self, publication: Publication) -> None:
        """Raise PublicationRefused when documents would come back where they were taken away, by a late attempt."""
        told = {file.kolommen.get(STATUS_COLUMN, "") for _, file in self._standing(publication).values()}
        if publication.status != WITHDRAWN and any(status.startswith(WITHDRAWN) for status in told):
            raise PublicationRefused(
                f"Wat op {self.plek} stond is ingetrokken en komt daar niet terug. Vraag de controller om een "
                "correctie."
            )

    def _end_what_was_begun(self, publication: Publication) -> None:
        """Finish the last placing first: it may be half done, and only then is known what stands there."""
        placings = self._placings(publication)
        if placings and placings[-1].confirmed is None:
            self._carry_on(publication, placings[-1].content.sleutel)

    def _let_stand(self, publication: Publication, wanted: Mapping[str, TePlaatsen], known: Kept | None = None) -> None:
        """Let exactly these files stand there. Raises PublicationWaits or PublicationStopped when not done now."""
        differing = self._differing(publication, wanted)
        if differing:
            number = len(self._placings(publication)) + 1
            content = replace(differing, sleutel=f"{'/'.join(publication.path)}:{number}")
            intend(self.workspace, self.profiel, content)
            self._carry_on(publication, content.sleutel, known)

    def _carry_on(self, publication: Publication, sleutel: str, known: Kept | None = None) -> None:
        before = find(self.workspace, self.profiel, sleutel)
        try:
            with self.open_library(publication.path[1:], before.waits if before else 0) as library:
                placing = carry_on(self.workspace, self.profiel, sleutel, library, known)
        except InvalidSetting as fault:
            placing = give_up(self.workspace, self.profiel, sleutel, fault, clock.real_time)
        if placing.confirmed:
            return
        hindrance = placing.hindrance
        if isinstance(hindrance, PlaatsingGestuit):
            raise PublicationStopped(hindrance.melding)
        if isinstance(hindrance, PlaatsingWacht):
            raise PublicationWaits(hindrance.reden, datetime.fromisoformat(hindrance.niet_voor))
        lease = placing.lease
        assert lease is not None, "who neither ended nor waits has a lease"
        raise PublicationWaits(
            "Een andere poging is nog met deze publicatie bezig; wacht tot die klaar is.", lease.until
        )

    def _differing(self, publication: Publication, wanted: Mapping[str, TePlaatsen]) -> PlaatsingVoorgenomen | None:
        """Return what must change at the place, None when nothing must."""
        there = self._standing(publication)
        files = {
            name: replace(file, item=there[name][0] if name in there else None)
            for name, file in wanted.items()
            if name not in there or _told(there[name][1]) != _told(file)
        }
        gone = {name: item for name, (item, _) in there.items() if name not in wanted}
        if not files and not gone:
            return None
        dossier, version = self._dossier_of(publication)
        return PlaatsingVoorgenomen(
            sleutel="", dossier=dossier, versie=version, plek=self.plek, bestanden=files, weg=gone
        )

    def _standing(self, publication: Publication) -> dict[str, tuple[str, TePlaatsen]]:
        return standing(self._placings(publication))

    def _placings(self, publication: Publication) -> list[Placing]:
        chain = self.workspace.ledger.events(plaatsing_id(self.profiel))
        prefix = f"{'/'.join(publication.path)}:"
        return [placing for sleutel, placing in read_placings(chain).items() if sleutel.startswith(prefix)]

    def _wanted(self, publication: Publication) -> dict[str, TePlaatsen]:
        """Return every file of the publication, one with their hashes, and the proof that stands there already.

        The proof of what was withdrawn goes with it, for it holds the documents.
        """
        lines = [f"{file.sha256}  {name}\n" for name, file in sorted(publication.files.items())]
        files = {**publication.files, HASHES: keep("".join(lines).encode())}
        proofs = self._proofs(publication) if publication.status != WITHDRAWN else {}
        return {**proofs, **{name: self._file(publication, file) for name, file in files.items()}}

    def _proofs(self, publication: Publication) -> dict[str, TePlaatsen]:
        kept = ((name, file) for name, (_, file) in self._standing(publication).items() if name.endswith(".zip"))
        columns = _columns(publication)
        return {name: replace(file, kolommen={**columns, SHA_COLUMN: file.sha256}) for name, file in kept}

    def _file(self, publication: Publication, file: Kept) -> TePlaatsen:
        """A page and a list are made anew and may be in no store yet; what was found there is there."""
        if not self.workspace.store.has(file.sha256):
            self.workspace.store.put(file.read())
        return _to_place(publication, file)

    def _dossier_of(self, publication: Publication) -> tuple[str, int]:
        metadata = canonical.loads(publication.files[METADATA].read())
        return metadata["dossier"], metadata["versie"]


def _told(file: TePlaatsen) -> tuple[str, Mapping[str, str]]:
    return file.sha256, dict(file.kolommen)


def _to_place(publication: Publication, file: Kept) -> TePlaatsen:
    columns = {**_columns(publication), SHA_COLUMN: file.sha256}
    return TePlaatsen(sha256=file.sha256, grootte=file.size, kolommen=columns)


def _columns(publication: Publication) -> dict[str, str]:
    """Return the columns that tell of a publication, but for the hash; one without a value is left out."""
    metadata = canonical.loads(publication.files[METADATA].read())
    adopted = metadata.get("vastgesteld") or {}
    told = {
        "JcProduct": metadata["titel"],
        "JcBoekjaar": str(metadata["boekjaar"]),
        STATUS_COLUMN: f"{publication.status} (OEFENING)" if metadata["oefening"] else publication.status,
        "JcBesluitdatum": adopted.get("datum", ""),
        "JcVersie": str(metadata["versie"]),
        "JcDossier": metadata["dossier"],
    }
    return {name: text for name, text in told.items() if text}
