"""A library to put files in: who asks, where, with which columns, and what keeps an address secret.

What is done there to one file is `steps.placing_acts`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jaarcyclus import clock
from jaarcyclus.dossier.placing import SHA_COLUMN
from jaarcyclus.graph.client import Client
from jaarcyclus.graph.columns import Column, ensure_columns
from jaarcyclus.graph.outcomes import Asked, Done
from jaarcyclus.graph.places import resolve
from jaarcyclus.graph.records import Folder

STATUS_COLUMN = "JcStatus"
COLUMNS = (
    Column(name="JcProduct", label="Product"),
    Column(name="JcBoekjaar", label="Boekjaar"),
    Column(name=STATUS_COLUMN, label="Status"),
    Column(name="JcBesluitdatum", label="Besluitdatum"),
    Column(name="JcVersie", label="Versie"),
    Column(name=SHA_COLUMN, label="SHA-256"),
    Column(name="JcDossier", label="Dossier"),
)
"""The columns of a published file: internal name, and what people read."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}


class Seal(Protocol):
    """Keeps the address of an upload from who reads the ledger: for who has it may write there."""

    def close(self, text: str) -> str:
        """Return what only this installation can read."""
        ...

    def open(self, sealed: str) -> str | None:
        """Return what was sealed; None when the key is another by now."""
        ...


@dataclass(frozen=True, kw_only=True)
class Library:
    """A library to put files in: who asks, in which folder below it, and what seals an address."""

    client: Client
    folders: tuple[str, ...]
    seal: Seal
    now: Callable[[], datetime] = clock.real_time


def prepare(library: Library) -> Asked[Folder]:
    """Return the folder, made where it lacked, in a library that has our columns."""
    folder = resolve(library.client, library.folders)
    if not isinstance(folder, Done):
        return folder
    columns = ensure_columns(library.client, folder.value, COLUMNS)
    return folder if isinstance(columns, Done) else columns


def media_type(name: str) -> str:
    """Return how a file of this name is announced."""
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
