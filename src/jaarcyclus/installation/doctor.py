"""Looks whether this machine has what Jaarcyclus needs, and says what to do where it has not."""

import ctypes.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from jaarcyclus.errors import InvalidProfile, JaarcyclusError
from jaarcyclus.ledger.chain import check
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings

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
        was_open = settings.open_var()
    except OSError as fault:
        text = f"{settings.var} is niet af te schermen ({fault.strerror}); geef de map aan de gebruiker van Jaarcyclus"
        return CheckResult(onderwerp="Afscherming", goed=False, tekst=text)
    text = f"{settings.var} is alleen voor de eigenaar"
    if was_open:
        text += "; tot nu toe konden anderen op deze machine erin, en dat is hersteld"
    return CheckResult(onderwerp="Afscherming", goed=True, tekst=text)


def _room(settings: Settings) -> CheckResult:
    free = shutil.disk_usage(settings.var).free
    good = free > _MIN_FREE_BYTES
    text = f"{free // 1_000_000} MB vrij in {settings.var}"
    return CheckResult(onderwerp="Schijfruimte", goed=good, tekst=text if good else f"{text}; maak ruimte vrij")


def _records(settings: Settings) -> CheckResult:
    try:
        ledger = Ledger(settings.ledger_url)
        ledger.create()
        faults = [fault for name in ledger.dossiers() for fault in check(ledger.events(name))]
    except (JaarcyclusError, OSError) as fault:
        return CheckResult(onderwerp="Logboek", goed=False, tekst=str(fault))
    if faults:
        return CheckResult(onderwerp="Logboek", goed=False, tekst=f"{faults[0]} Zet een reservekopie terug.")
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


_LOOKS: tuple[Callable[[Settings], CheckResult], ...] = (_python, _pango, _privacy, _room, _records, _profiles)
