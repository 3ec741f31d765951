"""The warnings on the workbooks that count: which of them the controller let pass, and which are open. Pure.

A warning refuses nothing (ADR 0032). What was told alike about several cells is one warning, passed once with one
reason. A workbook in the place of another is judged anew: what passed on the one is open on the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jaarcyclus.dossier.inzending import Inzending, Passed
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.profile.records import Profile
from jaarcyclus.terms import canonical
from jaarcyclus.terms.findings import Bevinding

SHORT = 12
"""How many signs of a fingerprint people type and read (chosen: one workbook has at most some hundreds)."""
_OF_NO_CONTENT = ("TE_LAAT",)  # when it came: not what stands in it, and told as such


@dataclass(frozen=True, kw_only=True)
class Warned:
    """One warning on the workbook of a perceel that counts. `findings` differ in their cells only; never empty.

    `receipt` is the seq of its receipt in the postbus, `fingerprint` the SHA-256 of how it was told, `passed` None
    while it is open.
    """

    perceel: str
    receipt: int
    fingerprint: str
    findings: tuple[Bevinding, ...]
    passed: Passed | None = None

    @property
    def first(self) -> Bevinding:
        return self.findings[0]

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the cells that it is about, each once; none when it is about a sheet or the file."""
        return tuple(dict.fromkeys(item.cel for item in self.findings if item.cel))

    @property
    def number(self) -> str:
        """Return by what people call it."""
        return self.fingerprint[:SHORT]

    @property
    def place(self) -> str:
        """Return `Regels D10 en 3 andere cellen`; "" for the whole file."""
        rest = len(self.cells) - 1
        more = f" en {rest} andere {'cel' if rest == 1 else 'cellen'}" if rest > 0 else ""
        return f"{self.first.place}{more}"


def fingerprint(item: Bevinding) -> str:
    """Return the SHA-256 of a warning as it was told; the cell is not in it, unless there is none to tell it by."""
    told = [item.code, item.blad, item.melding, item.verwacht, item.herstel, "" if item.cel else item.waarde]
    return canonical.sha256(canonical.dumps(told))


def warnings_of(state: Dossier, perceel: str) -> tuple[Warned, ...]:
    """Return the warnings on the workbook of this perceel that counts, in the order in which they were told."""
    counts = state.current.get(perceel)
    return () if counts is None else _warnings(counts, passed_on(state, counts))


def passed_on(state: Dossier, counts: Inzending) -> Mapping[str, Passed]:
    """Return by fingerprint what the controller let pass on this very workbook."""
    own = (item for item in state.passed if item.content.perceel == counts.perceel)
    return {item.content.waarschuwing: item for item in own if item.content.ontvangst == counts.ontvangst}


def all_warnings(state: Dossier) -> tuple[Warned, ...]:
    """Return those of all percelen, in the order of their duties."""
    return tuple(item for duty in state.opened.inzendplichten for item in warnings_of(state, duty.code))


def find_warning(state: Dossier, perceel: str, number: str) -> Warned | None:
    """Return one by its fingerprint, whole or as people call it."""
    return next((item for item in warnings_of(state, perceel) if number in (item.number, item.fingerprint)), None)


def reads_warnings(state: Dossier, profile: Profile, person: str | None, perceel: str) -> bool:
    """Return whether this person may read those of a perceel: who runs the cycle, the accountant, and its own sender.

    `person` is None for the owner of the machine.
    """
    if person in (None, profile.controller, profile.ambtelijk_secretaris, profile.accountant):
        return True
    return person == state.indieners().get(perceel)


def tell_count(state: Dossier) -> str:
    """Return `3 waarschuwingen staan open, 1 is afgedaan.`; "" when there is none."""
    found = all_warnings(state)
    passed = sum(item.passed is not None for item in found)
    open_ = len(found) - passed
    told = {0: "Geen waarschuwing staat open", 1: "1 waarschuwing staat open"}.get(
        open_, f"{open_} waarschuwingen staan open"
    )
    done = {0: "", 1: ", 1 is afgedaan"}.get(passed, f", {passed} zijn afgedaan")
    return f"{told}{done}." if found else ""


def _warnings(counts: Inzending, passed: Mapping[str, Passed]) -> tuple[Warned, ...]:
    return tuple(
        Warned(
            perceel=counts.perceel,
            receipt=counts.ontvangst,
            fingerprint=key,
            findings=tuple(findings),
            passed=passed.get(key),
        )
        for key, findings in _alike(counts.bevindingen).items()
    )


def _alike(findings: Iterable[Bevinding]) -> Mapping[str, list[Bevinding]]:
    alike: dict[str, list[Bevinding]] = {}
    for item in findings:
        if item.code not in _OF_NO_CONTENT:
            alike.setdefault(fingerprint(item), []).append(item)
    return alike
