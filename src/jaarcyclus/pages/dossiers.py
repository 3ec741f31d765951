"""The dossiers that somebody may read, and one of them: where it stands, its documents, its answers, its chronicle."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jaarcyclus.dossier import manifest as manifests
from jaarcyclus.dossier.confidential import has_confidential, may_have, sees_all, shown_gates
from jaarcyclus.dossier.deliberation import Answered, answered_in
from jaarcyclus.dossier.publication_metadata import BIJLAGE
from jaarcyclus.dossier.publications import Published, find_successor
from jaarcyclus.dossier.question import DOCUMENT_PATH
from jaarcyclus.dossier.records import Gate
from jaarcyclus.dossier.sight import hides_answers, may_read, seen_vote, told_until
from jaarcyclus.dossier.standing import name_standing, name_waits
from jaarcyclus.dossier.tally import Uitslag, name_role
from jaarcyclus.errors import UnknownKey
from jaarcyclus.pages.chronicle import Teller, Told
from jaarcyclus.pages.document_titles import place_of, title_of
from jaarcyclus.pages.reader import DOSSIERS, Reader
from jaarcyclus.pages.returning import Returned, find_before, list_returning
from jaarcyclus.pages.standings import Standing, Standings
from jaarcyclus.pages.warnings import OfPerceel, list_warnings
from jaarcyclus.pages.year_words import tell_step
from jaarcyclus.profile.gremium import Rol
from jaarcyclus.steps.workspace import Workspace
from jaarcyclus.terms.formats import format_day, join_names
from jaarcyclus.terms.products import name_product


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One dossier in the list."""

    path: str
    title: str
    standing: str
    boekjaar: int


@dataclass(frozen=True, kw_only=True)
class File:
    """A document of a version: what a reader calls it, the name of its file, and which bytes those are."""

    title: str
    name: str
    path: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class VersionFiles:
    """The documents of one version; `adopted` says by whom it was adopted and when, empty when it was not."""

    title: str
    adopted: str
    files: tuple[File, ...]


@dataclass(frozen=True, kw_only=True)
class DossierPage:
    """One dossier as its reader may see it; `provable`: it may be taken out whole and checked, else `why_not`.

    `warned`: the warnings that this reader may have, `last_year`: those that passed a boekjaar before.
    `codes`: by what commands and files call each gate, what the page calls it.
    """

    path: str
    name: str
    title: str
    standing: str
    waits: tuple[str, ...]
    versions: tuple[VersionFiles, ...]
    answered: tuple[Answered, ...]
    chronicle: tuple[Told, ...]
    codes: Mapping[str, str]
    evidence: tuple[File, ...]
    warned: tuple[OfPerceel, ...]
    last_year: tuple[Returned, ...]
    oefening: bool
    provable: bool
    why_not: str


def list_dossiers(standings: Iterable[Standing], reader: Reader) -> tuple[Listed, ...]:
    """Return what this person may read, the latest boekjaar first."""
    listed = [
        Listed(
            path=f"{DOSSIERS}/{item.state.dossier}",
            title=name_product(item.state.product, item.state.boekjaar),
            standing=name_standing(item.state, item.profile),
            boekjaar=item.state.boekjaar,
        )
        for item in standings
        if may_read(item.state, item.profile, reader.person)
    ]
    return tuple(sorted(listed, key=lambda item: (-item.boekjaar, item.title)))


def find_dossier(standings: Standings, dossier: str, reader: Reader) -> Standing:
    """Return a dossier. Raises UnknownKey, alike when there is none and when it is not for this person."""
    own = dossier.partition("-")[0] == reader.profiel
    standing = standings.of_dossier(dossier) if own else None
    if standing is None or not may_read(standing.state, standing.profile, reader.person):
        raise UnknownKey("Dit dossier bestaat niet, of u mag het niet lezen.")
    return standing


def describe_dossier(
    workspace: Workspace, standing: Standing, reader: Reader, others: Iterable[Standing] = ()
) -> DossierPage:
    """Return the page of a dossier that this person may read; among `others` is that of the boekjaar before."""
    state, profile = standing.state, standing.profile
    events = workspace.ledger.events(state.dossier)
    return DossierPage(
        path=f"{DOSSIERS}/{state.dossier}",
        name=state.dossier,
        title=name_product(state.product, state.boekjaar),
        standing=name_standing(state, profile),
        waits=tuple(name_waits(state, profile, lambda gate: name_gate(standing, gate))),
        versions=tuple(reversed([_files(workspace, standing, n, reader.person) for n in range(len(state.versions))])),
        answered=tuple(
            answered_in(gate, state, profile)
            for gate in shown_gates(state)
            if not gate.is_open and not hides_answers(gate, profile)
        ),
        chronicle=tuple(reversed(Teller(state=state, profile=profile, person=reader.person).tell(events))),
        codes=name_gates(standing),
        evidence=tuple(_evidence(standing, reader.person)),
        warned=tuple(list_warnings(standing, reader.person)),
        last_year=list_returning(standing, find_before(standing, others), workspace.store.get, reader.person),
        oefening=state.oefening,
        provable=is_provable(standing, reader.person),
        why_not=why_not(standing, reader.person),
    )


def is_provable(standing: Standing, person: str) -> bool:
    """Return whether this reader may have all of it, every answer and workbook: what is published is proven beside it.

    The accountant before that too, as long as nothing is sealed. A chain without what is confidential proves nothing,
    so of such a dossier nobody else gets any.
    """
    state, profile = standing.state, standing.profile
    if person == profile.accountant:
        return told_until(state, profile) is None
    published = state.in_force is not None and state.is_closed
    return published and (sees_all(profile, person) or not has_confidential(state, profile))


def name_gates(standing: Standing) -> dict[str, str]:
    """Return the gates by code, as a reader knows them; none that is withheld from him."""
    return {gate.gate: name_gate(standing, gate) for gate in standing.state.gates if not gate.withheld}


def name_gate(standing: Standing, gate: Gate) -> str:
    """Return `Directieberaad, ter instemming: versie 1, stap 2 van 5`."""
    state, profile = standing.state, standing.profile
    step = tell_step(state, profile, gate.stap)
    again = f"ronde {gate.ronde}" if gate.ronde > 1 else ""
    place = ", ".join(filter(None, (f"versie {gate.versie}", step, again)))
    return f"{profile.gremium(gate.gremium).naam}, {name_role(gate.rol, gate.soort)}: {place}"


def why_not(standing: Standing, person: str) -> str:
    """Return why this reader cannot have all of it now and what to do; "" when he can."""
    state, profile = standing.state, standing.profile
    if is_provable(standing, person):
        return ""
    if person == profile.accountant:
        return "Er is een vraag open waarvan nog niemand de antwoorden mag lezen. Haal het dossier op zodra zij sluit."
    if has_confidential(state, profile) and not sees_all(profile, person):
        return (
            "In dit dossier staat iets dat besloten is. Een dossier zonder dat deel is niet na te rekenen, en daarom "
            "halen alleen de controller en de accountant het op. Vraag de accountant wat de controle opleverde."
        )
    sealed = told_until(state, profile) is not None
    if state.correction is not None:
        stands = "gepubliceerd" if state.in_force else "ingetrokken"
        why = " In de nieuwe ronde is een vraag open waarvan nog niemand de antwoorden mag lezen." if sealed else ""
        return (
            f"Versie {state.correction.versie} is {stands} en wordt nu gecorrigeerd.{why} Het hele dossier is weer "
            "op te halen zodra de correctie is gepubliceerd."
        )
    if state.publications:
        return (
            "De publicatie is ingetrokken. Het hele dossier is alleen op te halen zolang er een versie is "
            "gepubliceerd. Hebt u het nodig, vraag de controller."
        )
    later = "Het dossier is in zijn geheel op te halen en na te rekenen zodra het is gepubliceerd."
    if sealed:
        return f"{later} Er is nu een vraag open waarvan nog niemand de antwoorden mag lezen."
    return f"{later} Tot dan kan alleen de accountant dat." if profile.accountant else later


def _files(workspace: Workspace, standing: Standing, index: int, person: str) -> VersionFiles:
    state = standing.state
    version = state.versions[index]
    made = manifests.from_bytes(workspace.store.get(version.manifest_sha256))
    published = state.published(version.versie)
    found = {name: sha for name, sha in made.documenten.items() if may_have(state, standing.profile, name, person)}
    if published is not None:
        found[BIJLAGE] = published.content.bijlage_sha256
    files = tuple(
        File(title=title_of(state, standing.profile, name), name=name, path=f"{DOCUMENT_PATH}/{sha}", sha256=sha)
        for name, sha in sorted(found.items(), key=lambda item: (place_of(state.product, item[0]), item[0]))
    )
    told = f"Versie {version.versie}, {format_day(version.klok)}{_published(standing, published) if published else ''}"
    return VersionFiles(
        title=f"{told}{_taken_back(standing, index)}", adopted=_adopted(standing, version.versie), files=files
    )


def _published(standing: Standing, published: Published) -> str:
    """Return that this version was published, and whether it still counts."""
    told, taken = f", gepubliceerd op {format_day(published.klok)}", published.withdrawal
    if taken is not None:
        word = "intrekking besloten op" if published.waits_for_withdrawal else "ingetrokken op"
        return f"{told}, {word} {format_day(taken.klok)}"
    newer = find_successor(standing.state.publications, published.versie)
    return f"{told}, vervangen door versie {newer.versie}" if newer else told


def _adopted(standing: Standing, version: int) -> str:
    """A condition that is open keeps a version from being adopted (rule 5)."""
    state, profile = standing.state, standing.profile
    passed = [
        f"{profile.gremium(gate.gremium).naam} op {format_day(gate.gesloten_klok)}"
        for gate in state.gates_of(version)
        if (gate.rol, gate.uitslag) == (Rol.VASTSTELLING, Uitslag.POSITIEF) and gate.gesloten_klok and not gate.withheld
    ]
    return f"Vastgesteld door {join_names(passed)}." if passed and not state.open_voorwaarden(version) else ""


def _evidence(standing: Standing, person: str) -> Iterator[File]:
    """Yield the files that show that a condition is met, as their senders call them."""
    for gate in standing.state.gates:
        for vote in gate.votes:
            seen = seen_vote(gate, standing.profile, vote.zetel, person)
            if seen and seen.voorwaarde and (shown := seen.voorwaarde.evidence):
                name = f"{shown.name} ({standing.profile.gremium(gate.gremium).naam}, versie {gate.versie})"
                yield File(title=name, name=shown.name, path=f"{DOCUMENT_PATH}/{shown.sha256}", sha256=shown.sha256)


def _taken_back(standing: Standing, index: int) -> str:
    """Return when this version ended; what was published holds until its correction is."""
    state = standing.state
    ended = next((item for item in state.reopenings if item.seq > state.versions[index].seq), None)
    if ended is None or ended.corrects is not None:
        return ""
    day = standing.opened_at.get(ended.seq)
    return f", teruggenomen{f' op {format_day(day)}' if day else ''}"
