"""Who has a say: gremia with their seats and rule, the steps of a route, and the ladder a dispute climbs.

These are the records only. What the answers of the seats add up to is `dossier.tally`; what is due is
`dossier.planning`.
"""

from collections.abc import Set
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from jaarcyclus.profile.dated import Code, Dated, Deelnemer, Record


class Rol(StrEnum):
    """The four roles of appendix 1; what they mean is chosen (docs/rules.md, Roles)."""

    INFO = "info"
    AFSTEMMING = "afstemming"
    INSTEMMING = "instemming"
    VASTSTELLING = "vaststelling"


class Besluitregel(StrEnum):
    """How a gremium comes to a yes. Unanimity of the BVR is art. 5.6; the others serve other cooperations."""

    UNANIMITEIT = "unanimiteit"
    MEERDERHEID = "meerderheid"
    MEERDERHEID_VOORZITTER = "meerderheid_voorzitter"
    GEWOGEN_INWONERS = "gewogen_inwoners"


class Zichtbaarheid(StrEnum):
    """From when others see what a seat answered (chosen): at once, or when the gate is closed."""

    DIRECT = "direct"
    NA_SLUITING = "na_sluiting"


class Ondertekening(StrEnum):
    """Whether a vote is signed by its voter (ADR 0023); unsigned where a profile says nothing, as all of before."""

    GEEN = "geen"
    PASSKEY = "passkey"


class Zetel(Dated):
    """One seat, one vote. `perceel` set: the seat counts only on documents that hold that perceel."""

    code: Code
    naam: str
    houder: Code
    plaatsvervanger: Code | None = None
    gemeente: Deelnemer | None = None
    perceel: Code | None = None


class Gremium(Dated):
    """A body with a say. `soort` groups bodies of one kind (three colleges); `voorzitter` is the code of a seat."""

    code: Code
    naam: str
    soort: Code
    zetels: tuple[Zetel, ...]
    regel: Besluitregel = Besluitregel.UNANIMITEIT
    voorzitter: Code | None = None
    stemmen_zichtbaar: Zichtbaarheid = Zichtbaarheid.NA_SLUITING
    ondertekening: Ondertekening = Ondertekening.GEEN

    @property
    def asks_passkey(self) -> bool:
        return self.ondertekening is Ondertekening.PASSKEY


class Routestap(Dated):
    """One step of a route; its gremia answer side by side.

    `als`: a kenmerk of the dossier, or `niet <kenmerk>`. `grondslag`: where the step is laid down, as it is printed.
    `vertrouwelijk`: what is answered in it is for its gremia, the controller and the accountant only.
    """

    rol: Rol
    gremia: tuple[Code, ...] = Field(min_length=1)
    bereik: Literal["product", "eigen_percelen"] = "product"
    als: str | None = Field(default=None, pattern=r"^(niet )?[a-z][a-z0-9_]*$")
    blokkeert: bool = True
    ontvangst_vereist: bool = False
    grondslag: str | None = None
    vertrouwelijk: bool = False
    bij_zwijgen: Literal["over_tijd", "akkoord"] = "over_tijd"  # a check refuses `akkoord`: silence never adopts

    @property
    def kenmerk(self) -> str | None:
        """Return the kenmerk that `als` asks about, whichever way."""
        return self.als and self.als.removeprefix("niet ")

    def applies_to(self, kenmerken: Set[str]) -> bool:
        """Return whether a dossier with these kenmerken takes this step."""
        return self.als is None or (self.kenmerk in kenmerken) != self.als.startswith("niet ")


MAX_KENMERKEN = 6  # chosen: a check asks about every combination of them


def _few_kenmerken(steps: tuple[Routestap, ...]) -> tuple[Routestap, ...]:
    if len({step.kenmerk for step in steps if step.kenmerk}) > MAX_KENMERKEN:
        raise ValueError(f"een route vraagt naar ten hoogste {MAX_KENMERKEN} kenmerken; voeg kenmerken samen")
    return steps


Route = Annotated[tuple[Routestap, ...], AfterValidator(_few_kenmerken)]


class Trede(Record):
    """One rung: a dispute in `van` goes to `naar`; an overdue gate climbs after `na_werkdagen`."""

    van: Code
    naar: Code
    na_werkdagen: Annotated[int, Field(ge=1, le=60)]


class Ladder(Record):
    """The rungs up to `top`, and what follows when even there no one agrees (DOWR: art. 16), as the dossier shows."""

    treden: tuple[Trede, ...]
    top: Code
    gevolg_top: Literal["aangehouden"] = "aangehouden"
    toelichting_top: str
