"""Drives a dossier as the office does, from an open round to a published product: no Airflow, no WeasyPrint.

Every event goes through the guarded door of the core; only the documents are a few bytes that look like a PDF, and
the day is the simulated one. `publish` of the core does the rest, with an annex of a few bytes.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cache, wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builders.order import build_figures
from jaarcyclus import clock
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.document_names import document_names
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.planning import next_steps, waits_for_pause
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.round import RULES_VERSION, dossier_id, late_finding, round_content
from jaarcyclus.dossier.tally import answers_of
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import figures_from_json, figures_to_json
from jaarcyclus.ledger.chain import NewEvent
from jaarcyclus.ledger.parts import Ketenkop
from jaarcyclus.ledger.wire import system_event
from jaarcyclus.profile.of_round import whole_profile
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, calendar, publication
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.steps.gates import close_gate, open_gate
from jaarcyclus.steps.known_figures import look_up
from jaarcyclus.steps.publication import PrintedAnnex
from jaarcyclus.steps.versions import manifest_of, version_content
from jaarcyclus.steps.workspace import Workspace, open_workspace
from jaarcyclus.terms.days import to_working_day
from jaarcyclus.terms.findings import Bevinding
from jaarcyclus.workbook.form import Marks
from jaarcyclus.workbook.tables import form_tables
from jaarcyclus.workbook.writer import make_workbook

PROFILES = Path(__file__).resolve().parents[2] / "profiles"


@dataclass(frozen=True)
class Office:
    """One installation with one dossier on the desk."""

    workspace: Workspace
    dossier: str

    @property
    def state(self) -> Dossier:
        return self.workspace.dossier(self.dossier)

    @property
    def kinds(self) -> list[str]:
        return [event.soort for event in self.workspace.ledger.events(self.dossier)]


def open_round(
    var: Path,
    product: str = "begroting",
    boekjaar: int = 2027,
    dag: str | None = None,
    profiel: str = "dowr",
    profielen: Path = PROFILES,
    regels: int = RULES_VERSION,
    workspace: Workspace | None = None,
) -> Office:
    """Open the round on its own opening day, or on `dag`; under older `regels` as an older release did."""
    workspace = workspace or _open(var, profielen)
    opens = workspace.profile(profiel).kalender.producten[product].opent.in_boekjaar(boekjaar)
    _set_day(workspace, dag or to_working_day(opens).isoformat())
    if regels == RULES_VERSION:
        return Office(workspace, calendar.open_round(workspace, profiel, product, boekjaar))
    pinned = workspace.pin_profile(profiel)
    content = round_content(whole_profile(workspace.store.get(pinned)), product, boekjaar, pinned, regels)
    office = Office(workspace, dossier_id(profiel, boekjaar, product))
    known = [look_up(workspace, profiel, product, boekjaar)] if regels > 1 else []
    workspace.record(office.dossier, lambda _: [system_event(content), *map(system_event, known)])
    return office


def _open(var: Path, profielen: Path = PROFILES) -> Workspace:
    return open_workspace(Settings.from_env({"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_PROFIELEN": str(profielen)}))


def played_once(make: Callable[[Path, str, str], Office]) -> Callable[..., Office]:
    """Let `make` play a dossier once in this process and give every caller a copy of it in a folder of his own.

    The rules ran and every byte is on the disk; only the waiting for that disk is not repeated.
    """

    @cache
    def original(product: str, profiel: str) -> tuple[TemporaryDirectory[str], Office]:
        folder = TemporaryDirectory(prefix="jaarcyclus-gespeeld-")  # goes with the process
        return folder, make(Path(folder.name) / "var", product, profiel)

    @wraps(make)
    def copy(var: Path, product: str = "begroting", profiel: str = "dowr") -> Office:
        _, made = original(product, profiel)
        shutil.copytree(made.workspace.settings.var, var, dirs_exist_ok=True)
        return Office(_open(var), made.dossier)

    return copy


def wait_until(office: Office, dag: str) -> None:
    """Let the simulated day be `dag` (ISO), nine o'clock, and do what is then due without anybody."""
    _set_day(office.workspace, dag)
    calendar.advance(office.workspace, office.dossier)


def submit_workbooks(
    office: Office, *percelen: str, lines: int = 3, inzender: str | None = None, warned: Sequence[Bevinding] = ()
) -> None:
    """Hand in an accepted workbook of each perceel, each `warned` so; of all that must when none is named."""
    duties, late = office.state.indieners(), office.workspace.today() > office.state.closing_day
    for perceel in percelen or tuple(duties):
        workbook, figures = workbook_of(
            perceel, office.state.product, office.state.boekjaar, lines, profile_of_dossier(office.dossier)
        )
        content = {
            "perceel": perceel,
            "sha256": office.workspace.store.put(workbook),
            "cijfers_sha256": office.workspace.store.put(figures),
            "inzender": inzender or duties[perceel],
            "via": "api",
            "te_laat": late,
            "ontvangst": max((len(office.state.inzendingen), *office.state.judged)) + 1,
            "bevindingen": [*map(asdict, warned), *([asdict(late_finding(office.state.closing_day))] if late else [])],
        }
        record_event(office, "inzending_geaccepteerd", content["inzender"], content)


@cache
def workbook_of(
    perceel: str, product: str = "begroting", boekjaar: int = 2027, lines: int = 3, profiel: str = "dowr"
) -> tuple[bytes, bytes]:
    """Return a real workbook and the canonical figures that its cells hold."""
    return _write_workbook(_profile(profiel, boekjaar), perceel, product, boekjaar, lines)


@cache
def _profile(profiel: str, boekjaar: int) -> Profile:
    return load_profile(PROFILES / f"{profiel}.yaml").on(date(boekjaar, 1, 1))


def add_version(office: Office) -> str:
    """Consolidate for real, make documents of a few bytes, record the version; return its manifest's SHA-256."""
    skip_pause(office.workspace, office.dossier)
    state, profile = office.state, office.workspace.profile_of(office.state)
    sha256 = office.workspace.store.put(manifest.to_bytes(_make_manifest(office.workspace, state, profile)))
    office.workspace.record(office.dossier, lambda _: [system_event(version_content(state, sha256))])
    return sha256


def skip_pause(workspace: Workspace, dossier: str) -> None:
    """Let the controller end the pause after the last workbook, when one runs."""
    state = workspace.dossier(dossier)
    profile = workspace.profile_of(state)
    if waits_for_pause(state, profile, workspace.today()):
        acts.skip_pause(workspace, dossier, profile.controller, reden="Alles is binnen.")


def open_gates(office: Office) -> list[str]:
    """Open every gate that is due, send what must be sent, and return the gates that now wait for answers."""
    for step in calendar.advance(office.workspace, office.dossier):
        if step.kind == "besluit":
            open_gate(office.workspace, office.dossier, step.data["gate"])
    return [gate.gate for gate in office.state.gates if gate.is_open]


def cast_vote(
    office: Office,
    gate: str,
    zetel: str,
    antwoord: str,
    *,
    toelichting: str = "",
    voorwaarde: Mapping[str, str] | None = None,
    door: str | None = None,
    **anders: Any,
) -> None:
    """Answer for a seat: as its holder, or as `door`; `anders` replaces a field of the vote."""
    record_event(
        office,
        "stem_uitgebracht",
        door or holder_of(office, gate, zetel),
        vote_content(office, gate, zetel, antwoord, toelichting, voorwaarde, door) | anders,
    )


def vote_content(
    office: Office,
    gate: str,
    zetel: str,
    antwoord: str,
    toelichting: str = "",
    voorwaarde: Mapping[str, str] | None = None,
    door: str | None = None,
) -> dict[str, Any]:
    """Return the content of the vote, on the bytes that the gate shows."""
    found = office.state.gate(gate)
    assert found is not None, f"{gate} is niet open"
    return {
        "gate": gate,
        "zetel": zetel,
        "antwoord": antwoord,
        "namens": door not in (None, holder_of(office, gate, zetel)),
        "toelichting": toelichting,
        "voorwaarde": dict(voorwaarde) if voorwaarde else None,
        "manifest_sha256": found.manifest_sha256,
        "document_sha256": found.document_sha256,
    }


def holder_of(office: Office, gate: str, zetel: str) -> str:
    """Return who holds the seat."""
    found = office.state.gate(gate)
    assert found is not None, f"{gate} is niet open"
    return next(item.houder for item in found.zetels if item.zetel == zetel)


def vote_all(office: Office, gate: str, **anders: Mapping[str, Any]) -> None:
    """Let every silent seat agree; `deventer={"antwoord": "stemt niet in", "toelichting": "…"}` differs."""
    found = office.state.gate(gate)
    assert found is not None, f"{gate} is niet open"
    yes = answers_of(found.rol, found.soort)[0].text
    for zetel in found.silent_zetels():
        cast_vote(office, gate, zetel, **{"antwoord": yes, **anders.get(zetel, {})})


def end_gate(office: Office, gate: str) -> str | None:
    """Count the votes and return the outcome, None while the gate stays open."""
    return close_gate(office.workspace, office.dossier, gate)


def walk_route(office: Office, *, mits: str | None = None) -> None:
    """Let everybody agree until no gate is open or due; on gate `mits` Deventer sets a condition, soon met."""
    while gates := open_gates(office):
        for gate in gates:
            vote_all(office, gate, **({"deventer": _mits(office, gate)} if gate == mits else {}))
            end_gate(office, gate)
            if gate == mits:
                acts.fulfil_condition(
                    office.workspace,
                    office.dossier,
                    "manager_ict",
                    gate=gate,
                    zetel="deventer",
                    toelichting="verwerkt",
                )


def _mits(office: Office, gate: str) -> dict[str, Any]:
    found = office.state.gate(gate)
    assert found is not None, f"{gate} is niet open"
    text = next(item.text for item in answers_of(found.rol, found.soort) if item.needs_voorwaarde)
    day = office.workspace.today().isoformat()
    return {"antwoord": text, "voorwaarde": {"tekst": "dekking aantonen", "eigenaar": "manager_ict", "datum": day}}


def publish_product(office: Office) -> None:
    """Publish for real, with an annex of a few bytes."""
    publication.publish(office.workspace, office.dossier, make_bijlage=fake_bijlage)


def fake_bijlage(dossier: Dossier, profile: Profile, head: str, postbus: Ketenkop) -> PrintedAnnex:
    """Return what stands for the annex: only the chain heads that it prints, by nothing that we know."""
    content = f"%PDF-1.7 besluitvorming {dossier.dossier} kop {head} postbus {postbus.kop}".encode()
    return PrintedAnnex(content=content, build={})


@played_once
def with_version(var: Path, product: str, profiel: str) -> Office:
    """Return a dossier of which every workbook is in and version 1 is made; nobody was asked yet."""
    office = open_round(var, product, profiel=profiel)
    submit_workbooks(office)
    add_version(office)
    return office


@played_once
def adopted(var: Path, product: str, profiel: str) -> Office:
    """Return a dossier of which the whole route agreed with version 1."""
    office = with_version(var, product, profiel)
    walk_route(office)
    return office


@played_once
def published(var: Path, product: str, profiel: str) -> Office:
    """Return a dossier that went the whole way."""
    office = adopted(var, product, profiel)
    publish_product(office)
    return office


WITHDRAWN_BECAUSE = "In bijlage 2 staan gegevens van inwoners."
CORRECTED_BECAUSE = "De huur van het pand stond er dubbel in."


@played_once
def withdrawn(var: Path, product: str, profiel: str) -> Office:
    """Return a dossier of which the controller withdrew the publication; the page that says so stands there."""
    office = published(var, product, profiel)
    withdraw(office)
    publish_product(office)
    return office


@played_once
def corrected(var: Path, product: str, profiel: str) -> Office:
    """Return a dossier of which version 2 was published, as a correction of version 1."""
    office = correction_adopted(var, product, profiel)
    publish_product(office)
    return office


@played_once
def correction_adopted(var: Path, product: str, profiel: str) -> Office:
    """Return a published dossier of which version 2, a correction, went the whole route; it is not published yet."""
    office = correcting(var, product, profiel)
    walk_route(office)
    return office


@played_once
def correcting(var: Path, product: str, profiel: str) -> Office:
    """Return a published dossier that is corrected: its first perceel handed in anew, and version 2 is made."""
    office = published(var, product, profiel)
    perceel = next(iter(office.state.indieners()))
    correct(office, perceel)
    submit_workbooks(office, perceel, lines=4)
    add_version(office)
    return office


def withdraw(office: Office, versie: int | None = None, person: str = "controller") -> None:
    """Let the controller decide that a publication goes."""
    acts.withdraw(office.workspace, office.dossier, person, reden=WITHDRAWN_BECAUSE, versie=versie)


def correct(office: Office, *percelen: str, person: str = "controller") -> None:
    """Let the controller open the published round again for these percelen."""
    acts.correct(office.workspace, office.dossier, person, reden=CORRECTED_BECAUSE, percelen=percelen)


def record_event(office: Office, kind: str, actor: str, content: Mapping[str, Any]) -> None:
    """Record one event through the guarded door; raises Refused."""
    office.workspace.record(office.dossier, lambda _: [NewEvent(kind, actor, content)])


def due(office: Office) -> list[str]:
    """Return the kinds of what is due now."""
    workspace = office.workspace
    found = next_steps(office.state, workspace.profile_of(office.state), clock.now(workspace.settings))
    return [step.kind for step in found]


def _set_day(workspace: Workspace, dag: str) -> None:
    clock.set_simulated(workspace.settings, datetime.fromisoformat(f"{dag}T09:00:00"))


def _write_workbook(profile: Profile, perceel: str, product: str, boekjaar: int, lines: int) -> tuple[bytes, bytes]:
    verantwoording = profile.verantwoording_over(boekjaar)
    made = build_figures(perceel, product, lines, verantwoording=verantwoording)
    kenmerken = Marks(profiel=profile.profiel, perceel=perceel, product=product, boekjaar=boekjaar)
    first = form_tables(kenmerken, verantwoording)[0].first_row
    # As they are read back: the rows where they stand, texts without blanks around them.
    figures = replace(
        made,
        profiel=profile.profiel,
        boekjaar=boekjaar,
        regels=tuple(replace(line, rij=first + number) for number, line in enumerate(made.regels)),
        toelichting={heading: text.strip() for heading, text in made.toelichting.items()},
    )
    return make_workbook(profile, profile.inzendplicht(perceel), product, boekjaar, figures), figures_to_json(figures)


def _make_manifest(workspace: Workspace, state: Dossier, profile: Profile) -> Manifest:
    submissions = [figures_from_json(workspace.store.get(item.cijfers_sha256)) for item in state.current.values()]
    figures = consolidation.consolidate(submissions, profile, state.product, state.boekjaar)
    number = len(state.versions) + 1
    return manifest_of(
        state,
        oefening=True,
        consolidation_sha256=workspace.store.put(consolidation.to_json(figures)),
        documents={
            name: workspace.store.put(f"%PDF-1.7 {name} {state.dossier} v{number}".encode())
            for name in document_names(profile, state.product, state.kenmerken)
        },
        build={},
    )
