"""The five tables people fill in on every form, with their Dutch headings and years: the content of the form.

The columns of the lines follow the product (`terms.products.PRODUCTS`) and the version that the workbook tells of
itself. Adding, moving or renaming a column here is a new version of the form: increase `workbook.form.FORM_VERSION`.
"""

from dataclasses import replace

from jaarcyclus.profile.verantwoording import Parts, Verantwoording
from jaarcyclus.terms.iv3 import VAT_REGIMES
from jaarcyclus.terms.products import PRODUCTS, column_heading, has_no_history, name_product
from jaarcyclus.workbook.extra_tables import extra_tables
from jaarcyclus.workbook.form import (
    FORMER_VERSION,
    INDICATOREN,
    LAST_TEXT,
    LINE_KEY,
    MAX_TOELICHTING,
    MAX_TOELICHTING_LINES,
    MAX_VALUE,
    MENSKRACHT,
    REGELS,
    RISICOS,
    TOELICHTING,
    CellKind,
    FormColumn,
    FormTable,
    Marks,
    NamedRow,
)

MAX_LINES = 5_000  # chosen: lines one submission can hold
SIDES = ("lasten", "baten")
NATURES = ("structureel", "incidenteel")
MUTATIONS = ("index", "areaal", "nieuw beleid", "taakstelling", "incidenteel", "technisch")
"""Why an amount is another one than before, as a kaderbrief tells them apart (chosen)."""
NEW_LINE_COLUMNS = frozenset({"soort_mutatie", "toelichting"})
"""The columns of a line that the form before does not have."""
MAY_BE_EMPTY = "(mag leeg)"
_TOTALS = (
    NamedRow(name="lasten", label="Totaal lasten", row=4),
    NamedRow(name="baten", label="Totaal baten", row=5),
)
_FORMER_TOTALS = (*_TOTALS, NamedRow(name="saldo", label="Saldo (baten min lasten)", row=6))
_BIJDRAGE = (*_TOTALS, NamedRow(name="bijdrage", label="Bijdrage (lasten min baten)", row=6))
_CHECKS = (
    NamedRow(name="verrekening", label="Interne verrekening", row=3),
    NamedRow(name="regels", label="Regels ingevuld", row=4),
    NamedRow(name="leeg", label="Nog lege verplichte cellen", row=5),
)
_EXPLAINED = (
    NamedRow(name="onverklaard", label="Zonder uitleg op de regel", row=6),
    NamedRow(name="verklaard", label="Deel uitgelegd op de regel", row=7),
)


def form_tables(kenmerken: Marks, verantwoording: Verantwoording) -> tuple[FormTable, ...]:
    """Return every table people fill in, in the order of the sheets; `verantwoording` is that of the boekjaar."""
    parts = {
        "indicatoren": _indicatoren_table(verantwoording),
        "risicos": _risicos_table(),
        "menskracht": _menskracht_table(),
    }
    asked = (parts[name] for name in PRODUCTS[kenmerken.product].parts)
    headings = verantwoording.koppen_of(kenmerken.product)
    toelichting = _toelichting_table(headings, prefilled=bool(kenmerken.stand))
    tables = (_line_table(kenmerken), toelichting, *asked, *extra_tables(kenmerken.product, verantwoording))
    return tuple(map(_as_before, tables)) if kenmerken.versie == FORMER_VERSION else tables


def _as_before(table: FormTable) -> FormTable:
    """A choice in capitals was refused on the form before, and is when such a verdict is made again."""
    return replace(table, columns=tuple(replace(column, any_case=False) for column in table.columns))


def _line_table(kenmerken: Marks) -> FormTable:
    former = kenmerken.versie == FORMER_VERSION
    amounts = tuple(_amount_column(column, kenmerken) for column in PRODUCTS[kenmerken.product].columns)
    compared = () if former else _compared_columns(kenmerken, amounts)
    described = _former_columns(amounts) if former else _line_columns(amounts)
    return FormTable(
        sheet=REGELS,
        title=f"Regels – {name_product(kenmerken.product, kenmerken.boekjaar)}",
        explanation="Eén regel per taakveld, categorie en omschrijving; bedragen in euro's. "
        "Is er geen bedrag: vul 0 in.",
        heading_row=8,
        last_row=8 + MAX_LINES,
        columns=(*described, *(_KEY_COLUMN if kenmerken.stand else ())),
        totals=_FORMER_TOTALS if former else _BIJDRAGE,
        total_label="btw_regime" if former else "omschrijving",
        computed=() if former else (*compared, FormColumn(sleutel="let_op", heading="Let op", kind=CellKind.TEXT)),
        checks=() if former else (*_CHECKS, *(_EXPLAINED if compared else ())),
    )


def _line_columns(amounts: tuple[FormColumn, ...]) -> tuple[FormColumn, ...]:
    """Kant stands before categorie, of which the list depends on it; the first four stay in sight."""
    described = {column.sleutel: column for column in _described()}
    return (
        replace(described["taakveld"], width=18, spoken=True),
        replace(described["kant"], width=10),
        replace(described["categorie"], width=20, spoken=True),
        replace(described["omschrijving"], width=34),
        replace(described["aard"], width=14),
        replace(described["wederpartij"], width=24, optional=True, spoken=True),
        replace(described["btw_regime"], width=20),
        FormColumn(
            sleutel="soort_mutatie",
            heading=f"Soort mutatie {MAY_BE_EMPTY}",
            kind=CellKind.CHOICE,
            choices=_same(MUTATIONS),
            optional=True,
        ),
        *amounts,
        FormColumn(
            sleutel="toelichting",
            heading=f"Toelichting op de regel {MAY_BE_EMPTY}",
            kind=CellKind.TEXT,
            width=44,
            optional=True,
        ),
    )


def _former_columns(amounts: tuple[FormColumn, ...]) -> tuple[FormColumn, ...]:
    return (*_described(), *amounts)


def _described() -> tuple[FormColumn, ...]:
    """Return the columns of a line that are no amounts, in the order of the former form."""
    return (
        FormColumn(sleutel="taakveld", heading="Taakveld", kind=CellKind.CODE, width=10),
        FormColumn(sleutel="categorie", heading="Categorie", kind=CellKind.CODE, width=10),
        FormColumn(sleutel="kant", heading="Lasten of baten", kind=CellKind.CHOICE, choices=_same(SIDES)),
        FormColumn(sleutel="omschrijving", heading="Omschrijving", kind=CellKind.TEXT, width=44, max_lines=2),
        FormColumn(sleutel="aard", heading="Structureel of incidenteel", kind=CellKind.CHOICE, choices=_same(NATURES)),
        FormColumn(sleutel="wederpartij", heading="Wederpartij (perceel of extern)", kind=CellKind.CODE),
        FormColumn(
            sleutel="btw_regime",
            heading="Btw-regime",
            kind=CellKind.CHOICE,
            width=24,
            choices={name: code for code, name in VAT_REGIMES.items()},
        ),
    )


def _compared_columns(kenmerken: Marks, amounts: tuple[FormColumn, ...]) -> tuple[FormColumn, ...]:
    """Return the columns in which the sheet shows a deviation; none where there is nothing to compare with."""
    base = next((item for item in amounts if item.sleutel == PRODUCTS[kenmerken.product].base_column), None)
    if base is None or base.empty:
        return ()
    return (
        FormColumn(sleutel="afwijking", heading=f"Afwijking van {base.heading}", kind=CellKind.AMOUNT),
        FormColumn(sleutel="voordeel", heading="V of N", kind=CellKind.TEXT, width=6),
    )


def _amount_column(column: str, kenmerken: Marks) -> FormColumn:
    return FormColumn(
        sleutel=column,
        heading=column_heading(
            column, kenmerken.boekjaar, first_year=kenmerken.eerste_jaar, peildatum=kenmerken.peildatum
        ),
        kind=CellKind.AMOUNT,
        empty=has_no_history(column, kenmerken.eerste_jaar),
    )


# Of a prefilled workbook: a key that keeps a line itself when rows are moved, and what was written last.
_KEY_COLUMN = (FormColumn(sleutel=LINE_KEY, heading="Regelsleutel", kind=CellKind.CODE, locked=True, hidden=True),)
_LAST_TEXT_COLUMN = (
    FormColumn(
        sleutel=LAST_TEXT,
        heading="Vorige tekst (alleen om te lezen)",
        kind=CellKind.TEXT,
        width=60,
        max_text=MAX_TOELICHTING,
        max_lines=MAX_TOELICHTING_LINES,
        locked=True,
    ),
)


def _toelichting_table(asked: Parts, *, prefilled: bool) -> FormTable:
    headings = {heading.code: heading.naam for heading in asked}
    return FormTable(
        sheet=TOELICHTING,
        title="Toelichting",
        explanation="Vul elk onderdeel in.",
        heading_row=4,
        last_row=4 + len(headings),
        columns=(
            FormColumn(sleutel="kop", heading="Onderdeel", kind=CellKind.TEXT, width=36),
            FormColumn(
                sleutel="tekst",
                heading="Toelichting",
                kind=CellKind.TEXT,
                width=110,
                max_text=MAX_TOELICHTING,
                max_lines=MAX_TOELICHTING_LINES,
            ),
            *(_LAST_TEXT_COLUMN if prefilled else ()),
        ),
        fixed_rows=headings,
        every_row=True,
    )


def _indicatoren_table(verantwoording: Verantwoording) -> FormTable:
    doelen = {doel.naam: doel.code for doel in verantwoording.doelen}
    return FormTable(
        sheet=INDICATOREN,
        title="Doelen en indicatoren",
        explanation="Per doel van de samenwerking ten minste één indicator met nulwaarde, streefwaarde en eigenaar.",
        heading_row=4,
        last_row=104,
        columns=(
            FormColumn(sleutel="doel", heading="Doel", kind=CellKind.CHOICE, width=20, choices=doelen),
            FormColumn(sleutel="indicator", heading="Indicator", kind=CellKind.TEXT, width=40),
            FormColumn(sleutel="eenheid", heading="Eenheid", kind=CellKind.VALUE, max_text=MAX_VALUE),
            FormColumn(sleutel="nulwaarde", heading="Nulwaarde", kind=CellKind.VALUE, max_text=MAX_VALUE),
            FormColumn(sleutel="nuljaar", heading="Jaar van de nulwaarde", kind=CellKind.NUMBER),
            FormColumn(sleutel="bron", heading="Bron", kind=CellKind.TEXT, width=24),
            FormColumn(sleutel="streefwaarde", heading="Streefwaarde", kind=CellKind.VALUE, max_text=MAX_VALUE),
            FormColumn(
                sleutel="realisatie",
                heading="Realisatie (bij verantwoording)",
                kind=CellKind.VALUE,
                max_text=MAX_VALUE,
                optional=True,
            ),
            FormColumn(sleutel="eigenaar", heading="Eigenaar (functie)", kind=CellKind.TEXT, width=28),
        ),
    )


def _risicos_table() -> FormTable:
    return FormTable(
        sheet=RISICOS,
        title="Risico's",
        explanation="Kans in hele procenten, gevolg in euro's. Zijn er geen risico's: laat het blad leeg.",
        heading_row=4,
        last_row=104,
        columns=(
            FormColumn(sleutel="omschrijving", heading="Risico", kind=CellKind.TEXT, width=60),
            FormColumn(sleutel="kans_pct", heading="Kans (%)", kind=CellKind.NUMBER),
            FormColumn(sleutel="gevolg_cent", heading="Gevolg (€)", kind=CellKind.AMOUNT),
            FormColumn(sleutel="maatregel", heading="Maatregel", kind=CellKind.TEXT, width=60),
        ),
    )


def _menskracht_table() -> FormTable:
    return FormTable(
        sheet=MENSKRACHT,
        title="Menskracht",
        explanation="Formatie en bezetting in fte met hooguit twee decimalen; externe inhuur in euro's.",
        heading_row=4,
        last_row=5,
        every_row=True,
        columns=(
            FormColumn(sleutel="formatie_fte_honderdste", heading="Formatie (fte)", kind=CellKind.FTE),
            FormColumn(sleutel="bezetting_fte_honderdste", heading="Bezetting (fte)", kind=CellKind.FTE),
            FormColumn(sleutel="externe_inhuur_cent", heading="Externe inhuur (€)", kind=CellKind.AMOUNT),
        ),
    )


def _same(names: tuple[str, ...]) -> dict[str, str]:
    return {name: name for name in names}
