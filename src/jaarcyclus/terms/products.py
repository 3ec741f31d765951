"""Everything that depends on which product it is: its name, columns, sheets, questions, checks' reach and document.

A new kind of product is one entry here, and its route and calendar in a profile (ADR 0034, docs/profiel.md).
Code never asks for a product by its name: it asks the entry.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from jaarcyclus.terms.days import format_date

KADERS = "kaders"
"""Under which name a round records, among what it knows, where its kaders stand; no column has it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """What one kind of product is: all that differs between them, so that a new one is one entry of PRODUCTS."""

    title: str  # `{}` is the boekjaar
    article: str = "de"
    columns: tuple[str, ...]  # of amounts, in order
    main_column: str  # what the product is about: what is allocated to the gemeenten and compared
    compared: tuple[str, ...] = ()  # what was allowed and what it comes to; () compares nothing
    # A bijdrage is a yearly amount: what is realised or committed so far is not shared out, because an agreed
    # amount or a tariff would then count as a whole year against a part of the cost (chosen).
    part_year: tuple[str, ...] = ()
    needs_peildatum: bool = False  # it tells of a year that still runs, so it says up to when
    history: tuple[str, ...] = ()  # the columns of earlier years, which a first year does not have
    # The periods of an Iv3 filing that its amounts end up in: 0 the budget, 1-4 a quarter, 5 the accounts.
    iv3_periods: tuple[int, ...] = ()
    # The sheets of its workbooks behind the lines and their explanation, by the field of `figures.records.Figures`.
    parts: tuple[str, ...] = ("indicatoren", "risicos", "menskracht")
    sheets: tuple[str, ...] = ()  # of `workbook.extra_tables`, besides what a profile switches on
    headings: Mapping[str, str] = field(default_factory=dict)  # code -> its own question; {}: the koppen of the profile
    needs_lines: bool = True  # a workbook without a single line says nothing
    is_account: bool = False  # it tells of a whole year that is over
    document: Literal["volledig", "kort"] = "volledig"  # which chapters `documents.product` makes
    template: str = "product.html"
    in_demo: bool = False  # the demo plays it
    # Nobody misses it who begins after its workbooks were due: that round is not opened any more.
    only_in_time: bool = False
    # Opened when somebody asks, for one perceel and with a number per boekjaar: its key is that of the entry and `_1`.
    on_request: bool = False
    changes: str = ""  # what such a request asks to change: the product in whose dossier it is offered
    # The published product that lays down with what it is made: indices, volumes, taakstelling.
    kaders_from: "KnownFrom | None" = None
    # Which columns an earlier product of the ledger already has, the best source first.
    known_from: Mapping[str, tuple["KnownFrom", ...]] = field(default_factory=dict)
    # Where the last adopted amounts of every column stand, the best source first, for a perceel that hands in nothing.
    # () when a column is about what really happened: nobody adopted that before, so there is nothing to carry forward.
    carried_from: Mapping[str, tuple["KnownFrom", ...]] = field(default_factory=dict)
    proposed: tuple[str, ...] = ()  # columns of which a new workbook offers the last adopted forecast

    @property
    def explained(self) -> tuple[str, str]:
        """Return the two columns of which a sender explains the difference; one twice where nothing is beside it."""
        return self.base_column or self.main_column, self.main_column

    @property
    def own_columns(self) -> tuple[str, ...]:
        """Return the columns that this product itself brings: no history, and no budget of an earlier product."""
        return tuple(column for column in self.columns if column not in {*self.history, *self.known_from})

    @property
    def base_column(self) -> str | None:
        """Return what the main column is held beside: what was allowed, else last year; None without either."""
        return next(iter((*self.compared, *self.history[-1:])), None)

    @property
    def taken_from(self) -> Mapping[str, tuple["KnownFrom", ...]]:
        """Return all that a round takes from earlier dossiers: the known columns, and under KADERS what was fixed."""
        return {**self.known_from, **({KADERS: (self.kaders_from,)} if self.kaders_from else {})}


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownFrom:
    """Where a column comes from: a product of the boekjaar `years` from this one. `exact`: that was adopted so.

    What may have changed since (a budget after amendment, of which the ledger has no decisions yet) is not exact.
    """

    product: str
    years: int
    column: str
    exact: bool = False


def _forecast(column: str) -> KnownFrom:
    return KnownFrom(product="begroting", years=-1, column=column)


_ADOPTED = KnownFrom(product="begroting", years=0, column="t", exact=True)
_LAST_KNOWN = (
    KnownFrom(product="tussenrapportage_2", years=0, column="begroting_na"),
    KnownFrom(product="tussenrapportage_1", years=0, column="begroting_na"),
    replace(_ADOPTED, exact=False),
)
_HISTORY = ("t_min2", "t_min1")
_LAST_BUDGET = tuple(replace(source, years=-1) for source in _LAST_KNOWN)
_LAST_ACCOUNTS = KnownFrom(product="jaarverslag", years=-2, column="realisatie", exact=True)
_TUSSENRAPPORTAGE = Product(
    in_demo=True,
    title="Tussenrapportage",
    columns=("begroting_voor", "begroting_na", "realisatie", "verplichtingen", "prognose"),
    main_column="prognose",
    compared=("begroting_na", "prognose"),
    part_year=("realisatie", "verplichtingen"),
    needs_peildatum=True,
    iv3_periods=(1, 2, 3, 4),
    known_from={"begroting_voor": (_ADOPTED,), "begroting_na": _LAST_KNOWN[2:]},
)


class _Products(dict[str, Product]):
    """The entries by key; one that is opened on request is found under each of its numbers too."""

    def __missing__(self, key: str) -> Product:
        found = _NUMBERED.fullmatch(key)
        entry = self.get(found[1]) if found else None
        if found is None or entry is None or not entry.on_request:
            raise KeyError(key)
        return replace(entry, title=entry.title.replace("{}", f"{found[2]} van {{}}"))

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (isinstance(key, str) and base_of(key) != key)


_NUMBERED = re.compile(r"([a-z][a-z_]*)_([1-9][0-9]{0,2})")
_ENTRIES: Mapping[str, Product] = {
    # Chosen, as all of it: the sources name no kaderbrief. Its lines are claims for new policy.
    "kaderbrief": Product(
        title="Kaderbrief {}",
        columns=("nieuw_t", "nieuw_t_plus1", "nieuw_t_plus2", "nieuw_t_plus3"),
        main_column="nieuw_t",
        parts=(),
        sheets=("indexen", "volumes", "taakstelling"),
        headings={
            "nieuw_beleid": "Welk nieuw beleid vraagt u en waarom?",
            "anders": "Wat gebeurt er als het niet doorgaat?",
            "dekking": "Welke ruimte is er binnen uw eigen budget?",
        },
        needs_lines=False,
        document="kort",
        only_in_time=True,
    ),
    "begroting": Product(
        title="Begroting {}",
        # BBV art. 19a and 22: t, t-2 realised, t-1 after amendment, and three years ahead.
        columns=("t_min2", "t_min1", "t", "t_plus1", "t_plus2", "t_plus3"),
        main_column="t",
        history=_HISTORY,
        iv3_periods=(0,),
        in_demo=True,
        kaders_from=KnownFrom(product="kaderbrief", years=0, column=KADERS),
        known_from={"t_min2": (_LAST_ACCOUNTS,), "t_min1": _LAST_BUDGET},
        carried_from={
            "t_min2": (_LAST_ACCOUNTS, _forecast("t_min1")),
            "t_min1": _LAST_BUDGET,
            "t": (_forecast("t_plus1"),),
            "t_plus1": (_forecast("t_plus2"),),
            "t_plus2": (_forecast("t_plus3"),),
            "t_plus3": (_forecast("t_plus3"),),  # the last year that anybody adopted
        },
        proposed=("t", "t_plus1", "t_plus2", "t_plus3"),
    ),
    "tussenrapportage_1": replace(_TUSSENRAPPORTAGE, title="Tussenrapportage 1 over {}"),
    "tussenrapportage_2": replace(
        _TUSSENRAPPORTAGE,
        title="Tussenrapportage 2 over {}",
        known_from={"begroting_voor": (_ADOPTED,), "begroting_na": _LAST_KNOWN[1:]},
        carried_from={
            column: (KnownFrom(product="tussenrapportage_1", years=0, column=column),)
            for column in _TUSSENRAPPORTAGE.columns
        },
    ),
    "jaarverslag": Product(
        title="Jaarverslag met jaarrekening {}",
        article="het",
        # BBV art. 27.2: the budget before and after amendment beside the realisation.
        columns=("begroting_voor", "begroting_na", "realisatie"),
        main_column="realisatie",
        is_account=True,
        in_demo=True,
        compared=("begroting_na", "realisatie"),
        iv3_periods=(5,),
        known_from={"begroting_voor": (_ADOPTED,), "begroting_na": _LAST_KNOWN},
    ),
    # Notitie §5: the regiegroep decides when all agree and it fits begroting, kaders and jaarplan.
    "wijzigingsverzoek": Product(
        title="Wijzigingsverzoek {}",
        article="het",
        columns=("wijziging_t", "wijziging_t_plus1", "wijziging_t_plus2", "wijziging_t_plus3"),
        main_column="wijziging_t",
        parts=(),
        sheets=("toets",),
        headings={
            "gevraagd": "Wat vraagt u?",
            "waarom": "Waarom kan dit niet wachten op de volgende begroting?",
            "gevolgen": "Wat merken de gemeenten ervan?",
        },
        document="kort",
        on_request=True,
        changes="begroting",
    ),
}
PRODUCTS: Mapping[str, Product] = _Products(_ENTRIES)
NO_HISTORY = "eerste jaar: geen historie"


def base_of(product: str) -> str:
    """Return the key of the entry: `wijzigingsverzoek` of `wijzigingsverzoek_3`, of another product its own."""
    found = _NUMBERED.fullmatch(product)
    numbered = found is not None and (entry := PRODUCTS.get(found[1])) is not None and entry.on_request
    return found[1] if found and numbered else product


def order_of(product: str) -> tuple[int, int]:
    """Return its place in the order of the year; those opened on request by their number."""
    base = base_of(product)
    return list(PRODUCTS).index(base), int(product.removeprefix(f"{base}_")) if base != product else 0


def name_product(product: str, boekjaar: int) -> str:
    """Return `Begroting 2027`."""
    return PRODUCTS[product].title.format(boekjaar)


def name_in_sentence(product: str, boekjaar: int) -> str:
    """Return `de begroting 2027`."""
    title = name_product(product, boekjaar)
    return f"{PRODUCTS[product].article} {title[0].lower()}{title[1:]}"


def column_heading(column: str, boekjaar: int, *, first_year: bool, peildatum: date | None) -> str:
    """Return the Dutch heading of an amount column with its actual year, and up to when a realisation runs."""
    names = {
        "t_min2": f"Rekening {boekjaar - 2}",
        "t_min1": f"Begroting {boekjaar - 1} na wijziging",
        "t": f"Begroting {boekjaar}",
        "t_plus1": f"Raming {boekjaar + 1}",
        "t_plus2": f"Raming {boekjaar + 2}",
        "t_plus3": f"Raming {boekjaar + 3}",
        "begroting_voor": f"Begroting {boekjaar} vóór wijziging",
        "begroting_na": f"Begroting {boekjaar} na wijziging",
        "realisatie": f"Realisatie {boekjaar}",
        "verplichtingen": f"Verplichtingen {boekjaar}",
        "prognose": f"Prognose {boekjaar}",
        "nieuw_t": f"Nieuw beleid {boekjaar}",
        "nieuw_t_plus1": f"Nieuw beleid {boekjaar + 1}",
        "nieuw_t_plus2": f"Nieuw beleid {boekjaar + 2}",
        "nieuw_t_plus3": f"Nieuw beleid {boekjaar + 3}",
        "wijziging_t": f"Wijziging {boekjaar}",
        "wijziging_t_plus1": f"Wijziging {boekjaar + 1}",
        "wijziging_t_plus2": f"Wijziging {boekjaar + 2}",
        "wijziging_t_plus3": f"Wijziging {boekjaar + 3}",
    }
    if has_no_history(column, first_year):
        return f"{names[column]} ({NO_HISTORY})"
    if column == "realisatie" and peildatum:
        return f"{names[column]} tot en met {format_date(peildatum)}"
    return names[column]


def has_no_history(column: str, first_year: bool) -> bool:
    """Return whether the column must stay empty because there is no history yet."""
    return first_year and column in _HISTORY
