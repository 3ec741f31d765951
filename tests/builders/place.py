"""What stands at the places of publication of a dossier, and a process that dies while it writes there."""

import os
import signal
from collections.abc import Callable

from builders.dossier import Office
from builders.ledger import FORK


def root_files(office: Office) -> dict[str, bytes]:
    """Return every file under the folder of publications, hidden ones too, by its path there."""
    root = office.workspace.settings.publicatie
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def files_at(office: Office, place: str = "begroting") -> dict[str, bytes]:
    """Return the files of one publication by name."""
    folder = office.workspace.settings.publicatie / "dowr" / "2027" / place
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def page_at(office: Office, place: str = "begroting") -> str:
    return files_at(office, place)["index.html"].decode()


def die_at_flush(flush: int, work: Callable[[], None]) -> int | None:
    """Do the work in another process, killed (-9) at the n-th time that something must reach the disk."""

    def work_and_die() -> None:
        counted = iter(range(1, flush + 1))
        real = os.fsync

        def fsync(descriptor: int) -> None:
            if next(counted, flush) == flush:
                os.kill(os.getpid(), signal.SIGKILL)
            real(descriptor)

        os.fsync = fsync
        work()

    process = FORK.Process(target=work_and_die)
    process.start()
    process.join()
    return process.exitcode
