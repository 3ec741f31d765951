"""What a workbook begins with: what the ledger knows, which part of that is fixed, and what is only proposed. Pure.

Lines, keys and fixed columns follow from the known columns alone, so that intake and the accountant find them again
from the dossier of the round. A proposal is where a sender begins: nobody compares it, and nothing records it before
he hands it in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jaarcyclus.figures.kaders import NEW_POLICY, YEARS, Kaders, proposal
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.prefill_sheets import begin_sheets
from jaarcyclus.figures.records import Figures, Indicator, Line
from jaarcyclus.figures.same_lines import Amounts, line_key, merge_lines
from jaarcyclus.terms.products import PRODUCTS

Stand = tuple[tuple[str, str], ...]
"""Up to where the ledger was known: per column the dossier, its version and its head, in words."""


@dataclass(frozen=True, kw_only=True)
class Prefill:
    """What is written beforehand. `keys`: of each line of `figures`, "" of one that is only proposed.

    `fixed` and `proposed` are columns; `texts`: heading -> what was written last, to confirm or replace. `same_year`:
    a budget of this boekjaar was adopted, so what is incidental, and how goals are measured, stands.
    """

    figures: Figures
    keys: tuple[str, ...]
    fixed: frozenset[str]
    proposed: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)
    same_year: bool = False

    @property
    def lines(self) -> dict[str, Line]:
        """Return the lines with a key: key -> line."""
        return {key: line for key, line in zip(self.keys, self.figures.regels, strict=True) if key}


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What the ledger knew when a workbook was given out. `current`: that is what it knows now; `told`: in words."""

    known: Mapping[str, KnownColumn]
    current: bool
    told: str


@dataclass(frozen=True, kw_only=True)
class KnownStand:
    """What is known of one perceel's columns at one moment; `told`: in words, of which dossiers."""

    stand: Stand
    told: str
    known: Mapping[str, KnownColumn]


def find_issued(stands: Sequence[KnownStand], stand: Stand) -> Issued:
    """Return what was known when a workbook with this stand was given out; `stands`: all that a round knew, in order.

    The stand comes from a stranger's file: one that the round never had is compared with what is known now.
    """
    found = next((item for item in reversed(stands) if sorted(item.stand) == sorted(stand)), None)
    if found is None:
        return Issued(known=stands[-1].known, current=False, told="cijfers die deze ronde niet kent")
    return Issued(known=found.known, current=found.stand == stands[-1].stand, told=found.told)


def prefill(
    known: Mapping[str, KnownColumn],
    perceel: str,
    product: str,
    boekjaar: int,
    *,
    forecast: Mapping[str, KnownColumn] | None = None,
    doelen: Collection[str] | None = None,
    kaders: Kaders | None = None,
) -> Prefill | None:
    """Return what a workbook begins with, None when nothing is known.

    The last known source comes first. A line of which every amount is nought or absent has been dropped. `forecast`:
    the last adopted forecast of a column, which is the proposal. `doelen`: those of the boekjaar, None for all.
    `kaders`: what the published kaderbrief fixes; its index goes before a forecast, which knew no index yet.
    """
    sources = list(known.values())[::-1]
    if not sources:
        return None
    proposed = {column: source for column, source in (forecast or {}).items() if column not in known}
    merged = merge_lines([*sources, *proposed.values()])
    kept = [(line, _indexed(line, row, product, kaders)) for line, row in merged.values() if any(row.values())]
    columns = PRODUCTS[product].columns
    lines = [_line(line, row, columns, number) for number, (line, row) in enumerate(kept, 1)]
    claims = _claims(kaders, perceel, product, len(lines))
    made = Figures(
        profiel=sources[0].figures.profiel,
        product=product,
        boekjaar=boekjaar,
        perceel=perceel,
        eerste_jaar=False,
        regels=(*lines, *claims),
        indicatoren=tuple(_indicators(sources[0].figures, doelen)),
        risicos=sources[0].figures.risicos,
        menskracht=sources[0].figures.menskracht,
        bladen=begin_sheets([item.figures for item in sources], boekjaar, is_account=PRODUCTS[product].is_account),
    )
    return Prefill(
        figures=made,
        keys=(
            *(line_key(line) if any(row[column] for column in known) else "" for line, row in kept),
            *("" for _ in claims),
        ),
        fixed=frozenset(column for column, source in known.items() if source.exact),
        proposed=frozenset(proposed) | (frozenset(PRODUCTS[product].proposed) if kaders else frozenset()),
        texts=_last_texts(sources),
        same_year=any(source.exact and source.figures.boekjaar == boekjaar for source in sources),
    )


def _indexed(line: Line, row: Amounts, product: str, kaders: Kaders | None) -> Amounts:
    """Return the amounts with last year's by the index of each year; what is incidental stays as it was forecast."""
    entry = PRODUCTS[product]
    base = row.get(entry.base_column or "")
    if kaders is None or line.incidenteel or not base:
        return row
    years = enumerate(entry.proposed, 1)
    found = {column: cents for number, column in years if (cents := proposal(kaders, base, line.categorie, number))}
    return {**row, **found}


def _line(line: Line, row: Amounts, columns: tuple[str, ...], number: int) -> Line:
    """Return the line without what was said of it then: why an amount is another one is told anew."""
    amounts = {column: row.get(column) for column in columns}
    return replace(line, bedragen_cent=amounts, rij=number, soort_mutatie=None, toelichting=None)


def _claims(kaders: Kaders | None, perceel: str, product: str, before: int) -> list[Line]:
    """Return the new policy that the kaderbrief honours as lines, which nobody types again; each is a proposal."""
    entry = PRODUCTS[product]
    found = kaders.claims.get(perceel, ()) if kaders else ()
    years = dict(zip(entry.proposed, YEARS, strict=False))

    def amounts(line: Line) -> Amounts:
        asked = {column: line.bedragen_cent[f"nieuw_{year}"] for column, year in years.items()}
        return {**dict.fromkeys(entry.columns, 0), **asked}

    return [
        replace(line, bedragen_cent=amounts(line), rij=number, soort_mutatie=NEW_POLICY, toelichting=None)
        for number, line in enumerate(found, before + 1)
    ]


def _indicators(last: Figures, doelen: Collection[str] | None) -> list[Indicator]:
    """What was reached is measured anew; a doel that the cooperation let go of has no place on the form."""
    return [replace(item, realisatie=None) for item in last.indicatoren if doelen is None or item.doel in doelen]


def _last_texts(sources: list[KnownColumn]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for source in sources:
        for heading, text in source.figures.toelichting.items():
            if text:
                texts.setdefault(heading, text)
    return texts
