"""Keeps who holds which function, as the beheerder of an office does; names are of nobody."""

from builders.dossier import Office
from jaarcyclus.steps import holders
from jaarcyclus.steps.workspace import Workspace

BEHEERDER = "beheerder"


def take(office: Office | Workspace, functie: str, name: str, since: str = "2026-01-01") -> None:
    """Let this person hold the function from a day on (ISO)."""
    workspace = office.workspace if isinstance(office, Office) else office
    holders.take(workspace, "dowr", BEHEERDER, functie=functie, naam=name, vanaf=since)


def succeed(office: Office | Workspace, functie: str, name: str, day: str) -> None:
    """Let another person have the function from that day on."""
    workspace = office.workspace if isinstance(office, Office) else office
    holders.leave(workspace, "dowr", BEHEERDER, functie=functie, per=day, reden="Andere functie.")
    take(workspace, functie, name, day)
