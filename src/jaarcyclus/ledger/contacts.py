"""Where people want to be told: beside the chains, as it changes and goes with its holder. Addresses lie sealed in it.

Who reads the database, or a copy of it, reads no address without the key of the installation. Whose a row is, is not
decided here but in `steps.contacts`.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Delete, Select, Update, and_, select

from jaarcyclus.graph.sealing import AddressSeal
from jaarcyclus.ledger.database import Engines, explained, locked, read_url
from jaarcyclus.ledger.reach import Reach
from jaarcyclus.ledger.schema import CONTACT_TABLE

_ROW = CONTACT_TABLE.c
_SEALED = ("mail", "teams")


class ContactBook:
    """Every method is one transaction. Raises LedgerError as the ledger does in the same database."""

    def __init__(self, engines: Engines, seal: AddressSeal) -> None:
        """Nothing is opened yet."""
        self._engines = engines
        self._seal = seal

    @classmethod
    def at(cls, url: str, seal: AddressSeal) -> "ContactBook":
        """Point at the database of the ledger."""
        return cls(Engines(read_url(url)), seal)

    def find(self, profiel: str, functie: str) -> Reach | None:
        return next(self._read(_is_of(profiel, functie)), None)

    def of_profile(self, profiel: str) -> tuple[Reach, ...]:
        return tuple(self._read(_ROW.profiel == profiel))

    def of_agenda(self, digest: str) -> Reach | None:
        """Return whose calendar has an address of this SHA-256."""
        return next(self._read(_ROW.agenda == digest), None)

    def put(self, reach: Reach, fields: Collection[str], *, first: bool = False) -> None:
        """Keep these fields of it; what this very holder has besides stays, what an earlier one left goes.

        With `first` only where this holder has no address yet: who chose meanwhile is not overruled.
        """
        row = vars(reach) | {name: self._close(getattr(reach, name)) for name in _SEALED}
        with self._changing(reach.profiel) as connection:
            known = connection.execute(_select(reach.profiel, reach.functie)).mappings().first()
            if known and known["bezetting"] == reach.bezetting:
                if not (first and any(known[name] for name in _SEALED)):
                    new = {name: row[name] for name in ("sinds", *fields)}
                    connection.execute(_update(reach.profiel, reach.functie).values(new))
                return
            connection.execute(_delete(reach.profiel, reach.functie))
            connection.execute(CONTACT_TABLE.insert(), row)

    def remove(self, profiel: str, functie: str, *, bezetting: int) -> None:
        """Take away what this holder left; what another has chosen meanwhile stays."""
        with self._changing(profiel) as connection:
            connection.execute(_delete(profiel, functie).where(_ROW.bezetting == bezetting))

    def rehearsed(self) -> "ContactBook":
        """Return the same, in which nothing is kept or taken away."""
        return _Rehearsed(self._engines, self._seal)

    def _read(self, which: ColumnElement[bool]) -> Iterator[Reach]:
        engine = self._engines.own()
        with explained(engine), engine.connect() as connection:
            rows = connection.execute(select(CONTACT_TABLE).where(which)).mappings().all()
        for row in rows:
            yield Reach(**(dict(row) | {name: self._open(row[name]) for name in _SEALED}))

    def _close(self, address: str | None) -> str | None:
        return None if address is None else self._seal.close(address)

    def _open(self, sealed: str | None) -> str | None:
        return None if sealed is None else self._seal.open(sealed)

    @contextmanager
    def _changing(self, profiel: str) -> Iterator[Connection]:
        engine = self._engines.own()
        with explained(engine), locked(engine, f"{profiel}:bereikbaarheid") as connection:
            yield connection


class _Rehearsed(ContactBook):
    def put(self, reach: Reach, fields: Collection[str], *, first: bool = False) -> None:
        pass

    def remove(self, profiel: str, functie: str, *, bezetting: int) -> None:
        pass


def _is_of(profiel: str, functie: str) -> ColumnElement[bool]:
    return and_(_ROW.profiel == profiel, _ROW.functie == functie)


def _select(profiel: str, functie: str) -> Select[Any]:
    return select(CONTACT_TABLE).where(_is_of(profiel, functie))


def _update(profiel: str, functie: str) -> Update:
    return CONTACT_TABLE.update().where(_is_of(profiel, functie))


def _delete(profiel: str, functie: str) -> Delete:
    return CONTACT_TABLE.delete().where(_is_of(profiel, functie))
