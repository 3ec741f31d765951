"""An act on a dossier as our pages offer it: what it is, what will happen, and what is to be chosen for it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from jaarcyclus.pages.year_words import act_path


class Kind(StrEnum):
    """The acts, as they are called in the address of their page."""

    REOPEN = "heropenen"
    SKIP_PAUSE = "bedenktijd"
    KENMERKEN = "kenmerken"
    ADVIES = "advies"
    EXTEND = "uitstel"
    CARRY = "overnemen"
    KEEP = "handhaven"
    PASS = "afdoen"  # noqa: S105 - no password
    WITHDRAW = "intrekken"
    CORRECT = "corrigeren"
    OPEN = "openen"


_WHEN = {
    Kind.WITHDRAW: "Na uw bevestiging is het besloten. De documenten gaan weg zodra de kalender kijkt: meestal binnen "
    "enkele minuten. Tot dan staan zij er nog.",
    Kind.SKIP_PAUSE: "Na uw bevestiging is de bedenktijd voorbij. De versie komt zodra de kalender kijkt: meestal "
    "binnen enkele minuten.",
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing that may be chosen, and what comes of it; `chosen` when it holds now."""

    value: str
    text: str
    effect: str = ""
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act. `about`: the gate, version, perceel or warning it is about; `effects`: sentences of what will happen.

    `percelen`, `askers`, `kenmerken` and `outcomes` are to be chosen from, and empty for an act that asks none; `until`
    is the latest day (ISO) that may be chosen, and empty for an act that asks none.
    """

    kind: Kind
    dossier: str
    title: str
    effects: tuple[str, ...]
    about: str = ""
    percelen: tuple[Choice, ...] = ()
    askers: tuple[Choice, ...] = ()
    kenmerken: tuple[Choice, ...] = ()
    outcomes: tuple[Choice, ...] = ()
    until: str = ""

    @property
    def path(self) -> str:
        return act_path(self.dossier, self.kind, self.about)

    @property
    def when(self) -> str:
        """Return when it happens, as a sentence: what a run of the calendar does comes after what is recorded."""
        return _WHEN.get(self.kind, "Na uw bevestiging geldt het meteen.")

    @property
    def asks_reason(self) -> bool:
        """Return whether it asks one reason: an advice has words of its own, a request those of its workbook."""
        return self.kind not in (Kind.ADVIES, Kind.OPEN)
