"""Keeps who holds which function, as the beheerder of an office does; names are of nobody."""

from pathlib import Path

from builders.dossier import PROFILES, Office
from jaarcyclus.steps import holders
from jaarcyclus.steps.workspace import Workspace

BEHEERDER = "beheerder"


def names_printed(folder: Path) -> Path:
    """Lay out DOWR's profile as of a cooperation that lets names be printed; return the folder."""
    folder.mkdir()
    text = (PROFILES / "dowr.yaml").read_text()
    (folder / "dowr.yaml").write_text(f"{text}\nnamen_in_openbare_stukken: true\n")
    return folder


def take(office: Office | Workspace, functie: str, name: str, since: str = "2026-01-01") -> None:
    """Let this person hold the function from a day on (ISO)."""
    workspace = office.workspace if isinstance(office, Office) else office
    holders.take(workspace, "dowr", BEHEERDER, functie=functie, naam=name, vanaf=since)


def leave(office: Office | Workspace, functie: str, day: str) -> None:
    """Let the holder be gone from that day (ISO) on."""
    workspace = office.workspace if isinstance(office, Office) else office
    holders.leave(workspace, "dowr", BEHEERDER, functie=functie, per=day, reden="Andere functie.")


def mend(office: Office | Workspace, functie: str, day: str) -> None:
    """Say that the last holder left on that other day (ISO)."""
    workspace = office.workspace if isinstance(office, Office) else office
    holders.mend_departure(workspace, "dowr", BEHEERDER, functie=functie, per=day, reden="Verkeerde dag getypt.")


def succeed(office: Office | Workspace, functie: str, name: str, day: str) -> None:
    """Let another person have the function from that day on."""
    leave(office, functie, day)
    take(office, functie, name, day)
