"""What a person may look at or take out: where a dossier stands, one of its documents, the whole of it as a zip.

The words are `dossier.standing`'s, the zip is `proof.export`'s.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, BinaryIO

from jaarcyclus.dossier.confidential import as_public, as_seen, shown_gates
from jaarcyclus.dossier.records import Dossier, Gate
from jaarcyclus.dossier.round import berichten_id, bezetting_id, plaatsing_id, postbus_id
from jaarcyclus.dossier.sight import told_until, told_until_for
from jaarcyclus.dossier.standing import describe_gate, name_standing, name_waits, name_warnings
from jaarcyclus.errors import Refused, UnknownKey
from jaarcyclus.ledger.chain import Event
from jaarcyclus.ledger.events import RondeGeopend
from jaarcyclus.ledger.wire import BERICHTEN_KINDS, BEZETTING_KINDS, PLAATSING_KINDS, POSTBUS_KINDS, kind_of
from jaarcyclus.profile.records import Profile
from jaarcyclus.proof import archive
from jaarcyclus.proof.anchors import Anchor, anchor_of
from jaarcyclus.proof.export import build_files
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.steps.documents import is_for
from jaarcyclus.steps.known_figures import tell_outdated
from jaarcyclus.steps.passwords import describe_in_dossier
from jaarcyclus.steps.placing import tell_unfinished
from jaarcyclus.steps.shown import damaged_files
from jaarcyclus.steps.unpublished import tell_standing
from jaarcyclus.steps.versions import unmakeable
from jaarcyclus.steps.workspace import Workspace, profile_names
from jaarcyclus.terms.days import format_date
from jaarcyclus.terms.products import name_product
from jaarcyclus.terms.text import on_one_line


@dataclass(frozen=True, kw_only=True)
class DossierOverview:
    """One dossier in words. `wacht_op` has a line per person or perceel that is to act; () when none."""

    dossier: str
    samenwerking: str
    titel: str
    toestand: str
    versie: int | None
    kop: str
    oefening: bool
    kenmerken: tuple[str, ...]
    wacht_op: tuple[str, ...]
    gates: tuple[str, ...]
    wachtwoorden: tuple[str, ...]
    waarschuwingen: tuple[str, ...] = ()

    def as_json(self) -> Mapping[str, Any]:
        """Return what programs have read since the first release, and what was added since when there is any."""
        added = {name for name in ("wachtwoorden", "waarschuwingen") if not getattr(self, name)} | {"samenwerking"}
        return {name: value for name, value in asdict(self).items() if name not in added}

    def lines(self) -> list[str]:
        """Return the lines for a screen."""
        exercise = " (OEFENING)" if self.oefening else ""
        lines = [f"kenmerken: {', '.join(self.kenmerken)}"] if self.kenmerken else []
        lines += [*self.gates, *(f"wacht op {line}" for line in self.wacht_op)]
        lines += [*self.waarschuwingen, *self.wachtwoorden, *([f"kop van de keten {self.kop}"] if self.kop else [])]
        return [f"{self.titel}{exercise}: {self.toestand}", *(f"  {on_one_line(line)}" for line in lines)]


@dataclass(frozen=True, kw_only=True)
class Overviews:
    """All dossiers of the installation, and the postbussen, which can be taken out by their names too."""

    dossiers: tuple[DossierOverview, ...]
    postbussen: tuple[str, ...] = ()

    def as_json(self) -> list[Mapping[str, Any]]:
        return [item.as_json() for item in self.dossiers]

    def lines(self) -> list[str]:
        """Return the lines for a screen: each dossier under the name by which other commands know it."""
        lines = [line for item in self.dossiers for line in (_heading(item), *(f"  {line}" for line in item.lines()))]
        if not self.dossiers:
            lines = ["Er zijn nog geen dossiers; de kalender opent een ronde op haar dag."]
        return [*lines, *([f"Postbussen: {', '.join(self.postbussen)}"] if self.postbussen else [])]


def _heading(item: DossierOverview) -> str:
    return f"{item.dossier} ({item.samenwerking})"


def describe_all(workspace: Workspace) -> Overviews:
    """Return every dossier of every profile, and every postbus that holds something."""
    profiles = profile_names(workspace.settings)
    chains = set(workspace.ledger.dossiers())
    return Overviews(
        dossiers=tuple(
            _describe_or_tell(workspace, name) for profiel in profiles for name in workspace.dossiers(profiel)
        ),
        postbussen=tuple(name for name in map(postbus_id, profiles) if name in chains),
    )


def _describe_or_tell(workspace: Workspace, dossier: str) -> DossierOverview:
    """Return where it stands; of one that was put back to an older copy that it was: it holds up no other."""
    held = workspace.ledger.rollback(dossier)
    if held is None:
        return describe(workspace, dossier)
    return DossierOverview(
        dossier=dossier,
        samenwerking=workspace.profile(profile_of_dossier(dossier)).naam,
        titel=dossier,
        toestand=held.sentence(),
        versie=None,
        kop="",
        oefening=False,
        kenmerken=(),
        wacht_op=(),
        gates=(),
        wachtwoorden=(),
    )


def late_gates(workspace: Workspace, profiel: str) -> Iterator[tuple[str, str]]:
    """Yield per open gate past its deadline its dossier, and in Dutch what is late."""
    for dossier in workspace.dossiers(profiel):
        state = Dossier() if workspace.ledger.rollback(dossier) else workspace.dossier(dossier)
        if any(_is_late(gate, workspace.today()) for gate in state.gates):  # else its profile is not asked for
            for gate in as_public(state, workspace.profile_of(state)).gates:
                if _is_late(gate, workspace.today()):
                    what = "een besloten stap" if gate.withheld else gate.gate
                    day = format_date(date.fromisoformat(gate.deadline))
                    yield dossier, f"{what} is over tijd; antwoorden werden uiterlijk {day} verwacht."


def _is_late(gate: Gate, today: date) -> bool:
    return gate.is_open and bool(gate.silent_zetels()) and today > date.fromisoformat(gate.deadline)


def describe(workspace: Workspace, dossier: str, person: str | None = None) -> DossierOverview:
    """Return where the dossier stands, to this person, or to the owner of the machine. Raises UnknownKey.

    Of issued passwords a person reads those of the own account; who runs the cycle reads all.
    """
    state = workspace.dossier(dossier)
    if state.ronde is None:
        raise _no_dossier(dossier)
    profile = workspace.profile_of(state)
    version, seen = state.active_version, as_seen(state, profile, person)
    return DossierOverview(
        dossier=dossier,
        samenwerking=profile.naam,
        titel=name_product(state.product, state.boekjaar),
        toestand=name_standing(seen, profile),
        versie=version.versie if version else None,
        kop=_told_head(workspace, state, profile, person),
        oefening=state.oefening,
        kenmerken=state.kenmerken,
        wacht_op=(
            *name_waits(seen, profile),
            *_damage(workspace, seen),
            *_stuck(workspace, state, profile),
            *_clock(workspace, profile),
            *_on_its_way(workspace, dossier, profile),
        ),
        gates=tuple(describe_gate(gate, profile) for gate in shown_gates(seen)),
        wachtwoorden=describe_in_dossier(workspace, seen, person),
        waarschuwingen=(*name_warnings(state, profile, person), *tell_outdated(workspace, state)),
    )


def _on_its_way(workspace: Workspace, dossier: str, profile: Profile) -> Iterator[str]:
    """Yield what its publication on SharePoint waits for; of a plaatsing that was put back to an older copy, that."""
    try:
        for tell in (tell_unfinished, tell_standing):
            yield from (told for name, told in tell(workspace, profile.profiel) if name == dossier)
    except Refused as held:
        yield f"{profile.name_person(profile.controller)}: {held.message}"


def _told_head(workspace: Workspace, state: Dossier, profile: Profile, person: str | None) -> str:
    """Return the head that this person may hear; the owner of the machine, who is nobody, that of an outsider."""
    return workspace.ledger.events(state.dossier)[: told_until_for(state, profile, person)][-1].hash


def told_events(workspace: Workspace, state: Dossier) -> tuple[Event, ...]:
    """Return the events of a dossier up to the head that anybody may hear: before the first sealed answer."""
    return workspace.ledger.events(state.dossier)[: told_until(state, workspace.profile_of(state))]


def _damage(workspace: Workspace, state: Dossier) -> Iterator[str]:
    for gate in state.gates:
        if gate.is_open and not gate.withheld and (damaged := damaged_files(workspace, [gate])):
            yield f"een reservekopie van {', '.join(damaged)}: {gate.gate} wacht tot dit gaaf is"


def _stuck(workspace: Workspace, state: Dossier, profile: Profile) -> Iterator[str]:
    """A round keeps the profile that it opened with, so nobody can mend this one: the next is opened with another."""
    if fault := unmakeable(workspace, state):
        yield (
            f"{profile.name_person(profile.controller)}: van deze werkboeken is geen product te maken: "
            f"{fault.rstrip('.')}. Deze ronde houdt het profiel waarmee zij openging; verbeter het voor de volgende "
            "ronden. Een concept buiten de ronde om maakt u dan met: jaarcyclus product maak"
        )


def _clock(workspace: Workspace, profile: Profile) -> Iterator[str]:
    if fault := workspace.clock_fault(profile.profiel):
        yield f"{profile.name_person(profile.controller)}: {fault}"


def describe_for(workspace: Workspace, dossier: str, person: str) -> DossierOverview:
    """Return where it stands. Raises UnknownKey, alike when there is no such dossier and when it is not for him."""
    if not is_for(workspace, workspace.dossier(dossier), person):
        raise _no_dossier(dossier)
    return describe(workspace, dossier, person)


def _no_dossier(dossier: str) -> UnknownKey:
    return UnknownKey(f"Dossier '{dossier}' bestaat niet; bekijk de lijst met: jaarcyclus dossier toon")


def current_anchors(workspace: Workspace) -> tuple[Anchor, ...]:
    """Return the head of every chain that may be told, to be kept outside this machine; see `tell_held` for others."""
    whole = (name for name in workspace.ledger.dossiers() if workspace.ledger.rollback(name) is None)
    return tuple(anchor_of(events[-1]) for name in whole if (events := _told(workspace, name)))


def tell_held(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each chain that was put back to an older copy: it has no head that anybody should keep."""
    return tuple(found.sentence() for found in map(workspace.ledger.rollback, workspace.ledger.dossiers()) if found)


def _told(workspace: Workspace, chain: str) -> tuple[Event, ...]:
    events = workspace.ledger.events(chain)
    is_dossier = bool(events) and events[0].soort == kind_of(RondeGeopend)
    return told_events(workspace, workspace.dossier(chain)) if is_dossier else events


def write_export(workspace: Workspace, dossier: str, target: BinaryIO) -> None:
    """Write the zip of a dossier, or of a postbus or bezetting by its name; the same events give the same bytes.

    Raises UnknownKey when there is no such dossier, ArtefactMissing or ArtefactDamaged when a file it
    rests on is not whole.
    """
    events = workspace.ledger.events(dossier)
    beside = (*POSTBUS_KINDS, *BEZETTING_KINDS, *PLAATSING_KINDS, *BERICHTEN_KINDS)
    if not events or events[0].soort not in (kind_of(RondeGeopend), *beside):
        names = (postbus_id, bezetting_id, plaatsing_id, berichten_id)
        if not events and dossier in {name(profiel) for name in names for profiel in profile_names(workspace.settings)}:
            raise UnknownKey(f"In {dossier} is nog niets vastgelegd; exporteer haar zodra daar iets in staat.")
        raise UnknownKey(f"Dossier {dossier} bestaat niet; kies een naam uit `jaarcyclus dossier toon`.")
    archive.pack(build_files(events, workspace.store.find), target)
