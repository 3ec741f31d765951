"""Looks whether this machine has what Jaarcyclus needs, and says what to do where it has not."""

import ctypes.util
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jaarcyclus.errors import InvalidProfile, JaarcyclusError
from jaarcyclus.ledger.chain import check
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps.workspace import open_workspace, profile_names

_MIN_FREE_BYTES = 1_000_000_000  # chosen: a year of a cooperation of this size takes some tens of megabytes


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """One thing looked at, and in Dutch what was found or what to do."""

    onderwerp: str
    goed: bool
    tekst: str


def examine(settings: Settings) -> tuple[CheckResult, ...]:
    """Return what was found, in the order in which to mend it."""
    return tuple(look(settings) for look in _LOOKS)


def _python(settings: Settings) -> CheckResult:
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    text = f"versie {sys.version.split()[0]}"
    return CheckResult(onderwerp="Python", goed=good, tekst=text if good else f"{text}; gebruik 3.11, 3.12 of 3.13")


def _pango(settings: Settings) -> CheckResult:
    good = ctypes.util.find_library("pango-1.0") is not None
    text = "gevonden" if good else "ontbreekt; installeer het pakket libpangoft2-1.0-0 (Debian, Ubuntu)"
    return CheckResult(onderwerp="Pango (PDF)", goed=good, tekst=text)


def _privacy(settings: Settings) -> CheckResult:
    try:
        found = settings.shut_var()
    except JaarcyclusError as fault:
        return CheckResult(onderwerp="Afscherming", goed=False, tekst=str(fault))
    if found.left_open:
        text = f"{len(found.left_open)} bestanden zijn niet af te schermen, zoals {found.left_open[0]}; "
        return CheckResult(onderwerp="Afscherming", goed=False, tekst=f"{text}geef ze aan de gebruiker van Jaarcyclus")
    text = f"{settings.var} is alleen voor de eigenaar"
    if found.shut:
        text += f"; tot nu toe konden anderen op deze machine bij {name_first(found.shut)}, en dat is hersteld"
    return CheckResult(onderwerp="Afscherming", goed=True, tekst=text)


def name_first(paths: Sequence[Path]) -> str:
    """Return in Dutch which files these are, by the first of them."""
    return f"{paths[0]}" + (f" en {len(paths) - 1} andere" if paths[1:] else "")


def _room(settings: Settings) -> CheckResult:
    free = shutil.disk_usage(settings.var).free
    good = free > _MIN_FREE_BYTES
    text = f"{free // 1_000_000} MB vrij in {settings.var}"
    return CheckResult(onderwerp="Schijfruimte", goed=good, tekst=text if good else f"{text}; maak ruimte vrij")


def _records(settings: Settings) -> CheckResult:
    try:
        ledger = Ledger(settings.ledger_url, Witness(settings.getuige))
        ledger.create()
        back = [found.sentence() for name in ledger.dossiers() if (found := ledger.rollback(name))]
        faults = back or [fault for name in ledger.dossiers() for fault in check(ledger.events(name))]
    except (JaarcyclusError, OSError) as fault:
        return CheckResult(onderwerp="Logboek", goed=False, tekst=str(fault))
    if faults:
        remedy = "" if back else " Zet een reservekopie terug."
        return CheckResult(onderwerp="Logboek", goed=False, tekst=f"{faults[0]}{remedy}")
    return CheckResult(onderwerp="Logboek", goed=True, tekst="bereikbaar, elke keten sluit")


def _profiles(settings: Settings) -> CheckResult:
    paths = sorted(settings.profielen.glob("*.yaml"))
    for path in paths:
        try:
            require_sound(load_profile(path))  # as `start` asks: what it would refuse is not good
        except InvalidProfile as fault:
            more = f" Nog {len(fault.faults) - 1}: jaarcyclus profiel controleer {path}" if fault.faults[1:] else ""
            return CheckResult(onderwerp="Profielen", goed=False, tekst=f"{fault.faults[0]}{more}")
    names = ", ".join(path.stem for path in paths)
    text = names or f"geen profiel in {settings.profielen}; zet er een YAML-bestand neer"
    return CheckResult(onderwerp="Profielen", goed=bool(paths), tekst=text)


def _clock(settings: Settings) -> CheckResult:
    try:
        workspace = open_workspace(settings)
        faults = [fault for name in profile_names(settings) if (fault := workspace.clock_fault(name))]
    except (JaarcyclusError, OSError) as fault:
        return CheckResult(onderwerp="Klok", goed=False, tekst=str(fault))
    return CheckResult(
        onderwerp="Klok", goed=not faults, tekst=faults[0] if faults else "loopt door sinds de kalender keek"
    )


_LOOKS: tuple[Callable[[Settings], CheckResult], ...] = (_python, _pango, _privacy, _room, _records, _profiles, _clock)
