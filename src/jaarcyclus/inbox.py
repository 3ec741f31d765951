"""The folders in which percelen drop their workbooks: `inbox/<profiel>/<perceel>/`.

A file is taken once it has not changed for a while, is in store and ledger before it is moved, and is read by
nobody here. `waiting` is cheap and runs for ever in the supervisor; `collect` runs as a process of its own, so
that its memory is given back. Do not follow links: a folder that others write to may point anywhere.
"""

import logging
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from jaarcyclus.errors import JaarcyclusError
from jaarcyclus.settings import Settings

log = logging.getLogger(__name__)

STABIEL_S = 5.0  # chosen: a copy over a slow share writes more often than this
VERWERKT = "verwerkt"
GEWEIGERD = "geweigerd"


@dataclass(frozen=True, kw_only=True)
class Gevonden:
    """A file that lies still, and whose it is by the folder it lies in."""

    pad: Path
    profiel: str
    perceel: str
    gewijzigd: float  # as it was seen: the sender may move the file at any moment after


def make_folders(settings: Settings, percelen: dict[str, tuple[str, ...]]) -> None:
    """Make a folder for each perceel (codes by profile name)."""
    for profiel, codes in percelen.items():
        for code in codes:
            (settings.inbox / profiel / code).mkdir(parents=True, exist_ok=True)


def waiting(settings: Settings) -> tuple[Gevonden, ...]:
    """Return the workbooks that have lain still long enough, oldest first."""
    found = (item for map_ in settings.inbox.glob("*/*") for item in _lying_still(map_))
    return tuple(sorted(found, key=lambda item: item.gewijzigd))


def _lying_still(map_: Path) -> tuple[Gevonden, ...]:
    """One folder that went or may not be read must not hide what lies in the others."""
    try:
        if map_.is_symlink() or not map_.is_dir():
            return ()
        seen = [(pad, _look_at(pad)) for pad in map_.iterdir() if _is_workbook(pad)]
    except OSError:
        log.exception("could not look into %s", map_)
        return ()
    return tuple(
        Gevonden(pad=pad, profiel=map_.parent.name, perceel=map_.name, gewijzigd=state.st_mtime)
        for pad, state in seen
        if state is not None and _is_still(state)
    )


def _is_workbook(pad: Path) -> bool:
    # Excel and sync programs park half a file under names like these.
    return pad.suffix.lower() == ".xlsx" and not pad.name.startswith((".", "~"))


def _look_at(pad: Path) -> os.stat_result | None:
    """Return how the file is now, None when its sender took it away."""
    try:
        return pad.lstat()
    except FileNotFoundError:
        return None


def _is_still(state: os.stat_result) -> bool:
    # A clock that was set back must not keep a file waiting for ever.
    age = abs(time.time() - max(state.st_mtime, state.st_ctime))
    return stat.S_ISREG(state.st_mode) and age >= STABIEL_S


def collect(settings: Settings) -> int:
    """Receive every waiting workbook, start its check, and return how many there were.

    One that cannot be received stays where it is, with the reason in the log; the others go on.
    """
    gevonden = waiting(settings)
    for found in gevonden:
        try:
            _collect_one(settings, found)
        except (JaarcyclusError, OSError):
            log.exception("could not take %s", found.pad)
    return len(gevonden)


def _collect_one(settings: Settings, found: Gevonden) -> None:
    from jaarcyclus import launcher, ontvangst, toegang
    from jaarcyclus.werkplaats import open_werkplaats

    inhoud = _read(found.pad, settings.max_werkboek_bytes)
    if inhoud is None:
        _set_aside(found.pad, settings.max_werkboek_bytes)
        return
    werkplaats = open_werkplaats(settings)
    plicht = toegang.find_duty(werkplaats.profile(found.profiel), found.perceel, werkplaats.today())
    ontvangen = ontvangst.receive(
        werkplaats,
        found.profiel,
        inhoud,
        bestandsnaam=found.pad.name,
        inzender=plicht.indiener,
        via="map",
        perceel=found.perceel,
    )
    _move(found.pad, VERWERKT, f"{ontvangen.nummer:06d}-{found.pad.name}")
    run = f"{ontvangen.sleutel}-p1"
    conf = {"dossier": "", "ontvangst": ontvangen.nummer}
    # When this fails the calendar starts it: the receipt is in the ledger.
    with launcher.technical_client(settings) as client:
        client.trigger(f"{found.profiel}_inzending", run, conf)


def _read(pad: Path, maximum: int) -> bytes | None:
    """Return the content, None when it is larger than a workbook may be."""
    with os.fdopen(os.open(pad, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as stream:
        inhoud = stream.read(maximum + 1)
    return inhoud if len(inhoud) <= maximum else None


def _set_aside(pad: Path, maximum: int) -> None:
    doel = _move(pad, GEWEIGERD, f"{time.time_ns()}-{pad.name}")
    doel.with_suffix(".txt").write_text(
        f"Dit bestand is groter dan een werkboek mag zijn ({maximum // 10**6} MB) en is niet gelezen. "
        "Gebruik het werkboek dat u van de controller kreeg en plaats het opnieuw in uw map.\n",
        encoding="utf-8",
    )


def _move(pad: Path, map_: str, naam: str) -> Path:
    doel = pad.parent / map_ / naam
    doel.parent.mkdir(exist_ok=True)
    return pad.replace(doel)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    collect(Settings.from_env())
