"""Makes the figures of one product out of all its submissions: summed, without internal charges, shared out.

Percelen charge each other (ICT to PSA for applications); summed as they are, the cooperation would show that money
twice. Both views are kept: the gross one explains each perceel, the net one is the cooperation's own. Plain integers
and one pass: an int64 column wraps around in silence and a product has some hundred lines.

Do not judge a line here (`intake.checks`) and do not round: what does not add up raises.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from jaarcyclus.errors import OngeldigeInzendingen, TotaalSluitNiet
from jaarcyclus.figures.allocation import Verdeling, verdeel
from jaarcyclus.figures.records import Cijfers, Regel, add_known, totaal_cent
from jaarcyclus.figures.verrekening import Verrekening, match_charges, sum_charges, without_charges
from jaarcyclus.profile.records import Inzendplicht, Profile
from jaarcyclus.terms import canonical
from jaarcyclus.terms.products import PRODUCTS

Bedragen = Mapping[str, int | None]  # cents per column; None: nobody has figures there, which is not nought


@dataclass(frozen=True, kw_only=True)
class Tabelregel:
    """One cell of taakveld × categorie on one side (`lasten` or `baten`)."""

    taakveld: str
    categorie: str
    kant: str
    bedragen_cent: Bedragen


@dataclass(frozen=True, kw_only=True)
class Overzicht:
    """A table with its totals, in the order of the code numbers: 0.4, 0.10, 0.61."""

    regels: tuple[Tabelregel, ...]
    lasten_cent: Bedragen
    baten_cent: Bedragen


@dataclass(frozen=True, kw_only=True)
class Perceelcijfers:
    """One submission. `bijdrage_cent` is lasten minus baten, `verdelingen` who pays it; None where not shared out."""

    perceel: str
    naam: str
    overzicht: Overzicht
    bijdrage_cent: Bedragen
    verdelingen: Mapping[str, Verdeling | None]


@dataclass(frozen=True, kw_only=True)
class Consolidatie:
    """The figures of one product.

    `bruto` minus `verrekeningen` is `netto`; `aandelen_cent` (column, gemeentecode) plus `saldo_cent` is the
    bijdrage. `zonder_cijfers` names per column the percelen without history: they count for nothing there.
    """

    profiel: str
    product: str
    boekjaar: int
    hoofdkolom: str
    bruto: Overzicht
    verrekeningen: tuple[Verrekening, ...]
    netto: Overzicht
    percelen: tuple[Perceelcijfers, ...]
    bijdrage_cent: Bedragen
    aandelen_cent: Mapping[str, Mapping[str, int] | None]
    saldo_cent: Bedragen
    zonder_cijfers: Mapping[str, tuple[str, ...]]


def consolidate(cijfers: Sequence[Cijfers], profile: Profile, product: str, boekjaar: int) -> Consolidatie:
    """Return the product's figures; the order of `cijfers` makes no difference to a single byte.

    `profile` is the round's or the whole one: percelen, gemeenten and keys are those in force on 1 January of
    `boekjaar`, for every column, so that columns compare (chosen).

    Raises OngeldigeInzendingen when a submission is missing, double or of something else;
    OnbalansInterneVerrekening with findings when percelen disagree on what they charge each other;
    OnverdeelbaarBedrag or OnbekendeSleutel when a key cannot divide; TotaalSluitNiet when a total would not hold.
    """
    in_force = profile.op(date(boekjaar, 1, 1))
    inzendingen = _in_order(cijfers, in_force, product, boekjaar)
    verrekeningen = match_charges(inzendingen, product, boekjaar, profile.peildatum(product, boekjaar))
    percelen = tuple(_perceel(plicht, inzendingen[plicht.code], in_force) for plicht in in_force.inzendplichten())
    bruto = _overview((row for perceel in percelen for row in perceel.overzicht.regels), product)
    bijdrage_cent = _minus(bruto.lasten_cent, bruto.baten_cent)
    kolommen = PRODUCTS[product].columns
    result = Consolidatie(
        profiel=profile.profiel,
        product=product,
        boekjaar=boekjaar,
        hoofdkolom=PRODUCTS[product].main_column,
        bruto=bruto,
        verrekeningen=verrekeningen,
        netto=_overview(without_charges(inzendingen), product),
        percelen=percelen,
        bijdrage_cent=bijdrage_cent,
        aandelen_cent={kolom: _shares(percelen, kolom) for kolom in kolommen},
        saldo_cent={kolom: _saldo(percelen, kolom) for kolom in kolommen},
        zonder_cijfers={kolom: _without_figures(percelen, kolom) for kolom in kolommen},
    )
    _prove(result, [regel for inzending in inzendingen.values() for regel in inzending.regels])
    return result


def to_json(consolidatie: Consolidatie) -> bytes:
    """Return the canonical bytes; equal figures give equal bytes."""
    return canonical.dumps(asdict(consolidatie))


def _in_order(cijfers: Sequence[Cijfers], profile: Profile, product: str, boekjaar: int) -> dict[str, Cijfers]:
    wanted = (profile.profiel, product, boekjaar)
    for inzending in cijfers:
        found = (inzending.profiel, inzending.product, inzending.boekjaar)
        if found != wanted:
            raise OngeldigeInzendingen(
                f"het werkboek van {inzending.perceel} is van {_name(*found)}, niet van {_name(*wanted)}; geef de "
                "werkboeken van één product"
            )
    codes = [plicht.code for plicht in profile.inzendplichten()]
    if sorted(codes) != sorted(inzending.perceel for inzending in cijfers):
        present = ", ".join(sorted(inzending.perceel for inzending in cijfers))
        raise OngeldigeInzendingen(f"nodig is één werkboek van elk van {', '.join(codes)}; dit zijn er van {present}")
    by_code = {inzending.perceel: inzending for inzending in cijfers}
    return {code: by_code[code] for code in codes}


def _name(profiel: str, product: str, boekjaar: int) -> str:
    return f"{profiel} {product} {boekjaar}"


def _perceel(plicht: Inzendplicht, inzending: Cijfers, profile: Profile) -> Perceelcijfers:
    overzicht = _overview(inzending.regels, inzending.product)
    bijdrage_cent = _minus(overzicht.lasten_cent, overzicht.baten_cent)
    return Perceelcijfers(
        perceel=plicht.code,
        naam=plicht.naam,
        overzicht=overzicht,
        bijdrage_cent=bijdrage_cent,
        verdelingen={
            kolom: None
            if bedrag is None or kolom in PRODUCTS[inzending.product].part_year
            else verdeel(bedrag, profile.sleutel(plicht.sleutel), profile)
            for kolom, bedrag in bijdrage_cent.items()
        },
    )


def _overview(regels: Iterable[Regel | Tabelregel], product: str) -> Overzicht:
    kolommen = PRODUCTS[product].columns
    cells: dict[tuple[str, str, str], list[Bedragen]] = {}
    for regel in regels:
        cells.setdefault((regel.taakveld, regel.categorie, regel.kant), []).append(regel.bedragen_cent)
    rows = tuple(
        Tabelregel(
            taakveld=cell[0],
            categorie=cell[1],
            kant=cell[2],
            bedragen_cent={kolom: add_known(amounts[kolom] for amounts in cells[cell]) for kolom in kolommen},
        )
        for cell in sorted(cells, key=_code_order)
    )
    return Overzicht(
        regels=rows, lasten_cent=_totals(rows, "lasten", kolommen), baten_cent=_totals(rows, "baten", kolommen)
    )


def _code_order(cell: tuple[str, str, str]) -> tuple[list[tuple[int, str]], bool, list[tuple[int, str]]]:
    taakveld, categorie, kant = cell
    return _numbers(taakveld), kant != "lasten", _numbers(categorie)


def _numbers(code: str) -> list[tuple[int, str]]:
    # By number, or 0.10 would stand beside 0.1; the text keeps letters apart (6.71a) and the order total.
    return [(int(re.sub(r"\D", "", part) or -1), part) for part in code.split(".")]


def _totals(rows: Sequence[Tabelregel], kant: str, kolommen: Iterable[str]) -> Bedragen:
    """Return the sum of one side per column; None where no row of either side has a figure in that column."""
    return {
        kolom: None
        if rows and all(row.bedragen_cent[kolom] is None for row in rows)
        else sum(row.bedragen_cent[kolom] or 0 for row in rows if row.kant == kant)
        for kolom in kolommen
    }


def _minus(left: Bedragen, right: Bedragen) -> Bedragen:
    return {kolom: None if (a := left[kolom]) is None or (b := right[kolom]) is None else a - b for kolom in left}


def _shares(percelen: Sequence[Perceelcijfers], kolom: str) -> dict[str, int] | None:
    verdelingen = [found for perceel in percelen if (found := perceel.verdelingen[kolom])]
    if not verdelingen:
        return None
    shares: Counter[str] = Counter()
    for verdeling in verdelingen:
        shares.update(verdeling.aandelen_cent)
    return dict(sorted(shares.items()))


def _saldo(percelen: Sequence[Perceelcijfers], kolom: str) -> int | None:
    return add_known(found.saldo_cent for perceel in percelen if (found := perceel.verdelingen[kolom]))


def _without_figures(percelen: Sequence[Perceelcijfers], kolom: str) -> tuple[str, ...]:
    return tuple(perceel.perceel for perceel in percelen if perceel.bijdrage_cent[kolom] is None)


def _prove(result: Consolidatie, regels: Sequence[Regel]) -> None:
    """Raise TotaalSluitNiet unless each column holds: lines = table, gross - charges = net, net = shares + saldo."""
    for kolom, bijdrage_cent in result.bijdrage_cent.items():
        if bijdrage_cent is None:
            continue
        charged = sum_charges(result.verrekeningen, kolom)
        for kant in ("lasten", "baten"):
            gross = getattr(result.bruto, f"{kant}_cent")[kolom]
            net = getattr(result.netto, f"{kant}_cent")[kolom] or 0
            _require(totaal_cent(regels, kant, kolom), gross, f"{kant} {kolom}: lines and table")
            _require(gross - charged, net, f"{kant} {kolom}: gross without internal charges and net")
        if (shares := result.aandelen_cent[kolom]) is not None:
            paid = sum(shares.values()) + (result.saldo_cent[kolom] or 0)
            _require(bijdrage_cent, paid, f"{kolom}: bijdrage and shares with saldo")


def _require(left: int, right: int, what: str) -> None:
    if left != right:
        raise TotaalSluitNiet(f"{what} differ: {left} and {right} cents")
