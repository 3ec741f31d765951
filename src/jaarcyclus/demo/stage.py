"""The stage of the demo: room for it, Airflow around it, progress while it plays, proof when it is over."""

import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from jaarcyclus import disk
from jaarcyclus.demo.players import Players
from jaarcyclus.demo.sample_figures import DERIVATION
from jaarcyclus.errors import Refused
from jaarcyclus.installation import credentials, launcher
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.proof.verification import verify_zip
from jaarcyclus.settings import Settings
from jaarcyclus.steps.overview import write_export
from jaarcyclus.steps.workspace import Workspace


@dataclass(frozen=True)
class Progress:
    """Prints what happens, as it happens, with the seconds since the start."""

    begin: float

    def __call__(self, text: str) -> None:
        print(f"{time.monotonic() - self.begin:6.1f} s  {text}", flush=True)


@contextmanager
def running_airflow(settings: Settings, profiel: str, log: Progress) -> Iterator[Players]:
    """Run Airflow for the demo's players and stop it whatever happens."""
    log("Airflow start (API-server, planner, verwerker van DAG's); alleen bereikbaar vanaf deze machine")
    players = Players(settings, profiel)
    try:
        address = launcher.start(settings, fast=True, port=_free_port())
        log(f"Airflow draait op {address}")
        yield players
    finally:
        players.close()
        log(f"Airflow gestopt: {launcher.stop(settings)} processen beëindigd")


def make_room(settings: Settings, log: Progress) -> None:
    """Remove an earlier demo. Raises Refused rather than touch anything that is no exercise."""
    launcher.require_one_machine(settings)
    there = settings.var.exists() and any(settings.var.iterdir())
    if there and not _is_exercise(settings):
        raise Refused(
            "GEEN_OEFENING",
            f"In {settings.var} staan echte gegevens; de demo raakt die niet aan. Kies een andere map: "
            "JAARCYCLUS_VAR=/pad/naar/map jaarcyclus demo",
        )
    launcher.stop(settings)
    if there:
        log("de vorige oefening wordt opgeruimd")
        shutil.rmtree(settings.var)


def _is_exercise(settings: Settings) -> bool:
    """Return whether everything recorded here was recorded under a simulated clock."""
    own = settings.var / "ledger.sqlite"
    if settings.ledger_url != f"sqlite:///{own}":
        return False
    if not own.exists():
        return True
    ledger = Ledger(settings.ledger_url)
    return all(event.gesimuleerd for name in ledger.dossiers() for event in ledger.events(name))


def export_and_verify(workspace: Workspace, dossier: str, log: Progress) -> bool:
    """Export a dossier, verify the file as anyone can, and return whether it holds."""
    folder = workspace.settings.var / "export"
    path = folder / f"{dossier}.zip"
    with disk.writing(path) as draft:
        write_export(workspace, dossier, draft.file)
    report = verify_zip(path, workspace.ledger.head(dossier))
    log(f"dossier verifieer {path}: {'het dossier houdt' if report.houdt else 'HOUDT NIET'}")
    for line in report.regels:
        if not line.houdt:
            log(f"   {line.onderwerp}: {line.tekst}")
    return report.houdt


def look_around(settings: Settings, log: Progress) -> None:
    """Say where the figures come from and where to look."""
    log(DERIVATION)
    if settings.publicatie.is_dir():
        log(f"Gepubliceerd in {settings.publicatie} (open index.html).")
    log(f"Dossiers in {settings.var / 'export'}.")
    log("Opnieuw spelen: make demo. Een jaar dat nog loopt: make start VOORBEELD=1.")
    log(f"Rondkijken: make start, en meld u dan aan. Wachtwoorden staan in {credentials.passwords_path(settings)}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
