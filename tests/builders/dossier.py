"""Drives a dossier as the office does, from an open round to a published product: no Airflow, no WeasyPrint.

Every event goes through the guarded door of the core; only the documents are a few bytes that look like a PDF, and
the day is the simulated one. `publish` of the core does the rest, with an annex of a few bytes.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builders.order import build_cijfers
from jaarcyclus import clock
from jaarcyclus.dossier import manifest
from jaarcyclus.dossier.document_names import document_names
from jaarcyclus.dossier.manifest import Manifest
from jaarcyclus.dossier.planning import next_steps
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.dossier.tally import antwoorden
from jaarcyclus.figures import consolidation
from jaarcyclus.figures.records import figures_from_json, figures_to_json
from jaarcyclus.ledger.chain import SYSTEEM, NieuwEvent
from jaarcyclus.profile.records import Profile, load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps import acts, calendar, publication
from jaarcyclus.steps.airflow_names import profile_of_dossier
from jaarcyclus.steps.gates import close_gate, open_gate
from jaarcyclus.steps.workspace import Werkplaats, open_werkplaats
from jaarcyclus.workbook.form import Kenmerken
from jaarcyclus.workbook.tables import tabellen
from jaarcyclus.workbook.writer import maak_werkboek

PROFILES = Path(__file__).resolve().parents[2] / "profiles"


@dataclass(frozen=True)
class Kantoor:
    """One installation with one dossier on the desk."""

    werkplaats: Werkplaats
    dossier: str

    @property
    def staat(self) -> Dossier:
        return self.werkplaats.dossier(self.dossier)

    @property
    def soorten(self) -> list[str]:
        return [event.soort for event in self.werkplaats.ledger.events(self.dossier)]


def open_ronde(
    var: Path,
    product: str = "begroting",
    boekjaar: int = 2027,
    dag: str | None = None,
    profiel: str = "dowr",
    profielen: Path = PROFILES,
) -> Kantoor:
    """Open the round on its own opening day, or on `dag`."""
    werkplaats = _open(var, profielen)
    opens = werkplaats.profile(profiel).kalender.producten[product].opent.in_boekjaar(boekjaar)
    _set_day(werkplaats, dag or opens.isoformat())
    return Kantoor(werkplaats, calendar.open_round(werkplaats, profiel, product, boekjaar))


def _open(var: Path, profielen: Path = PROFILES) -> Werkplaats:
    return open_werkplaats(Settings.from_env({"JAARCYCLUS_VAR": str(var), "JAARCYCLUS_PROFIELEN": str(profielen)}))


def played_once(make: Callable[[Path, str, str], Kantoor]) -> Callable[..., Kantoor]:
    """Let `make` play a dossier once in this process and give every caller a copy of it in a folder of his own.

    The rules ran and every byte is on the disk; only the waiting for that disk is not repeated.
    """

    @cache
    def original(product: str, profiel: str) -> tuple[TemporaryDirectory[str], Kantoor]:
        folder = TemporaryDirectory(prefix="jaarcyclus-gespeeld-")  # goes with the process
        return folder, make(Path(folder.name) / "var", product, profiel)

    @wraps(make)
    def copy(var: Path, product: str = "begroting", profiel: str = "dowr") -> Kantoor:
        _, made = original(product, profiel)
        shutil.copytree(made.werkplaats.settings.var, var, dirs_exist_ok=True)
        return Kantoor(_open(var), made.dossier)

    return copy


def wacht_tot(kantoor: Kantoor, dag: str) -> None:
    """Let the simulated day be `dag` (ISO), nine o'clock, and do what is then due without anybody."""
    _set_day(kantoor.werkplaats, dag)
    calendar.advance(kantoor.werkplaats, kantoor.dossier)


def dien_in(kantoor: Kantoor, *percelen: str, regels: int = 3, inzender: str | None = None) -> None:
    """Hand in an accepted workbook of each perceel; of all that must when none is named."""
    duties = {duty["code"]: duty["indiener"] for duty in (kantoor.staat.ronde or {})["inzendplichten"]}
    for perceel in percelen or tuple(duties):
        werkboek, figures = workbook_of(
            perceel, kantoor.staat.product, kantoor.staat.boekjaar, regels, profile_of_dossier(kantoor.dossier)
        )
        content = {
            "perceel": perceel,
            "sha256": kantoor.werkplaats.store.put(werkboek),
            "cijfers_sha256": kantoor.werkplaats.store.put(figures),
            "inzender": inzender or duties[perceel],
            "via": "api",
            "te_laat": _is_late(kantoor),
            "ontvangst": len(kantoor.staat.inzendingen) + 1,
            "bevindingen": [],
        }
        leg_vast(kantoor, "inzending_geaccepteerd", content["inzender"], content)


@cache
def workbook_of(
    perceel: str, product: str = "begroting", boekjaar: int = 2027, regels: int = 3, profiel: str = "dowr"
) -> tuple[bytes, bytes]:
    """Return a real workbook and the canonical figures that its cells hold."""
    return _write_workbook(_profile(profiel, boekjaar), perceel, product, boekjaar, regels)


@cache
def _profile(profiel: str, boekjaar: int) -> Profile:
    return load_profile(PROFILES / f"{profiel}.yaml").op(date(boekjaar, 1, 1))


def maak_versie(kantoor: Kantoor) -> str:
    """Consolidate for real, make documents of a few bytes, record the version; return its manifest's SHA-256."""
    staat, profile = kantoor.staat, kantoor.werkplaats.profile_of(kantoor.staat)
    made = _make_manifest(kantoor.werkplaats, staat, profile)
    sha256 = kantoor.werkplaats.store.put(manifest.to_bytes(made))
    content = {
        "versie": made.versie,
        "manifest_sha256": sha256,
        "makers": staat.makers(),
        "inzendingen": {code: item.sha256 for code, item in staat.huidige_inzendingen().items()},
    }
    leg_vast(kantoor, "versie_gemaakt", SYSTEEM, content)
    return sha256


def open_gates(kantoor: Kantoor) -> list[str]:
    """Open every gate that is due, send what must be sent, and return the gates that now wait for answers."""
    for step in calendar.advance(kantoor.werkplaats, kantoor.dossier):
        if step.soort == "besluit":
            open_gate(kantoor.werkplaats, kantoor.dossier, step.gegevens["gate"])
    return [gate.gate for gate in kantoor.staat.gates if gate.is_open]


def stem(
    kantoor: Kantoor,
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
    leg_vast(
        kantoor,
        "stem_uitgebracht",
        door or houder(kantoor, gate, zetel),
        stem_inhoud(kantoor, gate, zetel, antwoord, toelichting, voorwaarde, door) | anders,
    )


def stem_inhoud(
    kantoor: Kantoor,
    gate: str,
    zetel: str,
    antwoord: str,
    toelichting: str = "",
    voorwaarde: Mapping[str, str] | None = None,
    door: str | None = None,
) -> dict[str, Any]:
    """Return the content of the vote, on the bytes that the gate shows."""
    found = kantoor.staat.gate(gate)
    assert found is not None, f"{gate} is niet open"
    return {
        "gate": gate,
        "zetel": zetel,
        "antwoord": antwoord,
        "namens": door not in (None, houder(kantoor, gate, zetel)),
        "toelichting": toelichting,
        "voorwaarde": dict(voorwaarde) if voorwaarde else None,
        "manifest_sha256": found.manifest_sha256,
        "document_sha256": found.document_sha256,
    }


def houder(kantoor: Kantoor, gate: str, zetel: str) -> str:
    """Return who holds the seat."""
    found = kantoor.staat.gate(gate)
    assert found is not None, f"{gate} is niet open"
    return next(item.houder for item in found.zetels if item.zetel == zetel)


def stem_allen(kantoor: Kantoor, gate: str, **anders: Mapping[str, Any]) -> None:
    """Let every silent seat agree; `deventer={"antwoord": "stemt niet in", "toelichting": "…"}` differs."""
    found = kantoor.staat.gate(gate)
    assert found is not None, f"{gate} is niet open"
    yes = antwoorden(found.rol, found.soort)[0].tekst
    for zetel in found.stille_zetels():
        stem(kantoor, gate, zetel, **{"antwoord": yes, **anders.get(zetel, {})})


def sluit(kantoor: Kantoor, gate: str) -> str | None:
    """Count the votes and return the outcome, None while the gate stays open."""
    return close_gate(kantoor.werkplaats, kantoor.dossier, gate)


def doorloop_route(kantoor: Kantoor, *, mits: str | None = None) -> None:
    """Let everybody agree until no gate is open or due; on gate `mits` Deventer sets a condition, soon met."""
    while gates := open_gates(kantoor):
        for gate in gates:
            stem_allen(kantoor, gate, **({"deventer": _mits(kantoor, gate)} if gate == mits else {}))
            sluit(kantoor, gate)
            if gate == mits:
                acts.fulfil_condition(
                    kantoor.werkplaats,
                    kantoor.dossier,
                    "manager_ict",
                    gate=gate,
                    zetel="deventer",
                    toelichting="verwerkt",
                )


def _mits(kantoor: Kantoor, gate: str) -> dict[str, Any]:
    found = kantoor.staat.gate(gate)
    assert found is not None, f"{gate} is niet open"
    text = next(item.tekst for item in antwoorden(found.rol, found.soort) if item.eist_voorwaarde)
    day = kantoor.werkplaats.today().isoformat()
    return {"antwoord": text, "voorwaarde": {"tekst": "dekking aantonen", "eigenaar": "manager_ict", "datum": day}}


def publiceer(kantoor: Kantoor) -> None:
    """Publish for real, with an annex of a few bytes."""
    publication.publish(kantoor.werkplaats, kantoor.dossier, maak_bijlage=fake_bijlage)


def fake_bijlage(dossier: Dossier, profile: Profile, kop: str) -> bytes:
    """Return what stands for the annex: only the chain head that it prints."""
    return f"%PDF-1.7 besluitvorming {dossier.dossier} kop {kop}".encode()


@played_once
def with_version(var: Path, product: str, profiel: str) -> Kantoor:
    """Return a dossier of which every workbook is in and version 1 is made; nobody was asked yet."""
    kantoor = open_ronde(var, product, profiel=profiel)
    dien_in(kantoor)
    maak_versie(kantoor)
    return kantoor


@played_once
def adopted(var: Path, product: str, profiel: str) -> Kantoor:
    """Return a dossier of which the whole route agreed with version 1."""
    kantoor = with_version(var, product, profiel)
    doorloop_route(kantoor)
    return kantoor


@played_once
def published(var: Path, product: str, profiel: str) -> Kantoor:
    """Return a dossier that went the whole way."""
    kantoor = adopted(var, product, profiel)
    publiceer(kantoor)
    return kantoor


def leg_vast(kantoor: Kantoor, soort: str, actor: str, inhoud: Mapping[str, Any]) -> None:
    """Record one event through the guarded door; raises Geweigerd."""
    kantoor.werkplaats.record(kantoor.dossier, lambda _: [NieuwEvent(soort, actor, inhoud)])


def due(kantoor: Kantoor) -> list[str]:
    """Return the kinds of what is due now."""
    werkplaats = kantoor.werkplaats
    found = next_steps(kantoor.staat, werkplaats.profile_of(kantoor.staat), clock.now(werkplaats.settings))
    return [step.soort for step in found]


def _set_day(werkplaats: Werkplaats, dag: str) -> None:
    clock.set_simulated(werkplaats.settings, datetime.fromisoformat(f"{dag}T09:00:00"))


def _is_late(kantoor: Kantoor) -> bool:
    deadline = (kantoor.staat.ronde or {})["deadlines"]["indienen"]
    return kantoor.werkplaats.today() > date.fromisoformat(deadline)


def _write_workbook(profile: Profile, perceel: str, product: str, boekjaar: int, regels: int) -> tuple[bytes, bytes]:
    verantwoording = profile.verantwoording_over(boekjaar)
    made = build_cijfers(perceel, product, regels, verantwoording=verantwoording)
    kenmerken = Kenmerken(profiel=profile.profiel, perceel=perceel, product=product, boekjaar=boekjaar)
    first = tabellen(kenmerken, verantwoording)[0].eerste_rij
    # As they are read back: the rows where they stand, texts without blanks around them.
    figures = replace(
        made,
        profiel=profile.profiel,
        boekjaar=boekjaar,
        regels=tuple(replace(regel, rij=first + number) for number, regel in enumerate(made.regels)),
        toelichting={kop: text.strip() for kop, text in made.toelichting.items()},
    )
    return maak_werkboek(profile, profile.inzendplicht(perceel), product, boekjaar, figures), figures_to_json(figures)


def _make_manifest(werkplaats: Werkplaats, staat: Dossier, profile: Profile) -> Manifest:
    submissions = [
        figures_from_json(werkplaats.store.get(item.cijfers_sha256)) for item in staat.huidige_inzendingen().values()
    ]
    figures = consolidation.consolidate(submissions, profile, staat.product, staat.boekjaar)
    number = len(staat.versies) + 1
    return Manifest(
        dossier=staat.dossier,
        product=staat.product,
        boekjaar=staat.boekjaar,
        versie=number,
        datum=max(item.klok for item in staat.huidige_inzendingen().values())[:10],
        oefening=True,
        profiel_sha256=(staat.ronde or {})["profiel_sha256"],
        inzendingen={
            code: {"werkboek": item.sha256, "cijfers": item.cijfers_sha256}
            for code, item in staat.huidige_inzendingen().items()
        },
        consolidatie_sha256=werkplaats.store.put(consolidation.to_json(figures)),
        documenten={
            name: werkplaats.store.put(f"%PDF-1.7 {name} {staat.dossier} v{number}".encode())
            for name in document_names(profile, staat.product, staat.kenmerken)
        },
        bouw={},
    )
