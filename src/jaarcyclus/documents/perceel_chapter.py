"""The chapter of one perceel: its lines and totals, who pays, and the words its manager wrote beside them.

The booklet of a regiegroep is made of these chapters alone: it judges the perceel, not the total (notitie §5).
"""

from jaarcyclus.documents.carried import name_carried
from jaarcyclus.documents.extra_sheets import extra_chapters
from jaarcyclus.documents.order import DocumentOrder
from jaarcyclus.figures.certified import all_risks
from jaarcyclus.figures.consolidation import Amounts
from jaarcyclus.figures.records import Figures, Line, deviation
from jaarcyclus.printing.table import Chapter, Column, Table, Value
from jaarcyclus.profile.verantwoording import Part, Parts, Verantwoording
from jaarcyclus.terms.products import PRODUCTS

MENSKRACHT_HEADING = "menskracht"
NO_TEXT = "De inzending bevat hierover geen tekst."


def make_chapter(order: DocumentOrder, perceel: str) -> Chapter:
    """Return the whole chapter of one submission."""
    figures = order.inzendingen[perceel]
    name = order.names[perceel]
    verantwoording = order.profile.verantwoording_over(order.boekjaar)
    short = PRODUCTS[order.product].document == "kort"
    return Chapter(
        title=name,
        anchor=f"perceel-{perceel}",
        fresh=not short,
        paragraphs=(_introduce(order, perceel),),
        parts=(
            *(() if perceel in order.carried else (_words(order, figures, verantwoording.koppen_of(order.product)),)),
            *_beside(order, figures, verantwoording),
            *extra_chapters(order, figures),
            *((_figures(order, figures),) if figures.regels or not short else ()),
        ),
    )


def _beside(order: DocumentOrder, figures: Figures, verantwoording: Verantwoording) -> tuple[Chapter, ...]:
    """Return goals, staff and risks, as far as the workbooks of this product ask them."""
    asked = PRODUCTS[order.product].parts
    tables = (
        *((_goals(figures, verantwoording),) if "indicatoren" in asked else ()),
        *_unplaced_staff(figures, verantwoording.koppen_of(order.product)),
        *((_risks(figures, verantwoording),) if "risicos" in asked else ()),
    )
    if not tables:
        return ()
    return (Chapter(title="Doelen en risico's", anchor=f"{figures.perceel}-doelen", tables=tables),)


def make_line_table(order: DocumentOrder, figures: Figures, side: str) -> Table:
    """Return the lines of one side with every column of the product; the totals are those of the consolidation."""
    summary = order.perceel_figures(figures.perceel).overzicht
    totals = {"lasten": summary.lasten_cent, "baten": summary.baten_cent}
    closing = [_row(order, side, (f"Totaal {side}", "", "", ""), totals[side])]
    if side == "baten":
        bijdrage = order.perceel_figures(figures.perceel).bijdrage_cent
        closing.append(_row(order, "lasten", ("Bijdrage van de gemeenten", "", "", ""), bijdrage))
    return Table(
        title=f"{side.capitalize()} van {order.names[figures.perceel]}, in euro's",
        columns=(*_line_columns(), *_amount_columns(order, figures)),
        rows=tuple(_line(order, line) for line in figures.regels if line.kant == side),
        totals=tuple(closing),
        note="I: incidenteel, S: structureel." + (" V: voordeel, N: nadeel." if _compared(order) else ""),
    )


def _introduce(order: DocumentOrder, code: str) -> str:
    profile = order.profile
    duty = profile.inzendplicht(code)
    indiener = profile.person(duty.indiener).functie
    sleutel = profile.sleutel(duty.sleutel).naam
    host = next((perceel.gastheer for perceel in profile.percelen if perceel.code == code), None)
    where = f"De gastheer is {profile.gemeente(host).naam}. " if host else ""
    submitted = "Wie deze cijfers indient" if order.is_draft else "Deze cijfers zijn ingediend door"
    said = name_carried(order, (code,)) or (f"{submitted}: {indiener}.",)
    return f"{where}{' '.join(said)} Verdeelsleutel: {sleutel}."


def _words(order: DocumentOrder, figures: Figures, headings: Parts) -> Chapter:
    return Chapter(
        title="Toelichting" if PRODUCTS[order.product].headings else "Verantwoording",
        anchor=f"{figures.perceel}-koppen",
        parts=tuple(_heading(figures, heading) for heading in headings),
    )


def _figures(order: DocumentOrder, figures: Figures) -> Chapter:
    return Chapter(
        title=f"Lasten en baten van {order.names[figures.perceel]}",
        anchor=f"{figures.perceel}-cijfers",
        wide=PRODUCTS[order.product].document != "kort",
        tables=(
            *(make_line_table(order, figures, side) for side in _sides(order, figures)),
            *_own_words(order, figures),
        ),
    )


def _own_words(order: DocumentOrder, figures: Figures) -> tuple[Table, ...]:
    """Return what the sender said of single lines; what he said of figures that are carried was about another time."""
    told = [line for line in figures.regels if line.soort_mutatie or line.toelichting]
    if not told or figures.perceel in order.carried:
        return ()
    return (
        Table(
            title=f"Toelichting op regels van {order.names[figures.perceel]}",
            columns=(
                Column(title="Omschrijving", width_pct=30),
                Column(title="Kant", width_pct=8),
                Column(title="Soort mutatie", width_pct=14),
                Column(title="Toelichting"),
            ),
            rows=tuple(
                (line.omschrijving, line.kant, line.soort_mutatie or "", line.toelichting or "") for line in told
            ),
        ),
    )


def _sides(order: DocumentOrder, figures: Figures) -> tuple[str, ...]:
    """Return which sides have a table: of a short document those with a line."""
    sides = ("lasten", "baten")
    if PRODUCTS[order.product].document != "kort":
        return sides
    return tuple(side for side in sides if any(line.kant == side for line in figures.regels))


def _line_columns() -> tuple[Column, ...]:
    return (
        Column(title="Omschrijving", width_pct=20),
        Column(title="Taakveld", width_pct=12),
        Column(title="Categorie", width_pct=13),
        Column(title="I/S", width_pct=4),
    )


def _amount_columns(order: DocumentOrder, figures: Figures) -> tuple[Column, ...]:
    amounts = order.amount_columns(first_year=figures.eerste_jaar)
    return (*amounts, Column(title="Afwijking", kind="afwijking")) if _compared(order) else amounts


def _line(order: DocumentOrder, line: Line) -> tuple[Value, ...]:
    texts = (
        line.omschrijving,
        order.name_taakveld(line.taakveld),
        order.name_categorie(line.kant, line.categorie),
        "I" if line.incidenteel else "S",
    )
    return _row(order, line.kant, texts, line.bedragen_cent)


def _row(order: DocumentOrder, side: str, texts: tuple[str, ...], amounts: Amounts) -> tuple[Value, ...]:
    row = (*texts, *order.amounts(amounts))
    if not _compared(order):
        return row
    budgeted, actual = PRODUCTS[order.product].compared
    return (*row, deviation(side, amounts[budgeted], amounts[actual]))


def _compared(order: DocumentOrder) -> bool:
    return bool(PRODUCTS[order.product].compared)


def _heading(figures: Figures, heading: Part) -> Chapter:
    return Chapter(
        title=heading.naam,
        anchor=f"{figures.perceel}-{heading.code}",
        paragraphs=(figures.toelichting.get(heading.code, "").strip() or NO_TEXT,),
        tables=_staff(figures) if heading.code == MENSKRACHT_HEADING else (),
    )


def _unplaced_staff(figures: Figures, headings: Parts) -> tuple[Table, ...]:
    """The staff stands under its own heading; a cooperation without that one finds it beside the goals."""
    return () if MENSKRACHT_HEADING in {heading.code for heading in headings} else _staff(figures)


def _goals(figures: Figures, verantwoording: Verantwoording) -> Table:
    return Table(
        title="Doelen en indicatoren",
        columns=(
            Column(title="Doel", width_pct=14),
            Column(title="Indicator", width_pct=22),
            Column(title="Eenheid", width_pct=10),
            Column(title="Nulwaarde (jaar)", width_pct=12),
            Column(title="Streefwaarde", width_pct=13),
            Column(title="Realisatie", width_pct=12),
            Column(title="Eigenaar en bron"),
        ),
        rows=tuple(
            (
                verantwoording.name_goal(item.doel),
                item.indicator,
                item.eenheid,
                f"{item.nulwaarde} ({item.nuljaar})",
                item.streefwaarde,
                item.realisatie or "nog niet bekend",
                f"{item.eigenaar}; {item.bron}",
            )
            for item in figures.indicatoren
        ),
    )


def _risks(figures: Figures, verantwoording: Verantwoording) -> Table:
    risks = all_risks(figures, {question.code: question.vraag for question in verantwoording.vragen})
    return Table(
        title="Risico's",
        columns=(
            Column(title="Risico", width_pct=35),
            Column(title="Kans", kind="pct", width_pct=9),
            Column(title="Gevolg in euro's", kind="bedrag", width_pct=18),
            Column(title="Maatregel"),
        ),
        rows=tuple((r.omschrijving, r.kans_pct, r.gevolg_cent, r.maatregel) for r in risks),
    )


def _staff(figures: Figures) -> tuple[Table, ...]:
    if figures.menskracht is None:
        return ()
    menskracht = figures.menskracht
    return (
        Table(
            title="Menskracht",
            columns=(
                Column(title="Werkorganisatie", width_pct=34),
                Column(title="Formatie in fte", kind="fte"),
                Column(title="Bezetting in fte", kind="fte"),
                Column(title="Externe inhuur in euro's", kind="bedrag", width_pct=26),
            ),
            rows=(
                (
                    "Dit perceel",
                    menskracht.formatie_fte_honderdste,
                    menskracht.bezetting_fte_honderdste,
                    menskracht.externe_inhuur_cent,
                ),
            ),
        ),
    )
