"""What each gemeente pays by the products of one boekjaar: a table, and the same as bars to be drawn. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jaarcyclus.dossier import manifest as manifests
from jaarcyclus.dossier.records import Dossier
from jaarcyclus.pages.bars import Bar, Sized, draw_bars
from jaarcyclus.pages.standings import Standing
from jaarcyclus.terms import canonical
from jaarcyclus.terms.formats import format_amount
from jaarcyclus.terms.products import PRODUCTS, column_heading, name_product

Read = Callable[[str], bytes]


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """One product: what each gemeente pays (code -> cents), by which version."""

    product: str
    column: str
    paid: Mapping[str, int]


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
    manifest = manifests.from_bytes(read(made))
    figures = canonical.loads(read(manifest.consolidatie_sha256))
    column = PRODUCTS[state.product].main_column
    heading = column_heading(column, state.boekjaar, first_year=False, peildatum=None)
    return Amounts(
        product=name_product(state.product, state.boekjaar),
        column=f"{heading}, met overgenomen cijfers" if manifest.carried else heading,
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
    drawn = draw_bars([(names[code], [_sized(item, code, kind) for kind, item in enumerate(shown)]) for code in codes])
    return Figures(
        products=shown,
        rows=(*rows, total),
        headings=drawn.headings,
        bars=drawn.bars,
        width=drawn.width,
        height=drawn.height,
        described="; ".join(f"{name}: {', '.join(amounts)}" for name, amounts in rows),
    )


def _sized(item: Amounts, code: str, kind: int) -> Sized:
    amount = item.paid.get(code, 0)
    return Sized(text=f"{item.product}: {_euro(amount)}", size=amount, kind=kind)


def _shown_manifest(state: Dossier) -> str | None:
    version = state.active_version
    if version is not None:
        return version.manifest_sha256
    return state.publication.manifest_sha256 if state.publication else None


def _euro(cent: int | None) -> str:
    return "–" if cent is None else f"€ {format_amount(cent, cents=bool(cent % 100))}"
