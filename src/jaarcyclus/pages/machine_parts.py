"""How the program itself is, in words of an office: each part that runs, and what a look at the machine found. Pure.

What is told was found elsewhere (`installation`); a cooperation reads nothing of another one on the same machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_PARTS = {
    "toezicht": ("Toezicht", "herstart wat uitvalt, en haalt werkboeken op"),
    "api-server": ("Schermen", "toont de pagina's, laat mensen aanmelden en neemt antwoorden aan"),
    "metadatabase": ("Geheugen van de planning", "onthoudt wat klaarstaat en wat op iemand wacht"),
    "scheduler": ("Planner", "begint wat aan de beurt is"),
    "dag_processor": ("Kalenderlezer", "leest uit het profiel welke stappen er zijn"),
    "inbox": ("Postbus", "haalt werkboeken op uit de mappen van de percelen"),
}
_STATES = {"gezond": "werkt", "ongezond": "werkt niet goed", "gestopt": "staat uit"}
OF_ANOTHER = "Dit gaat over een andere samenwerking op deze machine. De beheerder van die samenwerking ziet wat er is."


@dataclass(frozen=True, kw_only=True)
class MachinePart:
    """One part of the program that runs. `remedy`: what is seen and what to do; empty while it works."""

    name: str
    does: str
    state: str
    works: bool
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class SeenParts:
    """Every part as it was at `moment`."""

    moment: datetime
    parts: tuple[MachinePart, ...]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at, and in Dutch what was found or what to do."""

    subject: str
    good: bool
    told: str


@dataclass(frozen=True, kw_only=True)
class LastLook:
    """What the last look at the machine found; `moment` None while nobody looked, `busy` while somebody does."""

    moment: datetime | None
    findings: tuple[Finding, ...] = ()
    busy: bool = False
    failed: str = ""

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(item for item in self.findings if not item.good)


def name_part(name: str, state: str, told: str) -> MachinePart:
    """Return a part by its name and state in `jaarcyclus status`; one that is not known keeps its name."""
    shown, does = _PARTS.get(name, (name, ""))
    works = state == "gezond"
    return MachinePart(
        name=shown, does=does, state=_STATES.get(state, state), works=works, remedy="" if works else told
    )


def untold(findings: Iterable[Finding], others: Iterable[str]) -> tuple[Finding, ...]:
    """Return the findings without what one says of another cooperation, by the codes and names of those."""
    known = [name.casefold() for name in others if name]
    return tuple(
        Finding(subject=_plain(item.subject, known), good=item.good, told="in orde" if item.good else OF_ANOTHER)
        if _names(item, known)
        else item
        for item in findings
    )


def _names(item: Finding, known: list[str]) -> bool:
    told = f"{item.subject} {item.told}".casefold()
    return any(name in told for name in known)


def _plain(subject: str, known: list[str]) -> str:
    """A subject may be `SharePoint van NAAM, geldigheid`."""
    return subject.partition(" van ")[0] if any(name in subject.casefold() for name in known) else subject
