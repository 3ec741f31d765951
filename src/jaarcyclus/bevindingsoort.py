"""What a finding of one code always says: how grave it is and its three Dutch sentences (`bevindingsoorten`)."""

from dataclasses import dataclass
from typing import Literal

Ernst = Literal["fout", "waarschuwing"]


@dataclass(frozen=True)
class Soort:
    """What a code says. `{placeholders}` are filled in by `bevinding`."""

    ernst: Ernst
    melding: str
    verwacht: str
    herstel: str


def fout(melding: str, verwacht: str, herstel: str) -> Soort:
    """Return a kind that refuses the submission."""
    return Soort("fout", melding, verwacht, herstel)


def waarschuwing(melding: str, verwacht: str, herstel: str) -> Soort:
    """Return a kind that is said and refuses nothing."""
    return Soort("waarschuwing", melding, verwacht, herstel)
