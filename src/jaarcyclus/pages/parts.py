"""A list that grows with the years, shown in parts: no page becomes too long to read or to send. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 100
"""How many things one part has (chosen: twenty years of one cooperation; a page stays below 150 kB)."""


@dataclass(frozen=True, kw_only=True)
class ListPart(Generic[T]):
    """Some items of a list, the newest in part 1; `newer` and `older` are where the parts beside it are shown."""

    items: tuple[T, ...]
    number: int
    count: int
    path: str

    @property
    def newer(self) -> str | None:
        return self._path(self.number - 1) if self.number > 1 else None

    @property
    def older(self) -> str | None:
        return self._path(self.number + 1) if self.number < self.count else None

    def _path(self, number: int) -> str:
        return f"{self.path}?deel={number}"


def part_of(items: Sequence[T], number: int, path: str) -> ListPart[T]:
    """Return this part; the last one for a number above it, as of a list that became shorter."""
    count = max(1, -(-len(items) // MOST))
    number = min(max(number, 1), count)
    return ListPart(items=tuple(items[(number - 1) * MOST : number * MOST]), number=number, count=count, path=path)
