"""The wait that Graph told this app, for every process of the installation that is about to ask.

Throttling is of an app in a tenant (concepts/throttling), and what is asked within the wait prolongs it, whoever asks.
A wait is a file that has its moment for a name, in a folder that all processes share: telling one needs no lock, and
the last moment holds. A request that was sent before is not called back.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from jaarcyclus import disk
from jaarcyclus.graph.answers import MAX_WAIT
from jaarcyclus.graph.connection import Connection

FOLDER = "graph-wacht"
"""Below the folder of the installation. What lies there is of no use later on."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class SharedWait:
    """Until when one app must not ask."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, var: Path, connection: Connection) -> Self:
        """Return that of an app: another one in its place need not wait for it."""
        app = hashlib.sha256(f"{connection.tenant}/{connection.app}".encode()).hexdigest()
        return cls(var / FOLDER / app[:16])

    def tell(self, moment: datetime, now: datetime) -> None:
        """Let nobody ask before a moment (aware); what is over is taken away. Raises StoreFailed."""
        disk.write(self._folder / str((moment - _EPOCH) // _TICK), b"")
        for path, told in self._told():
            if told <= now:
                path.unlink(missing_ok=True)

    def until(self, now: datetime) -> datetime | None:
        """Return the last moment that was told, None when it is over. Raises StoreFailed.

        Nobody is told to wait longer than `MAX_WAIT`: a clock was set back since.
        """
        return max((told for _, told in self._told() if now < told <= now + MAX_WAIT), default=None)

    def _told(self) -> Iterator[tuple[Path, datetime]]:
        if not self._folder.exists():
            return
        with disk.explained(self._folder):
            found = [path for path in self._folder.iterdir() if path.name.isdecimal()]
        yield from ((path, _EPOCH + int(path.name) * _TICK) for path in found)
