"""A finding of a check: what is wrong, where, and what to do about it, as a value that travels and prints.

Which findings there are and what they say is `terms.finding_kinds`. Never raise a finding, and never put a sender's
text in one unshortened: it ends up on screens, in answers and in the ledger.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from jaarcyclus.terms.finding_kind import Ernst
from jaarcyclus.terms.finding_kinds import FINDING_KINDS
from jaarcyclus.terms.text import make_readable


@dataclass(frozen=True, kw_only=True)
class Bevinding:
    """One finding. `blad` and `cel` are empty when it is about the whole file."""

    # For whoever reads one from JSON: these fields, no others, and only text.
    __pydantic_config__: ClassVar[Mapping[str, object]] = {"strict": True, "extra": "forbid"}

    code: str
    ernst: Ernst
    blad: str
    cel: str
    waarde: str
    melding: str
    verwacht: str
    herstel: str

    @property
    def place(self) -> str:
        """Return sheet and cell, `Regels D10`; empty for the whole file."""
        return f"{self.blad} {self.cel}".strip()


def bevinding(code: str, *, blad: str = "", cel: str = "", waarde: object = "", **invulling: object) -> Bevinding:
    """Return the finding of `code`, its sentences filled in. Raises KeyError when it is not in the list."""
    kind = FINDING_KINDS[code]
    words = {name: make_readable(value) for name, value in invulling.items()}
    return Bevinding(
        code=code,
        ernst=kind.ernst,
        blad=make_readable(blad),
        cel=cel,
        waarde=make_readable(waarde),
        melding=kind.message.format(**words),
        verwacht=kind.expected.format(**words),
        herstel=kind.remedy,
    )


def refuses(bevindingen: Iterable[Bevinding]) -> bool:
    """Return whether at least one finding refuses the submission."""
    return any(item.ernst == "fout" for item in bevindingen)


def is_of_round(item: Bevinding) -> bool:
    """Return whether a fault is no fault in the workbook: its round, its clock or its sender stands in the way.

    A refusal by the rules has no remedy of its own: its sentence ends in what to do.
    """
    return item.code == "GEEN_OPEN_RONDE" or (item.ernst == "fout" and not item.herstel)


def as_dict(item: Bevinding) -> dict[str, str]:
    """Return the finding for JSON: all eight fields, text only."""
    return asdict(item)


def in_one_sentence(item: Bevinding) -> str:
    """Return all that the finding says, for a reader with room for one text: what is wrong, expected, and to do."""
    expected = f"Verwacht: {item.verwacht}." if item.verwacht else ""
    return " ".join(part for part in (item.melding, expected, item.herstel) if part)


def limit(bevindingen: list[Bevinding], maximum: int) -> list[Bevinding]:
    """Return the first `maximum` findings, fouten first, and one that says how many more there were."""
    ordered = sorted(bevindingen, key=lambda item: item.ernst != "fout")
    if len(ordered) <= maximum:
        return ordered
    rest = ordered[maximum:]
    faults = sum(item.ernst == "fout" for item in rest)
    return [*ordered[:maximum], bevinding("MEER_BEVINDINGEN", aantal=len(rest), fouten=faults)]
