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
from typing import TYPE_CHECKING

from jaarcyclus.errors import UnknownKey
from jaarcyclus.settings import Settings
from jaarcyclus.steps import perceel_folder
from jaarcyclus.steps.airflow_names import INZENDING, attempt_run, kind_dag

if TYPE_CHECKING:
    from jaarcyclus.steps.receipts import Receipt
    from jaarcyclus.steps.workspace import Workspace

log = logging.getLogger(__name__)

STABLE_S = 5.0  # chosen: a copy over a slow share writes more often than this
NO_PERCEEL = (
    "Deze map hoort niet bij een perceel dat bij ons inlevert; het werkboek is niet gelezen. "
    "Plaats het opnieuw in de map van uw perceel, of vraag de controller welke map dat is."
)
IN_THE_WAY = (
    "Dit heeft de naam van een map die wij in uw map gebruiken ({naam}), en is niet gelezen. Is het een werkboek, geef "
    "het dan een andere naam en plaats het opnieuw in uw map."
)


@dataclass(frozen=True, kw_only=True)
class FoundFile:
    """A file that lies still, and whose it is by the folder it lies in."""

    path: Path
    profiel: str
    perceel: str
    modified: float  # as it was seen: the sender may move the file at any moment after


def make_folders(settings: Settings, percelen: dict[str, tuple[str, ...]]) -> None:
    """Make a folder for each perceel (codes by profile name)."""
    for profiel, codes in percelen.items():
        for code in codes:
            (settings.inbox / profiel / code).mkdir(parents=True, exist_ok=True)


def waiting(settings: Settings) -> tuple[FoundFile, ...]:
    """Return the files that have lain still long enough, oldest first; before them what stands in our own way."""
    found = (item for folder in settings.inbox.glob("*/*") for item in _lying_still(folder))
    return tuple(sorted(found, key=lambda item: (*_is_no_folder_of_ours(item.path), item.modified)))


def may_be_in_library(settings: Settings) -> bool:
    """Return whether a profile may name an inbox on SharePoint; it is not parsed for that, which takes memory."""
    return any(b"inbox" in path.read_bytes() for path in settings.profielen.glob("*.yaml"))


def _is_no_folder_of_ours(path: Path) -> tuple[bool, bool]:
    # What stands where we set things aside goes first of all.
    return path.name != perceel_folder.REFUSED, path.name != perceel_folder.PROCESSED


def overlooked(settings: Settings) -> tuple[Path, ...]:
    """Return what somebody laid where nobody looks, sorted: beside the folders of percelen, in one below, or a link.

    And what has the name of one of our folders and is none: while it is there, the perceel gets no answer.
    """
    beside = (path for level in ("*", "*/*") for path in settings.inbox.glob(level) if not path.is_dir())
    within = (
        path
        for path in settings.inbox.glob("*/*/*")
        if path.is_symlink() or _is_foreign_folder(path) or _is_in_the_way(path)
    )
    return tuple(sorted(path for path in (*beside, *within) if _is_workbook(path)))


def _is_foreign_folder(path: Path) -> bool:
    return path.is_dir() and path.name not in perceel_folder.OURS and any(map(_is_workbook, path.iterdir()))


def _is_in_the_way(path: Path) -> bool:
    """Return whether something else stands where our folder must come: a file, a link, a pipe."""
    return path.name in perceel_folder.OURS and (path.is_symlink() or not path.is_dir())


def _lying_still(folder: Path) -> tuple[FoundFile, ...]:
    """One folder that went or may not be read must not hide what lies in the others."""
    try:
        if folder.is_symlink() or not folder.is_dir():
            return ()
        seen = [(path, _look_at(path)) for path in folder.iterdir() if _is_workbook(path)]
    except OSError:
        log.exception("could not look into %s", folder)
        return ()
    return tuple(
        FoundFile(path=path, profiel=folder.parent.name, perceel=folder.name, modified=state.st_mtime)
        for path, state in seen
        if state is not None and (_is_still(state) or (_is_in_the_way(path) and not stat.S_ISREG(state.st_mode)))
    )


def _is_workbook(path: Path) -> bool:
    return perceel_folder.is_meant_for_us(path.name)


def _look_at(path: Path) -> os.stat_result | None:
    """Return how the file is now, None when its sender took it away."""
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _is_still(state: os.stat_result) -> bool:
    # A clock that was set back must not keep a file waiting for ever.
    age = abs(time.time() - max(state.st_mtime, state.st_ctime))
    return stat.S_ISREG(state.st_mode) and age >= STABLE_S


def collect(settings: Settings) -> int:
    """Receive every waiting workbook, start its check, and return how many there were.

    What nobody can take is set aside with the reason beside it. One that a fault of ours keeps from being received
    stays where it is, with the reason in the log; the others go on.
    """
    found_files = waiting(settings)
    for found in found_files:
        try:
            _collect_one(settings, found)
        except Exception:
            log.exception("could not take %s", found.path)
    return len(found_files)


def _collect_one(settings: Settings, found: FoundFile) -> None:
    from jaarcyclus.steps import receipts
    from jaarcyclus.steps.shelf import tell_too_large
    from jaarcyclus.steps.workspace import open_workspace

    if _is_in_the_way(found.path):
        _set_aside(found, IN_THE_WAY.format(naam=found.path.name))
        return
    workspace = open_workspace(settings)
    inzender = _find_sender(workspace, found)
    if inzender is None:
        _set_aside(found, NO_PERCEEL)
        return
    content = perceel_folder.read_plain(found.path, settings.max_werkboek_bytes + 1)
    if len(content) > settings.max_werkboek_bytes:
        _set_aside(found, tell_too_large(settings.max_werkboek_bytes))
        return
    # Opened first: what cannot be moved away would be received again at every look.
    with perceel_folder.opened(found.path.parent, perceel_folder.PROCESSED) as folder:
        received = receipts.receive(
            workspace,
            found.profiel,
            content,
            file_name=found.path.name,
            inzender=inzender,
            via="map",
            perceel=found.perceel,
        )
        perceel_folder.keep(found.path, folder, f"{received.number:06d}")
    start_check(settings, found.profiel, received)


def start_check(settings: Settings, profiel: str, received: "Receipt") -> None:
    """Have a receipt checked. When this fails the calendar does it: the receipt is in the ledger."""
    from jaarcyclus.installation import launcher

    conf = {"dossier": "", "ontvangst": received.number}
    with launcher.technical_client(settings) as client:
        client.trigger(kind_dag(profiel, INZENDING), attempt_run(received.key), conf)


def _find_sender(workspace: "Workspace", found: FoundFile) -> str | None:
    """Return who hands in for the perceel of this folder, None when it is nobody's. Raises InvalidProfile."""
    from jaarcyclus.steps import receipts

    try:
        profile = workspace.profile(found.profiel)
        return receipts.find_duty(profile, found.perceel, workspace.today()).indiener
    except UnknownKey:
        return None


def _set_aside(found: FoundFile, reason: str) -> None:
    """Move away what is not received, and lay the reason beside it."""
    log.warning("set aside %s: %s", found.path, reason)
    number, path = str(time.time_ns()), found.path
    if path.name in perceel_folder.OURS:
        path = perceel_folder.make_way(path, number)
    with perceel_folder.opened(found.path.parent, perceel_folder.REFUSED) as folder:
        perceel_folder.place_text(folder, f"{number}-antwoord", f"{reason}\n")
        perceel_folder.keep(path, folder, number, found.path.name)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    collect(Settings.from_env())
