"""The content of one accepted workbook, as records: lines with amounts, and the words beside them.

Amounts are integer cents, codes are strings. What is empty and came later than the first release is left out of the
JSON, so that what was hashed keeps its hash. Nothing here reads Excel (`intake`) or judges (`intake.checks`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from jaarcyclus.terms import canonical

_LATER = ("soort_mutatie", "toelichting")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line. `bedragen_cent` has each column of the product; None where a first year has no history.

    `soort_mutatie` and `toelichting` came with form 3: None, which the JSON leaves out, where nothing was said.
    """

    taakveld: str
    categorie: str
    kant: str  # "lasten" or "baten"
    omschrijving: str
    incidenteel: bool
    wederpartij: str | None  # the code of another perceel: an internal charge; else None or free text "extern"
    btw_regime: str
    bedragen_cent: Mapping[str, int | None]
    rij: int  # row number on the sheet, 1-based, for findings
    soort_mutatie: str | None = None  # why the amount is another one: index, areaal, …
    toelichting: str | None = None  # the sender's own words on this line


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """How far a doel is reached: texts, because units differ. `realisatie` is None before there is any."""

    doel: str
    indicator: str
    eenheid: str
    nulwaarde: str
    nuljaar: int
    bron: str
    streefwaarde: str
    realisatie: str | None
    eigenaar: str


@dataclass(frozen=True, kw_only=True)
class Risico:
    """What may happen: the chance in percent, the effect in cents."""

    omschrijving: str
    kans_pct: int
    gevolg_cent: int
    maatregel: str


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Staff. Hundredths of an fte, as integers; amounts in cents."""

    formatie_fte_honderdste: int
    bezetting_fte_honderdste: int
    externe_inhuur_cent: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One submission. `toelichting`: by the koppen of the profile; `eerste_jaar` means no figures before t.

    `bladen`: the rows of each sheet that the profile switched on, by the keys of `workbook.extra_tables`: text, cents,
    hundredths or whole numbers as its columns say, without the cells that are empty, and under `rij` where it stands.
    """

    profiel: str
    product: str
    boekjaar: int
    perceel: str
    eerste_jaar: bool
    regels: tuple[Line, ...]
    toelichting: Mapping[str, str] = field(default_factory=dict)
    indicatoren: tuple[Indicator, ...] = ()
    risicos: tuple[Risico, ...] = ()
    menskracht: Staff | None = None
    bladen: Mapping[str, tuple[Mapping[str, str | int], ...]] = field(default_factory=dict)


def figures_to_json(figures: Figures) -> bytes:
    """Return the canonical bytes; equal figures give equal bytes. What came later and is empty is left out."""
    fields = asdict(figures)
    fields["regels"] = [_without_empty(line) for line in fields["regels"]]
    if not fields["bladen"]:
        del fields["bladen"]
    return canonical.dumps(fields)


def _without_empty(line: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a line as a release before form 3 wrote them, and the later ones that say something."""
    return {name: value for name, value in line.items() if value is not None or name not in _LATER}


def figures_from_json(content: bytes) -> Figures:
    """Return the record that `to_json` wrote. Raises NotCanonical, and KeyError or TypeError on another record."""
    fields: dict[str, Any] = canonical.loads(content)
    fields["regels"] = tuple(Line(**line) for line in fields["regels"])
    fields["indicatoren"] = tuple(Indicator(**item) for item in fields["indicatoren"])
    fields["risicos"] = tuple(Risico(**item) for item in fields["risicos"])
    fields["menskracht"] = Staff(**fields["menskracht"]) if fields["menskracht"] else None
    fields["bladen"] = {name: tuple(rows) for name, rows in fields.get("bladen", {}).items()}
    return Figures(**fields)


def total_cent(lines: Iterable[Line], side: str, column: str) -> int:
    """Return the sum in cents of one side in one column; an absent amount counts as nothing."""
    return sum(line.bedragen_cent[column] or 0 for line in lines if line.kant == side)


def balance_cent(figures: Figures, column: str) -> int:
    """Return lasten less baten in cents in one column."""
    return total_cent(figures.regels, "lasten", column) - total_cent(figures.regels, "baten", column)


def add_known(amounts_cent: Iterable[int | None]) -> int | None:
    """Return the sum in cents of the amounts that are there; None when none is, which is not nought."""
    known = [cent for cent in amounts_cent if cent is not None]
    return sum(known) if known else None


def deviation(side: str, budgeted_cent: int | None, actual_cent: int | None) -> int | None:
    """Return how much better (V, positive) or worse (N, negative) it went, in cents; None without both amounts.

    Less lasten and more baten are a voordeel.
    """
    if budgeted_cent is None or actual_cent is None:
        return None
    return budgeted_cent - actual_cent if side == "lasten" else actual_cent - budgeted_cent
