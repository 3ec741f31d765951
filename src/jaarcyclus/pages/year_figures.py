"""What each gemeente pays by the products of one boekjaar: a table, and the same as bars to be drawn. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jaarcyclus.dossier import manifest as manifests
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.pages.standings import Standing
from jaarcyclus.terms import canonical
from jaarcyclus.terms.formats import format_amount
from jaarcyclus.terms.products import PRODUCTS, column_heading, name_product

Read = Callable[[str], bytes]

WIDTH = 320
"""Of a drawing, in its own units: a phone shows them as they are, a desk larger."""
_LINE, _BAR, _GAP = 18, 14, 12


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """One product: what each gemeente pays (code -> cents), by which version."""

    product: str
    column: str
    paid: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar, in units of the drawing; its text stands above it at `text_y`. `kind` is the place of its product."""

    y: int
    text_y: int
    width: int
    text: str
    kind: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The table and its drawing: `rows` name a gemeente and what it pays per product, the last row their sum."""

    products: tuple[Amounts, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    headings: tuple[tuple[str, int], ...]
    bars: tuple[Bar, ...]
    width: int
    height: int
    described: str


def read_amounts(standing: Standing, read: Read) -> Amounts | None:
    """Return what the gemeenten pay by the version that is on its route or was published last; None without one."""
    state = standing.state
    made = _shown_manifest(state)
    if made is None:
        return None
    figures = canonical.loads(read(manifests.from_bytes(read(made)).consolidatie_sha256))
    column = PRODUCTS[state.product].main_column
    return Amounts(
        product=name_product(state.product, state.boekjaar),
        column=column_heading(column, state.boekjaar, first_year=False, peildatum=None),
        paid=figures["aandelen_cent"][figures["hoofdkolom"]] or {},
    )


def draw_figures(products: Sequence[Amounts], names: Mapping[str, str]) -> Figures | None:
    """Return table and drawing; `names` gives each gemeente by its code. None when there is nothing to show."""
    shown = tuple(item for item in products if item.paid)
    codes = [code for code in names if any(code in item.paid for item in shown)]
    if not shown or not codes:
        return None
    rows = [(names[code], tuple(_euro(item.paid.get(code)) for item in shown)) for code in codes]
    total = ("Samen", tuple(_euro(sum(item.paid.values())) for item in shown))
    headings, bars, height = _bars(shown, codes, names)
    return Figures(
        products=shown,
        rows=(*rows, total),
        headings=headings,
        bars=bars,
        width=WIDTH,
        height=height,
        described="; ".join(f"{name}: {', '.join(amounts)}" for name, amounts in rows),
    )


def _bars(
    products: Sequence[Amounts], codes: Sequence[str], names: Mapping[str, str]
) -> tuple[tuple[tuple[str, int], ...], tuple[Bar, ...], int]:
    longest = max(abs(amount) for item in products for amount in item.paid.values()) or 1
    headings, bars, y = [], [], 0
    for code in codes:
        y += _LINE
        headings.append((names[code], y - 4))
        for kind, item in enumerate(products):
            amount = item.paid.get(code, 0)
            y += _LINE
            width = max(abs(amount) * WIDTH // longest, 1)
            bars.append(Bar(y=y, text_y=y - 4, width=width, text=f"{item.product}: {_euro(amount)}", kind=kind))
            y += _BAR
        y += _GAP
    return tuple(headings), tuple(bars), y


def _shown_manifest(state: Dossier) -> str | None:
    version = state.active_version
    if version is not None:
        return version.manifest_sha256
    return state.publication.manifest_sha256 if state.publication else None


def _euro(cent: int | None) -> str:
    return "–" if cent is None else f"€ {format_amount(cent, cents=bool(cent % 100))}"
