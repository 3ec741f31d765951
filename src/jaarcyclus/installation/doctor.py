"""Looks whether this machine has what Jaarcyclus needs, and says what to do where it has not."""

import ctypes.util
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from jaarcyclus import disk
from jaarcyclus.errors import InvalidProfile, JaarcyclusError, Refused, tell
from jaarcyclus.graph.probe import require_usable
from jaarcyclus.installation import inbox
from jaarcyclus.installation.graph_app import app_of, tell_app
from jaarcyclus.installation.libraries import probe_inboxes
from jaarcyclus.installation.oidc_metadata import probe
from jaarcyclus.installation.publishing import probe_places
from jaarcyclus.installation.telling import try_server
from jaarcyclus.ledger.artefacts import ArtefactStore
from jaarcyclus.ledger.chain import check
from jaarcyclus.ledger.store import Ledger
from jaarcyclus.ledger.witness import Witness
from jaarcyclus.profile.checks.soundness import require_sound
from jaarcyclus.profile.records import load_profile
from jaarcyclus.settings import Settings
from jaarcyclus.steps import unpublished
from jaarcyclus.steps.passkeys import place_of
from jaarcyclus.steps.workspace import open_workspace, profile_names
from jaarcyclus.terms.formats import join_names

_MIN_FREE_BYTES = 1_000_000_000  # chosen: a year of a cooperation of this size takes some tens of megabytes


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """One thing looked at, and in Dutch what was found or what to do."""

    onderwerp: str
    goed: bool
    tekst: str


def examine(settings: Settings) -> tuple[CheckResult, ...]:
    """Return what was found, in the order in which to mend it."""
    looked = (_safely(subject, look, settings) for subject, look in _LOOKS.items())
    more = chain(_store_elsewhere(settings), _sharepoint(settings), _sign_in(settings), _passkeys(settings))
    return (*looked, *more, _mail(settings))


def _safely(subject: str, look: Callable[[Settings], CheckResult], settings: Settings) -> CheckResult:
    """Nothing that one look meets keeps the others from being looked at: that is when people ask the doctor."""
    try:
        return look(settings)
    except JaarcyclusError as fault:
        text = tell(fault)
    except OSError as fault:
        text = disk.explain(fault.filename or settings.var, fault)
    return CheckResult(onderwerp=subject, goed=False, tekst=text)


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
        text += f"; {tell_shut(settings.var, found.shut)}"
    return CheckResult(onderwerp="Afscherming", goed=True, tekst=text)


def tell_shut(var: Path, shut: Sequence[Path]) -> str:
    """Return in Dutch what was shut: a file that is open in a folder that is not was within nobody's reach."""
    if var in shut:
        return f"tot nu toe konden anderen op deze machine bij {name_first(shut)}, en dat is hersteld"
    return f"wat daarin open stond, is nu ook dicht ({name_first(shut)}); de map zelf was dat al"


def name_first(paths: Sequence[Path]) -> str:
    """Return in Dutch which files these are, by the first of them."""
    return f"{paths[0]}" + (f" en {len(paths) - 1} andere" if paths[1:] else "")


def _room(settings: Settings) -> CheckResult:
    free = shutil.disk_usage(disk.nearest(settings.var)).free
    if disk.is_read_only(settings.var):
        text = f"de schijf van {settings.var} is alleen te lezen; maak haar beschrijfbaar"
        return CheckResult(onderwerp="Schijfruimte", goed=False, tekst=text)
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
    workspace = open_workspace(settings)
    faults = [fault for name in profile_names(settings) if (fault := workspace.clock_fault(name))]
    text = faults[0] if faults else "loopt door sinds de kalender keek"
    return CheckResult(onderwerp="Klok", goed=not faults, tekst=text)


def _inbox(settings: Settings) -> CheckResult:
    found = inbox.overlooked(settings)
    text = "niets op een verkeerde plaats"
    if found:
        text = (
            f"waar niemand kijkt, ligt {name_first(found)}; zet een werkboek zelf in de map van zijn perceel, "
            f"{settings.inbox}/PROFIEL/PERCEEL, en haal de rest weg"
        )
    return CheckResult(onderwerp="Mappen", goed=not found, tekst=text)


def _store_elsewhere(settings: Settings) -> Iterator[CheckResult]:
    """Try the store of artefacts where it is no folder of this machine."""
    try:
        objects = ArtefactStore(settings.store_url, secrets_file=settings.store_sleutels).objects
        if objects is not None:
            yield CheckResult(onderwerp="Opslag", goed=True, tekst=objects.try_out())
    except JaarcyclusError as fault:
        yield CheckResult(onderwerp="Opslag", goed=False, tekst=tell(fault))


def _sharepoint(settings: Settings) -> Iterator[CheckResult]:
    """Give a line per thing that was tried on a site; nothing where neither a profile nor a setting names any."""
    try:
        app = cache(lambda: require_usable(app_of(settings)))  # else every place would tell it anew
        for line in chain(tell_app(settings, app), probe_places(settings, app), probe_inboxes(settings, app)):
            text = f"let op: {line.text}" if line.severity == "waarschuwing" else line.text
            yield CheckResult(onderwerp=line.subject, goed=line.severity != "fout", tekst=text)
    except InvalidProfile:
        return  # "Profielen" says so
    except JaarcyclusError as fault:
        yield CheckResult(onderwerp="SharePoint", goed=False, tekst=tell(fault))


def _sign_in(settings: Settings) -> Iterator[CheckResult]:
    """Give a line per thing that signing in at the office's provider needs; nothing where none is set."""
    return (CheckResult(onderwerp="Aanmelden", goed=found.good, tekst=found.text) for found in probe(settings))


def _mail(settings: Settings) -> CheckResult:
    """A server that is not there is no fault of an installation that tells nobody by mail; it is said all the same."""
    good, text = try_server(settings)
    return CheckResult(onderwerp="Mail", goed=good, tekst=text if settings.mail.server else f"let op: {text}")


def _passkeys(settings: Settings) -> Iterator[CheckResult]:
    """Say whether passkeys work here; nothing where no gremium asks them."""
    try:
        profiles = [load_profile(path) for path in sorted(settings.profielen.glob("*.yaml"))]
    except InvalidProfile:
        return  # "Profielen" says so
    asking = [body.naam for profile in profiles for body in profile.gremia if body.asks_passkey]
    if not asking:
        return
    try:
        place = place_of(settings.adres or _THIS_MACHINE)
    except Refused as refusal:
        yield CheckResult(onderwerp="Passkeys", goed=False, tekst=f"{asking[0]} ondertekent ermee. {refusal.message}")
        return
    good = find_spec("webauthn") is not None
    text = f"voor {join_names(asking)}, op {place.origin}; op een ander adres werken ze niet"
    lacking = "er kan niemand een passkey aanmelden, want de bibliotheek webauthn ontbreekt; draai make oidc"
    yield CheckResult(onderwerp="Passkeys", goed=good, tekst=text if good else lacking)


_THIS_MACHINE = "http://127.0.0.1"


def _publications(settings: Settings) -> CheckResult:
    found = unpublished.find(open_workspace(settings))
    text = "wat er ligt, is gepubliceerd"
    if found:
        text = (
            f"in de map van publicaties ligt {name_first(found)}, en geen logboek noemt dat gepubliceerd; wordt er nu "
            "gepubliceerd, kijk dan straks opnieuw, en haal het anders weg"
        )
    return CheckResult(onderwerp="Publicaties", goed=not found, tekst=text)


_LOOKS: Mapping[str, Callable[[Settings], CheckResult]] = {
    "Python": _python,
    "Pango (PDF)": _pango,
    "Afscherming": _privacy,
    "Schijfruimte": _room,
    "Logboek": _records,
    "Profielen": _profiles,
    "Klok": _clock,
    "Mappen": _inbox,
    "Publicaties": _publications,
}
