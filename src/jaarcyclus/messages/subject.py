"""One dossier as messages see it: where it stands, the profile of its round, and how an occasion of it is named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jaarcyclus.dossier.records import Dossier
from jaarcyclus.messages.occasion import Occasion
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms.products import name_product


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`profile` is that of the round. `reopened_at`: when each reopening was, by its seq (ISO)."""

    state: Dossier
    profile: Profile
    reopened_at: Mapping[int, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return name_product(self.state.product, self.state.boekjaar)

    @property
    def office(self) -> str:
        """Return who is to be asked, by function."""
        return self.name(self.profile.controller)

    def name(self, person: str) -> str:
        return self.profile.name_person(person)

    def occasion(self, key: str, person: str, **told: Any) -> Occasion:
        """Return one thing to tell of this dossier; `key` comes behind its name."""
        return Occasion(
            key=f"{self.state.dossier}/{key}",
            person=person,
            title=self.title,
            exercise=self.state.oefening,
            **told,
        )
