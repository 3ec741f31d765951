"""Where and how somebody wants to be told, as a value. It is of a person, not of a function: it leaves with its holder.

Never in the ledger in clear: addresses are kept where they can be changed and taken away.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What one holder chose. Whoever has neither channel gets nothing, and is named to who administers.

    `person` is the code of the function in the profile; `holding` the seq in the bezetting of the event in which this
    holder took it (0 when nobody was recorded): a successor has a contact of their own. `mail` is an address, `teams`
    the address of a workflow of their own, which is a secret.
    """

    person: str
    holding: int
    mail: str | None = None
    teams: str | None = field(default=None, repr=False)

    @property
    def is_reachable(self) -> bool:
        return self.mail is not None or self.teams is not None
