"""How one holder of a function is reached, as the ledger's database keeps it: a value that anybody may hold.

Apart from `ledger.contacts`, which only `steps.workspace` may open.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How one holder of a function is reached. `agenda` is the SHA-256 (hex) of the address of a calendar.

    `bezetting` is the seq of the event in which this holder took the function, 0 when nobody was recorded. An address
    that was sealed with another key is None: somebody must give it again.
    """

    profiel: str
    functie: str
    bezetting: int
    sinds: str
    mail: str | None = field(default=None, repr=False)
    teams: str | None = field(default=None, repr=False)
    agenda: str | None = field(default=None, repr=False)
