"""What a check may look at beside the figures, and how it names a place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jaarcyclus.figures.kaders import Kaders
from jaarcyclus.figures.known import KnownColumn
from jaarcyclus.figures.prefill import Issued, Prefill
from jaarcyclus.figures.records import Line
from jaarcyclus.intake.sandbox import Cell
from jaarcyclus.profile.verantwoording import Verantwoording
from jaarcyclus.terms.findings import Bevinding, bevinding
from jaarcyclus.terms.iv3 import CodeList
from jaarcyclus.terms.products import name_in_sentence
from jaarcyclus.workbook.form import REGELS, FormTable

_NAMES_PRODUCTS = 6


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a check may look at beside the figures.

    `inzenders`: code -> name of everyone who submits; `totals`: (name of the total; column) -> stored cell;
    `names`: (row, column) -> the name that stood behind a code of a line;
    `doubts`: the columns of which a total means nothing, for a reason that has its finding; `unread`: the cells of the
    lines that have a fault already; `known`: column -> what the ledger has of it; `vormen`: the legal forms in force;
    `regels`: what the round is under; `gemeenten`: the names of who takes part; `unread_sheets`: of which
    some cell could not be read. Of a prefilled workbook from rules 6 on: what the ledger knew when it was `issued`,
    what it began with (`prefill`), and of what is handed in the key by row and the shown last text by heading.
    `sleutels`: the names of the keys; `kaders_by`: who prepares the kaders; `kaders`: what the published kaderbrief
    fixes, None without one.
    """

    perceel: str
    line_table: FormTable
    code_list: CodeList
    inzenders: Mapping[str, str]
    verantwoording: Verantwoording
    totals: Mapping[tuple[str, str], Cell | None]
    regels: int
    vormen: tuple[str, ...] = ()
    known: Mapping[str, KnownColumn]
    doubts: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    names: Mapping[tuple[int, str], str] = field(default_factory=dict)
    issued: Issued | None = None
    prefill: Prefill | None = None
    line_keys: Mapping[int, str] = field(default_factory=dict)
    last_texts: Mapping[str, str] = field(default_factory=dict)
    gemeenten: tuple[str, ...] = ()
    unread_sheets: frozenset[str] = frozenset()
    sleutels: frozenset[str] = frozenset()
    kaders_by: str = ""
    kaders: Kaders | None = None

    def name_source(self, known: KnownColumn) -> str:
        """Return what an earlier product is called; until rules 6 its dossier was named."""
        figures = known.figures
        return known.source if self.regels < _NAMES_PRODUCTS else name_in_sentence(figures.product, figures.boekjaar)

    def is_unread(self, column: str, line: Line) -> bool:
        """Return whether this cell of a line has a fault: nobody knows what it means."""
        return self.line_table.cell_name(column, line.rij) in self.unread


def on_line(code: str, line: Line, context: Context, column: str, value: object, **words: object) -> Bevinding:
    """Return the finding on one cell of a line."""
    return bevinding(code, blad=REGELS, cel=context.line_table.cell_name(column, line.rij), waarde=value, **words)
